"""Making variables, and operations on shapes and dtypes."""
import numpy as np

from ..config import floatx
from ..recorded import tensors as ops
from ..recorded.sparse import constant_from
from .implementations import implement
from .nodes import C
from .variables import Variable


def variable(value, dtype=None, name=None, constraint=None):
    if hasattr(value, 'tocoo'):
        return constant_from(value, dtype or floatx())
    return Variable(ops.new_array(value, dtype), name, constraint)


def _shape(trace, x, env):
    return trace.constant(np.array(env[id(x.inputs[0])].shape, 'int32'))


def _size(trace, x, env):
    return trace.constant(np.array(np.prod(env[id(x.inputs[0])].shape), 'int32'))


def _print(trace, x, env):
    def show(array):
        ops.show(array, x.attributes['message'])
        return array

    value = trace.host(env[id(x.inputs[0])])
    trace.computed(show, x.dtype, [value])
    return value


implement(ops.SHAPE, evaluate=_shape)
implement(ops.SIZE, evaluate=_size)
implement(ops.PRINT, evaluate=_print)
implement(ops.TO_BOOL, lambda x: C.not_equal(x, 0))
# CNTK computes in the dtype of the result anyway, and only in floats.
implement(ops.CAST, lambda x, to: x, is_entrywise=True)
