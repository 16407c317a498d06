"""Making tensors and variables, inspecting them, and reading and writing values.

Args:
    x: tensor.
    tensor: tensor.
    dtype: string such as `'float32'`; None means `K.floatx()`.
    name: string.
"""


def variable(value, dtype=None, name=None, constraint=None):
    """Makes a variable: a tensor that keeps its value between calls.

    Args:
        value: initial value: array, number, list or tensor. A SciPy sparse matrix gives a sparse
            tensor, which is constant.
        constraint: function that optimizers apply to the value after each step; kept as
            `variable.constraint`.

    Returns:
        A variable of the shape of `value`.

    Example:
        >>> w = K.variable(np.ones((1, 3)), name='w')
        >>> K.get_value(w)
        array([[1., 1., 1.]], dtype=float32)
    """


def constant(value, dtype=None, shape=None, name=None):
    """Makes a tensor that never changes.

    Args:
        value: array, number or list.
        shape: tuple to reshape `value` to; a single number fills it.

    Returns:
        Tensor.

    Example:
        >>> K.eval(K.constant(2., shape=(1, 3)))
        array([[2., 2., 2.]], dtype=float32)
    """


def placeholder(shape=None, ndim=None, dtype=None, sparse=False, name=None):
    """Makes a tensor whose value is passed when a function runs.

    Args:
        shape: tuple of ints, with None for sizes that may vary.
        ndim: number of axes, if `shape` is not given; all sizes may vary then.
        sparse: whether the tensor is sparse.

    Returns:
        Placeholder tensor.

    Raises:
        ValueError: on Theano, if neither `shape` nor `ndim` is given.

    Example:
        >>> x = K.placeholder(shape=(None, 3))
        >>> K.function([x], [K.sum(x, axis=1)])([np.ones((2, 3))])[0]
        array([3., 3.], dtype=float32)
    """


def is_tensor(x):
    """Returns whether `x` is a tensor of the engine: variables and placeholders count, too.

    Args:
        x: anything.

    Example:
        >>> K.is_tensor(K.constant(1.)), K.is_tensor(np.ones(3))
        (True, False)
    """


def is_keras_tensor(x):
    """Returns whether `x` is the output of a Keras layer, or of `Input`.

    Args:
        x: tensor.

    Raises:
        ValueError: if `x` is not a tensor.

    Example:
        >>> K.is_keras_tensor(keras.Input((3,))), K.is_keras_tensor(K.constant(1.))
        (True, False)
    """


def is_placeholder(x):
    """Returns whether `x` is a placeholder.

    Args:
        x: anything.

    Example:
        >>> K.is_placeholder(K.placeholder((None, 3))), K.is_placeholder(K.constant(1.))
        (True, False)
    """


def is_variable(x):
    """Returns whether `x` is a variable. Not in Keras 2.

    Args:
        x: anything.

    Example:
        >>> K.is_variable(K.variable(1.)), K.is_variable(K.constant(1.))
        (True, False)
    """


def is_sparse(tensor):
    """Returns whether `tensor` is sparse.

    Args:
        tensor: anything.

    Example:
        >>> K.is_sparse(K.placeholder((2, 3), sparse=True)), K.is_sparse(K.ones((2, 3)))
        (True, False)
    """


def to_dense(tensor):
    """Converts a sparse tensor to a dense one; returns a dense tensor as it is.

    Returns:
        Dense tensor.

    Example:
        >>> import scipy.sparse
        >>> K.eval(K.to_dense(K.variable(scipy.sparse.eye(2))))
        array([[1., 0.],
               [0., 1.]], dtype=float32)
    """


def shape(x):
    """Returns the shape of `x` as a tensor of ints, for sizes that vary from call to call.

    Example:
        >>> K.eval(K.shape(K.ones((2, 3)))).tolist()
        [2, 3]
    """


def int_shape(x):
    """Returns the shape of `x`, where it is known in advance.

    Returns:
        Tuple of ints, with None for each unknown size; None if the number of axes is unknown.

    Example:
        >>> K.int_shape(K.placeholder(shape=(None, 3)))
        (None, 3)
    """


def ndim(x):
    """Returns the number of axes of `x` as an int, or None if it is unknown.

    Example:
        >>> K.ndim(K.placeholder(shape=(None, 3)))
        2
    """


def size(x, name=None):
    """Returns the number of entries of `x` as a scalar tensor.

    Example:
        >>> int(K.eval(K.size(K.ones((2, 3)))))
        6
    """


def dtype(x):
    """Returns the type of `x` as a string.

    Example:
        >>> K.dtype(K.constant([1, 2], dtype='int32'))
        'int32'
    """


