"""Activation functions."""
from keras import backend as K
from keras.engine import registry
from keras.utils.generic_utils import serialize_keras_object
from keras.utils.identifiers import Registry, function_of, named
from keras.utils.warn import warn


def softmax(x, axis=-1):
    """Turns scores into probabilities: `exp(x) / sum(exp(x))`.

    Args:
        x: tensor of two axes or more.
        axis: int, the axis along which the result adds up to 1.

    Returns:
        Tensor of the shape of `x`.

    Raises:
        ValueError: if `x` has a single axis, which is the batch.
    """
    if K.ndim(x) == 1:
        raise ValueError('softmax takes probabilities along an axis other than the batch, so that '
                         'its input needs two axes or more, but has the shape %s.'
                         % (K.int_shape(x),))
    return K.softmax(x, axis=axis)


def elu(x, alpha=1.0):
    """Exponential linear unit: `x` above 0, `alpha * (exp(x) - 1)` below.

    Args:
        x: tensor.
        alpha: float, how far below 0 values may go.

    Source: Clevert et al., Fast and Accurate Deep Network Learning by Exponential Linear Units,
    https://arxiv.org/abs/1511.07289.
    """
    return K.elu(x, alpha)


def selu(x):
    """Scaled exponential linear unit: `scale * elu(x, alpha)`.

    The constants keep mean 0 and variance 1 from layer to layer, given weights from
    `lecun_normal` (and `AlphaDropout` in place of `Dropout`).

    Args:
        x: tensor.

    Source: Klambauer et al., Self-Normalizing Neural Networks, equation 14,
    https://arxiv.org/abs/1706.02515.
    """
    alpha = 1.6732632423543772848170429916717
    scale = 1.0507009873554804934193349852946
    return scale * K.elu(x, alpha)


def softplus(x):
    """Smooth `relu`: `log(exp(x) + 1)`."""
    return K.softplus(x)


def softsign(x):
    """`x / (abs(x) + 1)`."""
    return K.softsign(x)


def relu(x, alpha=0., max_value=None, threshold=0.):
    """Rectified linear unit.

    `max_value` for `x >= max_value`, `x` for `threshold <= x < max_value`,
    `alpha * (x - threshold)` below.

    Args:
        x: tensor.
        alpha: float, slope below the threshold.
        max_value: float, greatest value of the result; None for no limit.
        threshold: float, the value below which `x` is damped.
    """
    return K.relu(x, alpha=alpha, max_value=max_value, threshold=threshold)


def tanh(x):
    """Hyperbolic tangent."""
    return K.tanh(x)


def sigmoid(x):
    """Logistic function: `1 / (1 + exp(-x))`."""
    return K.sigmoid(x)


def hard_sigmoid(x):
    """`sigmoid` from straight lines: `0.2 * x + 0.5`, cut off at 0 and 1."""
    return K.hard_sigmoid(x)


def exponential(x):
    """`exp(x)`."""
    return K.exp(x)


def linear(x):
    """`x` itself."""
    return x


_REGISTRY = Registry('activation function', 'relu', named(globals(), function_of('x')))


def serialize(activation):
    """Returns the name of an activation function."""
    return serialize_keras_object(activation)


def deserialize(name, custom_objects=None):
    """Finds an activation function by name.

    Args:
        name: string; or the description of a layer that serves as activation.
        custom_objects: dictionary from names to functions of your own.

    Returns:
        A function from a tensor to a tensor.

    Raises:
        ValueError: for a name that nobody knows.
    """
    if isinstance(name, dict):
        return registry.deserialize(name, custom_objects=custom_objects)
    return _REGISTRY.deserialize(name, custom_objects)


def get(identifier):
    """Returns the activation function that `identifier` stands for.

    Args:
        identifier: a function from a tensor to a tensor, its name, or None.

    Returns:
        A function; `linear` for None.

    Raises:
        ValueError: for anything else.
    """
    if identifier is None:
        return linear
    if _is_layer(identifier):
        warn('The layer %r is given as the activation of another layer. Put it behind that one '
             'instead, as a layer of its own in the model.' % identifier.name)
    if isinstance(identifier, dict):
        return deserialize(identifier)
    return _REGISTRY.get(identifier)


def _is_layer(identifier):
    from keras.engine.base_layer import Layer
    return isinstance(identifier, Layer)
