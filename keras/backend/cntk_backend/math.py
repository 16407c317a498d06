"""Arithmetic: entry by entry, along axes, and of matrices."""
import numbers

import numpy as np

from ..checks import batch_dot_axes, checked_axis
from ..config import floatx
from .conversion import as_tensor
from .graph import Operation, Tensor, is_tensor
from .nodes import C, reshaped
from .shape import permute_dimensions, reshape
from .static_shapes import axes_of, broadcast, reduced, same
from .tensors import cast, int_shape, shape, to_dense

# Entry by entry


def _unary(name, numpy, cntk=None, **how):
    return Operation(name, same, numpy=numpy, cntk=cntk, is_entrywise=True, **how)


_abs = _unary('abs', np.abs, C.abs)
_negative = _unary('negative', np.negative, C.negate)
_exp = _unary('exp', np.exp, C.exp)
_log = _unary('log', np.log, C.log)
_sin = _unary('sin', np.sin, C.sin)
_cos = _unary('cos', np.cos, C.cos)
_square = _unary('square', np.square, C.square)
_sqrt = _unary('sqrt', lambda x: np.sqrt(np.maximum(x, 0)), lambda x: C.sqrt(C.relu(x)))
_sign = _unary('sign', np.sign, lambda x: C.minus(C.greater(x, 0), C.less(x, 0)))
_round = _unary('round', np.round, differentiable=False)
_floor = _unary('floor', np.floor, differentiable=False)


def abs(x):
    return _abs(as_tensor(x))


def sign(x):
    return _sign(as_tensor(x))


def square(x):
    return _square(as_tensor(x))


def sqrt(x):
    return _sqrt(as_tensor(x))


def exp(x):
    return _exp(as_tensor(x))


def log(x):
    return _log(as_tensor(x))


def sin(x):
    return _sin(as_tensor(x))


def cos(x):
    return _cos(as_tensor(x))


def round(x):
    return _round(as_tensor(x))


def _binary(name, numpy, cntk=None, **how):
    return Operation(name, broadcast, numpy=numpy, cntk=cntk, is_entrywise=True, **how)


ADD = _binary('add', np.add, C.plus)
_subtract = _binary('subtract', np.subtract, C.minus)
_multiply = _binary('multiply', np.multiply, C.element_times)
_divide = _binary('divide', np.true_divide, C.element_divide)
_floor_divide = _binary('floor_divide', np.floor_divide, differentiable=False)
_remainder = _binary('remainder', np.remainder, differentiable=False)
_pow = _binary('pow', np.power, C.pow)
# Of equal operands, the first gets the gradient.
_maximum = _binary('maximum', np.maximum,
                   lambda x, y: C.element_select(C.greater_equal(x, y), x, y))
_minimum = _binary('minimum', np.minimum,
                   lambda x, y: C.element_select(C.less_equal(x, y), x, y))


def _comparison(name, numpy, cntk):
    return _binary(name, numpy, cntk, dtype='bool', differentiable=False)


_equal = _comparison('equal', np.equal, C.equal)
_not_equal = _comparison('not_equal', np.not_equal, C.not_equal)
_greater = _comparison('greater', np.greater, C.greater)
_greater_equal = _comparison('greater_equal', np.greater_equal, C.greater_equal)
_less = _comparison('less', np.less, C.less)
_less_equal = _comparison('less_equal', np.less_equal, C.less_equal)
_and = _comparison('logical_and', np.logical_and, C.element_times)
_or = _comparison('logical_or', np.logical_or, C.element_max)
_xor = _comparison('logical_xor', np.logical_xor, C.not_equal)
_not = Operation('logical_not', same, 'bool', np.logical_not, lambda x: 1 - x,
                 is_entrywise=True, differentiable=False)


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
    return _pow(*alike(x, a))


def maximum(x, y):
    return _maximum(*alike(x, y))


def minimum(x, y):
    return _minimum(*alike(x, y))


def equal(x, y):
    return _equal(*alike(x, y))


def not_equal(x, y):
    return _not_equal(*alike(x, y))


def greater(x, y):
    return _greater(*alike(x, y))


def greater_equal(x, y):
    return _greater_equal(*alike(x, y))


def less(x, y):
    return _less(*alike(x, y))


def less_equal(x, y):
    return _less_equal(*alike(x, y))


def _divided(x, y):
    x, y = alike(x, y)
    if x.dtype not in ('float16', 'float32', 'float64'):
        return _divide(x, y, dtype='float64')
    return _divide(x, y)


