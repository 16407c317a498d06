"""Recurrence over the time steps of a sequence."""
import jax.numpy as jnp

from ..recorded.rnn import LOOP
from .implementations import implement
from .loops import scanned


def _run(trace, tensor, env):
    attributes, values = tensor.attributes, [env[id(x)] for x in tensor.inputs]
    body, count = attributes['body'], attributes['steps']
    sequences, moving = values[:count], values[count:len(body.placeholders)]
    is_masked = attributes['is_masked']
    if not sequences[0].shape[0]:
        raise ValueError('On JAX K.rnn needs at least one step, but got the shape %s.' % (
            sequences[0].shape,))

    if attributes['go_backwards']:
        sequences = [x[::-1] for x in sequences]
    output, *new_states = body.outputs
    as_state = [] if is_masked else [
        i for i, (new, old) in enumerate(zip(new_states, moving))
        if new is output and old.dtype.name == output.dtype]
    # Not the last of `outputs`, which XLA leaves out if nothing else needs them.
    last = [] if is_masked or as_state else [jnp.zeros((), output.dtype)]

    def advance(carried, entries, run):
        made = run(list(entries) + list(carried[len(last):]))
        return made[-len(carried):], made[:1]

    carried, (outputs,) = scanned(
        trace, body, values[len(body.placeholders):], last + moving, sequences, advance,
        unroll=sequences[0].shape[0] if attributes['unroll'] else 1)
    if as_state:
        return [carried[as_state[0]], outputs] + carried
    return carried[:1] + [outputs] + carried[1:]


implement(LOOP, evaluate=_run)
