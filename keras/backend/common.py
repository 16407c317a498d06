"""The settings by the path that Keras 2 gave them, and names that it had beside the ops."""
from .config import (  # noqa: F401
    cast_to_floatx,
    epsilon,
    floatx,
    image_data_format,
    normalize_data_format,
    set_epsilon,
    set_floatx,
    set_image_data_format,
)

_DATA_FORMATS = {'th': 'channels_first', 'tf': 'channels_last'}


def image_dim_ordering():
    """Returns the image data format as Keras 1 called it: `'th'` (channels first) or `'tf'`."""
    return {new: old for old, new in _DATA_FORMATS.items()}[image_data_format()]


def set_image_dim_ordering(dim_ordering):
    """Sets the image data format.

    Args:
        dim_ordering: `'th'` for channels first, `'tf'` for channels last.

    Raises:
        ValueError: if it is neither.
    """
    if dim_ordering not in _DATA_FORMATS:
        raise ValueError("The dim_ordering must be 'th' (channels first) or 'tf' (channels "
                         'last), but got %r.' % (dim_ordering,))
    set_image_data_format(_DATA_FORMATS[dim_ordering])


def symbolic(func):
    """Decorates a function that builds graphs; on every engine here it is left as it is.

    Args:
        func: a function, `get_updates` of an optimizer for instance.

    Returns:
        The same function.
    """
    return func
