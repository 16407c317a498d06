"""Arithmetic: entry by entry, along axes, and of matrices."""
import builtins
import functools
import numbers
import operator

import numpy as np
import theano
import theano.tensor as T

from ..checks import batch_dot_axes, checked_axis
from ..config import floatx
from .broadcasting import aligned, alike
from .own_gradients import graded
from .scalars import root
from .sizes import sizes_of, with_sizes
from .sparse import sparse_dot
from .tensors import as_tensor, cast, int_shape, is_sparse


def abs(x):
    return T.abs_(as_tensor(x))


def sign(x):
    return T.sgn(as_tensor(x))


def square(x):
    return T.sqr(as_tensor(x))


def sqrt(x):
    return root(as_tensor(x))


def exp(x):
    return T.exp(as_tensor(x))


def log(x):
    return T.log(as_tensor(x))


def sin(x):
    return T.sin(as_tensor(x))


def cos(x):
    return T.cos(as_tensor(x))


def round(x):
    # Theano's gradient of it is zero.
    return theano.gradient.disconnected_grad(T.round(as_tensor(x), mode='half_to_even'))


def pow(x, a):
    return T.pow(*alike(x, a))


def clip(x, min_value, max_value):
    if isinstance(min_value, numbers.Number) and isinstance(max_value, numbers.Number):
        max_value = max_value if max_value >= min_value else min_value
    if max_value is not None:
        x = T.minimum(*alike(x, max_value))
    return x if min_value is None else T.maximum(*alike(x, min_value))


def maximum(x, y):
    x, y = alike(x, y)
    return T.switch(_or_not_a_number(T.ge(x, y), x), x, y)


def minimum(x, y):
    x, y = alike(x, y)
    return T.switch(_or_not_a_number(T.le(x, y), x), x, y)


def _or_not_a_number(condition, x):
    return T.or_(condition, T.isnan(x)) if x.dtype.startswith('float') else condition


def equal(x, y):
    return T.eq(*alike(x, y))


def not_equal(x, y):
    return T.neq(*alike(x, y))


def greater(x, y):
    return T.gt(*alike(x, y))


def greater_equal(x, y):
    return T.ge(*alike(x, y))


def less(x, y):
    return T.lt(*alike(x, y))


def less_equal(x, y):
    return T.le(*alike(x, y))


def _axes(x, axis):
    """Returns axes in Theano's form: a sorted list of ints counted from the start, None for all."""
    if axis is None:
        return None
    return sorted({checked_axis(one, x.ndim) for one in np.atleast_1d(axis)})


def sum(x, axis=None, keepdims=False):
    x = as_tensor(x)
    return T.sum(x, _axes(x, axis), dtype=x.dtype, keepdims=keepdims)


def prod(x, axis=None, keepdims=False):
    x = as_tensor(x)
    return T.prod(x, _axes(x, axis), dtype=x.dtype, keepdims=keepdims)


def max(x, axis=None, keepdims=False):
    return _extreme(T.max, x, axis, keepdims)


def min(x, axis=None, keepdims=False):
    return _extreme(T.min, x, axis, keepdims)


def _extreme(reduce, x, axis, keepdims):
    """Returns maxima or minima, whose gradient is shared by equal entries."""
    x = as_tensor(x)
    axes = _axes(x, axis)
    found = reduce(x, axes, keepdims=True)

    def gradient_of(gradient):
        is_found = T.cast(T.eq(x, found), gradient.dtype)
        return [is_found * (gradient / T.sum(is_found, axes, keepdims=True))]

    found = graded(found, [x], gradient_of)
    return found if keepdims else _without(found, axes)


def _without(x, axes):
    """Returns `x` without some axes of size 1 (None: all axes)."""
    kept = [] if axes is None else [axis for axis in range(x.ndim) if axis not in axes]
    return x.dimshuffle(kept)


def mean(x, axis=None, keepdims=False):
    x = cast(x, floatx()) if x.dtype == 'bool' else as_tensor(x)
    return T.cast(T.mean(x, _axes(x, axis), keepdims=keepdims), x.dtype)


