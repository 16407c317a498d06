"""Reads dataset files safely: errors name the file, and a small file cannot exhaust memory."""
import contextlib
import os

# A compressed file may unpack to this, or to this many times its size. Real data stay below.
_FEW_BYTES = 1 << 26
_MAX_RATIO = 20


@contextlib.contextmanager
def reading(path):
    """Makes errors within the `with` block name the file.

    Args:
        path: the file.

    Raises:
        OSError: if it cannot be opened.
        TypeError: if the file is intact, but holds data of the wrong type.
        ValueError: for any error that a damaged file causes, such as one of a decompressor.
    """
    try:
        yield
    except TypeError as error:
        raise TypeError('%s cannot be used: %s.' % (path, error)) from error
    except MemoryError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.filename is not None:
            raise
        kind = '' if isinstance(error, ValueError) else type(error).__name__ + ': '
        raise ValueError('%s cannot be read: %s%s.' % (path, kind, error)) from error


def check_unpacked_size(path, size):
    """Raises a ValueError if a compressed file unpacks to far more than real data would.

    Args:
        path: the file.
        size: int, number of bytes that it unpacks to.
    """
    if size > max_unpacked_size(path):
        raise ValueError('it would unpack to more than %d bytes, far more than real data do. Write '
                         'it without compression if you trust it' % max_unpacked_size(path))


def max_unpacked_size(path):
    """Returns the number of bytes that a compressed file may unpack to."""
    return max(_FEW_BYTES, _MAX_RATIO * os.path.getsize(path))


def check_same_length(**arrays):
    """Raises a ValueError if arrays differ in length.

    Args:
        **arrays: the arrays by their names.
    """
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError('its arrays differ in length: %s'
                         % ', '.join('%s has %d entries' % pair for pair in lengths.items()))
