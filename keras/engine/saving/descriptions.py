"""Descriptions of models, layers, losses and so on, which can be written to JSON."""
import json

import numpy as np

from keras.utils.hdf5_attributes import as_text
from keras.utils.lost_arguments import config_of


def parse_json(text):
    """Returns the value of a JSON text; raises a ValueError if it is not JSON."""
    return json.loads(text, parse_int=_integer)


def _integer(digits):
    if len(digits) > 1000:  # each operation with such a number would take seconds
        raise ValueError('a number has %d digits' % len(digits))
    return int(digits)


def read_json(store, name):
    """Returns the value of a JSON text in a store.

    Args:
        store: `H5Dict`.
        name: name of the text.

    Raises:
        ValueError: if it is not JSON.
    """
    try:
        return parse_json(as_text(store[name]))
    except ValueError as error:
        raise ValueError('its %r is damaged: %s.' % (name, error)) from error


def plain(value):
    """Converts a value in a configuration to one that can be written to JSON.

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
    raise TypeError('A configuration can contain numbers, strings, lists, dictionaries, functions '
                    'and objects with `get_config`, but not %r of %s.' % (value, type(value)))


def each_described(value, of_object, of_name=lambda name: name):
    """Applies functions to the descriptions in nested lists and dictionaries.

    Args:
        value: list, dictionary by output names, or description: a dictionary
            `{'class_name': ..., 'config': ...}`, a name, or None.
        of_object: function for descriptions that are dictionaries.
        of_name: function for other descriptions.

    Returns:
        The lists and dictionaries, with the results of the functions.
    """
    if isinstance(value, list):
        return [each_described(item, of_object, of_name) for item in value]
    if not isinstance(value, dict):
        return of_name(value)
    if {'class_name', 'config'} <= set(value):
        return of_object(value)
    return {name: each_described(item, of_object, of_name) for name, item in value.items()}
