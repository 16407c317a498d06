"""Boston housing: prices of homes in suburbs of Boston, 1978.

Source: Harrison and Rubinfeld, Hedonic housing prices and the demand for clean air, 1978.
"""
import numpy as np

from .npz import read_npz
from .sources import BOSTON_HOUSING
from .splits import check_test_split, shuffled, split


def load_data(path='boston_housing.npz', test_split=0.2, seed=113):
    """Loads the Boston housing data, downloading it on first use.

    To use your own data instead, put an `.npz` file with the arrays `x` and `y` at `path` in the
    cache.

    Args:
        path: name of the file in the cache (`~/.keras/datasets`), or an absolute path.
        test_split: float from 0 to below 1, fraction of the data used for testing.
        seed: int, seed of the order; None draws a new order each time. The state of `np.random` is
            neither used nor changed.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: 13 features of each suburb as float64, `(404, 13)`
        and `(102, 13)`; the median price in thousands of dollars as float64, `(404,)` and `(102,)`.

    Raises:
        OSError: if the file cannot be downloaded; the message says where to put it manually.
        TypeError: if the file holds data of the wrong type.
        ValueError: if a downloaded file has the wrong hash or cannot be read.

    Example:
        >>> from keras.datasets import boston_housing
        >>> (x_train, y_train), (x_test, y_test) = boston_housing.load_data()  # doctest: +SKIP
    """
    check_test_split(test_split)
    x, y = shuffled(np.random.RandomState(seed), *BOSTON_HOUSING.load(_read, path))
    return split(x, y, test_split)


def _read(path):
    return read_npz(path, ['x', 'y'])
