"""Operators like `*=` on variables."""
import functools

_OPERATORS = 'add', 'sub', 'mul', 'truediv', 'floordiv', 'mod', 'pow', 'matmul'


def making_tensors(x):
    """Returns the variable `x`, for which `x *= 2` makes a tensor, as `x = x * 2` does.

    TensorFlow 1 did so, and many optimizers and sums of losses rely on it. TensorFlow 2 does not
    support it.
    """
    x.__class__ = _kind(type(x))
    return x


@functools.lru_cache(maxsize=None)
def _kind(variable):
    """Returns a class of variables whose in-place operators are the plain ones."""
    return type(variable.__name__, (variable,), {
        '__i%s__' % name: getattr(variable, '__%s__' % name) for name in _OPERATORS})
