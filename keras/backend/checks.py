"""Checks of arguments that all backends share."""
import numbers
import operator


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
        raise ValueError('The axes of K.batch_dot must be None, an int or a pair of ints, but '
                         'got %r.' % (axes,))
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


def checked_axis(axis, rank):
    """Returns an axis counted from the start; raises a ValueError if there is no such axis."""
    if not -rank <= axis < rank:
        raise ValueError('There is no axis %d among %d axes.' % (axis, rank))
    return int(axis) % rank


def checked_pattern(pattern, rank):
    """Returns the order of axes for `K.permute_dimensions`, counted from the start.

    Raises:
        ValueError: if it does not name each axis once.
    """
    order = [checked_axis(axis, rank) for axis in pattern]
    if sorted(order) != list(range(rank)):
        raise ValueError('The pattern %s must name each of the %d axes once.' % (
            tuple(pattern), rank))
    return order


def copies(n, rank):
    """Returns the list of the numbers of copies that `K.tile` makes along each axis.

    Args:
        n: as for `K.tile`: an int, or ints (and scalar tensors) for the last axes.
        rank: int.

    Raises:
        ValueError: if there are more numbers than axes, or one is negative or not whole.
    """
    counts = list(n) if hasattr(n, '__len__') else [n]
    for count in counts:
        is_whole = isinstance(count, numbers.Integral)
        if is_whole and count < 0 or not is_whole and isinstance(count, numbers.Number):
            raise ValueError('K.tile needs whole numbers of copies, but got %r.' % (n,))
    if len(counts) > rank:
        raise ValueError('K.tile got %d numbers of copies, %r, for a tensor of %d axes.' % (
            len(counts), n, rank))
    return [1] * (rank - len(counts)) + [
        int(count) if isinstance(count, numbers.Integral) else count for count in counts]


def as_shape(shape):
    """Returns `shape` as it is; for an int, the shape of a vector."""
    return (shape,) if isinstance(shape, numbers.Integral) else shape


def checked_padding(padding, count):
    """Returns `padding` as a list of `count` pairs of ints (before, after), none of them negative.

    Raises:
        ValueError: if it is anything else.
    """
    try:
        pairs = [(operator.index(before), operator.index(after)) for before, after in padding]
    except (TypeError, ValueError):
        pairs = []
    if len(pairs) != count or any(min(pair) < 0 for pair in pairs):
        raise ValueError('padding must be %d pairs of ints (before, after), at least 0, but got '
                         '%r.' % (count, padding))
    return pairs


def check_block(x, rank, start, size, is_tensor):
    """Raises a ValueError unless `K.slice` got a start and a size for each axis, or tensors.

    Args:
        x: tensor, for the message.
        rank: int, or None if unknown.
        start, size: as for `K.slice`.
        is_tensor: function that returns whether an object is a tensor.
    """
    lengths = {len(numbers) for numbers in (start, size) if not is_tensor(numbers)}
    if lengths - {rank} and rank is not None:
        raise ValueError('K.slice needs a start and a size for each of the %d axes of %s, but got '
                         'start %s and size %s.' % (rank, x, start, size))


def check_condition(shape, *ranks):
    """Raises a ValueError if a condition of `K.switch` has more axes than both expressions.

    Args:
        shape: tuple, the shape of the condition.
        *ranks: ints, the numbers of axes of the two expressions.
    """
    if len(shape) > max(ranks):
        raise ValueError('The condition of K.switch must be a scalar or have no more axes than '
                         'the expressions, but its shape is %s, and the expressions have '
                         '%d and %d axes.' % ((shape,) + ranks))


def check_sequences(shape, mask_shape=None):
    """Raises a ValueError unless `K.rnn` got inputs, and a mask, with a batch and a time axis.

    Args:
        shape: tuple, the shape of the inputs.
        mask_shape: tuple, or None if there is no mask.
    """
    if len(shape) < 3:
        raise ValueError('K.rnn needs inputs of shape (batch, time, ...), but got the shape %s.'
                         % (shape,))
    if mask_shape is not None and len(mask_shape) not in (2, 3):
        raise ValueError('The mask of K.rnn must have the shape (batch, time) or '
                         '(batch, time, 1), but has %s.' % (mask_shape,))
    if mask_shape is not None and len({shape[1], mask_shape[1]} - {None}) > 1:
        raise ValueError('The mask of K.rnn has %d time steps, but the inputs have %d. Their '
                         'shapes are %s and %s.' % (mask_shape[1], shape[1], mask_shape, shape))


def steps_to_unroll(shape, input_length):
    """Returns the number of steps for `K.rnn` to unroll, or raises a ValueError.

    Args:
        shape: tuple, the shape of the inputs.
        input_length: int, or None.
    """
    if not (shape[1] or input_length):
        raise ValueError('K.rnn with unroll=True needs a known number of time steps, at least '
                         'one, but got inputs of shape %s.' % (shape,))
    return shape[1] or input_length


def checked_phase(value):
    """Returns a learning phase as an int, 0 or 1; raises a ValueError if it is neither."""
    if not isinstance(value, bool) and value not in (0, 1):
        raise ValueError('The learning phase must be 0 (testing) or 1 (training), but got %r.'
                         % (value,))
    return int(value)


def check_update_shape(name, wanted, given):
    """Raises a ValueError if the new value of a variable has another shape than the variable.

    Args:
        name: string, the name of the variable.
        wanted: its shape, a tuple with None for unknown sizes.
        given: the shape of the new value, a tuple with None for unknown sizes.
    """
    if len(wanted) != len(given) or any(
            None not in sizes and sizes[0] != sizes[1] for sizes in zip(wanted, given)):
        raise ValueError('The variable %s has the shape %s, but its update has the shape %s.' % (
            name, wanted, given))
