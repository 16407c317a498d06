"""Random tensors, each of which has a stream of numbers of its own."""
import numpy as np

from ..config import floatx
from ..recorded.random import RANDOM, drawn_from, sources_in
from ..seeds import check_states, seed_or_draw
from . import draws
from .implementations import implement


class State:
    """Where a stream of random numbers is; functions that draw from it replace the array."""

    def __init__(self, seed):
        self.array = draws.new_state(seed)


def _evaluate(trace, tensor, env):
    sizes = tuple(int(size) for size in trace.known(tensor.inputs[0], env))
    holder = tensor.attributes['source']
    trace.drawn[id(holder)] = sizes
    state = trace.states[id(holder)]
    for step in trace.steps:
        state = draws.of_step(state, step)
    return tensor.attributes['draw'](state, sizes, tensor.dtype)


implement(RANDOM, evaluate=_evaluate)


def random_tensor(shape, draw, dtype, seed):
    """Returns a random tensor.

    Args:
        shape: as in `K.random_normal`.
        draw: function from a state, a tuple of ints and a dtype to an array.
        dtype: string, None for `K.floatx()`.
        seed: int or None.
    """
    return drawn_from(State(seed_or_draw(seed) % 2**32), draw, shape, dtype)


def random_states(function):
    return [np.array(state.array) for state in sources_in(function.tensors())]


def set_random_states(function, states):
    found = sources_in(function.tensors())
    check_states(states, len(found), size=2)
    for state, array in zip(found, states):
        state.array = np.array(array, 'uint64')


def random_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return random_tensor(shape, draws.normal, dtype, seed) * stddev + mean


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return random_tensor(shape, draws.truncated_normal, dtype, seed) * stddev + mean


def random_uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    dtype = dtype or floatx()
    if np.dtype(dtype).kind in 'iu':
        def draw(state, sizes, dtype):
            return draws.integers(state, sizes, minval, maxval, dtype)
        return random_tensor(shape, draw, dtype, seed)
    return random_tensor(shape, draws.uniform, dtype, seed) * (maxval - minval) + minval
