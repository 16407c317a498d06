"""Seeds of random ops."""
import numpy as np


def seed_or_draw(seed):
    """Returns `seed`, or one drawn from `np.random` where it is None.

    Thus `np.random.seed` fixes every random op that is built after it.
    """
    return np.random.randint(1, 2**31 - 1) if seed is None else seed