def _give_operators():
    """Adds Python's operators to tensors."""
    both_ways = {'add': _binary_op(ADD), 'sub': _binary_op(_subtract),
                 'mul': _binary_op(_multiply), 'truediv': _divided, 'pow': pow,
                 'floordiv': _binary_op(_floor_divide), 'mod': _binary_op(_remainder),
                 'and': _binary_op(_and), 'or': _binary_op(_or), 'xor': _binary_op(_xor),
                 'matmul': lambda x, y: dot(x, as_tensor(y))}
    for name, op in both_ways.items():
        setattr(Tensor, '__%s__' % name, op)
        setattr(Tensor, '__r%s__' % name, lambda x, y, op=op: op(y, x))
    for name, op in {'lt': less, 'le': less_equal, 'gt': greater, 'ge': greater_equal}.items():
        setattr(Tensor, '__%s__' % name, op)
    Tensor.__neg__ = lambda x: _negative(x)
    Tensor.__abs__ = abs
    Tensor.__invert__ = lambda x: _not(x)


def clip(x, min_value, max_value):
    x = as_tensor(x)
    if isinstance(min_value, numbers.Number) and isinstance(max_value, numbers.Number):
        max_value = max_value if max_value >= min_value else min_value
    if max_value is not None:
        x = minimum(x, max_value)
    return x if min_value is None else maximum(x, min_value)


# Along axes


def _reduction(name, numpy, cntk=None, **how):
    """Returns an operation along axes.

    Args:
        name: string.
        numpy: function of an array, `axis` and `keepdims`.
        cntk: function of a node and a list of axes, which keeps them with the length 1.
    """
    def of_array(x, axis, keepdims):
        return numpy(x, axis=axes_of(axis, x.ndim), keepdims=keepdims)

    def of_node(x, axis, keepdims):
        axes = axes_of(axis, len(x.shape))
        if axes:
            shape = tuple(1 if i in axes else size for i, size in enumerate(x.shape))
            for axis_ in axes[::-1]:
                x = cntk(x, axis_)
            x = reshaped(x, shape)
        else:
            x = C.alias(x)
        if keepdims:
            return x
        return reshaped(x, tuple(size for i, size in enumerate(x.shape) if i not in axes))

    return Operation(name, reduced, numpy=of_array, cntk=cntk and of_node, **how)


def _sharing(extreme):
    """Returns a reduction to maxima or minima whose gradient equal entries share, as on TensorFlow.

    CNTK passes the whole gradient to each of them.
    """
    def of_node(x, axis, keepdims):
        found = C.stop_gradient(extreme.cntk(x, axis, True))
        are_extreme = C.equal(x, found)
        mean = C.element_divide(_sum.cntk(C.element_times(x, are_extreme), axis, True),
                                _sum.cntk(are_extreme, axis, True))
        y = C.plus(found, C.minus(mean, C.stop_gradient(mean)))
        if keepdims:
            return y
        axes = axes_of(axis, len(x.shape))
        return reshaped(y, tuple(size for i, size in enumerate(x.shape) if i not in axes))

    def evaluate(trace, tensor, env):
        is_on_path = id(tensor) in trace.on_path
        return trace.call(shared if is_on_path else extreme, [env[id(x)] for x in tensor.inputs],
                          tensor.attributes, tensor.dtype, is_on_path)

    shared = Operation(extreme.name, reduced, numpy=extreme.numpy, cntk=of_node,
                       evaluate=evaluate)
    return shared


def _logsumexp(x, axis, keepdims):
    largest = np.max(x, axis=axis, keepdims=True)
    largest = np.where(np.isfinite(largest), largest, 0)
    total = np.log(np.sum(np.exp(x - largest), axis=axis, keepdims=True)) + largest
    return total if keepdims else np.squeeze(total, axis)


_sum = _reduction('sum', np.sum, C.reduce_sum)
_prod = _reduction('prod', np.prod, C.reduce_prod)
_max = _sharing(_reduction('max', np.max, C.reduce_max))
_min = _sharing(_reduction('min', np.min, C.reduce_min))
_mean = _reduction('mean', np.mean, C.reduce_mean)
_log_sum_exp = _reduction('logsumexp', _logsumexp, C.reduce_log_sum_exp)
_any = _reduction('any', np.any, C.reduce_max, dtype='bool', differentiable=False)
_all = _reduction('all', np.all, C.reduce_min, dtype='bool', differentiable=False)


def _reduce(operation, x, axis, keepdims):
    axis = np.asarray(axis).tolist() if axis is not None else None
    return operation(as_tensor(x), axis=axis, keepdims=bool(keepdims))


