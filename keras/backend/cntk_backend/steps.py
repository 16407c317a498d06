"""Adam's step in NumPy, in one pass over the memory; the other steps are derived."""
import numpy as np

from ..derived import steps as written_out
from ..recorded.conversion import as_tensor
from ..recorded.graph import Operation
from ..recorded.updates import update
from .implementations import implement

# Number of entries to process at a time, which fit in the processor's cache.
_BLOCK = 65536


def adam_step(param, grad, m, v, lr, beta_1, beta_2, epsilon, vhat=None):
    if getattr(param, 'constraint', None) is not None or vhat is not None or (
            param.dtype != m.dtype):
        return written_out.adam_step(param, grad, m, v, lr, beta_1, beta_2, epsilon, vhat)
    numbers = [as_tensor(number, param.dtype) for number in (lr, beta_1, beta_2, epsilon)]
    made = _adam(param, grad, m, v, *numbers)
    return [update(variable, _part(made, index=i)) for i, variable in enumerate((param, m, v))]


def _adam_arrays(param, grad, m, v, *numbers):
    lr, beta_1, beta_2, epsilon = (param.dtype.type(number) for number in numbers)
    results = [np.empty(param.shape, param.dtype) for _ in range(3)]
    arrays = [x.reshape(-1) for x in [param, grad, m, v] + results]
    scratch = np.empty(min(_BLOCK, param.size), param.dtype)
    for start in range(0, param.size, _BLOCK):
        p, g, m, v, new_p, new_m, new_v = (x[start:start + _BLOCK] for x in arrays)
        part = scratch[:len(p)]
        np.multiply(m, beta_1, out=new_m)
        np.multiply(g, 1 - beta_1, out=part)
        new_m += part
        np.multiply(v, beta_2, out=new_v)
        np.multiply(g, g, out=part)
        part *= 1 - beta_2
        new_v += part
        np.sqrt(new_v, out=part)
        part += epsilon
        np.divide(new_m, part, out=part)
        part *= lr
        np.subtract(p, part, out=new_p)
    return results


def _of_arrays(trace, x, env):
    return trace.computed(_adam_arrays, None, trace.hosts([env[id(y)] for y in x.inputs]))


def _part_of(trace, x, env):
    index = x.attributes['index']
    return trace.computed(lambda made: made[index], x.dtype, [env[id(x.inputs[0])]])


_adam = Operation('adam', lambda shapes, x: shapes[0])
_part = Operation('part', lambda shapes, x: shapes[0])
implement(_adam, evaluate=_of_arrays)
implement(_part, evaluate=_part_of)
