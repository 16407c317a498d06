"""Random tensors, drawn anew each time that they are computed.

`seed` is an int; None draws one from `np.random`, so that `np.random.seed` fixes all of them.
A dtype is a string; None stands for `K.floatx()`.
"""


def set_random_seed(seed):
    """Fixes all random numbers to come: NumPy's, which give ops their seeds, and the engine's own.

    Args:
        seed: int from 0 to 2**32 - 1.
    """


def random_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """Returns a tensor drawn from the normal distribution.

    Args:
        shape: tuple of ints or scalar tensors, or a tensor.
        mean: float, the centre.
        stddev: float, the width.
        dtype: type of the tensor.
        seed: int.
    """


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """Returns a tensor drawn from the part of the normal distribution near its mean.

    What lies farther than two `stddev` from `mean` is drawn again.

    Args:
        shape: tuple of ints or scalar tensors, or a tensor.
        mean: float, the centre.
        stddev: float, the width before the cut.
        dtype: type of the tensor.
        seed: int.
    """


def random_uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    """Returns a tensor drawn evenly from `minval` (included) to `maxval` (excluded).

    Args:
        shape: tuple of ints or scalar tensors, or a tensor.
        minval: number.
        maxval: number.
        dtype: type of the tensor.
        seed: int.
    """


def random_binomial(shape, p=0.0, dtype=None, seed=None):
    """Returns a tensor of ones, with probability `p` each, and zeros.

    Args:
        shape: tuple of ints or scalar tensors, or a tensor.
        p: float between 0 and 1.
        dtype: type of the tensor.
        seed: int.
    """


def random_normal_variable(shape, mean, scale, dtype=None, name=None, seed=None):
    """Makes a variable whose start value is drawn, by NumPy, from the normal distribution.

    Args:
        shape: tuple of ints.
        mean: float, the centre.
        scale: float, the standard deviation.
        dtype: type of the variable.
        name: string.
        seed: int; the same one gives the same numbers on every engine.
    """


def random_uniform_variable(shape, low, high, dtype=None, name=None, seed=None):
    """Makes a variable whose start value is drawn evenly, by NumPy, from `low` to `high`.

    Args:
        shape: tuple of ints.
        low: float.
        high: float.
        dtype: type of the variable.
        name: string.
        seed: int; the same one gives the same numbers on every engine.
    """
