"""Activation functions.

Layers accept them by name, as in `Dense(8, activation='relu')`, or as functions.
"""
from keras import backend as K
from keras.engine import registry
from keras.utils.generic_utils import serialize_keras_object
from keras.utils.identifiers import Registry, function_of, named
from keras.utils.warn import warn


def softmax(x, axis=-1):
    """Softmax, which turns scores into probabilities: `exp(x) / sum(exp(x))`.

    Args:
        x: tensor with at least two axes.
        axis: int, axis along which the result sums to 1.

    Returns:
        Tensor of the shape of `x`.

    Raises:
        ValueError: if `x` has only one axis, which is that of the batch.

    Example:
        >>> K.eval(keras.activations.softmax(K.constant([[1., 1.]])))
        array([[0.5, 0.5]], dtype=float32)
    """
    if K.ndim(x) == 1:
        raise ValueError('softmax needs an input with at least two axes, (batch, ...), but got '
                         'shape %s.' % (K.int_shape(x),))
    return K.softmax(x, axis=axis)


def elu(x, alpha=1.0):
    """Exponential linear unit: `x` for `x > 0`, otherwise `alpha * (exp(x) - 1)`.

    Source: Clevert et al., Fast and Accurate Deep Network Learning by Exponential Linear Units,
        2016,
    https://arxiv.org/abs/1511.07289.

    Args:
        x: tensor.
        alpha: float; large negative inputs give `-alpha`.

    Returns:
        Tensor of the shape of `x`.

    Example:
        >>> np.round(K.eval(keras.activations.elu(K.constant([-1., 0., 1.]))), 4)
        array([-0.6321,  0.    ,  1.    ], dtype=float32)
    """
    return K.elu(x, alpha)


def selu(x):
    """Scaled exponential linear unit: `scale * elu(x, alpha)`.

    With `scale` 1.0507 and `alpha` 1.6733 activations keep mean 0 and variance 1 from layer to
    layer if weights come from `lecun_normal`. Use `AlphaDropout` instead of `Dropout` with it.
    Source: Klambauer et al., Self-Normalizing Neural Networks, 2017, equation 14,
    https://arxiv.org/abs/1706.02515.

    Args:
        x: tensor.

    Returns:
        Tensor of the shape of `x`.

    Example:
        >>> np.round(K.eval(keras.activations.selu(K.constant([-1., 0., 1.]))), 4)
        array([-1.1113,  0.    ,  1.0507], dtype=float32)
    """
    alpha = 1.6732632423543772848170429916717
    scale = 1.0507009873554804934193349852946
    return scale * K.elu(x, alpha)


def softplus(x):
    """Softplus, a smooth `relu`: `log(exp(x) + 1)`.

    Args:
        x: tensor.

    Returns:
        Tensor of the shape of `x`.

    Example:
        >>> np.round(K.eval(keras.activations.softplus(K.constant([-1., 0., 1.]))), 4)
        array([0.3133, 0.6931, 1.3133], dtype=float32)
    """
    return K.softplus(x)


def softsign(x):
    """Softsign: `x / (abs(x) + 1)`.

    Args:
        x: tensor.

    Returns:
        Tensor of the shape of `x`, from -1 to 1.

    Example:
        >>> K.eval(keras.activations.softsign(K.constant([-1., 0., 1.]))).tolist()
        [-0.5, 0.0, 0.5]
    """
    return K.softsign(x)


def relu(x, alpha=0., max_value=None, threshold=0.):
    """Rectified linear unit, with an optional slope, limit and threshold.

    The result is `max_value` for `x >= max_value`, `x` for `threshold < x < max_value`, and
    `alpha * (x - threshold)` for smaller `x`.

    Args:
        x: tensor.
        alpha: float, slope below the threshold.
        max_value: float, upper limit of the result; None for no limit.
        threshold: float, the threshold.

    Returns:
        Tensor of the shape of `x`.

    Example:
        >>> K.eval(keras.activations.relu(K.constant([-2., 0., 2.]), alpha=0.5)).tolist()
        [-1.0, 0.0, 2.0]
    """
    return K.relu(x, alpha=alpha, max_value=max_value, threshold=threshold)


