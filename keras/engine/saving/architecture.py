"""Architectures of models as configurations, JSON and YAML."""
import json

import yaml

from keras import backend as K
from keras.engine.registry import deserialize
from keras.utils.bytecode import scope_of_argument
from keras.utils.custom_objects import CustomObjectScope
from keras.utils.errors import readable_errors
from keras.utils.lost_arguments import config_of
from keras.version import __version__

from .descriptions import parse_json, plain
from .dialects import as_keras_2
from .yaml_loader import PlainLoader


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
    config = dict(model_config(model), keras_version=__version__, backend=K.backend())
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
    with scope_of_argument(safe_mode):
        return model_of(config, custom_objects)


def model_of(config, custom_objects=None, store=None):
    """Makes a model, as `model_from_config`, of a configuration that may be from a store."""
    if not isinstance(config, dict):
        raise TypeError('`model_from_config` expects a dictionary with "class_name" and "config", '
                        'but received a %s.%s' % (
                            type(config).__name__, ' For a list of layers, use '
                            '`Sequential.from_config`.' if isinstance(config, list) else ''))
    with readable_errors('The model cannot be made as it is described'):
        with CustomObjectScope(custom_objects or {}):
            config = as_keras_2('model', config, store)
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
        config = parse_json(json_string)
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
        config = yaml.load(yaml_string, Loader=PlainLoader)
    return model_from_config(config, custom_objects, safe_mode)
