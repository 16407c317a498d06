"""Random tensors, drawn again each time they are computed."""
import functools

import numpy as np
import theano
import theano.tensor as T
from theano.gradient import DisconnectedType

from ..building import Nested
from ..config import floatx
from ..seeds import new_generator, normal_within_two, seed_or_draw, set_states_of, states_of
from .sizes import known_entries
from .tensors import is_tensor, shape_vector

_steps = Nested()  # scalars, the indices of the steps that loops are in


def random_states(function):
    return states_of(_generators(function))


def set_random_states(function, states):
    set_states_of(_generators(function), states)


def _generators(function):
    found = [node.op.generator for node in function.nodes() if isinstance(node.op, Draw)]
    return list({id(generator): generator for generator in found}.values())


def random_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return _draw(_normal, shape, dtype, seed) * stddev + mean


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    return _draw(_normal_within_two, shape, dtype, seed) * stddev + mean


def random_uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    if np.dtype(dtype or floatx()).kind != 'f':
        return _draw(functools.partial(_whole, int(minval), int(maxval)), shape, dtype, seed)
    numbers = _draw(_uniform, shape, dtype, seed)
    is_done = not is_tensor(minval) and not is_tensor(maxval) and (minval, maxval) == (0, 1)
    return numbers if is_done else numbers * (maxval - minval) + minval


def random_bits(shape, seed=None):
    """Returns uniformly distributed 16-bit integers."""
    return _draw(_bits, shape, 'uint16', seed)


def each_step(index):
    """Makes random tensors in the context depend on the scalar `index`, the step of a loop.

    Otherwise they would be computed once, before the loop.
    """
    return _steps.entered(index)


def _draw(distribution, shape, dtype, seed):
    return Draw(distribution, dtype or floatx(), seed_or_draw(seed))(
        shape_vector(shape), *_steps.entries)


class Draw(theano.Op):
    """Random numbers; each call continues the sequence of the call before.

    It uses NumPy's generator, which is several times faster than those of Theano.

    Args:
        distribution: function of a generator, a shape and a type.
        dtype: type of the numbers.
        seed: int.
    """

    def __init__(self, distribution, dtype, seed):
        self._distribution = distribution
        self._dtype = dtype
        self.generator = new_generator(seed)

    def make_node(self, shape, *steps):
        is_one = [size == 1 for size in known_entries(shape)]
        return theano.Apply(self, [shape] + list(steps), [T.TensorType(self._dtype, is_one)()])

    def perform(self, node, inputs, outputs):
        # Halves are made from numbers of single precision.
        dtype = 'float32' if self._dtype == 'float16' else self._dtype
        numbers = self._distribution(self.generator, tuple(inputs[0]), dtype)
        outputs[0][0] = np.asarray(numbers, dtype=self._dtype)

    def do_constant_folding(self, node):
        return False

    def infer_shape(self, node, shapes):
        return [tuple(node.inputs[0][axis] for axis in range(node.outputs[0].ndim))]

    def connection_pattern(self, node):
        return [[False]] * len(node.inputs)

    def grad(self, inputs, gradients):
        return [DisconnectedType()() for _ in inputs]


def _normal(generator, shape, dtype):
    return generator.standard_normal(shape, dtype)


def _uniform(generator, shape, dtype):
    return generator.random(shape, dtype)


def _bits(generator, shape, dtype):
    return np.frombuffer(generator.bytes(2 * int(np.prod(shape))), dtype).reshape(shape)


def _whole(low, high, generator, shape, dtype):
    return generator.integers(low, high, shape, dtype)


def _normal_within_two(generator, shape, dtype):
    return normal_within_two(lambda count: generator.standard_normal(count, dtype), shape)
