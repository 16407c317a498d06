"""Operators like `*=` on variables."""
import functools

_OPERATORS = 'add', 'sub', 'mul', 'truediv', 'floordiv', 'mod', 'pow', 'matmul'


def making_tensors(x):
    """Returns the variable `x`, of which `x *= 2` makes a tensor, as `x = x * 2` does.

    So it was with TensorFlow 1, and many an optimizer and a sum of losses relies on it.
    TensorFlow 2 refuses it.
    """
    x.__class__ = _kind(type(x))
    return x


@functools.lru_cache(maxsize=None)
def _kind(variable):
    """Returns a class of variables that has the plain operators in place of the others."""
    return type(variable.__name__, (variable,), {
        '__i%s__' % name: getattr(variable, '__%s__' % name) for name in _OPERATORS})
