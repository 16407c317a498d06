"""Making tensors and variables, inspecting them, and reading and writing values."""
import numpy as np
import theano
import theano.sparse
import theano.tensor as T

from ..checks import as_shape
from ..config import floatx
from ..derived.tensors import array_for
from ..naming import name_for_variable
from .functions import Function
from .printing import Printed
from .sizes import known_entries, known_sizes, with_sizes


def variable(value, dtype=None, name=None, constraint=None):
    dtype = dtype or floatx()
    if hasattr(value, 'tocoo'):
        return _sparse_constant(value, dtype, name)
    if is_tensor(value):
        value = eval(value)
    array = np.array(value, dtype=dtype)
    x = theano.shared(array, name=name_for_variable(name or 'Variable'), borrow=True,
                      broadcastable=[size == 1 for size in array.shape])
    x.constraint = constraint
    return _marked(x)


def _marked(x):
    x._keras_shape = int_shape(x)
    x._uses_learning_phase = False
    return x


def _sparse_constant(matrix, dtype, name):
    kind = 'csc' if matrix.format == 'csc' else 'csr'
    matrix = matrix.asformat(kind, copy=True).astype(dtype)
    matrix.sum_duplicates()
    x = theano.sparse.SparseConstant(theano.sparse.SparseType(kind, dtype), matrix, name)
    x._keras_shape = matrix.shape
    x._uses_learning_phase = False
    return x


def constant(value, dtype=None, shape=None, name=None):
    array = np.array(value, dtype=dtype or floatx())
    if shape is not None:
        array = np.full(shape, array) if array.size == 1 else array.reshape(shape)
    kind = T.TensorType(array.dtype.name, [size == 1 for size in array.shape])
    # Theano's own function returns the same object for equal constants.
    return T.TensorConstant(kind, array, name)


def placeholder(shape=None, ndim=None, dtype=None, sparse=False, name=None):
    if shape is None and ndim is None:
        raise ValueError('K.placeholder got neither shape nor ndim, but Theano supports no tensors '
                         'whose number of axes is unknown. Pass one of the two.')
    shape = (None,) * ndim if shape is None else shape
    shape = tuple(size if size is None else int(size) for size in shape)
    dtype, name = dtype or floatx(), name or 'placeholder'
    if sparse:
        x = theano.sparse.csr_matrix(name, dtype)
        x._sizes = shape
    else:
        # Most models support other batch sizes, such as that of the last batch.
        free = 1 if len(shape) > 1 else 0
        is_one = [axis >= free and size == 1 for axis, size in enumerate(shape)]
        x = with_sizes(T.TensorType(dtype, is_one)(name), shape)
    x._keras_shape = shape
    x._uses_learning_phase = False
    return x


def is_tensor(x):
    return isinstance(x, theano.Variable)


def is_placeholder(x):
    return is_tensor(x) and x.owner is None and not is_variable(x) and not isinstance(
        x, theano.Constant)


def is_variable(x):
    return isinstance(x, theano.compile.SharedVariable)


def is_sparse(tensor):
    return isinstance(getattr(tensor, 'type', None), theano.sparse.SparseType)


def to_dense(tensor):
    if not is_sparse(tensor):
        return tensor
    return with_sizes(theano.sparse.dense_from_sparse(tensor), int_shape(tensor))


def shape(x):
    return T.as_tensor_variable(x).shape if not is_tensor(x) else x.shape


def int_shape(x):
    if getattr(x, '_keras_shape', None) is not None:
        return x._keras_shape
    if not is_tensor(x):
        return np.shape(x)
    return known_sizes(x)


def ndim(x):
    return x.ndim


def size(x, name=None):
    count = T.prod(shape(x), dtype='int64')
    count.name = name
    return count


def dtype(x):
    return str(x.dtype)


def eval(x):
    if isinstance(x, (np.ndarray, np.generic, int, float)):
        return np.asarray(x)
    if is_variable(x):
        return x.get_value()[()]  # a scalar, as on TensorFlow
    # It is computed only once, so Python's operations are used instead of compiled ones.
    mode = theano.Mode(theano.gof.vm.VM_Linker(use_cloop=False, c_thunks=False),
                       theano.compile.mode.OPT_FAST_COMPILE.excluding('conv_gemm'))
    return Function([], [to_dense(x)], [], mode=mode)([])[0]


def batch_get_value(ops):
    return [eval(x) for x in ops]


def borrow_values(variables):
    return [x.get_value(borrow=True) if is_variable(x) else eval(x) for x in variables]


def batch_set_value(tuples):
    for x, array in [(x, array_for(x, value)) for x, value in tuples]:
        x.set_value(array, borrow=True)


def zeros(shape, dtype=None, name=None):
    return _filled(0, shape, dtype, name)


def ones(shape, dtype=None, name=None):
    return _filled(1, shape, dtype, name)


def _filled(number, shape, dtype, name):
    shape = as_shape(shape)
    if is_tensor(shape) or any(is_tensor(size) for size in shape):
        vector = shape_vector(shape)
        shape = known_entries(vector)
        if None in shape:
            sizes = [vector[axis] for axis in range(len(shape))]
            return T.alloc(np.asarray(number, dtype or floatx()), *sizes)
    return variable(np.full(tuple(shape), number), dtype=dtype, name=name)


def shape_vector(shape):
    """Converts a shape (a tuple of ints and scalar tensors, or a tensor) to a vector of int64.

    Raises:
        ValueError: if the number of its entries is unknown.
    """
    if not is_tensor(shape):
        shape = T.stack([T.as_tensor_variable(size) for size in shape]) if len(
            shape) else np.zeros(0, 'int64')
    vector = T.cast(shape, 'int64')
    if known_entries(vector) is None:
        raise ValueError('The shape %s must have a known number of entries.' % (shape,))
    return vector


def zeros_like(x, dtype=None, name=None):
    return _named(T.zeros_like(as_tensor(x), dtype=dtype), name)


def ones_like(x, dtype=None, name=None):
    return _named(T.ones_like(as_tensor(x), dtype=dtype), name)


def identity(x, name=None):
    return _named(T.tensor_copy(as_tensor(x)), name)


def _named(x, name):
    x.name = name
    return x


def cast(x, dtype):
    return T.cast(as_tensor(x), dtype)


def as_tensor(x):
    """Converts `x`, a tensor, array or number, to a tensor; Python floats get the type floatx."""
    if is_tensor(x):
        return x
    array = np.asarray(x)
    if array.dtype.kind == 'O':  # a list with tensors in it
        return T.as_tensor_variable(x)
    is_pythons = array.dtype == 'float64' and not hasattr(x, 'dtype')
    return constant(x, floatx() if is_pythons else array.dtype.name)


def print_tensor(x, message=''):
    return Printed(message)(x)
