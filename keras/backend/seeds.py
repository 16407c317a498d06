"""Seeds of random ops, and random numbers that NumPy draws for engines."""
import numpy as np


def seed_or_draw(seed):
    """Returns `seed`, or one drawn from `np.random` if it is None.

    So `np.random.seed` determines every random op that is built after it.
    """
    return np.random.randint(1, 2**31 - 1) if seed is None else seed


def normal_within_two(draw, shape):
    """Returns numbers from the standard normal distribution truncated at -2 and 2.

    Args:
        draw: function that draws a number of values from the whole distribution.
        shape: tuple of ints.
    """
    numbers = draw(int(np.prod(shape, dtype='int64')))
    beyond = np.flatnonzero(np.abs(numbers) > 2)
    while beyond.size:
        numbers[beyond] = draw(beyond.size)
        beyond = beyond[np.abs(numbers[beyond]) > 2]
    return numbers.reshape(shape)
