"""Shapes that are partly known only when a model runs."""
from keras import backend as K


def filled(shape, x):
    """Puts the lengths of a tensor where a shape leaves them open.

    Args:
        shape: sequence of ints and None.
        x: tensor with as many axes.

    Returns:
        Tuple of ints, with scalar tensors in place of None.
    """
    if None not in shape:
        return tuple(shape)
    dynamic = K.shape(x)
    return tuple(dynamic[axis] if length is None else length for axis, length in enumerate(shape))
