"""Arithmetic: entry by entry, along axes, and with matrices.

Args:
    x: tensor, number or array.
    y: tensor, number or array; `x` and `y` broadcast as in NumPy.
    axis: int, list or tuple of ints, or None for all axes; negative ints count from the end.
    keepdims: whether the reduced axes are kept, with size 1.
"""


def abs(x):
    """Returns the absolute value of each entry.

    Example:
        >>> K.eval(K.abs(K.constant([-1., 2.])))
        array([1., 2.], dtype=float32)
    """


def sign(x):
    """Returns -1, 0 or 1 for each entry that is negative, zero or positive.

    Example:
        >>> K.eval(K.sign(K.constant([-5., 0., 2.])))
        array([-1.,  0.,  1.], dtype=float32)
    """


def square(x):
    """Returns the square of each entry.

    Example:
        >>> K.eval(K.square(K.constant([-2., 3.])))
        array([4., 9.], dtype=float32)
    """


def sqrt(x):
    """Returns the square root of each entry; 0 for negative entries.

    Example:
        >>> K.eval(K.sqrt(K.constant([4., 9., -1.])))
        array([2., 3., 0.], dtype=float32)
    """


def exp(x):
    """Returns e to the power of each entry.

    Example:
        >>> np.round(K.eval(K.exp(K.constant([0., 1.]))), 3)
        array([1.   , 2.718], dtype=float32)
    """


def log(x):
    """Returns the natural logarithm of each entry.

    Example:
        >>> np.round(K.eval(K.log(K.constant([1., 10.]))), 3)
        array([0.   , 2.303], dtype=float32)
    """


def sin(x):
    """Returns the sine of each entry, in radians.

    Example:
        >>> np.round(K.eval(K.sin(K.constant([0., np.pi / 2]))), 3)
        array([0., 1.], dtype=float32)
    """


def cos(x):
    """Returns the cosine of each entry, in radians.

    Example:
        >>> np.round(K.eval(K.cos(K.constant([0., np.pi]))), 3)
        array([ 1., -1.], dtype=float32)
    """


def round(x):
    """Rounds each entry to the nearest whole number, and halves to the even one.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:
        >>> K.eval(K.round(K.constant([0.5, 1.5, 1.7])))
        array([0., 2., 2.], dtype=float32)
    """


def pow(x, a):
    """Returns each entry to the power `a`.

    Args:
        a: number or tensor.

    Example:
        >>> K.eval(K.pow(K.constant([1., 2., 3.]), 3))
        array([ 1.,  8., 27.], dtype=float32)
    """


def clip(x, min_value, max_value):
    """Limits each entry to the range from `min_value` to `max_value`.

    Args:
        min_value: number, tensor, or None for no lower limit.
        max_value: number, tensor, or None for no upper limit. A number below `min_value` is
            replaced by `min_value`.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:
        >>> K.eval(K.clip(K.constant([-3., 0.5, 3.]), -1, 1))
        array([-1. ,  0.5,  1. ], dtype=float32)
    """


def maximum(x, y):
    """Returns the larger of `x` and `y`, entry by entry.

    Example:
        >>> K.eval(K.maximum(K.constant([1., 5.]), K.constant([3., 2.])))
        array([3., 5.], dtype=float32)
    """


def minimum(x, y):
    """Returns the smaller of `x` and `y`, entry by entry.

    Example:
        >>> K.eval(K.minimum(K.constant([1., 5.]), K.constant([3., 2.])))
        array([1., 2.], dtype=float32)
    """


def equal(x, y):
    """Returns `x == y`, entry by entry, as a bool tensor.

    Example:
        >>> K.eval(K.equal(K.constant([1., 2.]), 2))
        array([False,  True])
    """


def not_equal(x, y):
    """Returns `x != y`, entry by entry, as a bool tensor.

    Example:
        >>> K.eval(K.not_equal(K.constant([1., 2.]), 2))
        array([ True, False])
    """


def greater(x, y):
    """Returns `x > y`, entry by entry, as a bool tensor.

    Example:
        >>> K.eval(K.greater(K.constant([1., 2., 3.]), 2))
        array([False, False,  True])
    """


def greater_equal(x, y):
    """Returns `x >= y`, entry by entry, as a bool tensor.

    Example:
        >>> K.eval(K.greater_equal(K.constant([1., 2., 3.]), 2))
        array([False,  True,  True])
    """


def less(x, y):
    """Returns `x < y`, entry by entry, as a bool tensor.

    Example:
        >>> K.eval(K.less(K.constant([1., 2., 3.]), 2))
        array([ True, False, False])
    """


def less_equal(x, y):
    """Returns `x <= y`, entry by entry, as a bool tensor.

    Example:
        >>> K.eval(K.less_equal(K.constant([1., 2., 3.]), 2))
        array([ True,  True, False])
    """


def sum(x, axis=None, keepdims=False):
    """Returns the sum of the entries along `axis`.

    Example:
        >>> x = K.constant([[1., 2.], [3., 4.]])
        >>> K.eval(K.sum(x, axis=0))
        array([4., 6.], dtype=float32)
        >>> K.eval(K.sum(x, axis=-1, keepdims=True))
        array([[3.],
               [7.]], dtype=float32)
    """


