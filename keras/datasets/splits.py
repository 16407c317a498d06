"""Shuffles data and splits it into training and test data."""
import numbers

import numpy as np


def check_test_split(test_split):
    """Raises an error if `test_split` is not a number from 0 to below 1."""
    if not isinstance(test_split, numbers.Real):
        raise TypeError('`test_split` must be a number, but got %r.' % (test_split,))
    if not 0 <= test_split < 1:
        raise ValueError('`test_split` must be from 0 to below 1, the fraction of the data for '
                         'testing, but got %s.' % test_split)


def shuffled(random, *arrays):
    """Returns arrays in a new order, the same for all of them.

    Args:
        random: `np.random.RandomState`.
        *arrays: arrays (or `WordLists`) of the same length.
    """
    order = np.arange(len(arrays[0]))
    random.shuffle(order)
    return [array[order] for array in arrays]


def split(x, y, test_split):
    """Returns `(x_train, y_train), (x_test, y_test)`; the last part is the test data."""
    count = int(len(x) * (1 - test_split))
    return (x[:count], y[:count]), (x[count:], y[count:])
