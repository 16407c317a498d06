"""Rearranging entries as JAX does it: joining, slicing, repeating and padding."""
import jax.numpy as jnp
import numpy as np

from ..checks import checked_axis
from ..recorded import conversion, dynamic_sizes
from ..recorded import shape as ops
from ..recorded.graph import Operation, results
from .implementations import implement


def _ints(sizes):
    return tuple(int(size) for size in sizes)


def _reshape(x, sizes):
    sizes = _ints(sizes)
    rest = int(np.prod([size for size in sizes if size != -1]))
    if sizes.count(-1) > 1 or (x.size % rest if -1 in sizes and rest else x.size != rest):
        raise ValueError('K.reshape cannot convert the shape %s to the shape %s.' % (
            x.shape, sizes))
    return jnp.reshape(x, sizes)


def _getitem(x, *values, key):
    key = ops.filled_key(key, values)
    axis = 0
    for part in ops.whole_key(key, x.ndim):
        if isinstance(part, int) and not -x.shape[axis] <= part < x.shape[axis]:
            raise ValueError('Index %d is out of range for axis %d of the shape %s.' % (
                part, axis, x.shape))
        axis += part is not None
    return x[key]


# Its value is a list. The gradient of slices would be a sum of padded arrays, that of these parts
# joins theirs.
SPLIT = Operation('split', lambda shapes, x: None)


def split(x, count, axis=-1):
    parts = ops.split(x, count, axis)
    whole = SPLIT(x, count=count, axis=checked_axis(axis, x.ndim))
    return results(whole, [part.shape for part in parts], [x.dtype] * count)


def _parts(trace, tensor, env):
    value = env[id(tensor.inputs[0])]
    library = np if isinstance(value, np.ndarray) else jnp
    return library.split(value, tensor.attributes['count'], tensor.attributes['axis'])


def _rows_within(trace, tensor, env):
    indices, sizes = (env[id(x)] for x in tensor.inputs)
    wrong = (indices < 0) | (indices >= sizes[0])
    trace.check(wrong, [indices], lambda indices: tensor.op.numpy(indices, sizes))
    return indices


def _one_hot(indices, count):
    return jnp.equal(indices[..., None], jnp.arange(count))


def _chosen(trace, tensor, env):
    classes, sizes = (env[id(x)] for x in tensor.inputs)
    wrong = (classes < 0) | (classes >= sizes[-1])
    trace.check(wrong, [classes], lambda classes: tensor.op.numpy(classes, sizes))
    return _one_hot(jnp.reshape(classes, _ints(sizes[:-1])), int(sizes[-1])).astype(tensor.dtype)


implement(dynamic_sizes.BROADCAST, lambda x, sizes: jnp.broadcast_to(x, _ints(sizes)))
implement(ops.RESHAPE, _reshape)
implement(ops.PERMUTE, lambda x, pattern: jnp.transpose(x, pattern))
implement(ops.EXPAND_DIMS, lambda x, axis: jnp.expand_dims(x, axis))
implement(ops.SQUEEZE, lambda x, axis: jnp.squeeze(x, axis))
implement(conversion.STACK, lambda *xs, axis: jnp.stack(xs, axis))
implement(ops.CONCATENATE, lambda *xs, axis: jnp.concatenate(xs, axis))
implement(ops.GETITEM, _getitem)
implement(SPLIT, evaluate=_parts)
# Where nothing is checked, in loops, rows that are not there are NaN.
implement(ops.GATHER, lambda reference, indices: jnp.take(reference, indices, 0, mode='fill'))
implement(ops.ROWS_WITHIN, evaluate=_rows_within)
implement(ops.TILE, lambda x, counts: jnp.tile(x, _ints(counts)))
implement(ops.REPEAT, lambda x, times, axis: jnp.repeat(x, times, axis))
implement(ops.RANGE, evaluate=lambda trace, x, env: np.asarray(
    np.arange(*[trace.known(y, env) for y in x.inputs]), x.dtype))
implement(ops.ONE_HOT, _one_hot)
implement(ops.CHOSEN, evaluate=_chosen)
implement(ops.PAD, lambda x, padding: jnp.pad(x, padding))