def prod(x, axis=None, keepdims=False):
    """Returns the product of the entries along `axis`.

    Example:
        >>> K.eval(K.prod(K.constant([[1., 2.], [3., 4.]]), axis=0))
        array([3., 8.], dtype=float32)
    """


def max(x, axis=None, keepdims=False):
    """Returns the largest entry along `axis`.

    Example:
        >>> K.eval(K.max(K.constant([[1., 4.], [3., 2.]]), axis=0))
        array([3., 4.], dtype=float32)
    """


def min(x, axis=None, keepdims=False):
    """Returns the smallest entry along `axis`.

    Example:
        >>> K.eval(K.min(K.constant([[1., 4.], [3., 2.]]), axis=0))
        array([1., 2.], dtype=float32)
    """


def mean(x, axis=None, keepdims=False):
    """Returns the mean of the entries along `axis`.

    The mean of bools is a float; that of ints is an int.

    Example:
        >>> K.eval(K.mean(K.constant([[1., 2.], [3., 4.]]), axis=0))
        array([2., 3.], dtype=float32)
    """


def var(x, axis=None, keepdims=False):
    """Returns the variance along `axis`: the mean squared distance to the mean.

    Example:
        >>> K.eval(K.var(K.constant([[1., 2.], [3., 6.]]), axis=0))
        array([1., 4.], dtype=float32)
    """


def std(x, axis=None, keepdims=False):
    """Returns the standard deviation along `axis`: the square root of `K.var`.

    Example:
        >>> K.eval(K.std(K.constant([[1., 2.], [3., 6.]]), axis=0))
        array([1., 2.], dtype=float32)
    """


def logsumexp(x, axis=None, keepdims=False):
    """Returns `log(sum(exp(x)))` along `axis`, without overflow for large entries.

    Example:
        >>> np.round(K.eval(K.logsumexp(K.constant([[0., 0.], [100., 0.]]), axis=1)), 3)
        array([  0.693, 100.   ], dtype=float32)
    """


def any(x, axis=None, keepdims=False):
    """Returns whether any entry along `axis` is true (not zero), as a bool tensor.

    Example:
        >>> K.eval(K.any(K.constant([[0., 1.], [0., 0.]]), axis=1))
        array([ True, False])
    """


def all(x, axis=None, keepdims=False):
    """Returns whether all entries along `axis` are true (not zero), as a bool tensor.

    Example:
        >>> K.eval(K.all(K.constant([[0., 1.], [1., 1.]]), axis=1))
        array([False,  True])
    """


def argmax(x, axis=-1):
    """Returns the index of the largest entry along `axis`; of equal ones, the first.

    Args:
        axis: int; negative ints count from the end.

    Example:
        >>> K.eval(K.argmax(K.constant([[1., 3., 2.], [7., 5., 6.]])))
        array([1, 0])
    """


def argmin(x, axis=-1):
    """Returns the index of the smallest entry along `axis`; of equal ones, the first.

    Args:
        axis: int; negative ints count from the end.

    Example:
        >>> K.eval(K.argmin(K.constant([[1., 3., 2.], [7., 5., 6.]])))
        array([0, 1])
    """


def cumsum(x, axis=0):
    """Returns the running sums along `axis`, in the shape of `x`.

    Args:
        axis: int; negative ints count from the end.

    Example:
        >>> K.eval(K.cumsum(K.constant([1., 2., 3.])))
        array([1., 3., 6.], dtype=float32)
    """


def cumprod(x, axis=0):
    """Returns the running products along `axis`, in the shape of `x`.

    Args:
        axis: int; negative ints count from the end.

    Example:
        >>> K.eval(K.cumprod(K.constant([1., 2., 3., 4.])))
        array([ 1.,  2.,  6., 24.], dtype=float32)
    """


def dot(x, y):
    """Multiplies matrices, or tensors as `np.dot` does.

    Sums over the last axis of `x` and the second-to-last axis of `y` (its only one, if `y` is a
    vector): shapes (a, b, c) and (d, c, e) give (a, b, d, e).

    Args:
        x: tensor, or sparse matrix.
        y: dense tensor.

    Returns:
        Tensor.

    Raises:
        ValueError: if the sizes to sum over differ, where they are known.

    Example:
        >>> K.eval(K.dot(K.constant([[1., 2.]]), K.constant([[3.], [4.]])))
        array([[11.]], dtype=float32)
    """


def batch_dot(x, y, axes=None):
    """Multiplies each sample of `x` by the same sample of `y`.

    Args:
        x: tensor of shape `(batch, ...)`, with at least 2 axes.
        y: tensor of shape `(batch, ...)`, with at least 2 axes.
        axes: the axis of `x` and the axis of `y` to sum over: a pair of ints, or one int for both,
            never the batch axis. By default the last axis of `x` and the second-to-last of `y`
            (its last, if `y` is a matrix).

    Returns:
        Tensor whose shape is the batch size, the remaining axes of `x` and the remaining axes of
        `y`; `(batch, 1)` if no axes remain.

    Raises:
        ValueError: if an axis does not exist, or the sizes to sum over differ.

    Example:
        >>> x = K.ones((32, 20, 4))
        >>> y = K.ones((32, 30, 4))
        >>> K.int_shape(K.batch_dot(x, y, axes=(2, 2)))
        (32, 20, 30)
    """
