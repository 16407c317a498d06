"""Loops: JAX's, over the steps of recorded bodies."""
import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from . import late_gradients

_FIRST = np.int32(0)  # the number of the first step


def scanned(trace, body, captured, carried, sequences, advance, unroll=1):
    """Runs the steps of a loop.

    Args:
        trace: `trace.Trace`.
        body: `loops.Body`.
        captured: list of the values that the body captures.
        carried: list of values before the first step.
        sequences: list of arrays with an entry for each step.
        advance: function that takes the carried values, the entries and a function from the
            values of the body's placeholders to those of its outputs. It returns the carried
            values after the step, and a list of values to stack.
        unroll: number of steps that are compiled one after the other.

    Returns:
        Pair of lists: the carried values after the last step, the stacked ones.
    """
    def step(time, values, entries, captured=captured, instead=()):
        inside = trace.inside(time)

        def run(arguments):
            inner = dict(instead)
            inner.update((id(x), value) for x, value in zip(body.captured, captured))
            inner.update((id(x), value) for x, value in zip(body.placeholders, arguments))
            return inside.solve(body.outputs, inner)

        after, stacked = advance(values, entries, run)
        after = [jnp.asarray(new, old.dtype) for new, old in zip(after, values)]
        return after, [jnp.asarray(value) for value in stacked]

    carried = [jnp.asarray(value) for value in carried]
    sequences = [jnp.asarray(value) for value in sequences]
    if not all(map(len, sequences)):
        return _scan(step, carried, sequences, unroll)
    if carried:
        # They may have ones where steps have more entries.
        after, _ = jax.eval_shape(step, _FIRST, carried, [x[0] for x in sequences])
        carried = [jnp.broadcast_to(value, new.shape) for value, new in zip(carried, after)]
    if not trace.is_differentiated:
        return _scan_ahead(step, carried, sequences, unroll)
    # JAX differentiates a loop within another one only after that has been traced.
    products = [] if trace.steps else late_gradients.products_in(body, captured)
    if not products:
        return _scan(step, carried, sequences, unroll)
    return late_gradients.looped(_scan, step, products, captured, carried, sequences, unroll)


def _scan(step, carried, sequences, unroll):
    def advance(state, entries):
        time, values = state
        values, stacked = step(time, values, entries)
        return (time + 1, values), stacked

    (_, carried), stacked = lax.scan(advance, (_FIRST, carried), sequences, unroll=unroll)
    return carried, stacked


def _scan_ahead(step, carried, sequences, unroll):
    """Runs a loop of which each step reads the entries of the next one.

    A step that gets its entries from the one before reads them at fixed addresses. Those in a
    sequence depend on the step, and XLA would compute them anew for each number. Gradients have
    the entries of all steps kept anyway.
    """
    def entries_of(time):
        return [lax.dynamic_index_in_dim(x, time, keepdims=False) for x in sequences]

    def advance(state, _):
        time, entries, values = state
        values, stacked = step(time, values, entries)
        return (time + 1, entries_of(time + 1), values), stacked

    (_, _, carried), stacked = lax.scan(advance, (_FIRST, entries_of(_FIRST), carried),
                                        length=len(sequences[0]), unroll=unroll)
    return carried, stacked
