"""Activations as CNTK computes them, and dropout."""
import numpy as np

from ..nn_arguments import least_kept
from ..recorded import nn as ops
from ..recorded.conversion import as_tensor
from ..recorded.tensors import cast, is_tensor
from .implementations import implement
from .nodes import C
from .random import random_tensor

for _operation, _cntk in [
        (ops.RELU, C.relu),
        (ops.ELU, C.elu),
        (ops.SOFTPLUS, C.softplus),
        (ops.SOFTSIGN, lambda x: C.element_divide(x, C.plus(1, C.abs(x)))),
        (ops.SIGMOID, C.sigmoid),
        (ops.TANH, C.tanh)]:
    implement(_operation, _cntk, is_entrywise=True)
implement(ops.SOFTMAX, lambda x, axis: C.softmax(x, axis=axis))


def dropout(x, level, noise_shape=None, seed=None):
    x = as_tensor(x)
    if is_tensor(level):
        level = cast(level, x.dtype)
        scale = 1. / (1. - level)
        drawn = random_tensor(ops.noise_shape_of(x, noise_shape),
                              lambda generator, sizes: generator.random(sizes),
                              x.dtype, seed)
        return x * cast(drawn >= level, x.dtype) * scale
    least = np.uint16(least_kept(level))
    kept = np.asarray(1 / (1 - level), x.dtype)

    def draw(generator, sizes):
        count = int(np.prod(sizes))
        bits = generator.bit_generator.random_raw(-(-count // 4)).view(np.uint16)[:count]
        # NumPy multiplies small integers ten times faster than booleans.
        return np.multiply((bits >= least).view(np.uint8), kept, dtype=kept.dtype).reshape(sizes)

    return x * random_tensor(ops.noise_shape_of(x, noise_shape), draw, x.dtype, seed)
