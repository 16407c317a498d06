"""Making variables, and operations on shapes and dtypes."""
import jax
import jax.numpy as jnp
import numpy as np

from ..config import floatx
from ..recorded import sparse
from ..recorded import tensors as ops
from .implementations import implement
from .variables import Variable


def variable(value, dtype=None, name=None, constraint=None):
    if hasattr(value, 'tocoo'):
        return sparse.constant_from(value, dtype or floatx())
    return Variable(ops.new_array(value, dtype), name, constraint)


def _shape(trace, x, env):
    return np.array(np.shape(env[id(x.inputs[0])]), 'int32')


def _size(trace, x, env):
    return np.array(np.size(env[id(x.inputs[0])]), 'int32')


def _print(trace, x, env):
    message, value = x.attributes['message'], env[id(x.inputs[0])]
    jax.debug.callback(lambda array: ops.show(np.asarray(array), message), value)
    return value


def _cast(x, to):
    if jnp.issubdtype(x.dtype, jnp.floating) and np.dtype(to).kind == 'i':
        # What is not a number becomes no valid index, as with NumPy.
        return jnp.where(jnp.isnan(x), jnp.iinfo(to).min, x.astype(to))
    return x.astype(to)


implement(ops.SHAPE, evaluate=_shape)
implement(ops.SIZE, evaluate=_size)
implement(ops.PRINT, evaluate=_print)
implement(ops.TO_BOOL, lambda x: jnp.not_equal(x, 0))
implement(ops.CAST, _cast)

# Sparse matrices become dense when they are fed.
implement(sparse.SPARSE_CONSTANT,
          evaluate=lambda trace, x, env: x.attributes['value'].toarray())
implement(sparse.SPARSE_CONCATENATE, lambda *xs, axis: jnp.concatenate(xs, axis))
implement(sparse.TO_DENSE, lambda x: x)
