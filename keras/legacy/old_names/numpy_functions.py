"""Functions that NumPy has removed."""
import numpy as np

NINF = -np.inf
PZERO = 0.
NZERO = -0.


def asfarray(a, dtype=np.float64):
    """Returns `a` as an array of floats: float64, unless `dtype` is another float type."""
    return np.asarray(a, dtype=dtype if np.issubdtype(dtype, np.inexact) else np.float64)


def asscalar(a):
    """Returns the only entry of an array as a Python number."""
    return a.item()


def in1d(ar1, ar2, assume_unique=False, invert=False):
    """Returns for each entry of `ar1`, flattened, whether it is in `ar2`."""
    return np.isin(np.ravel(ar1), ar2, assume_unique=assume_unique, invert=invert)


def issubclass_(arg1, arg2):
    """Returns whether a class is derived from another; False if it is not a class."""
    return isinstance(arg1, type) and issubclass(arg1, arg2)


def msort(a):
    """Returns a copy of an array, sorted along its first axis."""
    return np.sort(a, axis=0)
