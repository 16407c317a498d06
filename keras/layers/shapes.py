"""Tensors whose shapes are partly known only when a model runs."""
from keras import backend as K


def filled(shape, x):
    """Puts the lengths of a tensor where a shape leaves them open.

    Args:
        shape: sequence of ints and None.
        x: tensor with as many axes, or more.

    Returns:
        Tuple of ints, with scalar tensors in place of None.
    """
    if None not in shape:
        return tuple(shape)
    dynamic = K.shape(x)
    return tuple(dynamic[axis] if length is None else length for axis, length in enumerate(shape))


def folded(x):
    """Returns `x`, (batch, time, ...), as one large batch: (batch * time, ...)."""
    shape = filled(K.int_shape(x), x)
    return K.reshape(x, (shape[0] * shape[1],) + shape[2:])


def unfolded(y, x):
    """Undoes `folded`.

    Args:
        y: tensor (batch * time, ...).
        x: tensor (batch, time, ...) of any further axes.

    Returns:
        `y` as (batch, time, ...).
    """
    return K.reshape(y, filled(K.int_shape(x)[:2], x) + filled(K.int_shape(y), y)[1:])
