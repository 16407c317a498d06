"""Arithmetic as CNTK computes it: entry by entry, along axes, and of matrices."""
import numpy as np

from ..recorded import math as ops
from ..recorded.static_shapes import axes_of
from .implementations import implement
from .nodes import C, reshaped

# Entry by entry
for _operation, _cntk in [
        (ops.ABS, C.abs),
        (ops.NEGATIVE, C.negate),
        (ops.EXP, C.exp),
        (ops.LOG, C.log),
        (ops.SIN, C.sin),
        (ops.COS, C.cos),
        (ops.SQUARE, C.square),
        (ops.SQRT, lambda x: C.sqrt(C.relu(x))),
        (ops.SIGN, lambda x: C.minus(C.greater(x, 0), C.less(x, 0))),
        (ops.ADD, C.plus),
        (ops.SUBTRACT, C.minus),
        (ops.MULTIPLY, C.element_times),
        (ops.DIVIDE, C.element_divide),
        (ops.POW, C.pow),
        (ops.MAXIMUM, lambda x, y: C.element_select(C.greater_equal(x, y), x, y)),
        (ops.MINIMUM, lambda x, y: C.element_select(C.less_equal(x, y), x, y)),
        (ops.EQUAL, C.equal),
        (ops.NOT_EQUAL, C.not_equal),
        (ops.GREATER, C.greater),
        (ops.GREATER_EQUAL, C.greater_equal),
        (ops.LESS, C.less),
        (ops.LESS_EQUAL, C.less_equal),
        (ops.AND, C.element_times),
        (ops.OR, C.element_max),
        (ops.XOR, C.not_equal),
        (ops.NOT, lambda x: 1 - x)]:
    implement(_operation, _cntk, is_entrywise=True)


# Along axes


def _along_axes(reduce):
    """Returns a function of a node, `axis` and `keepdims`.

    Args:
        reduce: function of a node and an axis, which keeps it with the length 1.
    """
    def of_node(x, axis, keepdims):
        axes = axes_of(axis, len(x.shape))
        if axes:
            shape = tuple(1 if i in axes else size for i, size in enumerate(x.shape))
            for axis_ in axes[::-1]:
                x = reduce(x, axis_)
            x = reshaped(x, shape)
        else:
            x = C.alias(x)
        if keepdims:
            return x
        return reshaped(x, tuple(size for i, size in enumerate(x.shape) if i not in axes))

    return of_node


_sum = _along_axes(C.reduce_sum)


def _implement_extreme(operation, reduce):
    """Implements maxima or minima whose gradient equal entries share, as on TensorFlow.

    CNTK passes the whole gradient to each of them.
    """
    extreme = _along_axes(reduce)

    def shared(x, axis, keepdims):
        found = C.stop_gradient(extreme(x, axis, True))
        are_extreme = C.equal(x, found)
        mean = C.element_divide(_sum(C.element_times(x, are_extreme), axis, True),
                                _sum(are_extreme, axis, True))
        y = C.plus(found, C.minus(mean, C.stop_gradient(mean)))
        if keepdims:
            return y
        axes = axes_of(axis, len(x.shape))
        return reshaped(y, tuple(size for i, size in enumerate(x.shape) if i not in axes))

    def evaluate(trace, tensor, env):
        is_on_path = id(tensor) in trace.on_path
        return trace.call(with_gradient if is_on_path else operation,
                          [env[id(x)] for x in tensor.inputs], tensor.attributes, tensor.dtype,
                          is_on_path)

    with_gradient = ops.Operation(operation.name, operation.shape, numpy=operation.numpy)
    implement(with_gradient, shared)
    implement(operation, extreme, evaluate=evaluate)


implement(ops.SUM, _sum)
implement(ops.PROD, _along_axes(C.reduce_prod))
_implement_extreme(ops.MAX, C.reduce_max)
_implement_extreme(ops.MIN, C.reduce_min)
implement(ops.MEAN, _along_axes(C.reduce_mean))
implement(ops.LOGSUMEXP, _along_axes(C.reduce_log_sum_exp))
implement(ops.ANY, _along_axes(C.reduce_max))
implement(ops.ALL, _along_axes(C.reduce_min))


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


implement(ops.CUMSUM, _running_sum)
implement(ops.CUMPROD, _running_product)


# Of matrices


def _dot(x, y):
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


def _matmul(x, y):
    shape = x.shape[:2] + y.shape[2:]
    product = C.times(C.to_batch(x), C.to_batch(y))
    return C.reshape(C.unpack_batch(product), shape)


implement(ops.DOT, _dot, is_heavy=True)
implement(ops.MATMUL, _matmul, is_heavy=True, needs_batch_axis=True)
