"""Descriptions of models, layers, losses, ...: what JSON can hold."""
import json

import numpy as np

from keras.utils.hdf5_attributes import as_text
from keras.utils.lost_arguments import config_of


def parse_json(text):
    """Returns what a JSON text describes; raises a ValueError if it is no JSON."""
    return json.loads(text, parse_int=_integer)


def _integer(digits):
    if len(digits) > 1000:  # each step with such a number would take Python seconds
        raise ValueError('a number has %d digits' % len(digits))
    return int(digits)


def read_json(store, name):
    """Returns what a JSON text in a store describes.

    Args:
        store: `H5Dict`.
        name: name of the text.

    Raises:
        ValueError: if it is no JSON.
    """
    try:
        return parse_json(as_text(store[name]))
    except ValueError as error:
        raise ValueError('its %r is damaged: %s.' % (name, error)) from error


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