def sum(x, axis=None, keepdims=False):
    return _reduce(_sum, x, axis, keepdims)


def prod(x, axis=None, keepdims=False):
    return _reduce(_prod, x, axis, keepdims)


def max(x, axis=None, keepdims=False):
    return _reduce(_max, x, axis, keepdims)


def min(x, axis=None, keepdims=False):
    return _reduce(_min, x, axis, keepdims)


def mean(x, axis=None, keepdims=False):
    x = as_tensor(x)
    return _reduce(_mean, cast(x, floatx()) if x.dtype == 'bool' else x, axis, keepdims)


def logsumexp(x, axis=None, keepdims=False):
    return _reduce(_log_sum_exp, x, axis, keepdims)


def any(x, axis=None, keepdims=False):
    return _reduce(_any, cast(x, 'bool'), axis, keepdims)


def all(x, axis=None, keepdims=False):
    return _reduce(_all, cast(x, 'bool'), axis, keepdims)


def _index(name, numpy):
    return Operation(name, reduced, 'int64', lambda x, axis, keepdims: numpy(x, axis),
                     differentiable=False)


_argmax = _index('argmax', np.argmax)
_argmin = _index('argmin', np.argmin)


def argmax(x, axis=-1):
    return _argmax(as_tensor(x), axis=int(axis), keepdims=False)


def argmin(x, axis=-1):
    return _argmin(as_tensor(x), axis=int(axis), keepdims=False)


def _running_sum(x, axis):
    size = x.shape[axis]
    order = [i for i in range(len(x.shape)) if i != axis] + [axis]
    sums = C.times(C.transpose(x, order), np.triu(np.ones((size, size), x.dtype)))
    return C.transpose(sums, [int(i) for i in np.argsort(order)])


def _running_product(x, axis):
    entries = [C.slice(x, axis, i, i + 1) for i in range(x.shape[axis])]
    for i in range(1, len(entries)):
        entries[i] = C.element_times(entries[i - 1], entries[i])
    return C.splice(*entries, axis=axis) if len(entries) > 1 else C.alias(x)


_cumsum = Operation('cumsum', same, numpy=np.cumsum, cntk=_running_sum)
_cumprod = Operation('cumprod', same, numpy=np.cumprod, cntk=_running_product)


def cumsum(x, axis=0):
    x = as_tensor(x)
    return _cumsum(x, axis=checked_axis(axis, x.ndim))


def cumprod(x, axis=0):
    x = as_tensor(x)
    return _cumprod(x, axis=checked_axis(axis, x.ndim))


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


def _dot_nodes(x, y):
    """Multiplies as `np.dot` does: CNTK's `times` needs the axis to sum over first in `y`."""
    shape = x.shape[:-1] + (y.shape[:-2] + y.shape[-1:] if len(y.shape) > 1 else ())
    if len(y.shape) == 1:
        y = C.reshape(y, y.shape + (1,))
    elif len(y.shape) > 2:
        rank = len(y.shape)
        y = C.transpose(y, [rank - 2] + list(range(rank - 2)) + [rank - 1])
    rows = reshaped(x, (int(np.prod(x.shape[:-1])), x.shape[-1]))
    columns = reshaped(y, (y.shape[0], int(np.prod(y.shape[1:]))))
    return reshaped(C.times(rows, columns), shape)


def _dot_arrays(x, y):
    return x.dot(y) if hasattr(x, 'tocsr') else np.dot(x, y)


DOT = Operation('dot', _dot_shape, numpy=_dot_arrays, cntk=_dot_nodes, is_heavy=True)


def dot(x, y):
    if getattr(x, 'is_sparse', False):
        x = to_dense(x)
    return DOT(*alike(x, y))


def _matmul_shape(shapes, tensor):
    x, y = shapes
    return x[0] if x[0] is not None else y[0], x[1], y[2]


def _matmul_nodes(x, y):
    shape = x.shape[:2] + y.shape[2:]
    product = C.times(C.to_batch(x), C.to_batch(y))
    return C.reshape(C.unpack_batch(product), shape)


# (n, a, b) times (n, b, c)
_matmul = Operation('matmul', _matmul_shape, numpy=np.matmul, cntk=_matmul_nodes, is_heavy=True,
                    needs_batch_axis=True)


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
    product = _matmul(x, y)
    if len(sizes) == 1:
        sizes.append(1)
    return product if len(x_others) == len(y_others) == 1 else reshape(product, sizes)


def _size(x, axis):
    """Returns the size of an axis: an int if known, otherwise a tensor."""
    return shape(x)[axis] if x.shape[axis] is None else x.shape[axis]


_give_operators()
