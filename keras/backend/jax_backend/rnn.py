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
    # Not the last of `outputs`, which XLA leaves out if nothing else needs them.
    output, *new_states = body.outputs
    last = [] if is_masked or output in new_states else [jnp.zeros((), output.dtype)]

    def advance(carried, entries, run):
        made = run(list(entries) + list(carried[len(last):]))
        return made[-len(carried):], made[:1]

    carried, (outputs,) = scanned(
        trace, body, values[len(body.placeholders):], last + moving, sequences, advance,
        unroll=sequences[0].shape[0] if attributes['unroll'] else 1)
    if len(carried) == len(new_states):  # the output is one of them
        return [carried[new_states.index(output)], outputs] + carried
    return carried[:1] + [outputs] + carried[1:]


implement(LOOP, evaluate=_run)
