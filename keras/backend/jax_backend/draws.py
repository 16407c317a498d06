"""Random numbers from streams of Philox, which are the same on every device.

A state is a vector of two 64-bit ints: the key of the stream, and how far it has been drawn.
(Salmon et al., Parallel random numbers: as easy as 1, 2, 3, 2011.)
"""
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.scipy.special import erf, erfinv

_MIXING = 0x9E3779B97F4A7C15  # odd, with bits that look random


def new_state(seed):
    """Returns the state at the beginning of the stream of a seed."""
    key = np.random.SeedSequence(seed).generate_state(1, 'uint64')[0]
    return np.array([key, 0], 'uint64')


def advanced(state, shape):
    """Returns the state after a draw of this shape."""
    return state.at[1].add(np.uint64(np.prod(shape, dtype='uint64')))


def of_step(state, step):
    """Returns the state for one step of a loop: that of another stream."""
    key = state[0] + (jnp.asarray(step, 'uint64') + 1) * np.uint64(_MIXING)
    return jnp.stack([key ^ (key >> 31), state[1]])


def _bits(state, shape, dtype):
    count = int(np.prod(shape, dtype='int64'))
    # A block of Philox is as large as four 32-bit numbers; one for each entry at most.
    return lax.rng_bit_generator(state, (count,), dtype,
                                 lax.RandomAlgorithm.RNG_PHILOX)[1].reshape(shape)


def bits16(state, shape):
    """Returns random 16-bit ints."""
    count = int(np.prod(shape, dtype='int64'))
    words = _bits(state, (-(-count // 2),), 'uint32')
    halves = lax.bitcast_convert_type(words, jnp.uint16)
    return halves.reshape(-1)[:count].reshape(shape)


def uniform(state, shape, dtype):
    """Returns numbers in [0, 1)."""
    if jnp.dtype(dtype) == 'float64':
        return (_bits(state, shape, 'uint64') >> 11).astype('float64') * 2.**-53
    # The 24 bits that a float32 has; fewer for shorter floats, which must not round to 1.
    kept = jnp.finfo(dtype).nmant + 1
    return (_bits(state, shape, 'uint32') >> (32 - kept)).astype(dtype) * jnp.asarray(
        2.**-kept, dtype)


def _centered(state, shape, dtype):
    """Returns numbers in (-1, 1), none of them 0, in at least 32 bits."""
    if jnp.dtype(dtype) == 'float64':
        return ((_bits(state, shape, 'uint64') >> 11).astype('float64') + .5) * 2.**-52 - 1
    return ((_bits(state, shape, 'uint32') >> 9).astype('float32') + .5) * 2.**-22 - 1


def normal(state, shape, dtype):
    """Returns numbers from the standard normal distribution."""
    return (np.sqrt(2).astype('float32') * erfinv(_centered(state, shape, dtype))).astype(dtype)


def truncated_normal(state, shape, dtype):
    """Returns numbers from the standard normal distribution truncated at -2 and 2."""
    numbers = _centered(state, shape, dtype)
    share = erf(jnp.asarray(np.sqrt(2), numbers.dtype))
    found = np.asarray(np.sqrt(2), numbers.dtype) * erfinv(share * numbers)
    return jnp.clip(found, -2, 2).astype(dtype)


def integers(state, shape, low, high, dtype):
    """Returns ints from `low` to `high` - 1."""
    span = np.uint64(int(high) - int(low))
    return (_bits(state, shape, 'uint64') % span).astype(dtype) + jnp.asarray(low, dtype)
