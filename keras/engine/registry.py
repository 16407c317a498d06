"""The layers and metrics that have names, and layers as configurations.

`keras.layers` and `keras.metrics` enter theirs here when they are imported. So whatever makes
layers from configurations (models, wrappers, files) needs only this file, which knows none of them.
"""
from keras.utils.generic_utils import (
    deserialize_keras_object,
    get_custom_objects,
    serialize_keras_object,
)
from keras.utils.identifiers import Registry
from keras.utils.limits import check_effort

LAYERS = {}
METRICS = Registry('metric function', 'accuracy')

# Functions that put configurations of older releases as Keras 2.3 does; `engine.saving.dialects`
# enters them.
translations = []


def is_a(layer, *names):
    """Returns whether an object is a layer of one of Keras's classes, which are given by name."""
    return isinstance(layer, tuple(LAYERS[name] for name in names))


def serialize(layer):
    """Describes a layer or model such that `deserialize` makes it again.

    Args:
        layer: a layer.

    Returns:
        Dictionary `{'class_name': ..., 'config': ...}`.
    """
    return serialize_keras_object(layer)


def deserialize(config, custom_objects=None):
    """Makes a layer or model from its configuration; the weights are new.

    Args:
        config: dictionary `{'class_name': ..., 'config': ...}`.
        custom_objects: dictionary from names to classes or functions of your own.

    Returns:
        A layer.

    Raises:
        ValueError: if Keras has no layer of this name, nor has `custom_objects`.

    Example:
        >>> layer = deserialize({'class_name': 'Dense', 'config': {'units': 3}})
    """
    check_effort('its layers', 1)
    custom = dict(get_custom_objects(), **custom_objects or {})
    if isinstance(config, dict) and config.get('class_name') not in custom:
        for translate in translations:
            config = translate(config)
    return deserialize_keras_object(config, module_objects=LAYERS, custom_objects=custom_objects,
                                    printable_module_name='layer')
