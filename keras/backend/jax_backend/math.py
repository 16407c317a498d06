"""Arithmetic as JAX computes it: entry by entry, along axes, and of matrices."""
import jax
import jax.numpy as jnp
from jax.scipy.special import logsumexp

from ..recorded import math as ops
from ..recorded.static_shapes import axes_of
from .implementations import implement

# Entry by entry


@jax.custom_vjp
def _sqrt(x):
    return jnp.sqrt(jnp.maximum(x, 0))


def _sqrt_backward(saved, gradient):
    x, y = saved
    # The slope at 0 is infinite, but no gradient remains none.
    return jnp.where((gradient == 0) | (x < 0), 0, gradient * .5 / y).astype(x.dtype),


_sqrt.defvjp(lambda x: (_sqrt(x), (x, _sqrt(x))), _sqrt_backward)

for _operation, _function in [
        (ops.ABS, jnp.abs),
        (ops.NEGATIVE, jnp.negative),
        (ops.EXP, jnp.exp),
        (ops.LOG, jnp.log),
        (ops.SIN, jnp.sin),
        (ops.COS, jnp.cos),
        (ops.SQUARE, jnp.square),
        (ops.SQRT, _sqrt),
        (ops.SIGN, jnp.sign),
        (ops.ROUND, jnp.round),
        (ops.ADD, jnp.add),
        (ops.SUBTRACT, jnp.subtract),
        (ops.MULTIPLY, jnp.multiply),
        (ops.DIVIDE, jnp.true_divide),
        (ops.FLOOR_DIVIDE, jnp.floor_divide),
        (ops.REMAINDER, jnp.remainder),
        (ops.POW, jnp.power),
        # Of equal operands, the first gets the gradient; NaN remains.
        (ops.MAXIMUM, lambda x, y: jnp.where((x >= y) | jnp.isnan(x), x, y)),
        (ops.MINIMUM, lambda x, y: jnp.where((x <= y) | jnp.isnan(x), x, y)),
        (ops.EQUAL, jnp.equal),
        (ops.NOT_EQUAL, jnp.not_equal),
        (ops.GREATER, jnp.greater),
        (ops.GREATER_EQUAL, jnp.greater_equal),
        (ops.LESS, jnp.less),
        (ops.LESS_EQUAL, jnp.less_equal),
        (ops.AND, jnp.logical_and),
        (ops.OR, jnp.logical_or),
        (ops.XOR, jnp.logical_xor),
        (ops.NOT, jnp.logical_not)]:
    implement(_operation, _function)


# Along axes


def _along_axes(reduce):
    def of_array(x, axis, keepdims):
        return reduce(x, axis=axes_of(axis, x.ndim), keepdims=keepdims)
    return of_array


for _operation, _function in [
        (ops.SUM, jnp.sum),
        (ops.PROD, jnp.prod),
        (ops.MAX, jnp.max),
        (ops.MIN, jnp.min),
        (ops.MEAN, jnp.mean),
        (ops.LOGSUMEXP, logsumexp),
        (ops.ANY, jnp.any),
        (ops.ALL, jnp.all)]:
    implement(_operation, _along_axes(_function))

implement(ops.ARGMAX, lambda x, axis, keepdims: jnp.argmax(x, axis))
implement(ops.ARGMIN, lambda x, axis, keepdims: jnp.argmin(x, axis))
implement(ops.CUMSUM, lambda x, axis: jnp.cumsum(x, axis))
implement(ops.CUMPROD, lambda x, axis: jnp.cumprod(x, axis))

# Of matrices
implement(ops.DOT, jnp.dot)
implement(ops.MATMUL, jnp.matmul)
