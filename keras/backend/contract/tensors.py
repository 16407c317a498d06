"""Making tensors and variables, asking what they are, and reading and writing values.

Args:
    x: tensor.
    tensor: tensor.
    dtype: string such as `'float32'`; None stands for `K.floatx()`.
    name: string.
"""


def variable(value, dtype=None, name=None, constraint=None):
    """Makes a variable: a tensor that keeps its value from one call to the next.

    Args:
        value: start value: array, number, list or tensor. A SciPy sparse matrix gives a sparse
            tensor, which is constant.
        constraint: function that an optimizer applies to the value after each step; kept as
            `variable.constraint`.

    Returns:
        A variable of the shape of `value`.

    Example::

        w = K.variable(np.ones((3, 2)), name='w')
        K.get_value(w)  # a (3, 2) array of ones
    """


def constant(value, dtype=None, shape=None, name=None):
    """Makes a tensor that never changes.

    Args:
        value: array, number or list.
        shape: tuple to which `value` is reshaped; a single number fills it.
    """


def placeholder(shape=None, ndim=None, dtype=None, sparse=False, name=None):
    """Makes a tensor whose value is given when a function runs.

    Args:
        shape: tuple of ints, with None for a dimension that may vary.
        ndim: number of dimensions, where `shape` is not given; all of them may vary then.
        sparse: whether the tensor is sparse.

    Example::

        x = K.placeholder(shape=(None, 3))
        K.function([x], [K.sum(x)])([np.ones((2, 3))])  # [6.0]
    """


def is_tensor(x):
    """Tells whether `x` is a tensor of the engine (variables, placeholders, sparse ones too).

    Args:
        x: anything.
    """


def is_keras_tensor(x):
    """Tells whether `x` is the output of a Keras layer, `Input` among them.

    Args:
        x: anything.

    Raises:
        ValueError: if `x` is no tensor at all.
    """


def is_placeholder(x):
    """Tells whether `x` is a placeholder.

    Args:
        x: anything.
    """


def is_variable(x):
    """Tells whether `x` is a variable.

    Args:
        x: anything.
    """


def is_sparse(tensor):
    """Tells whether `tensor` is sparse.

    Args:
        tensor: anything.
    """


def to_dense(tensor):
    """Returns `tensor` in dense form; a dense one comes back as it is."""


def shape(x):
    """Returns the shape of `x` as a tensor of ints, known only when a function runs."""


def int_shape(x):
    """Returns the shape of `x` as far as it is known beforehand.

    Returns:
        Tuple of ints, None in it for each unknown dimension; None if not even the number of
        dimensions is known.
    """


def ndim(x):
    """Returns the number of dimensions of `x` as an int, or None if it is unknown."""


def size(x, name=None):
    """Returns the number of entries of `x` as a scalar tensor."""


def dtype(x):
    """Returns the type of `x` as a string, such as `'float32'`."""


def count_params(x):
    """Returns the number of entries of `x`, whose shape must be known, as an int."""


def eval(x):
    """Returns the value of `x` as a NumPy array.

    Args:
        x: tensor that depends on no placeholder (a sparse one comes back dense), array, number,
            or an update, whose value is that of its variable after the update.
    """


def get_value(x):
    """Returns the value of `x` as a NumPy array.

    Args:
        x: variable.
    """


def batch_get_value(ops):
    """Returns the values of variables, as a list of NumPy arrays, in one go.

    Args:
        ops: list of variables.
    """


def set_value(x, value):
    """Sets the value of a variable.

    Args:
        x: variable.
        value: array of the variable's shape.

    Raises:
        ValueError: if the shapes differ.
    """


def batch_set_value(tuples):
    """Sets several variables in one go.

    Args:
        tuples: list of pairs `(variable, array)`.

    Raises:
        ValueError: if the shapes of a pair differ; no variable is changed then.
    """


def zeros(shape, dtype=None, name=None):
    """Makes a variable of zeros.

    Args:
        shape: tuple of ints, or tensor; where a size is not known yet, the result is a tensor.
    """


def ones(shape, dtype=None, name=None):
    """Makes a variable of ones.

    Args:
        shape: tuple of ints, or tensor; where a size is not known yet, the result is a tensor.
    """


def eye(size, dtype=None, name=None):
    """Makes a variable that holds an identity matrix.

    Args:
        size: int, or a pair of ints (rows, columns).
    """


def zeros_like(x, dtype=None, name=None):
    """Returns a tensor of zeros, of the shape of `x`.

    Args:
        dtype: string; None stands for the type of `x`.
    """


def ones_like(x, dtype=None, name=None):
    """Returns a tensor of ones, of the shape of `x`.

    Args:
        dtype: string; None stands for the type of `x`.
    """


def identity(x, name=None):
    """Returns a tensor equal to `x`."""


def cast(x, dtype):
    """Returns `x` converted to another type.

    Args:
        dtype: string such as `'float16'`, `'int32'` or `'bool'`.
    """


def print_tensor(x, message=''):
    """Returns `x`; whenever it is computed, `message` and its value are printed.

    The result has to be used: nothing is printed where it is thrown away.

    Args:
        message: string.

    Example::

        x = K.print_tensor(x, message='x is: ')
    """
