"""One seed for everything."""
import random
from numbers import Integral

from keras import backend as K


def set_random_seed(seed):
    """Fixes the random numbers of Python, NumPy and the engine at once.

    What is made after it (start weights, dropout, the order of samples, ...) is the same in each
    run. Ops that were made before keep the seeds that they have.

    Args:
        seed: int from 0 to 2**32 - 1.

    Raises:
        ValueError: if it is anything else.

    Example:
        >>> keras.utils.set_random_seed(7)
    """
    if not isinstance(seed, Integral) or not 0 <= seed < 2 ** 32:
        raise ValueError('The seed must be a whole number from 0 to 2**32 - 1, but got %r.'
                         % (seed,))
    random.seed(int(seed))
    K.set_random_seed(int(seed))
