"""Arithmetic: entry by entry, along axes, and of matrices.

Args:
    x: tensor, number or array.
    y: tensor, number or array; `x` and `y` broadcast as in NumPy.
    axis: int, list or tuple of ints, or None for all axes; a negative one counts from the end.
    keepdims: whether the axes that are reduced stay, with length 1.
"""


def abs(x):
    """Returns the absolute value of each entry."""


def sign(x):
    """Returns -1, 0 or 1 for each entry that is negative, zero or positive."""


def square(x):
    """Returns the square of each entry."""


def sqrt(x):
    """Returns the square root of each entry, 0 for negative ones."""


def exp(x):
    """Returns e to the power of each entry."""


def log(x):
    """Returns the natural logarithm of each entry."""


def sin(x):
    """Returns the sine of each entry."""


def cos(x):
    """Returns the cosine of each entry."""


def round(x):
    """Rounds each entry to the nearest whole number; halves go to the even one."""


def pow(x, a):
    """Returns each entry to the power `a`.

    Args:
        a: number or tensor.
    """


def clip(x, min_value, max_value):
    """Limits each entry to the range from `min_value` to `max_value`.

    Args:
        min_value: number, tensor, or None for no lower limit.
        max_value: number, tensor, or None for no upper limit. A number below `min_value` is
            raised to it.
    """


def maximum(x, y):
    """Returns the larger of `x` and `y`, entry by entry."""


def minimum(x, y):
    """Returns the smaller of `x` and `y`, entry by entry."""


def equal(x, y):
    """Returns where `x == y`, as a bool tensor."""


def not_equal(x, y):
    """Returns where `x != y`, as a bool tensor."""


def greater(x, y):
    """Returns where `x > y`, as a bool tensor."""


def greater_equal(x, y):
    """Returns where `x >= y`, as a bool tensor."""


def less(x, y):
    """Returns where `x < y`, as a bool tensor."""


def less_equal(x, y):
    """Returns where `x <= y`, as a bool tensor."""


def sum(x, axis=None, keepdims=False):
    """Returns the sum of the entries along `axis`."""


def prod(x, axis=None, keepdims=False):
    """Returns the product of the entries along `axis`."""


def max(x, axis=None, keepdims=False):
    """Returns the largest entry along `axis`."""


def min(x, axis=None, keepdims=False):
    """Returns the smallest entry along `axis`."""


def mean(x, axis=None, keepdims=False):
    """Returns the mean of the entries along `axis`; that of bools is a float."""


def var(x, axis=None, keepdims=False):
    """Returns the variance of the entries along `axis`: the mean squared distance to the mean."""


def std(x, axis=None, keepdims=False):
    """Returns the standard deviation of the entries along `axis`: the root of `K.var`."""


def logsumexp(x, axis=None, keepdims=False):
    """Returns `log(sum(exp(x)))` along `axis`, without overflow for large entries."""


def any(x, axis=None, keepdims=False):
    """Returns whether any entry along `axis` is true (not zero), as a bool tensor."""


def all(x, axis=None, keepdims=False):
    """Returns whether all entries along `axis` are true (not zero), as a bool tensor."""


def argmax(x, axis=-1):
    """Returns the index of the largest entry along `axis`, the first of equal ones.

    Args:
        axis: int; a negative one counts from the end.
    """


def argmin(x, axis=-1):
    """Returns the index of the smallest entry along `axis`, the first of equal ones.

    Args:
        axis: int; a negative one counts from the end.
    """


def cumsum(x, axis=0):
    """Returns the running sums along `axis`, of the shape of `x`.

    Args:
        axis: int; a negative one counts from the end.
    """


def cumprod(x, axis=0):
    """Returns the running products along `axis`, of the shape of `x`.

    Args:
        axis: int; a negative one counts from the end.
    """


def dot(x, y):
    """Multiplies matrices, or tensors as `np.dot` does.

    The last axis of `x` meets the second-to-last of `y` (or the only one): shapes (a, b, c) and
    (d, c, e) give (a, b, d, e).

    Args:
        x: tensor, or sparse matrix.
        y: dense tensor.
    """


def batch_dot(x, y, axes=None):
    """Multiplies each sample of `x` with the same sample of `y`.

    Args:
        x: tensor (batch, ...) with at least 2 axes.
        y: tensor (batch, ...) with at least 2 axes.
        axes: the axis of `x` and the axis of `y` to sum over, as a pair of ints, or as one int
            for both; never the batch axis. By default the last axis of `x` and the
            second-to-last of `y` (its last, where `y` is a matrix).

    Returns:
        Tensor: (batch, remaining axes of `x`, remaining axes of `y`), or (batch, 1) where
        no axis remains.

    Raises:
        ValueError: if the axes do not exist or do not fit.

    Example::

        x = K.ones((32, 20, 4))
        y = K.ones((32, 30, 4))
        K.batch_dot(x, y, axes=(2, 2))  # (32, 20, 30)
    """
