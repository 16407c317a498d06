"""Random tensors, drawn by NumPy each time they are computed."""
import numpy as np

from ..config import floatx
from ..recorded.random import RANDOM, drawn_from, sources_in
from ..seeds import new_generator, normal_within_two, seed_or_draw, set_states_of, states_of
from .implementations import implement


def _drawn(trace, tensor, env):
    sizes = tuple(int(size) for size in trace.fixed(env[id(tensor.inputs[0])]))
    draw, generator = tensor.attributes['draw'], tensor.attributes['source']
    return trace.computed(lambda: draw(generator, sizes), tensor.dtype, [])


implement(RANDOM, evaluate=_drawn)


def random_tensor(shape, draw, dtype, seed):
    """Returns a random tensor.

    Args:
        shape: as in `K.random_normal`.
        draw: function from a generator and a tuple of ints to an array.
        dtype: string, None for `K.floatx()`.
        seed: int or None.
    """
    generator = new_generator(seed_or_draw(seed) % 2**32)
    return drawn_from(generator, draw, shape, dtype)


def random_states(function):
    return states_of(sources_in(function.tensors()))


def set_random_states(function, states):
    set_states_of(sources_in(function.tensors()), states)


def random_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return random_tensor(shape, lambda generator, sizes: generator.normal(
        size=sizes), dtype, seed) * stddev + mean


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return random_tensor(shape, lambda generator, sizes: normal_within_two(
        lambda count: generator.normal(size=count), sizes), dtype, seed) * stddev + mean


def random_uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    dtype = dtype or floatx()
    if np.dtype(dtype).kind in 'iu':
        return random_tensor(shape, lambda generator, sizes: generator.integers(
            minval, maxval, sizes), dtype, seed)

    def draw(generator, sizes):
        numbers = np.asarray(generator.random(sizes), dtype)
        # Rounding must not reach the upper limit.
        return np.minimum(numbers, np.nextafter(np.ones((), dtype), np.zeros((), dtype)))

    return random_tensor(shape, draw, dtype, seed) * (maxval - minval) + minval
