"""One seed for all random numbers."""
import random
from numbers import Integral

from keras import backend as K


def set_random_seed(seed):
    """Seeds the random numbers of Python, NumPy and the engine.

    Everything made after the call (initial weights, dropout, the order of samples and so on) is
    the same in each run of a program. Ops made before the call keep their seeds.

    Args:
        seed: int from 0 to 2**32 - 1.

    Raises:
        ValueError: for anything else.

    Example:
        >>> keras.utils.set_random_seed(7)
        >>> a = K.get_value(keras.layers.Dense(1).add_weight('w', (3,), initializer='uniform'))
        >>> keras.utils.set_random_seed(7)
        >>> b = K.get_value(keras.layers.Dense(1).add_weight('w', (3,), initializer='uniform'))
        >>> bool(np.all(a == b))
        True
    """
    if not isinstance(seed, Integral) or not 0 <= seed < 2 ** 32:
        raise ValueError('The seed must be a whole number from 0 to 2**32 - 1, but got %r.'
                         % (seed,))
    random.seed(int(seed))
    K.set_random_seed(int(seed))