def tanh(x):
    """Hyperbolic tangent: `(exp(x) - exp(-x)) / (exp(x) + exp(-x))`.

    Args:
        x: tensor.

    Returns:
        Tensor of the shape of `x`, from -1 to 1.

    Example:
        >>> np.round(K.eval(keras.activations.tanh(K.constant([-1., 0., 1.]))), 4)
        array([-0.7616,  0.    ,  0.7616], dtype=float32)
    """
    return K.tanh(x)


def sigmoid(x):
    """Logistic function: `1 / (1 + exp(-x))`.

    Args:
        x: tensor.

    Returns:
        Tensor of the shape of `x`, from 0 to 1.

    Example:
        >>> np.round(K.eval(keras.activations.sigmoid(K.constant([-1., 0., 1.]))), 4)
        array([0.2689, 0.5   , 0.7311], dtype=float32)
    """
    return K.sigmoid(x)


def hard_sigmoid(x):
    """Piecewise linear approximation of `sigmoid`: `clip(0.2 * x + 0.5, 0, 1)`.

    Args:
        x: tensor.

    Returns:
        Tensor of the shape of `x`, from 0 to 1.

    Example:
        >>> np.round(K.eval(keras.activations.hard_sigmoid(K.constant([-1., 0., 3.]))), 4)
        array([0.3, 0.5, 1. ], dtype=float32)
    """
    return K.hard_sigmoid(x)


def exponential(x):
    """Exponential function: `exp(x)`.

    Args:
        x: tensor.

    Returns:
        Tensor of the shape of `x`.

    Example:
        >>> np.round(K.eval(keras.activations.exponential(K.constant([0., 1.]))), 4)
        array([1.    , 2.7183], dtype=float32)
    """
    return K.exp(x)


def linear(x):
    """Returns its input unchanged; the activation that a layer uses if none is given.

    Args:
        x: tensor.

    Returns:
        `x`.

    Example:
        >>> K.eval(keras.activations.linear(K.constant([-1., 2.]))).tolist()
        [-1.0, 2.0]
    """
    return x


_REGISTRY = Registry('activation function', 'relu', named(globals(), function_of('x')))


def serialize(activation):
    """Returns the name of an activation function.

    Args:
        activation: function or callable.

    Returns:
        String; for a layer used as activation, its configuration as a dictionary.

    Raises:
        ValueError: if it has neither a name nor a configuration.

    Example:
        >>> keras.activations.serialize(keras.activations.relu)
        'relu'
    """
    return serialize_keras_object(activation)


def deserialize(name, custom_objects=None):
    """Returns the activation function with a given name.

    Args:
        name: string; or the configuration of a layer that is used as activation.
        custom_objects: dictionary from names to your own functions.

    Returns:
        A function from tensor to tensor.

    Raises:
        ValueError: if the name is unknown.

    Example:
        >>> keras.activations.deserialize('relu') is keras.activations.relu
        True
    """
    if isinstance(name, dict):
        return registry.deserialize(name, custom_objects=custom_objects)
    return _REGISTRY.deserialize(name, custom_objects)


def get(identifier):
    """Returns the activation function for an identifier, as layers accept it.

    Args:
        identifier: function from tensor to tensor, name, or None. A layer also works, with a
            warning; add it to the model as a layer instead.

    Returns:
        A function; `linear` for None.

    Raises:
        ValueError: for anything else.

    Example:
        >>> keras.activations.get('relu') is keras.activations.relu
        True
    """
    if identifier is None:
        return linear
    if _is_layer(identifier):
        warn('The layer %r is used as the activation of another layer. Add it to the model after '
             'that layer instead.' % identifier.name)
    if isinstance(identifier, dict):
        return deserialize(identifier)
    return _REGISTRY.get(identifier)


def _is_layer(identifier):
    from keras.engine.base_layer import Layer
    return isinstance(identifier, Layer)