def logsumexp(x, axis=None, keepdims=False):
    axes = _axes(x, axis)
    greatest = T.max(x, axes, keepdims=True)
    greatest = theano.gradient.disconnected_grad(
        T.switch(T.isinf(greatest), np.zeros((), x.dtype), greatest))
    result = T.log(T.sum(T.exp(x - greatest), axes, keepdims=True)) + greatest
    return result if keepdims else _without(result, axes)


def any(x, axis=None, keepdims=False):
    x = cast(x, 'bool')
    return T.any(x, _axes(x, axis), keepdims)


def all(x, axis=None, keepdims=False):
    x = cast(x, 'bool')
    return T.all(x, _axes(x, axis), keepdims)


def argmax(x, axis=-1):
    x = as_tensor(x)
    return T.argmax(x, _axes(x, axis)[0])


def argmin(x, axis=-1):
    return argmax(-as_tensor(x), axis)


def cumsum(x, axis=0):
    return T.cumsum(x, checked_axis(axis, x.ndim))


def cumprod(x, axis=0):
    return T.cumprod(x, checked_axis(axis, x.ndim))


def dot(x, y):
    if is_sparse(x):
        return sparse_dot(x, y)
    x, y = as_tensor(x), as_tensor(y)
    y_axis = y.ndim - 2 if y.ndim > 1 else 0
    x_size, y_size = int_shape(x)[-1], int_shape(y)[y_axis]
    if None not in (x_size, y_size) and x_size != y_size:
        raise ValueError('K.dot got the shapes %s and %s, but the sizes to sum over, %d and %d, '
                         'differ.' % (int_shape(x), int_shape(y), x_size, y_size))
    if x.ndim <= 2 and y.ndim <= 2:
        return T.dot(x, y)
    return _sum_of_products(x, x.ndim - 1, y, y_axis)


def batch_dot(x, y, axes=None):
    x, y = as_tensor(x), as_tensor(y)
    x_axis, y_axis = batch_dot_axes(int_shape(x), int_shape(y), axes)
    if x.ndim == y.ndim == 2:
        result = T.sum(T.mul(*aligned(x, y)), axis=1, keepdims=True)
        return with_sizes(result, (_either(sizes_of(x)[0], sizes_of(y)[0]), 1))
    return _sum_of_products(x, x_axis, y, y_axis, shared=1)


def _sum_of_products(x, x_axis, y, y_axis, shared=0):
    """Sums `x * y` over an axis of each; their first `shared` (0 or 1) axes are common."""
    x_rest = [axis for axis in range(shared, x.ndim) if axis != x_axis]
    y_rest = [axis for axis in range(shared, y.ndim) if axis != y_axis]
    first = [[0]] * shared
    rows = _with_axes_merged(x, first + [x_rest, [x_axis]])
    columns = _with_axes_merged(y, first + [[y_axis], y_rest])
    product = T.batched_dot(rows, columns) if shared else T.dot(rows, columns)
    batch = [_either(sizes_of(x)[0], sizes_of(y)[0])] * shared
    sizes = batch + [sizes_of(x)[axis] for axis in x_rest] + [sizes_of(y)[axis] for axis in y_rest]
    lengths = [x.shape[0]] * shared + [x.shape[axis] for axis in x_rest] + [
        y.shape[axis] for axis in y_rest]
    shape = [size if isinstance(size, int) else length for size, length in zip(sizes, lengths)]
    return with_sizes(T.reshape(product, T.stack(shape) if shape else [], ndim=len(shape)), sizes)


def _with_axes_merged(x, groups):
    """Returns `x` with its axes reordered, and the axes of each group merged into one."""
    x = x.dimshuffle([axis for group in groups for axis in group])
    lengths = iter(int_shape(x)[axis] or x.shape[axis] for axis in range(x.ndim))
    merged = [[next(lengths) for _ in group] for group in groups]
    if builtins.all(len(group) == 1 for group in groups):
        return x
    shape = [functools.reduce(operator.mul, group, 1) for group in merged]
    return T.reshape(x, T.stack(shape), ndim=len(shape))


def _either(size, other):
    return size if isinstance(size, int) else other
