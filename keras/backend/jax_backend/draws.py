"""Random numbers as functions of a state, the same for the same state on every device.

A state is a vector of two uint64, a key and a counter. Entry `i` of a draw is a hash of the key
and of `counter + i`: the mixing function of SplitMix64, applied twice. XLA computes such a hash
together with what uses the numbers, in one pass and on all threads. It does not do so with its
own `RngBitGenerator`, which is several times slower on CPUs.
"""
import math

import jax.numpy as jnp
import numpy as np
from jax import lax

# The increment and the multipliers of SplitMix64.
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)

_ROOT_OF_TWO = math.sqrt(2)
_PART_WITHIN_TWO = math.erf(_ROOT_OF_TWO)  # of a standard normal distribution


def new_state(seed):
    """Returns the first state of a stream.

    Args:
        seed: int. Different seeds, however near, give unrelated streams.
    """
    seeds = np.array([int(seed) % 2**64], 'uint64')
    return np.append(_mixed(seeds + _GOLDEN), np.uint64(0))


def advanced(state, shape):
    """Returns the state after a draw of any kind.

    Args:
        state: uint64 vector (key, counter).
        shape: tuple of ints, the shape that was drawn.
    """
    return state + np.array([0, _size(shape)], 'uint64')


def of_step(state, step):
    """Returns the state from which one step of a loop draws.

    Args:
        state: uint64 vector (key, counter).
        step: int, which may be traced. Different steps get unrelated streams.
    """
    steps = jnp.asarray(step).astype('uint64') + np.uint64(1)
    return jnp.stack([_mixed(state[0] + steps * _GOLDEN), state[1]])


def uniform(state, shape, dtype):
    """Returns numbers from [0, 1)."""
    wide = _wide(dtype)
    bits = _precision(wide)
    numbers = (_words(state, shape) >> (64 - bits)).astype(wide) * 2.**-bits
    return jnp.minimum(numbers.astype(dtype), 1 - jnp.finfo(dtype).epsneg)  # if rounded up to 1


def normal(state, shape, dtype):
    """Returns numbers from the standard normal distribution."""
    return _quantiles(_symmetric(state, shape, dtype)).astype(dtype)


def truncated_normal(state, shape, dtype):
    """Returns numbers from the standard normal distribution truncated at -2 and 2."""
    numbers = _quantiles(_symmetric(state, shape, dtype) * _PART_WITHIN_TWO)
    return jnp.clip(numbers, -2, 2).astype(dtype)  # if rounded beyond


def integers(state, shape, low, high, dtype):
    """Returns integers, from `low` to less than `high`.

    Raises:
        ValueError: if there are none.
    """
    low, high = int(low), int(high)
    if low >= high:
        raise ValueError('K.random_uniform draws integers from `minval` to less than `maxval`, so '
                         '`minval` must be less than `maxval`, but they are %d and %d.' % (
                             low, high))
    # The remainders of 64 bits are as good as equally likely.
    numbers = _words(state, shape) % np.uint64(high - low) + np.uint64(low % 2**64)
    return numbers.astype(dtype)


def bits16(state, shape):
    """Returns uint16 numbers, all equally likely."""
    return (_words(state, shape) >> 48).astype('uint16')


def _symmetric(state, shape, dtype):
    """Returns numbers from (-1, 1), each as likely as its negative, never 0, in `_wide(dtype)`."""
    wide = _wide(dtype)
    bits = _precision(wide)
    whole = _words(state, shape).astype('int64') >> (64 - bits)
    return (whole.astype(wide) + .5) * 2.**(1 - bits)


def _quantiles(numbers):
    """Returns standard normal numbers for numbers from (-1, 1), of which 0 is the median."""
    return lax.erf_inv(numbers) * _ROOT_OF_TWO


def _wide(dtype):
    """Returns the type in which to compute numbers of type `dtype`: at least float32."""
    return jnp.promote_types(dtype, 'float32')


def _precision(dtype):
    """Returns how many bits an integer may have to be exact as a float."""
    return jnp.finfo(dtype).nmant + 1


def _words(state, shape):
    key, counter = state[0], state[1]
    places = counter + lax.iota('uint64', _size(shape))
    # The key counts twice: alone in the sum, it would make all streams parts of one sequence.
    return _mixed(_mixed(places + key) + key).reshape(shape)


def _mixed(words):
    """Returns a number for each uint64: a permutation in which each bit depends on all bits."""
    words = (words ^ (words >> 30)) * _FIRST
    words = (words ^ (words >> 27)) * _SECOND
    return words ^ (words >> 31)


def _size(shape):
    return int(np.prod(shape, dtype='int64'))
