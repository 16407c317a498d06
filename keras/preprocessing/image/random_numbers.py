"""Where augmentation draws its random numbers.

While an iterator makes a batch, they come from that batch's own numbers. Else they come from
`np.random`.
"""
import contextlib
import threading

import numpy as np

_thread = threading.local()


@contextlib.contextmanager
def drawing_from(random):
    """Makes augmentation in this thread draw from given random numbers within the `with` block.

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
    """Returns what to draw random numbers from.

    Args:
        seed: int to begin with; `np.random.RandomState` (or the module `np.random`) to go on with;
            None to go on with the numbers of the batch that is being made, or with `np.random` if
            there is none.

    Returns:
        `np.random.RandomState`, or the module `np.random`, which has the same functions.
    """
    if seed is None:
        return getattr(_thread, 'random', None) or np.random
    if hasattr(seed, 'random_sample'):
        return seed
    return np.random.RandomState(seed)
