"""Conversion to tensors: from numbers, arrays, and lists that contain tensors."""
import itertools

import numpy as np

from ..config import floatx
from ..dtypes import is_float
from .graph import Operation, constant, is_tensor


def as_tensor(x, dtype=None):
    """Returns `x` as a tensor; numbers and arrays take `dtype`, by default what NumPy gives them.
    """
    if is_tensor(x):
        return x
    if hasattr(x, 'as_tensor'):  # an update
        return x.as_tensor()
    if isinstance(x, (list, tuple)) and any(is_tensor(entry) for entry in _leaves(x)):
        return STACK(*[as_tensor(entry, dtype or 'int32') for entry in x], axis=0)
    array = np.asarray(x)
    if array.dtype == object:
        raise TypeError('Expected a tensor, an array or a number, but got %r.' % (x,))
    if dtype is None:
        dtype = {'float64': floatx(), 'int64': 'int32'}.get(array.dtype.name)
        dtype = None if isinstance(x, (np.ndarray, np.generic)) else dtype
    elif is_float(array.dtype) and np.dtype(dtype).kind in 'iub' and (
            array.astype(dtype) != array).any():
        raise TypeError('%r does not fit a tensor of dtype %s.' % (x, dtype))
    return constant(array, dtype)


def _leaves(x):
    return itertools.chain.from_iterable(
        _leaves(entry) if isinstance(entry, (list, tuple)) else [entry] for entry in x)


def _stacked(shapes, tensor):
    known = [shape for shape in shapes if shape is not None]
    if not known:
        return None
    axis = tensor.attributes['axis']
    shape = [next((size for size in sizes if size is not None), None) for sizes in zip(*known)]
    return tuple(shape[:axis]) + (len(shapes),) + tuple(shape[axis:])


STACK = Operation('stack', _stacked, numpy=lambda *xs, axis: np.stack(xs, axis))
