"""Arguments that every backend checks alike."""
import numbers


def batch_dot_axes(x_shape, y_shape, axes):
    """Returns the axis of `x` and the axis of `y` that `K.batch_dot` sums over.

    Args:
        x_shape: tuple, None for unknown sizes.
        y_shape: tuple, None for unknown sizes.
        axes: as for `K.batch_dot`.

    Returns:
        Pair of ints, at least 1.

    Raises:
        ValueError: if there are no such axes, or their sizes or the batch sizes differ.
    """
    shapes = 'the shapes %s and %s' % (x_shape, y_shape)
    if len(x_shape) < 2 or len(y_shape) < 2:
        raise ValueError('K.batch_dot needs tensors with a batch axis and at least one more, but '
                         'got ' + shapes + '.')
    if axes is None:
        axes = -1, -1 if len(y_shape) == 2 else -2
    elif isinstance(axes, numbers.Integral):
        axes = axes, axes
    if len(axes) != 2 or not all(isinstance(axis, numbers.Integral) for axis in axes):
        raise ValueError('The axes of K.batch_dot should be None, an int or a pair of ints, but '
                         'are %r.' % (axes,))
    axes = tuple(_sample_axis(int(axis), shape) for axis, shape in zip(axes, (x_shape, y_shape)))
    for what, x_size, y_size in [('batch sizes', x_shape[0], y_shape[0]),
                                 ('sizes to sum over', x_shape[axes[0]], y_shape[axes[1]])]:
        if None not in (x_size, y_size) and x_size != y_size:
            raise ValueError('K.batch_dot got %s with axes %s, but the %s %d and %d differ.' % (
                shapes, axes, what, x_size, y_size))
    return axes


def _sample_axis(axis, shape):
    """Returns `axis` counted from the start, or raises if it is none of a sample's axes."""
    found = axis + len(shape) if axis < 0 else axis
    if not 0 < found < len(shape):
        raise ValueError('K.batch_dot sums over an axis of each sample, but axis %d of the shape '
                         '%s is %s.' % (axis, shape, 'the batch' if found == 0 else 'missing'))
    return found


def checked_padding(padding, count):
    """Returns `padding` as a list of `count` pairs of ints (before, after).

    Raises:
        ValueError: if it is anything else.
    """
    try:
        pairs = [(before, after) for before, after in padding]
    except (TypeError, ValueError):
        pairs = []
    if len(pairs) != count:
        raise ValueError('padding should be %d pairs of ints (before, after), but is %r.' % (
            count, padding))
    return pairs
