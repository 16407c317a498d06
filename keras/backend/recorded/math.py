"""Arithmetic: entry by entry, along axes, and of matrices."""
import numbers

import numpy as np

from ..checks import batch_dot_axes, checked_axis
from ..config import floatx
from ..dtypes import is_float
from .conversion import as_tensor
from .graph import Operation, Tensor, is_tensor
from .shape import permute_dimensions, reshape
from .static_shapes import axes_of, broadcast, reduced, same
from .tensors import cast, int_shape, shape, to_dense

# Entry by entry


def _unary(name, numpy, **how):
    return Operation(name, same, numpy=numpy, **how)


ABS = _unary('abs', np.abs)
NEGATIVE = _unary('negative', np.negative)
EXP = _unary('exp', np.exp)
LOG = _unary('log', np.log)
SIN = _unary('sin', np.sin)
COS = _unary('cos', np.cos)
SQUARE = _unary('square', np.square)
SQRT = _unary('sqrt', lambda x: np.sqrt(np.maximum(x, 0)))
SIGN = _unary('sign', np.sign)
ROUND = _unary('round', np.round, differentiable=False)


def abs(x):
    return ABS(as_tensor(x))


def sign(x):
    return SIGN(as_tensor(x))


def square(x):
    return SQUARE(as_tensor(x))


def sqrt(x):
    return SQRT(as_tensor(x))


def exp(x):
    return EXP(as_tensor(x))


def log(x):
    return LOG(as_tensor(x))


def sin(x):
    return SIN(as_tensor(x))


def cos(x):
    return COS(as_tensor(x))


def round(x):
    return ROUND(as_tensor(x))


def _binary(name, numpy, **how):
    return Operation(name, broadcast, numpy=numpy, **how)


ADD = _binary('add', np.add)
SUBTRACT = _binary('subtract', np.subtract)
MULTIPLY = _binary('multiply', np.multiply)
DIVIDE = _binary('divide', np.true_divide)
FLOOR_DIVIDE = _binary('floor_divide', np.floor_divide, differentiable=False)
REMAINDER = _binary('remainder', np.remainder, differentiable=False)
POW = _binary('pow', np.power)
# Of equal operands, the first gets the gradient.
MAXIMUM = _binary('maximum', np.maximum)
MINIMUM = _binary('minimum', np.minimum)


def _comparison(name, numpy):
    return _binary(name, numpy, dtype='bool', differentiable=False)


EQUAL = _comparison('equal', np.equal)
NOT_EQUAL = _comparison('not_equal', np.not_equal)
GREATER = _comparison('greater', np.greater)
GREATER_EQUAL = _comparison('greater_equal', np.greater_equal)
LESS = _comparison('less', np.less)
LESS_EQUAL = _comparison('less_equal', np.less_equal)
AND = _comparison('logical_and', np.logical_and)
OR = _comparison('logical_or', np.logical_or)
XOR = _comparison('logical_xor', np.logical_xor)
NOT = _unary('logical_not', np.logical_not, dtype='bool', differentiable=False)


def alike(x, y):
    """Returns two operands as tensors of one dtype; numbers and arrays get that of the other."""
    if is_tensor(x):
        y = as_tensor(y, x.dtype)
    elif is_tensor(y):
        x = as_tensor(x, y.dtype)
    else:
        x = as_tensor(x)
        y = as_tensor(y, x.dtype)
    if x.dtype != y.dtype:
        raise TypeError('%r and %r have different dtypes. Convert one with K.cast.' % (x, y))
    return x, y


def _binary_op(operation):
    def op(x, y):
        return operation(*alike(x, y))
    return op


def pow(x, a):
    return POW(*alike(x, a))


def maximum(x, y):
    return MAXIMUM(*alike(x, y))


def minimum(x, y):
    return MINIMUM(*alike(x, y))


def equal(x, y):
    return EQUAL(*alike(x, y))


