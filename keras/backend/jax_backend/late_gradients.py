"""Gradients of the kernels of loops, computed after the loop.

Where each step of a loop multiplies by the same kernel, its gradient is a sum of a product for each
step. It is computed as one product of the stacked factors, which takes less time than many small
ones and their sum.
"""
from functools import partial

import jax
import jax.numpy as jnp

from ..dtypes import is_float
from ..recorded.control_flow import COND
from ..recorded.math import DOT


def products_in(body, captured):
    """Returns pairs: a product of a matrix that differs from step to step, and its kernel.

    Args:
        body: `loops.Body`.
        captured: list of the values that it captures.
    """
    values = {id(x): value for x, value in zip(body.captured, captured)}
    if any(x.op is COND for x in body.changing):  # It may not be computed in each step.
        return []
    found = [(x, values.get(id(x.inputs[1]))) for x in body.changing if x.op is DOT]
    return [(x, kernel) for x, kernel in found
            if isinstance(kernel, jax.Array) and kernel.ndim == 2 and is_float(x.dtype)]


def looped(scan, step, products, captured, carried, sequences, unroll):
    """Runs a loop, so that the gradients of kernels are computed after it.

    Args:
        scan: function that runs the steps.
        step: function of a step, as in `loops.scanned`.
        products: list of pairs: a recorded product, the value of its kernel.
        captured: list of the values that the steps use.
        carried: list of values before the first step.
        sequences: list of arrays with an entry for each step.
        unroll: number of steps that are compiled one after the other.

    Returns:
        Pair of lists: the carried values after the last step, the stacked ones.
    """
    count = len(products)
    # Others are known before the function runs, and must remain so.
    arrays = {i: value for i, value in enumerate(captured) if isinstance(value, jax.Array)}

    def with_slots(kernels, arrays, time, values, entries):
        factors = {}
        instead = {('instead', id(x)): partial(_multiply, factors, kernel, slot)
                   for (x, _), kernel, slot in zip(products, kernels, entries)}
        used = [arrays.get(i, value) for i, value in enumerate(captured)]
        after, stacked = step(time, values, entries[count:], used, instead)
        return after, [factors[id(x)] for x, _ in products] + stacked

    def run(kernels, slots, arrays, carried, sequences):
        """Returns the results, and for each product its left factors."""
        after, stacked = scan(partial(with_slots, kernels, arrays), carried, slots + sequences,
                              unroll)
        return (after, stacked[count:]), stacked[:count]

    kernels = [kernel for _, kernel in products]
    first = [x[0] for x in sequences]
    _, factors = jax.eval_shape(with_slots, kernels, arrays, 0, carried, kernels + first)
    shapes = [(len(sequences[0]),) + x.shape[:-1] + kernel.shape[1:]
              for x, kernel in zip(factors, kernels)]

    def new_slots():
        return [jnp.zeros(shape, kernel.dtype) for shape, kernel in zip(shapes, kernels)]

    @jax.custom_vjp
    def with_late_gradients(kernels, *others):
        return run(kernels, new_slots(), *others)[0]

    def forward(kernels, *others):
        results, from_loop, factors = jax.vjp(
            partial(run, kernels), new_slots(), *others, has_aux=True)
        return results, (from_loop, factors)

    def backward(saved, gradients):
        from_loop, factors = saved
        of_slots, *of_others = from_loop(gradients)
        return ([_rows(x).T @ _rows(gradient) for x, gradient in zip(factors, of_slots)],
                *of_others)

    with_late_gradients.defvjp(forward, backward)
    return with_late_gradients(kernels, arrays, carried, sequences)


def _rows(x):
    return x.reshape(-1, x.shape[-1])


def _multiply(factors, kernel, slot, trace, tensor, env):
    """Computes a product; keeps its left factor in `factors`."""
    factors[id(tensor)] = env[id(tensor.inputs[0])]
    return _product(factors[id(tensor)], kernel, slot)


@jax.custom_vjp
def _product(x, kernel, slot):
    """Returns a product whose gradient goes to `slot`, and none to the kernel."""
    return jnp.dot(x, kernel)


_product.defvjp(lambda x, kernel, slot: (jnp.dot(x, kernel), kernel),
                lambda kernel, gradient: (jnp.dot(gradient, kernel.T), None, gradient))