def count_params(x):
    """Returns the number of entries of `x` as an int.

    Args:
        x: tensor or variable whose shape is known.

    Example:
        >>> K.count_params(K.zeros((2, 3)))
        6
    """


def eval(x):
    """Returns the value of `x` as a NumPy array.

    Args:
        x: tensor that depends on no placeholder; array; number; or an update, whose value is that
            of its variable after the update. The value of a sparse tensor is a dense array.

    Example:
        >>> K.eval(K.constant([1., 2.]) + 1)
        array([2., 3.], dtype=float32)
    """


def get_value(x):
    """Returns the value of a variable as a NumPy array.

    Args:
        x: variable.

    Example:
        >>> K.get_value(K.variable([1., 2.]))
        array([1., 2.], dtype=float32)
    """


def batch_get_value(ops):
    """Returns the values of several variables as a list of NumPy arrays.

    Args:
        ops: list of variables.

    Example:
        >>> K.batch_get_value([K.zeros((2,)), K.ones((2,))])
        [array([0., 0.], dtype=float32), array([1., 1.], dtype=float32)]
    """


def borrow_values(variables):
    """Returns the values of several variables, without copying them if possible. Not in Keras 2.

    The arrays must not be changed, and be read before the variables change.

    Args:
        variables: list of variables.

    Example:
        >>> K.borrow_values([K.ones((2,))])
        [array([1., 1.], dtype=float32)]
    """


def set_value(x, value):
    """Sets the value of a variable.

    Args:
        x: variable.
        value: array of the variable's shape.

    Raises:
        TypeError: if `x` is not a variable.
        ValueError: if the shapes differ.

    Example:
        >>> w = K.zeros((2,))
        >>> K.set_value(w, [1., 2.])
        >>> K.get_value(w)
        array([1., 2.], dtype=float32)
    """


def batch_set_value(tuples):
    """Sets the values of several variables.

    Args:
        tuples: list of pairs `(variable, array)`.

    Raises:
        TypeError: if the first of a pair is not a variable.
        ValueError: if the shapes of a pair differ. No variable is changed then.

    Example:
        >>> v, w = K.zeros((2,)), K.zeros((2,))
        >>> K.batch_set_value([(v, [1., 2.]), (w, [3., 4.])])
        >>> K.get_value(w)
        array([3., 4.], dtype=float32)
    """


def zeros(shape, dtype=None, name=None):
    """Makes a variable of zeros.

    Args:
        shape: tuple of ints, or tensor. If a size is not known yet, the result is not a variable.

    Example:
        >>> K.eval(K.zeros((1, 3)))
        array([[0., 0., 0.]], dtype=float32)
    """


def ones(shape, dtype=None, name=None):
    """Makes a variable of ones.

    Args:
        shape: tuple of ints, or tensor. If a size is not known yet, the result is not a variable.

    Example:
        >>> K.eval(K.ones((1, 3)))
        array([[1., 1., 1.]], dtype=float32)
    """


def eye(size, dtype=None, name=None):
    """Makes a variable that holds an identity matrix.

    Args:
        size: int, or a pair of ints `(rows, columns)`.

    Example:
        >>> K.eval(K.eye(2))
        array([[1., 0.],
               [0., 1.]], dtype=float32)
    """


def zeros_like(x, dtype=None, name=None):
    """Returns a tensor of zeros with the shape of `x`.

    Args:
        dtype: string; None means the type of `x`.

    Example:
        >>> K.eval(K.zeros_like(K.constant([1., 2.])))
        array([0., 0.], dtype=float32)
    """


def ones_like(x, dtype=None, name=None):
    """Returns a tensor of ones with the shape of `x`.

    Args:
        dtype: string; None means the type of `x`.

    Example:
        >>> K.eval(K.ones_like(K.constant([3., 2.])))
        array([1., 1.], dtype=float32)
    """


def identity(x, name=None):
    """Returns a tensor with the same value as `x`.

    Example:
        >>> K.eval(K.identity(K.constant([1., 2.])))
        array([1., 2.], dtype=float32)
    """


def cast(x, dtype):
    """Converts `x` to another type.

    Args:
        dtype: string such as `'float16'`, `'int32'` or `'bool'`.

    Returns:
        Tensor of the shape of `x`.

    Example:
        >>> K.eval(K.cast(K.constant([1.7, -1.7]), 'int32'))
        array([ 1, -1], dtype=int32)
    """


def print_tensor(x, message=''):
    """Returns `x`; each time the result is computed, `message` and its value are printed.

    Use the result in place of `x`: nothing is printed if it is not computed.

    Args:
        message: string.

    Example::

        x = K.placeholder((None, 3))
        x = K.print_tensor(x, message='x is: ')
        y = 2 * x
    """