def not_equal(x, y):
    return NOT_EQUAL(*alike(x, y))


def greater(x, y):
    return GREATER(*alike(x, y))


def greater_equal(x, y):
    return GREATER_EQUAL(*alike(x, y))


def less(x, y):
    return LESS(*alike(x, y))


def less_equal(x, y):
    return LESS_EQUAL(*alike(x, y))


def _divided(x, y):
    x, y = alike(x, y)
    if not is_float(x.dtype):
        return DIVIDE(x, y, dtype='float64')
    return DIVIDE(x, y)


def _give_operators():
    """Adds Python's operators to tensors."""
    both_ways = {'add': _binary_op(ADD), 'sub': _binary_op(SUBTRACT),
                 'mul': _binary_op(MULTIPLY), 'truediv': _divided, 'pow': pow,
                 'floordiv': _binary_op(FLOOR_DIVIDE), 'mod': _binary_op(REMAINDER),
                 'and': _binary_op(AND), 'or': _binary_op(OR), 'xor': _binary_op(XOR),
                 'matmul': lambda x, y: dot(x, as_tensor(y))}
    for name, op in both_ways.items():
        setattr(Tensor, '__%s__' % name, op)
        setattr(Tensor, '__r%s__' % name, lambda x, y, op=op: op(y, x))
    for name, op in {'lt': less, 'le': less_equal, 'gt': greater, 'ge': greater_equal}.items():
        setattr(Tensor, '__%s__' % name, op)
    Tensor.__neg__ = lambda x: NEGATIVE(x)
    Tensor.__abs__ = abs
    Tensor.__invert__ = lambda x: NOT(x)


def clip(x, min_value, max_value):
    x = as_tensor(x)
    if isinstance(min_value, numbers.Number) and isinstance(max_value, numbers.Number):
        max_value = max_value if max_value >= min_value else min_value
    if max_value is not None:
        x = minimum(x, max_value)
    return x if min_value is None else maximum(x, min_value)


# Along axes


def _reduction(name, numpy, **how):
    """Returns an operation along axes.

    Args:
        name: string.
        numpy: function of an array, `axis` and `keepdims`.
    """
    def of_array(x, axis, keepdims):
        return numpy(x, axis=axes_of(axis, x.ndim), keepdims=keepdims)

    return Operation(name, reduced, numpy=of_array, **how)


def _logsumexp(x, axis, keepdims):
    largest = np.max(x, axis=axis, keepdims=True)
    largest = np.where(np.isfinite(largest), largest, 0)
    total = np.log(np.sum(np.exp(x - largest), axis=axis, keepdims=True)) + largest
    return total if keepdims else np.squeeze(total, axis)


SUM = _reduction('sum', np.sum)
PROD = _reduction('prod', np.prod)
# Equal entries share the gradient.
MAX = _reduction('max', np.max)
MIN = _reduction('min', np.min)
MEAN = _reduction('mean', np.mean)
LOGSUMEXP = _reduction('logsumexp', _logsumexp)
ANY = _reduction('any', np.any, dtype='bool', differentiable=False)
ALL = _reduction('all', np.all, dtype='bool', differentiable=False)


def _reduce(operation, x, axis, keepdims):
    axis = np.asarray(axis).tolist() if axis is not None else None
    return operation(as_tensor(x), axis=axis, keepdims=bool(keepdims))


def sum(x, axis=None, keepdims=False):
    return _reduce(SUM, x, axis, keepdims)


def prod(x, axis=None, keepdims=False):
    return _reduce(PROD, x, axis, keepdims)


def max(x, axis=None, keepdims=False):
    return _reduce(MAX, x, axis, keepdims)


def min(x, axis=None, keepdims=False):
    return _reduce(MIN, x, axis, keepdims)


def mean(x, axis=None, keepdims=False):
    x = as_tensor(x)
    return _reduce(MEAN, cast(x, floatx()) if x.dtype == 'bool' else x, axis, keepdims)


