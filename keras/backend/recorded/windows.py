"""How many windows of a convolution or pooling there are, and where they are."""


def window_count(size, window, stride, padding):
    """Returns the number of windows along an axis; None if its size is unknown."""
    if size is None:
        return None
    return -(-size // stride) if padding != 'valid' else -(-(size - window + 1) // stride)


def pads(sizes, windows, strides, padding):
    """Returns by how many entries the windows extend beyond both ends of each axis."""
    found = []
    for size, window, stride in zip(sizes, windows, strides):
        if padding == 'same':
            total = max((-(-size // stride) - 1) * stride + window - size, 0)
            found.append((total // 2, total - total // 2))
        else:
            found.append((window - 1, 0) if padding == 'causal' else (0, 0))
    return found


def reach(window, dilation):
    """Returns how many entries dilated windows extend over, for each axis."""
    return tuple(rate * (size - 1) + 1 for size, rate in zip(window, dilation))


def counts(op, sizes, window, strides, padding):
    """Returns the number of windows along each axis.

    Args:
        op: string, for the message.
        sizes: tuple of the sizes of the axes, None for unknown ones.
        window, strides: tuples of ints.
        padding: string.

    Raises:
        ValueError: if no window fits.
    """
    found = tuple(window_count(size, reach_, stride, padding)
                  for size, reach_, stride in zip(sizes, window, strides))
    if any(count is not None and count < 1 for count in found):
        raise ValueError('The windows of a %s, of size %s, do not fit into an input of spatial '
                         'shape %s.' % (op, tuple(window), tuple(sizes)))
    return found


def check_transposed(sizes, places, window, strides, padding):
    """Raises a ValueError unless windows over an output of a transposed convolution fit its input.

    Args:
        sizes: spatial shape of the input.
        places: spatial shape of the output.
        window, strides: tuples of ints.
        padding: string.
    """
    found = tuple(window_count(*taken, padding) for taken in zip(places, window, strides))
    if found != tuple(sizes):
        raise ValueError('A transposed convolution with a window of %s, strides %s and padding %r '
                         'cannot make an output of spatial shape %s from an input of %s.' % (
                             window, strides, padding, tuple(places), tuple(sizes)))
