"""Making tensors, inspecting them, and reading and writing values."""
import numpy as np

from keras import backend as K

from ..checks import as_shape
from ..config import floatx
from ..derived.tensors import array_for
from .conversion import as_tensor
from .dynamic_sizes import filled
from .graph import Operation, Placeholder, Variable
from .graph import constant as constant_tensor
from .graph import is_tensor as is_tensor
from .sparse import TO_DENSE
from .static_shapes import same
from .updates import Update


def new_array(value, dtype=None):
    """Returns the array of a new variable.

    Args:
        value: number, array, tensor or update.
        dtype: string, None for `K.floatx()`.
    """
    if is_tensor(value) or isinstance(value, Update):
        value = eval(value)
    return np.array(value, dtype=dtype or floatx(), order='C')


def constant(value, dtype=None, shape=None, name=None):
    array = np.array(value, dtype=dtype or floatx())
    if shape is not None:
        array = np.full(shape, array) if array.size == 1 else array.reshape(shape)
    return constant_tensor(array, name=name)


def placeholder(shape=None, ndim=None, dtype=None, sparse=False, name=None):
    if shape is None and ndim is not None:
        shape = (None,) * ndim
    shape = None if shape is None else tuple(None if n is None else int(n) for n in shape)
    return Placeholder(shape, dtype or floatx(), name, is_sparse=sparse)


def is_placeholder(x):
    return isinstance(x, Placeholder)


def is_variable(x):
    return isinstance(x, Variable)


def is_sparse(tensor):
    return is_tensor(tensor) and tensor.is_sparse


def to_dense(tensor):
    return TO_DENSE(tensor) if is_sparse(tensor) else tensor


SHAPE = Operation('shape', lambda shapes, x: (None if shapes[0] is None else len(shapes[0]),),
                  'int32', differentiable=False)
SIZE = Operation('size', lambda shapes, x: (), 'int32', differentiable=False)


def shape(x):
    return SHAPE(as_tensor(x))


def int_shape(x):
    if getattr(x, '_keras_shape', None) is not None:
        return x._keras_shape
    return np.shape(x) if not is_tensor(x) else x.shape


def ndim(x):
    return x.ndim


def size(x, name=None):
    return SIZE(as_tensor(x), name=name)


def dtype(x):
    return x.dtype if is_tensor(x) else np.dtype(x.dtype).name


def eval(x):
    if isinstance(x, (np.ndarray, np.generic, int, float)):
        return np.asarray(x)
    if isinstance(x, Update):
        K.function([], [], [x])([])
        x = x.variable
    if is_variable(x):
        return x.value()[()]  # a scalar, as on TensorFlow
    return K.function([], [to_dense(x)])([])[0]


def batch_get_value(ops):
    return [eval(x) for x in ops]


def batch_set_value(tuples):
    for x, array in [(x, array_for(x, value)) for x, value in tuples]:
        x.assign(array)


def zeros(shape, dtype=None, name=None):
    return _variable_if_known(shape, 0, dtype, name)


def ones(shape, dtype=None, name=None):
    return _variable_if_known(shape, 1, dtype, name)


def _variable_if_known(shape, value, dtype, name):
    dtype, shape = dtype or floatx(), as_shape(shape)
    if is_tensor(shape) or any(is_tensor(size) for size in shape):
        tensor = filled(shape, value, dtype)
        if tensor.shape is None or None in tensor.shape:
            return tensor
        shape = tensor.shape
    return K.variable(np.full(shape, value, dtype), dtype, name)


def zeros_like(x, dtype=None, name=None):
    x = as_tensor(x)
    return filled(shape(x), 0, dtype or x.dtype)


def ones_like(x, dtype=None, name=None):
    x = as_tensor(x)
    return filled(shape(x), 1, dtype or x.dtype)


IDENTITY = Operation('identity', same, numpy=lambda x: x)


def identity(x, name=None):
    return IDENTITY(as_tensor(x), name=name)


TO_BOOL = Operation('to_bool', same, 'bool', lambda x: np.not_equal(x, 0), differentiable=False)
CAST = Operation('cast', same, numpy=lambda x, to: _as(x, to))


def _as(array, dtype):
    with np.errstate(invalid='ignore'):
        return np.asarray(array).astype(dtype)


def cast(x, dtype):
    x = as_tensor(x)
    dtype = np.dtype(dtype).name
    if x.dtype == dtype:
        return x
    if dtype == 'bool':
        return TO_BOOL(x)
    return CAST(x, to=dtype, dtype=dtype)


def print_tensor(x, message=''):
    return PRINT(x, message=message)


def show(array, message):
    """Prints an array for `K.print_tensor`."""
    print(message, np.array2string(array, separator=' ', formatter={
        'float_kind': lambda number: '%.8g' % number}))


PRINT = Operation('print_tensor', same)
