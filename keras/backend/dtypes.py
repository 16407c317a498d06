"""Kinds of dtypes. To NumPy, bfloat16 is a foreign type: its kind is `'V'`."""
import numpy as np

from .config import floatx

HALVES = ('float16', 'bfloat16')


def array_floatx():
    """Returns the float type of images: `K.floatx()`, or float32 where NumPy lacks that type."""
    return 'float32' if floatx() == 'bfloat16' else floatx()


def is_float(dtype):
    """Returns whether a dtype, or its name, is one of real floating-point numbers."""
    dtype = np.dtype(dtype)
    return dtype.kind == 'f' or dtype.name == 'bfloat16'


def is_number(dtype):
    """Returns whether a dtype is one of bools, ints or real floating-point numbers."""
    return np.dtype(dtype).kind in 'biu' or is_float(dtype)


def at_least_single(dtype):
    """Returns the type in which to add up many numbers of a type: float32 for half precision.

    Args:
        dtype: string.
    """
    return 'float32' if dtype in HALVES else dtype


def largest_exact(dtype):
    """Returns the int up to which a float type holds all ints.

    Args:
        dtype: string.
    """
    digits = {'bfloat16': 8, 'float16': 11, 'float32': 24, 'float64': 53}
    return 2 ** digits[dtype]
