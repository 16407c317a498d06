"""The source of random numbers for augmentation.

While an iterator makes a batch, they come from the random state of this batch, otherwise from
`np.random`.
"""
import contextlib
import threading

import numpy as np

_thread = threading.local()


@contextlib.contextmanager
def drawing_from(random):
    """Makes augmentation in this thread draw from a given random state within the `with` block.

    Args:
        random: `np.random.RandomState`; None changes nothing.
    """
    before = getattr(_thread, 'random', None)
    _thread.random = random or before
    try:
        yield
    finally:
        _thread.random = before


def random_numbers(seed=None):
    """Returns the source of random numbers.

    Args:
        seed: int, for a new random state with this seed; `np.random.RandomState` (or the module
            `np.random`) to use; None to use the random state of the batch being made, or
            `np.random` if there is none.

    Returns:
        `np.random.RandomState`, or the module `np.random`, which has the same functions.
    """
    if seed is None:
        return getattr(_thread, 'random', None) or np.random
    if hasattr(seed, 'random_sample'):
        return seed
    return np.random.RandomState(seed)
