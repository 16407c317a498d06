"""How large a model may become while it is read from a file.

A few bytes can describe weights that fill any memory. Those of a sound file, however, are in it.
"""
import contextlib
import threading

_reading = threading.local()


@contextlib.contextmanager
def limited_weights(count):
    """Lets the layers that are made within the `with` block have so many weights in all.

    Args:
        count: number of entries of all weights together; None for any number.
    """
    before = getattr(_reading, 'left', None)
    _reading.left = count
    try:
        yield
    finally:
        _reading.left = before


def check_weight(layer, name, shape):
    """Counts the entries of a weight that is about to be made.

    Args:
        layer: name of the layer.
        name: name of the weight.
        shape: tuple of ints.

    Raises:
        ValueError: if there are too many.
    """
    if getattr(_reading, 'left', None) is None:
        return
    count = 1
    for size in shape:
        count *= int(size)
    _reading.left -= count
    if _reading.left < 0:
        raise ValueError('The weight %r of layer %s, of shape %s, would make the model far larger '
                         'than the file that describes it, which should hold all weights. Whoever '
                         'trusts the file can open it with `h5py.File` and pass that.'
                         % (name, layer, shape))
