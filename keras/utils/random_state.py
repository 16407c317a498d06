"""The state of the random numbers of Python and NumPy."""
import random

import numpy as np


def get_random_state():
    """Returns the state of `random` and `np.random`, as a dictionary of lists and arrays.

    Example:
        >>> from keras.utils.random_state import get_random_state, set_random_state
        >>> state = get_random_state()
        >>> number = np.random.rand()
        >>> set_random_state(state)
        >>> number == np.random.rand()
        True
    """
    version, numbers, following = random.getstate()
    return {'python': [version, np.array(numbers, 'uint32'), following],
            'numpy': list(np.random.get_state())}


def set_random_state(state):
    """Sets the state of `random` and `np.random`.

    Args:
        state: what `get_random_state` returned.
    """
    version, numbers, following = state['python']
    random.setstate((version, tuple(int(number) for number in numbers), following))
    np.random.set_state(tuple(state['numpy']))
