"""Activations as JAX computes them, and dropout."""
import jax
import jax.numpy as jnp

from ..nn_arguments import least_kept
from ..recorded import nn as ops
from ..recorded.conversion import as_tensor
from ..recorded.tensors import cast, is_tensor
from . import draws
from .implementations import implement
from .random import random_tensor


def _in_top_k(predictions, targets, k):
    is_target = jnp.equal(targets[:, None], jnp.arange(predictions.shape[1]))
    chosen = jnp.sum(jnp.where(is_target, predictions, 0), axis=1, keepdims=True)
    better = jnp.sum(predictions > chosen, axis=1)
    return (better < k) & is_target.any(axis=1) & jnp.isfinite(predictions).all(axis=1)


def _with_slope(function, slope):
    """Returns a function whose derivative is computed from its value, which is kept anyway."""
    def forward(x):
        y = function(x)
        return y, y

    function = jax.custom_vjp(function)
    function.defvjp(forward, lambda y, gradient: (gradient * slope(y),))
    return function


for _operation, _function in [
        (ops.RELU, jax.nn.relu),
        (ops.ELU, jax.nn.elu),
        (ops.SOFTPLUS, jax.nn.softplus),
        (ops.SOFTSIGN, jax.nn.soft_sign),
        (ops.SIGMOID, _with_slope(jax.nn.sigmoid, lambda y: y * (1 - y))),
        (ops.TANH, _with_slope(jnp.tanh, lambda y: 1 - y * y)),
        (ops.SOFTMAX, jax.nn.softmax),
        (ops.IN_TOP_K, _in_top_k)]:
    implement(_operation, _function)


def dropout(x, level, noise_shape=None, seed=None):
    x = as_tensor(x)
    shape = ops.noise_shape_of(x, noise_shape)
    if is_tensor(level):
        level = cast(level, x.dtype)
        drawn = random_tensor(shape, draws.uniform, x.dtype, seed)
        return x * cast(drawn >= level, x.dtype) * (1. / (1. - level))
    least = least_kept(level)

    def draw(state, sizes, dtype):
        kept = draws.bits16(state, sizes) >= least
        return jnp.where(kept, jnp.asarray(1 / (1 - level), dtype), jnp.asarray(0, dtype))

    return x * random_tensor(shape, draw, x.dtype, seed)
