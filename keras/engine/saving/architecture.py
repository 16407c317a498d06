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
    """Returns a dictionary with the class name and the configuration of a model."""
    return {'class_name': type(model).__name__, 'config': config_of(model)}


def model_to_json(model, **kwargs):
    """Describes the architecture of a model, without its weights, as JSON.

    Args:
        model: a `Network`.
        **kwargs: arguments of `json.dumps`.

    Returns:
        A string for `model_from_json`.
    """
    config = dict(model_config(model), keras_version=__version__, backend=K.backend())
    return json.dumps(config, default=plain, **kwargs)


def model_to_yaml(model, **kwargs):
    """Describes the architecture of a model, without its weights, as YAML.

    Args:
        model: a `Network`.
        **kwargs: arguments of `yaml.safe_dump`.

    Returns:
        A string for `model_from_yaml`.
    """
    return yaml.safe_dump(json.loads(model_to_json(model)), **kwargs)


def model_from_config(config, custom_objects=None, safe_mode=None):
    """Makes a model, without its weights, from a configuration.

    Args:
        config: dictionary `{'class_name': ..., 'config': ...}`.
        custom_objects: dictionary from names to your own classes and functions.
        safe_mode: whether to refuse Python lambdas in the configuration. Pass False only for a
            configuration that you trust: a lambda can contain any code. By default, the
            `safe_mode_scope` around the call decides; without one, only lambdas that this process
            has described itself are made.

    Returns:
        A model, not compiled.

    Raises:
        ValueError: if no model can be made from it, or it contains Python lambdas that are
            refused.
        TypeError: if it is not a dictionary, or describes a layer with unknown arguments.

    Example::

        model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
        config = {'class_name': 'Sequential', 'config': model.get_config()}
        copy = keras.models.model_from_config(config)
    """
    with scope_of_argument(safe_mode):
        return model_of(config, custom_objects)


def model_of(config, custom_objects=None, store=None):
    """Makes a model like `model_from_config`, from a configuration that may come from a store."""
    if not isinstance(config, dict):
        raise TypeError('`model_from_config` expects a dictionary with "class_name" and "config", '
                        'but got a %s.%s' % (
                            type(config).__name__, ' For a list of layers, use '
                            '`Sequential.from_config`.' if isinstance(config, list) else ''))
    with readable_errors('The model cannot be made from its description'):
        with CustomObjectScope(custom_objects or {}):
            config = as_keras_2('model', config, store)
        return deserialize(config, custom_objects=custom_objects)


def model_from_json(json_string, custom_objects=None, safe_mode=None):
    """Makes a model, without its weights, from JSON.

    Args:
        json_string: string, as `model.to_json()` returns it.
        custom_objects: dictionary from names to your own classes and functions.
        safe_mode: as in `model_from_config`.

    Returns:
        A model, not compiled.

    Raises:
        ValueError: if the text is not JSON, and as in `model_from_config`.
        TypeError: as in `model_from_config`.

    Example::

        model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
        copy = keras.models.model_from_json(model.to_json())
    """
    with readable_errors('The text cannot be read as JSON'):
        config = parse_json(json_string)
    return model_from_config(config, custom_objects, safe_mode)


def model_from_yaml(yaml_string, custom_objects=None, safe_mode=None):
    """Makes a model, without its weights, from YAML.

    Args:
        yaml_string: string, as `model.to_yaml()` returns it.
        custom_objects: dictionary from names to your own classes and functions.
        safe_mode: as in `model_from_config`.

    Returns:
        A model, not compiled.

    Raises:
        ValueError: if the text is not plain YAML, and as in `model_from_config`.
        TypeError: as in `model_from_config`.

    Example::

        model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
        copy = keras.models.model_from_yaml(model.to_yaml())
    """
    with readable_errors('The text cannot be read as YAML; Keras reads no Python objects from it'):
        config = yaml.load(yaml_string, Loader=PlainLoader)
    return model_from_config(config, custom_objects, safe_mode)
