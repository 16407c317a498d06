"""Random tensors, which are drawn again each time that they are computed.

Args:
    shape: tuple of ints or scalar tensors, or a tensor.
    dtype: string such as `'float32'`; None stands for `K.floatx()`.
    name: string.
    seed: int; None draws one from `np.random`, so `np.random.seed` fixes it.
"""


def set_random_seed(seed):
    """Fixes all random numbers to come: NumPy's, which give ops their seeds, and the engine's own.

    Args:
        seed: int from 0 to 2**32 - 1.
    """


def random_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """Returns a tensor, drawn from the normal distribution each time that it is computed.

    Args:
        mean: float, the centre.
        stddev: float, the width.
    """


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """Returns a tensor, drawn from the middle of the normal distribution at each computation.

    What lies farther than two `stddev` from `mean` is drawn again.

    Args:
        mean: float, the centre.
        stddev: float, the width before the cut.
    """


def random_uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    """Returns a tensor, drawn evenly from a range each time that it is computed.

    Args:
        minval: number, the least that may be drawn.
        maxval: number, more than all that may be drawn.
    """


def random_binomial(shape, p=0.0, dtype=None, seed=None):
    """Returns a tensor of zeros and ones, drawn each time that it is computed.

    Args:
        p: float between 0 and 1, the probability of a one.
    """


def random_normal_variable(shape, mean, scale, dtype=None, name=None, seed=None):
    """Makes a variable whose start value is drawn, by NumPy, from the normal distribution.

    Args:
        shape: tuple of ints.
        mean: float, the centre.
        scale: float, the standard deviation.
        seed: int; the same one gives the same numbers on every engine.
    """


def random_uniform_variable(shape, low, high, dtype=None, name=None, seed=None):
    """Makes a variable whose start value is drawn evenly, by NumPy, from `low` to `high`.

    Args:
        shape: tuple of ints.
        low: float.
        high: float.
        seed: int; the same one gives the same numbers on every engine.
    """
