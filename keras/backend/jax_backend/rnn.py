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

    if not is_masked:
        moving = [jnp.zeros((), body.outputs[0].dtype)] + moving  # the last output

    def advance(moving, entries, run):
        made = run(list(entries) + list(moving if is_masked else moving[1:]))
        return made, made[:1]

    (last, *states), (outputs,) = scanned(
        trace, body, values[len(body.placeholders):], moving, sequences, advance,
        reverse=attributes['go_backwards'],
        unroll=sequences[0].shape[0] if attributes['unroll'] else 1)
    if attributes['go_backwards']:
        outputs = outputs[::-1]
    # Not the last of `outputs`, which XLA leaves out if nothing else needs them.
    return [last, outputs] + states


implement(LOOP, evaluate=_run)
