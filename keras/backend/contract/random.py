"""Random tensors, which are drawn again each time they are computed.

Args:
    shape: tuple of ints or scalar tensors, or a tensor.
    dtype: string such as `'float32'`; None means `K.floatx()`.
    name: string.
    seed: int; None draws one from `np.random`, so `np.random.seed` determines it.
"""


def set_random_seed(seed):
    """Makes all later random numbers repeatable.

    Seeds NumPy's generator, which gives ops their seeds, and the engine's own. Not in Keras 2.

    Args:
        seed: int from 0 to 2**32 - 1.

    Example::

        K.set_random_seed(1)
        first = K.eval(K.random_normal((3,)))
        K.set_random_seed(1)
        again = K.eval(K.random_normal((3,)))  # the same numbers
    """


def random_states(function):
    """Returns where in its sequence of numbers each random tensor of a function is.

    On TensorFlow, the states of random ops cannot be read. So the first call for a function
    makes its graph take the same numbers from other ops, from the beginning of each sequence.
    Ops without such a counterpart (those inside of loops such as `K.rnn`, and TensorFlow's own
    except `tf.random.uniform`, `normal` and `truncated_normal`) are left out, with a warning.
    Not in Keras 2.

    Args:
        function: what `K.function` returned.

    Returns:
        List of vectors of ints, one for each random op, in an order that depends only on the
        function.

    Example::

        f = K.function([], [K.random_normal((3,))])
        states = K.random_states(f)
        first = f([])[0]
        K.set_random_states(f, states)
        again = f([])[0]  # the same numbers
    """


def set_random_states(function, states):
    """Makes the random tensors of a function continue where they, or those of its copy, were.

    Not in Keras 2.

    Args:
        function: what `K.function` returned.
        states: what `K.random_states` returned for it, or for a function that was made in the
            same way.

    Raises:
        ValueError: if the number of states is not that of the random tensors, or they come from
            another engine.
    """


def random_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """Returns a tensor drawn from a normal distribution each time it is computed.

    Args:
        mean: float, the mean.
        stddev: float, the standard deviation.

    Example:
        >>> K.eval(K.random_normal((2, 3))).shape
        (2, 3)
    """


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """Returns a tensor drawn from a truncated normal distribution each time it is computed.

    Numbers farther than two `stddev` from `mean` are drawn again.

    Args:
        mean: float, the mean.
        stddev: float, the standard deviation before truncation.

    Example:
        >>> bool(np.all(np.abs(K.eval(K.truncated_normal((100,)))) <= 2))
        True
    """


def random_uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    """Returns a tensor drawn from a uniform distribution each time it is computed.

    Args:
        minval: number, the lower limit, which may be drawn.
        maxval: number, the upper limit, which is not drawn.

    Example:
        >>> K.eval(K.random_uniform((2, 3), maxval=10.)).shape
        (2, 3)
    """


def random_binomial(shape, p=0.0, dtype=None, seed=None):
    """Returns a tensor of zeros and ones, drawn each time it is computed.

    Args:
        p: float from 0 to 1, the probability of a one.

    Example:
        >>> K.eval(K.random_binomial((3,), p=1.))
        array([1., 1., 1.], dtype=float32)
    """


def random_normal_variable(shape, mean, scale, dtype=None, name=None, seed=None):
    """Makes a variable whose initial value NumPy draws from a normal distribution.

    Args:
        shape: tuple of ints.
        mean: float, the mean.
        scale: float, the standard deviation.
        seed: int, which gives the same numbers on every engine; None draws from `np.random`.

    Example:
        >>> w = K.random_normal_variable((2, 3), mean=0., scale=0.1)
        >>> K.int_shape(w)
        (2, 3)
    """


def random_uniform_variable(shape, low, high, dtype=None, name=None, seed=None):
    """Makes a variable whose initial value NumPy draws from a uniform distribution.

    Args:
        shape: tuple of ints.
        low: float, the lower limit.
        high: float, the upper limit.
        seed: int, which gives the same numbers on every engine; None draws from `np.random`.

    Example:
        >>> w = K.random_uniform_variable((2, 3), low=-0.1, high=0.1)
        >>> K.int_shape(w)
        (2, 3)
    """
