"""Rearranging entries as CNTK does it: joining, slicing, repeating and padding."""
import numbers

import numpy as np

from ..recorded import conversion, dynamic_sizes
from ..recorded import shape as ops
from .implementations import implement
from .nodes import C, Empty


def _broadcast(x, sizes):
    return C.plus(x, C.constant(np.zeros([int(size) for size in sizes], x.dtype)))


def _reshape(x, sizes):
    sizes = [int(size) for size in sizes]
    total, rest = int(np.prod(x.shape)), int(np.prod([size for size in sizes if size != -1]))
    missing = total // rest if rest > 0 else 0
    shape = tuple(missing if size == -1 else size for size in sizes)
    if min(shape + (1,)) < 1 or sizes.count(-1) > 1 or np.prod(shape) != total:
        raise ValueError('K.reshape cannot convert the shape %s to the shape %s.' % (
            x.shape, tuple(sizes)))
    return C.reshape(x, shape)


def _permuted(trace, x, env):
    return trace.permuted(env[id(x.inputs[0])], x.attributes['pattern'], id(x) in trace.on_path)


def _stack(*xs, axis):
    shape = xs[0].shape[:axis] + (1,) + xs[0].shape[axis:]
    xs = [C.reshape(x, shape) for x in xs]
    return C.splice(*xs, axis=axis) if len(xs) > 1 else xs[0]


def _concatenate(*xs, axis):
    others = {x.shape[:axis] + x.shape[axis + 1:] for x in xs}
    if len(others) > 1:  # CNTK would broadcast
        raise ValueError('K.concatenate needs shapes that differ only in axis %d, but got '
                         '%s.' % (axis, ' and '.join(str(x.shape) for x in xs)))
    return C.splice(*xs, axis=axis)


def _getitem(x, *values, key):
    begins, ends, steps, axes, shape = [], [], [], [], []
    axis = 0
    for part in ops.whole_key(ops.filled_key(key, values), len(x.shape)):
        if part is None:
            shape.append(1)
            continue
        size = x.shape[axis]
        if isinstance(part, numbers.Integral):
            if not -size <= part < size:
                raise ValueError('Index %d is out of range for axis %d of the shape %s.' % (
                    part, axis, x.shape))
            begin = int(part) % size
            where = range(begin, begin + 1)
        else:
            where = range(*part.indices(size))
            shape.append(len(where))
        if not where:
            raise Empty
        if where != range(size):
            step = where.step if len(where) > 1 else 1
            # CNTK slices forwards and then reverses.
            first, last = (where[0], where[-1]) if step > 0 else (where[-1], where[0])
            axes.append(axis)
            begins.append(first)
            ends.append(last + 1)
            steps.append(step)
        axis += 1
    if axes:
        x = C.slice(x, axes, begins, ends, steps)
    return C.reshape(x, tuple(shape))


def _gather(reference, indices):
    """Looks up rows; CNTK does so for a batch of indices."""
    shape = indices.shape + reference.shape[1:]
    if reference.shape[0] > 2**24 and reference.dtype == np.float32:
        raise ValueError('On CNTK, float32 row numbers can address at most 16,777,216 rows, but '
                         'K.gather got a tensor of shape %s. Split it, or use float64.'
                         % (reference.shape,))
    flat = C.to_batch(C.reshape(indices, (-1, 1)))
    rows = C.gather(C.reshape(reference, (reference.shape[0], -1)), flat)
    return C.reshape(C.unpack_batch(rows), shape)


def _tile(x, counts):
    if 0 in counts:
        raise Empty
    for axis, count in enumerate(counts):
        if count > 1:
            x = C.splice(*[x] * int(count), axis=axis)
    return C.alias(x)


def _repeat(x, times, axis):
    if times < 1:
        raise Empty
    shape = x.shape
    x = C.reshape(x, shape[:axis + 1] + (1,) + shape[axis + 1:])
    x = C.splice(*[x] * times, axis=axis + 1) if times > 1 else x
    return C.reshape(x, shape[:axis] + (shape[axis] * times,) + shape[axis + 1:])


implement(dynamic_sizes.BROADCAST, _broadcast)
implement(ops.RESHAPE, _reshape)
implement(ops.PERMUTE, evaluate=_permuted)
implement(ops.EXPAND_DIMS, lambda x, axis: C.reshape(x, x.shape[:axis] + (1,) + x.shape[axis:]))
implement(ops.SQUEEZE, lambda x, axis: C.reshape(x, x.shape[:axis] + x.shape[axis + 1:]))
implement(conversion.STACK, _stack)
implement(ops.CONCATENATE, _concatenate)
implement(ops.GETITEM, _getitem)
implement(ops.GATHER, _gather, needs_batch_axis=True)
implement(ops.TILE, _tile)
implement(ops.REPEAT, _repeat)
implement(ops.PAD, lambda x, padding: C.pad(x, padding, C.CONSTANT_PAD, 0.))
