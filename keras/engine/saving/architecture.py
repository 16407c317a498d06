"""Architectures of models as configurations, JSON and YAML."""
import json

import numpy as np
import yaml

import keras
from keras import backend as K
from keras.utils.bytecode import scope_of_argument
from keras.utils.errors import readable_errors
from keras.utils.hdf5_attributes import as_text
from keras.utils.lost_arguments import config_of

from .tf_keras import model_as_keras_2


def model_config(model):
    """Returns the class and the configuration of a model as a dictionary."""
    return {'class_name': type(model).__name__, 'config': config_of(model)}


def model_to_json(model, **kwargs):
    """Writes the architecture of a model, without its weights, as JSON.

    Args:
        model: a `Network`.
        **kwargs: passed to `json.dumps`.

    Returns:
        A string, to be read by `model_from_json`.
    """
    config = dict(model_config(model), keras_version=keras.__version__, backend=K.backend())
    return json.dumps(config, default=plain, **kwargs)


def model_to_yaml(model, **kwargs):
    """Writes the architecture of a model, without its weights, as YAML.

    Args:
        model: a `Network`.
        **kwargs: passed to `yaml.safe_dump`.

    Returns:
        A string, to be read by `model_from_yaml`.
    """
    return yaml.safe_dump(json.loads(model_to_json(model)), **kwargs)


def model_from_config(config, custom_objects=None, safe_mode=None):
    """Makes a model, without its weights, from a configuration.

    Args:
        config: dictionary `{'class_name': ..., 'config': ...}`.
        custom_objects: dictionary from names to classes or functions of your own.
        safe_mode: whether to refuse Python lambdas in the configuration. With False these are
            made, and so could any program be that someone put there. By default as in the
            `safe_mode_scope` around the call; without one, those that this process has described
            itself are made, and no others.

    Returns:
        A model, not compiled.

    Raises:
        ValueError: if no model can be made of it, or if it holds Python lambdas that are refused.
        TypeError: if it is no dictionary, or gives a layer arguments that it does not have.
    """
    if not isinstance(config, dict):
        raise TypeError('`model_from_config` expects a dictionary with "class_name" and "config", '
                        'but received a %s.%s' % (
                            type(config).__name__, ' For a list of layers, use '
                            '`Sequential.from_config`.' if isinstance(config, list) else ''))
    from keras.layers import deserialize  # layers are themselves built on the engine
    with scope_of_argument(safe_mode), readable_errors(
            'The model cannot be made as it is described'):
        config = model_as_keras_2(config, custom_objects)
        return deserialize(config, custom_objects=custom_objects)


def model_from_json(json_string, custom_objects=None, safe_mode=None):
    """Makes a model, without its weights, from JSON.

    Args:
        json_string: what `model.to_json()` returned.
        custom_objects: dictionary from names to classes or functions of your own.
        safe_mode: as in `model_from_config`.

    Returns:
        A model, not compiled.

    Raises:
        ValueError, TypeError: as in `model_from_config`, or if the text is not JSON.
    """
    with readable_errors('The text cannot be read as JSON'):
        config = json.loads(json_string, parse_int=_integer)
    return model_from_config(config, custom_objects, safe_mode)


def model_from_yaml(yaml_string, custom_objects=None, safe_mode=None):
    """Makes a model, without its weights, from YAML.

    Args:
        yaml_string: what `model.to_yaml()` returned.
        custom_objects: dictionary from names to classes or functions of your own.
        safe_mode: as in `model_from_config`.

    Returns:
        A model, not compiled.

    Raises:
        ValueError, TypeError: as in `model_from_config`, or if the text is not plain YAML.
    """
    with readable_errors('The text cannot be read as YAML; of Python objects, Keras reads none'):
        config = yaml.load(yaml_string, Loader=_Loader)
    return model_from_config(config, custom_objects, safe_mode)


class _Loader(yaml.SafeLoader):
    """Reads plain data only; that includes the tuples and texts that Keras 2 tagged as Python's.

    A text may refer to parts of itself, and so describe far more than it holds, or no end of it.
    """

    def get_single_node(self):
        node = super().get_single_node()
        if _number_of_parts(node, {}) > 100 * (1000 + self.index):
            raise ValueError('The text describes far more than it holds.')
        return node


def _number_of_parts(node, known):
    if id(node) not in known:
        known[id(node)] = float('inf')  # for a part of itself
        parts = getattr(node, 'value', ())
        if isinstance(node, yaml.MappingNode):
            parts = [part for pair in parts for part in pair]
        known[id(node)] = 1 + sum(_number_of_parts(part, known) for part in parts
                                  if isinstance(part, yaml.Node))
    return known[id(node)]


_Loader.add_constructor('tag:yaml.org,2002:python/tuple',
                        lambda loader, node: loader.construct_sequence(node, deep=True))
_Loader.add_constructor('tag:yaml.org,2002:python/unicode',
                        lambda loader, node: loader.construct_scalar(node))


def read_json(store, name):
    """Returns what a JSON text in a store describes.

    Args:
        store: `H5Dict`.
        name: name of the text.

    Raises:
        ValueError: if it is no JSON.
    """
    try:
        return json.loads(as_text(store[name]), parse_int=_integer)
    except ValueError as error:
        raise ValueError('its %r is damaged: %s.' % (name, error)) from error


def _integer(digits):
    if len(digits) > 1000:  # each step with such a number would take Python seconds
        raise ValueError('a number has %d digits' % len(digits))
    return int(digits)


def plain(value):
    """Turns what stands in a configuration into what JSON can hold.

    Args:
        value: NumPy number or array, object with `get_config`, function or class.

    Returns:
        Number, list, dictionary or name.

    Raises:
        TypeError: if it is none of these.
    """
    if isinstance(value, (np.ndarray, np.generic)):
        return value.tolist()
    if hasattr(value, 'get_config') and not isinstance(value, type):
        return {'class_name': type(value).__name__, 'config': config_of(value)}
    if hasattr(value, '__name__'):
        return value.__name__
    raise TypeError('A configuration can hold numbers, strings, lists, dictionaries, functions '
                    'and objects with `get_config`, but not %r of %s.' % (value, type(value)))


def each_described(value, of_object, of_name=lambda name: name):
    """Applies functions to the descriptions in nested lists and dictionaries.

    Args:
        value: list, dictionary by names of outputs, or description: a dictionary
            `{'class_name': ..., 'config': ...}`, a name, or None.
        of_object: function of a description that is a dictionary.
        of_name: function of any other.

    Returns:
        The lists and dictionaries with what the functions return.
    """
    if isinstance(value, list):
        return [each_described(item, of_object, of_name) for item in value]
    if not isinstance(value, dict):
        return of_name(value)
    if {'class_name', 'config'} <= set(value):
        return of_object(value)
    return {name: each_described(item, of_object, of_name) for name, item in value.items()}
