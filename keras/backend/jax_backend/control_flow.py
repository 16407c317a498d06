"""Branches, and functions over the entries of tensors."""
import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from ..recorded import control_flow as ops
from .implementations import implement
from .loops import scanned
from .trace import Unknown


def _next_needed(tensor, env):
    """Returns the tensors whose values are needed: the condition, then the branch, if known."""
    condition = env.get(id(tensor.inputs[0]))
    if condition is None:
        return tensor.inputs[:1]
    return [tensor.inputs[1 if condition else 2]] if isinstance(condition, np.ndarray) else []


def _cond(trace, tensor, env):
    condition, *branches = tensor.inputs
    choice = env[id(condition)]
    if isinstance(choice, np.ndarray):
        return env[id(branches[0 if choice else 1])]

    def branch(x):
        return lambda: jnp.asarray(trace.inside().solve([x], dict(env))[0], tensor.dtype)

    then, other = map(branch, branches)
    if jax.eval_shape(then).shape != jax.eval_shape(other).shape:
        raise Unknown(condition)
    return lax.cond(choice, then, other)


def _map(trace, tensor, env):
    values, count = [env[id(x)] for x in tensor.inputs], tensor.attributes['count']
    _, (made,) = scanned(trace, tensor.attributes['body'], values[count:], [], values[:count],
                         lambda carried, entries, run: ([], run(entries)))
    return made


def _fold(trace, tensor, env):
    elems, initializer, *captured = (env[id(x)] for x in tensor.inputs)
    sequence = elems[::tensor.attributes['step']]
    (total,), _ = scanned(trace, tensor.attributes['body'], captured, [initializer], [sequence],
                          lambda carried, entries, run: (run(carried + entries), []))
    return total


implement(ops.COND, evaluate=_cond, needs=_next_needed)
implement(ops.WHERE, jnp.where)
implement(ops.MAP, evaluate=_map)
implement(ops.FOLD, evaluate=_fold)
