"""Loops: JAX's, over the steps of recorded bodies."""
import jax
import jax.numpy as jnp
from jax import lax


def scanned(trace, body, captured, carried, sequences, advance, reverse=False, unroll=1):
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
        reverse: whether to begin with the last entries.
        unroll: number of steps that are compiled one after the other.

    Returns:
        Pair of lists: the carried values after the last step, the stacked ones.
    """
    def step(carry, following):
        time, entries, values = carry
        inside = trace.inside(time)

        def run(arguments):
            inner = {id(x): value for x, value in zip(body.captured, captured)}
            inner.update((id(x), value) for x, value in zip(body.placeholders, arguments))
            return inside.solve(body.outputs, inner)

        after, stacked = advance(values, entries, run)
        after = [jnp.asarray(new, old.dtype) for new, old in zip(after, values)]
        return (time + 1, following, after), [jnp.asarray(value) for value in stacked]

    start = jnp.asarray(0, 'int32')
    carried = [jnp.asarray(value) for value in carried]
    first, following = _one_ahead([jnp.asarray(value) for value in sequences], reverse)
    if carried and len(sequences[0]):
        # They may have ones where steps have more entries.
        (_, _, after), _ = jax.eval_shape(step, (start, first, carried), first)
        carried = [jnp.broadcast_to(value, new.shape) for value, new in zip(carried, after)]
    (_, _, carried), stacked = lax.scan(step, (start, first, carried), following,
                                        reverse=reverse, unroll=unroll)
    return carried, stacked


def _one_ahead(sequences, reverse):
    """Returns the entries of the first step, and for each step those of the next one.

    A step that gets its entries from the one before reads them at fixed addresses. Those of a
    sequence depend on the step, and XLA would compute them anew for each number.
    """
    if not all(map(len, sequences)):  # no step
        return [jnp.zeros(x.shape[1:], x.dtype) for x in sequences], sequences
    place, shift = (-1, 1) if reverse else (0, -1)
    return [x[place] for x in sequences], [jnp.roll(x, shift, axis=0) for x in sequences]
