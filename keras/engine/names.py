"""Automatic names of layers and models."""
import re

from keras.backend.naming import number_for_layer


def automatic_name(class_name, number=number_for_layer):
    """Returns a new name for an object of a class: `'dense_1'`, then `'dense_2'`, and so on.

    Args:
        class_name: string.
        number: function that returns a new number for a prefix such as `'dense'`.
    """
    name = _to_snake_case(class_name)
    return '%s_%d' % (name, number(name))


def _to_snake_case(name):
    name = re.sub('(.)([A-Z][a-z0-9]+)', r'\1_\2', name)
    name = re.sub('([a-z])([A-Z])', r'\1_\2', name).lower()
    return 'private' + name if name.startswith('_') else name
