"""Making tensors and variables, inspecting them, and reading and writing values."""
import sys

import numpy as np
import tensorflow as tf

from ..config import floatx
from ..derived.tensors import array_for
from ..late_array import LateArray
from .functions import BorrowingFunction, Function
from .graphs import building_in
from .in_place import making_tensors
from .op_names import op_name
from .session import initialize_to, session_of
from .sparse import constant_from
from .variables import Variable, feed_and_assignment

tf1 = tf.compat.v1


def variable(value, dtype=None, name=None, constraint=None):
    dtype = dtype or floatx()
    if hasattr(value, 'tocoo'):
        return _marked(constant_from(value, dtype))
    if is_tensor(value):
        value = tf.identity(tf.cast(value, dtype))
        x = tf1.Variable(value, dtype=dtype, name=op_name(name), constraint=constraint,
                         use_resource=True)
        x._starts_from_others = True
        return _marked(making_tensors(x))
    numpy_dtype = tf.as_dtype(dtype).as_numpy_dtype
    if not isinstance(value, LateArray):
        # A copy, because the array is read later and may have been changed by then.
        value = np.array(value, dtype=numpy_dtype)
    return _variable(lambda: _read(lambda: np.asarray(value, numpy_dtype), value.shape, dtype),
                     value.shape, dtype, name, constraint)


def _variable(start, shape, dtype, name, constraint=None):
    """Returns a variable whose initial value is the tensor that a function makes."""
    return _marked(making_tensors(Variable(start, shape, dtype, name, constraint)))


def _marked(x):
    x._keras_shape = int_shape(x)
    x._uses_learning_phase = False
    return x


def _read(make, shape, dtype):
    """Returns a tensor with the array that a function makes.

    A constant would store the array in the graph, which cannot exceed 2 GB.
    """
    tensor = tf.numpy_function(make, [], dtype, stateful=False)
    tensor.set_shape(shape)
    return tensor


def constant(value, dtype=None, shape=None, name=None):
    return tf.constant(value, dtype=dtype or floatx(), shape=shape, name=op_name(name))


def placeholder(shape=None, ndim=None, dtype=None, sparse=False, name=None):
    if shape is None and ndim is not None:
        shape = (None,) * ndim
    make = tf1.sparse_placeholder if sparse else tf1.placeholder
    x = make(dtype or floatx(), shape=shape, name=op_name(name))
    x._keras_shape = None if shape is None else tuple(x.shape.as_list())
    x._uses_learning_phase = False
    return x


def is_tensor(x):
    return tf.is_tensor(x)


def is_placeholder(x):
    return is_tensor(x) and not is_variable(x) and x.op.type == 'Placeholder'


def is_variable(x):
    return isinstance(x, tf.Variable)


def is_sparse(tensor):
    return isinstance(tensor, tf.SparseTensor)


def to_dense(tensor):
    return tf.sparse.to_dense(tensor) if is_sparse(tensor) else tensor


def shape(x):
    return tf.shape(x)


def int_shape(x):
    if getattr(x, '_keras_shape', None) is not None:
        return x._keras_shape
    shape = tf.TensorShape(x.shape)
    return None if shape.rank is None else tuple(shape.as_list())


def ndim(x):
    return tf.TensorShape(x.shape).rank


def size(x, name=None):
    return tf.size(x, name=op_name(name))


def dtype(x):
    return tf.as_dtype(x.dtype).base_dtype.name


def eval(x):
    if isinstance(x, (np.ndarray, np.generic, int, float)):
        return np.asarray(x)
    return _run(to_dense(x))


def _run(x):
    return session_of(getattr(x, 'graph', None) or tf1.get_default_graph()).run(x)


def batch_get_value(ops):
    if not all(is_variable(x) for x in ops):
        return [_run(x) for x in ops]
    if not ops:
        return []
    return _prepared('get', ops, lambda: Function([], ops, []))([])


def borrow_values(variables):
    if not variables:
        return []
    return _prepared('borrow', variables, lambda: BorrowingFunction([], variables, []))([])


def batch_set_value(tuples):
    if not tuples:
        return
    checked = [(x, array_for(x, value)) for x, value in tuples]
    last = {x.name: (x, array) for x, array in checked}  # if a variable occurs twice
    remaining = initialize_to(list(last.values()))
    if remaining:
        variables = [x for x, _ in remaining]
        setter = _prepared('set', variables, lambda: _setter(variables))
        setter([array for _, array in remaining])


def _setter(variables):
    """Returns a function that sets `variables` to a list of arrays."""
    setters = [feed_and_assignment(x) for x in variables]
    return Function([new for new, _ in setters], [], [],
                    fetches=[assignment for _, assignment in setters])


def _prepared(purpose, variables, make):
    """Returns `make()`, made once for a purpose and a list of variables, and kept in their graph.
    """
    graph = variables[0].graph
    if not hasattr(graph, '_keras_prepared'):
        graph._keras_prepared = {}
    key = (purpose,) + tuple(x.name for x in variables)
    if key not in graph._keras_prepared:
        with building_in(graph):
            graph._keras_prepared[key] = make()
    return graph._keras_prepared[key]


def zeros(shape, dtype=None, name=None):
    return _variable_if_known(tf.zeros, shape, dtype or floatx(), name)


def ones(shape, dtype=None, name=None):
    return _variable_if_known(tf.ones, shape, dtype or floatx(), name)


def _variable_if_known(make, shape, dtype, name):
    """Returns a variable with the initial value `make(shape, dtype)`, or a tensor if necessary."""
    sizes = shape if isinstance(shape, (list, tuple)) else [shape]
    if any(size is None or tf.is_tensor(size) for size in sizes):
        value = make(shape, dtype)
        if not value.shape.is_fully_defined():
            return value
        shape = value.shape  # an initial value must not depend on feeds
    shape = tf.TensorShape(shape)
    return _variable(lambda: make(shape, dtype), shape, dtype, name)


def eye(size, dtype=None, name=None):
    rows, columns = size if isinstance(size, (list, tuple)) else (size, size)
    dtype = dtype or floatx()
    return _variable(lambda: tf.eye(rows, columns, dtype=dtype), (rows, columns), dtype, name)


def zeros_like(x, dtype=None, name=None):
    return tf.zeros_like(x, dtype=dtype, name=op_name(name))


def ones_like(x, dtype=None, name=None):
    return tf.ones_like(x, dtype=dtype, name=op_name(name))


def identity(x, name=None):
    return tf.identity(x, name=op_name(name))


def cast(x, dtype):
    return tf.cast(x, dtype)


def print_tensor(x, message=''):
    with tf.control_dependencies([tf.print(message, x, output_stream=sys.stdout)]):
        return tf.identity(x)
