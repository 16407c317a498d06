"""Small helpers that all of Keras shares."""
from keras.utils.bytecode import func_dump, func_load, safe_mode_scope  # noqa: F401
from keras.utils.custom_objects import (  # noqa: F401
    _GLOBAL_CUSTOM_OBJECTS,
    CustomObjectScope,
    custom_object_scope,
    deserialize_keras_object,
    get_custom_objects,
    serialize_keras_object,
)
from keras.utils.introspection import getargspec, has_arg  # noqa: F401
from keras.utils.progbar import Progbar  # noqa: F401


def to_list(x, allow_tuple=False):
    """Wraps an object in a list, unless it is one.

    Args:
        x: anything.
        allow_tuple: whether a tuple is converted to a list instead of wrapped in one.

    Returns:
        A list; `x` itself if it is a list.

    Example:
        >>> from keras.utils.generic_utils import to_list
        >>> to_list(1), to_list([1]), to_list((1, 2), allow_tuple=True)
        ([1], [1], [1, 2])
    """
    if isinstance(x, list):
        return x
    if allow_tuple and isinstance(x, tuple):
        return list(x)
    return [x]


def unpack_singleton(x):
    """Returns the only element of a sequence of length 1, and other sequences as they are.

    Args:
        x: a list, tuple or array.

    Returns:
        `x[0]` if `x` has length 1, else `x`.

    Example:
        >>> from keras.utils.generic_utils import unpack_singleton
        >>> unpack_singleton([1]), unpack_singleton([1, 2])
        (1, [1, 2])
    """
    return x[0] if len(x) == 1 else x


def object_list_uid(object_list):
    """Identifies a list of objects by their identities.

    Args:
        object_list: an object or a list of objects.

    Returns:
        A string, the same for the same objects in the same order.
    """
    return ', '.join(str(id(x)) for x in to_list(object_list))


def is_all_none(iterable_or_element):
    """Returns whether an object, or each element of a list or tuple, is None.

    Args:
        iterable_or_element: an object, a list or a tuple.

    Returns:
        A bool.

    Example:
        >>> from keras.utils.generic_utils import is_all_none
        >>> is_all_none(None), is_all_none([None, 1])
        (True, False)
    """
    return all(x is None for x in to_list(iterable_or_element, allow_tuple=True))


def slice_arrays(arrays, start=None, stop=None):
    """Returns the same rows of each array.

    Args:
        arrays: an array or a list of arrays (NumPy, HDF5 and so on), which may include None.
        start: first row, or a list or array of the rows to return.
        stop: the row to stop before; ignored if `start` lists the rows.

    Returns:
        A list of arrays for a list, an array for an array, `[None]` for anything else.

    Example:
        >>> from keras.utils.generic_utils import slice_arrays
        >>> slice_arrays([np.arange(5), None], 1, 3)
        [array([1, 2]), None]
    """
    if hasattr(start, '__len__'):
        # HDF5 data sets accept lists of rows, but not arrays.
        rows = start.tolist() if hasattr(start, 'shape') else start
    else:
        rows = slice(start, stop)
    if isinstance(arrays, list):
        return [None if x is None else x[rows] for x in arrays]
    return arrays[rows] if hasattr(arrays, 'shape') else [None]


def transpose_shape(shape, target_format, spatial_axes):
    """Rewrites a channels-last shape in the given data format.

    Args:
        shape: tuple or list, `(batch, space..., channels)`.
        target_format: `'channels_first'` or `'channels_last'`.
        spatial_axes: tuple of the positions of the spatial axes in `shape`.

    Returns:
        The shape in the target format, a tuple or list like `shape`.

    Raises:
        ValueError: if the format is unknown.

    Example:
        >>> from keras.utils.generic_utils import transpose_shape
        >>> transpose_shape((16, 128, 128, 32), 'channels_first', spatial_axes=(1, 2))
        (16, 32, 128, 128)
    """
    if target_format == 'channels_last':
        return shape
    if target_format != 'channels_first':
        raise ValueError("The data format must be 'channels_first' or 'channels_last', "
                         'but got %r.' % (target_format,))
    before = list(shape[:spatial_axes[0]])
    return type(shape)(before + [shape[-1]] + [shape[axis] for axis in spatial_axes])


def check_for_unexpected_keys(name, input_dict, expected_values):
    """Checks a dictionary for unexpected keys.

    Args:
        name: name of the dictionary, for the message.
        input_dict: the dictionary.
        expected_values: the allowed keys.

    Raises:
        ValueError: if there are other keys; the message names them.
    """
    unknown = [key for key in input_dict if key not in expected_values]
    if unknown:
        raise ValueError('Unknown entries in the %s dictionary: %s. Expected only the keys %s.'
                         % (name, unknown, list(expected_values)))
