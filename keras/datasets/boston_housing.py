"""Prices of homes in the suburbs of Boston, 1978 (Harrison, Rubinfeld: Hedonic housing prices)."""
import numpy as np

from .npz import read_npz
from .sources import BOSTON_HOUSING
from .splits import check_test_split, shuffled, split


def load_data(path='boston_housing.npz', test_split=0.2, seed=113):
    """Loads the Boston housing data, downloading them at first use.

    A file with data of your own can take their place: an `.npz` file with the arrays `x` and `y`,
    at `path` in the cache.

    Args:
        path: name of the file in the cache (`~/.keras/datasets`), or an absolute path.
        test_split: float from 0 to below 1, the part of the data to keep for testing.
        seed: int, seed of the order in which the data come; None for a new order each time. The
            state of `np.random` neither matters nor changes.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: 13 features of each suburb as float64, shape
        `(404, 13)` and `(102, 13)`; median price in thousands of dollars as float64, shape
        `(404,)` and `(102,)`.

    Raises:
        ValueError: if `test_split` is out of range, or what was downloaded has the wrong hash or
            cannot be read.
        OSError: if the file cannot be downloaded; the message tells where to put it by hand.
        TypeError: if the arrays do not hold numbers.
    """
    check_test_split(test_split)
    x, y = shuffled(np.random.RandomState(seed), *BOSTON_HOUSING.load(_read, path))
    return split(x, y, test_split)


def _read(path):
    return read_npz(path, ['x', 'y'])
