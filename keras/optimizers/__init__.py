"""Optimizers: from a loss and parameters to the updates of a training step."""
from keras import backend as K  # old code imports it from here
from keras.legacy.interfaces import accept_keras1
from keras.utils.generic_utils import deserialize_keras_object, serialize_keras_object

from .base import Optimizer, clip_norm
from .standard import SGD, Adadelta, Adagrad, Adam, Adamax, Nadam, RMSprop
from .tf_optimizer import TFOptimizer, is_from_tensorflow

sgd = SGD
rmsprop = RMSprop
adagrad = Adagrad
adadelta = Adadelta
adam = Adam
adamax = Adamax
nadam = Nadam

_CLASSES = (SGD, RMSprop, Adagrad, Adadelta, Adam, Adamax, Nadam, TFOptimizer)

for _optimizer in _CLASSES:
    accept_keras1(_optimizer)


def serialize(optimizer):
    """Returns the configuration of an optimizer.

    Args:
        optimizer: an optimizer.

    Returns:
        Dictionary `{'class_name': ..., 'config': ...}`.

    Example:
        >>> keras.optimizers.serialize(keras.optimizers.SGD(0.5))['class_name']
        'SGD'
    """
    return serialize_keras_object(optimizer)


def deserialize(config, custom_objects=None):
    """Creates an optimizer from its configuration.

    Args:
        config: dictionary `{'class_name': ..., 'config': ...}`; the case of Keras's own class names
            does not matter.
        custom_objects: dictionary from names to your own optimizer classes.

    Returns:
        An optimizer.

    Raises:
        ValueError: if the name is unknown.

    Example:
        >>> config = {'class_name': 'SGD', 'config': {'learning_rate': 0.5}}
        >>> float(K.get_value(keras.optimizers.deserialize(config).learning_rate))
        0.5
    """
    known = {cls.__name__: cls for cls in _CLASSES}
    lower = {name.lower(): cls for name, cls in known.items()}
    name = config.get('class_name')
    if str(name).lower() in lower:
        known[name] = lower[name.lower()]
    return deserialize_keras_object(config, module_objects=dict(lower, **known),
                                    custom_objects=custom_objects,
                                    printable_module_name='optimizer')


def get(identifier):
    """Returns the optimizer for an identifier, as `compile` accepts it.

    Args:
        identifier: optimizer; name in any case; configuration; or an optimizer of
            `tf.compat.v1.train`, on TensorFlow.

    Returns:
        An optimizer.

    Raises:
        ValueError: for anything else.

    Example:
        >>> keras.optimizers.get('rmsprop').__class__.__name__
        'RMSprop'
    """
    if isinstance(identifier, Optimizer):
        return identifier
    if isinstance(identifier, dict):
        return deserialize(identifier)
    if isinstance(identifier, str):
        return deserialize({'class_name': identifier, 'config': {}})
    if is_from_tensorflow(identifier):
        return TFOptimizer(identifier)
    raise ValueError('An optimizer must be a name such as %r, an instance such as '
                     '`keras.optimizers.SGD(lr=0.1)`, or a dict with class_name and config, but '
                     'got %r.' % ('sgd', identifier))
