"""Random tensors, drawn by NumPy each time they are computed."""
import numpy as np

from ..config import floatx
from ..recorded.dynamic_sizes import shape_from, sizes_of
from ..recorded.graph import Operation
from ..seeds import new_generator, normal_within_two, seed_or_draw, set_states_of, states_of
from .implementations import implement


def _drawn(trace, tensor, env):
    sizes = tuple(int(size) for size in trace.fixed(env[id(tensor.inputs[0])]))
    draw, generator = tensor.attributes['draw'], tensor.attributes['generator']
    return trace.computed(lambda: draw(generator, sizes), tensor.dtype, [])


# The generator belongs to the tensor, so new programs continue where others stopped.
_draw = Operation('random', lambda shapes, x: shape_from(x.inputs[0]), differentiable=False)
implement(_draw, evaluate=_drawn)


def random_tensor(shape, draw, dtype, seed):
    """Returns a random tensor.

    Args:
        shape: as in `K.random_normal`.
        draw: function from a generator and a tuple of ints to an array.
        dtype: string, None for `K.floatx()`.
        seed: int or None.
    """
    generator = new_generator(seed_or_draw(seed) % 2**32)
    return _draw(sizes_of(shape), draw=draw, generator=generator, dtype=dtype or floatx())


def random_states(function):
    return states_of(_generators(function))


def set_random_states(function, states):
    set_states_of(_generators(function), states)


def _generators(function):
    found = [x.attributes['generator'] for x in function.tensors() if x.op is _draw]
    return list({id(generator): generator for generator in found}.values())


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
