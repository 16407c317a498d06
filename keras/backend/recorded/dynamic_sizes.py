"""Shapes that are given as ints and tensors, and tensors of such shapes."""
import numbers

import numpy as np

from .conversion import as_tensor
from .graph import Operation, constant, is_tensor, known_value


def sizes_of(numbers_and_tensors):
    """Returns a shape as an int tensor."""
    if is_tensor(numbers_and_tensors):
        return numbers_and_tensors
    if isinstance(numbers_and_tensors, numbers.Integral):
        numbers_and_tensors = [numbers_and_tensors]
    return as_tensor(list(numbers_and_tensors), 'int32') if len(numbers_and_tensors) else constant(
        [], 'int32')


def shape_from(sizes):
    """Returns the static shape from a tensor of sizes, or None if its length is unknown."""
    known = known_value(sizes)
    if known is not None:
        return tuple(None if size is None else int(size) for size in known)
    return None if sizes.shape is None or sizes.shape[0] is None else (None,) * sizes.shape[0]


BROADCAST = Operation(
    'broadcast_to', lambda shapes, x: shape_from(x.inputs[1]), static_from=1,
    numpy=lambda x, sizes: np.array(np.broadcast_to(x, [int(size) for size in sizes])))


def filled(sizes, value, dtype):
    """Returns a tensor filled with a number, for a shape that may be known only later."""
    return BROADCAST(constant(value, dtype), sizes_of(sizes))
