"""Recurrence over the time steps of a sequence."""
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

    def advance(moving, entries, run):
        made = run(list(entries) + list(moving))
        return made if is_masked else made[1:], made[:1]

    states, (outputs,) = scanned(
        trace, body, values[len(body.placeholders):], moving, sequences, advance,
        reverse=attributes['go_backwards'],
        unroll=sequences[0].shape[0] if attributes['unroll'] else 1)
    if attributes['go_backwards']:
        outputs = outputs[::-1]
    return [outputs[-1], outputs] + (states[1:] if is_masked else states)


implement(LOOP, evaluate=_run)
