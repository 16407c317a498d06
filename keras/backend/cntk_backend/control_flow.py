"""Branches, and functions over the entries of tensors."""
from ..recorded import control_flow as ops
from .implementations import implement
from .loops import entries, stacked, unrolled
from .nodes import C


def _next_needed(tensor, env):
    """Returns the tensors whose values are needed: the condition, then the selected branch."""
    condition = tensor.inputs[0]
    if id(condition) not in env or env[id(condition)].array is None:
        return [condition]
    return [tensor.inputs[1 if env[id(condition)].array else 2]]


def _chosen(trace, tensor, env):
    condition, *branches = tensor.inputs
    choice = trace.fixed(env[id(condition)])
    return env[id(branches[0 if choice else 1])]


def _mapped(trace, tensor, env):
    count = tensor.attributes['count']
    sequences = [entries(trace, tensor, env[id(x)]) for x in tensor.inputs[:count]]
    made = [unrolled(trace, tensor, env, time, list(arguments))[0]
            for time, arguments in enumerate(zip(*sequences))]
    return stacked(trace, tensor, made)


def _folded(trace, tensor, env):
    found = entries(trace, tensor, env[id(tensor.inputs[0])])[::tensor.attributes['step']]
    total = env[id(tensor.inputs[1])]
    for time, entry in enumerate(found):
        total, = unrolled(trace, tensor, env, time, [total, entry])
    return total


implement(ops.COND, evaluate=_chosen, needs=_next_needed)
implement(ops.WHERE, C.element_select, is_entrywise=True)
implement(ops.MAP, evaluate=_mapped)
implement(ops.FOLD, evaluate=_folded)