def logsumexp(x, axis=None, keepdims=False):
    return _reduce(LOGSUMEXP, x, axis, keepdims)


def any(x, axis=None, keepdims=False):
    return _reduce(ANY, cast(x, 'bool'), axis, keepdims)


def all(x, axis=None, keepdims=False):
    return _reduce(ALL, cast(x, 'bool'), axis, keepdims)


def _index(name, numpy):
    return Operation(name, reduced, 'int64', lambda x, axis, keepdims: numpy(x, axis),
                     differentiable=False)


ARGMAX = _index('argmax', np.argmax)
ARGMIN = _index('argmin', np.argmin)


def argmax(x, axis=-1):
    return ARGMAX(as_tensor(x), axis=int(axis), keepdims=False)


def argmin(x, axis=-1):
    return ARGMIN(as_tensor(x), axis=int(axis), keepdims=False)


CUMSUM = Operation('cumsum', same, numpy=np.cumsum)
CUMPROD = Operation('cumprod', same, numpy=np.cumprod)


def cumsum(x, axis=0):
    x = as_tensor(x)
    return CUMSUM(x, axis=checked_axis(axis, x.ndim))


def cumprod(x, axis=0):
    x = as_tensor(x)
    return CUMPROD(x, axis=checked_axis(axis, x.ndim))


# Of matrices


def _dot_shape(shapes, tensor):
    x, y = shapes
    if None in (x, y):
        return None
    if len(x) == 0 or len(y) == 0:
        raise ValueError('K.dot needs tensors with axes, but got the shapes %s and %s.' % (x, y))
    axis = -2 if len(y) > 1 else -1
    if None not in (x[-1], y[axis]) and x[-1] != y[axis]:
        raise ValueError('K.dot got the shapes %s and %s, but the sizes to sum over, %d and %d, '
                         'differ.' % (x, y, x[-1], y[axis]))
    return tuple(x[:-1]) + tuple(y[:-2]) + tuple(y[-1:] if len(y) > 1 else ())


def _dot_arrays(x, y):
    return x.dot(y) if hasattr(x, 'tocsr') else np.dot(x, y)


DOT = Operation('dot', _dot_shape, numpy=_dot_arrays)


def dot(x, y):
    if getattr(x, 'is_sparse', False):
        x = to_dense(x)
    return DOT(*alike(x, y))


def _matmul_shape(shapes, tensor):
    x, y = shapes
    return x[0] if x[0] is not None else y[0], x[1], y[2]


# (n, a, b) times (n, b, c)
MATMUL = Operation('matmul', _matmul_shape, numpy=np.matmul)


def batch_dot(x, y, axes=None):
    x, y = alike(x, y)
    x_axis, y_axis = batch_dot_axes(int_shape(x), int_shape(y), axes)
    x_others = [i for i in range(1, x.ndim) if i != x_axis]
    y_others = [i for i in range(1, y.ndim) if i != y_axis]
    sizes = [_size(x, 0)] + [_size(x, i) for i in x_others] + [_size(y, i) for i in y_others]
    x = permute_dimensions(x, [0] + x_others + [x_axis])
    y = permute_dimensions(y, [0, y_axis] + y_others)
    if x.ndim != 3:
        x = reshape(x, [_size(x, 0), -1 if x.ndim > 3 else 1, _size(x, x.ndim - 1)])
    if y.ndim != 3:
        y = reshape(y, [_size(y, 0), _size(y, 1), -1 if y.ndim > 3 else 1])
    product = MATMUL(x, y)
    if len(sizes) == 1:
        sizes.append(1)
    return product if len(x_others) == len(y_others) == 1 else reshape(product, sizes)


def _size(x, axis):
    """Returns the size of an axis: an int if known, otherwise a tensor."""
    return shape(x)[axis] if x.shape[axis] is None else x.shape[axis]


_give_operators()
