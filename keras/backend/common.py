"""Settings under their Keras 2 import path, and functions of `keras.backend` that are not ops."""
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
    """Returns the image data format by its Keras 1 name.

    Returns:
        `'th'` for channels first, `'tf'` for channels last.

    Example:
        >>> K.image_dim_ordering()
        'tf'
    """
    return {new: old for old, new in _DATA_FORMATS.items()}[image_data_format()]


def set_image_dim_ordering(dim_ordering):
    """Sets the image data format by its Keras 1 name.

    Args:
        dim_ordering: `'th'` for channels first, `'tf'` for channels last.

    Raises:
        ValueError: for anything else.

    Example:
        >>> K.set_image_dim_ordering('tf')
        >>> K.image_data_format()
        'channels_last'
    """
    if dim_ordering not in _DATA_FORMATS:
        raise ValueError("The dim_ordering must be 'th' (channels first) or 'tf' (channels "
                         'last), but got %r.' % (dim_ordering,))
    set_image_data_format(_DATA_FORMATS[dim_ordering])


def symbolic(func):
    """Returns a function unchanged. Keras 2.3 decorated functions that build graphs with it.

    Args:
        func: a function, for instance `get_updates` of an optimizer.

    Returns:
        The same function.

    Example::

        @K.symbolic
        def double(x):
            return 2 * x
    """
    return func
