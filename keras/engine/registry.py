"""Registries of layers and metrics by name, and layers as configurations.

`keras.layers` and `keras.metrics` register theirs here when they are imported. So code that makes
layers from configurations (models, wrappers, files) depends only on this file, not on the layers.
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

# Functions that convert configurations of other writers to those of Keras 2.3, registered by
# `engine.saving.dialects`.
translations = []


def is_a(layer, *names):
    """Returns whether an object is an instance of one of the layer classes with given names."""
    return isinstance(layer, tuple(LAYERS[name] for name in names))


def serialize(layer):
    """Describes a layer or model for `deserialize`.

    Args:
        layer: a layer or model.

    Returns:
        Dictionary `{'class_name': ..., 'config': ...}`.

    Example:
        >>> keras.layers.serialize(keras.layers.Flatten())['class_name']
        'Flatten'
    """
    return serialize_keras_object(layer)


def deserialize(config, custom_objects=None):
    """Makes a layer or model, with new weights, from its configuration.

    Args:
        config: dictionary `{'class_name': ..., 'config': ...}`.
        custom_objects: dictionary from names to your own classes and functions.

    Returns:
        A layer or model.

    Raises:
        ValueError: if neither Keras nor `custom_objects` has a layer with this name.

    Example:
        >>> layer = keras.layers.deserialize({'class_name': 'Dense', 'config': {'units': 3}})
        >>> layer.units
        3
    """
    check_effort('its layers', 1)
    custom = dict(get_custom_objects(), **custom_objects or {})
    if isinstance(config, dict) and config.get('class_name') not in custom:
        for translate in translations:
            config = translate(config)
    return deserialize_keras_object(config, module_objects=LAYERS, custom_objects=custom_objects,
                                    printable_module_name='layer')
