"""Limits on what Keras makes while it reads a file.

A few bytes can describe weights that fill any memory, and calls and steps that take hours to build.
A valid file, however, contains all weights and describes all layers.
"""
import contextlib
import threading

_reading = threading.local()

# A unit of effort is about 1 ms on a slow machine.
_EFFORT, _BYTES_FOR_EFFORT = 8000, 170


def limits_of_file(size):
    """Limits what is made within a `with` block to what a file of this size can describe.

    Args:
        size: number of bytes of the file.
    """
    from keras.utils import hdf5
    # A file has all weights of the model, of 4 bytes each (rarely 2 or 8).
    return _limited(hdf5.most_bytes(size) // 4, _EFFORT + size // _BYTES_FOR_EFFORT)


def no_limits():
    """Removes the limits within a `with` block, for custom code."""
    return _limited(None, None)


@contextlib.contextmanager
def _limited(numbers, effort):
    before = getattr(_reading, 'numbers', None), getattr(_reading, 'effort', None)
    _reading.numbers, _reading.effort = numbers, effort
    try:
        yield
    finally:
        _reading.numbers, _reading.effort = before


def check_numbers(layer, name, shape):
    """Counts the entries of a weight, or another array, before it is made.

    Args:
        layer: name of the layer.
        name: name of the weight.
        shape: tuple of ints.

    Raises:
        ValueError: if there are too many.
    """
    if getattr(_reading, 'numbers', None) is None:
        return
    count = 1
    for size in shape:
        count *= int(size)
    _reading.numbers -= count
    if _reading.numbers < 0:
        raise ValueError('The weight %r of layer %s, of shape %s, would make the model far larger '
                         'than the file that describes it, which should contain all weights. If '
                         'you trust the file, open it with `h5py.File` and pass that.'
                         % (name, layer, shape))


def check_effort(owner, effort):
    """Counts the effort of making something, before it is made.

    Args:
        owner: string, what is made, for the error message, such as `'layer lstm_1'`.
        effort: number, in milliseconds of a slow machine.

    Raises:
        ValueError: if it is too much.
    """
    if getattr(_reading, 'effort', None) is None:
        return
    _reading.effort -= effort
    if _reading.effort < 0:
        raise ValueError('Building the model (at %s) takes far more effort than expected from the '
                         'size of the file that describes it: it has too many layers, calls or '
                         'steps. If you trust the file, open it with `h5py.File` and pass that.'
                         % owner)
