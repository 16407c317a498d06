"""Recurrence over the time steps of a sequence."""
from ..recorded.rnn import LOOP
from .implementations import implement
from .loops import entries, stacked, unrolled
from .recurrence import looped
from .traced_values import NotInLoop


def _run(trace, tensor, env):
    try:
        return looped(trace, tensor, env)
    except NotInLoop:
        return _unrolled(trace, tensor, env)


def _unrolled(trace, tensor, env):
    attributes = tensor.attributes
    values = [env[id(x)] for x in tensor.inputs]
    count = attributes['steps']
    steps = list(zip(*[entries(trace, tensor, value) for value in values[:count]]))
    moving = values[count:len(attributes['body'].placeholders)]
    outputs = []
    for time, step in enumerate(reversed(steps) if attributes['go_backwards'] else steps):
        made = unrolled(trace, tensor, env, time, list(step) + moving)
        outputs.append(made[0])
        moving = made if attributes['is_masked'] else made[1:]
    states = moving[1:] if attributes['is_masked'] else moving
    return [outputs[-1], stacked(trace, tensor, outputs)] + states


implement(LOOP, evaluate=_run)
