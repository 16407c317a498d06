"""Loops as CNTK runs them unless it has its own: a program has the operations of all steps."""
from ..recorded.conversion import STACK
from ..recorded.shape import GETITEM


def unrolled(trace, tensor, env, time, arguments):
    """Returns the values of a body's outputs in one step.

    Args:
        trace: `program.Trace`.
        tensor: the loop's tensor, whose last inputs are those that its body captures.
        env: dict of values outside the loop.
        time: number of the step.
        arguments: list of values for the body's placeholders.
    """
    body = tensor.attributes['body']
    if id(tensor) in trace.on_path:
        trace.on_path |= body.ids
    # Results of a blocked step must not be drawn or computed again.
    inner = trace.states.setdefault((id(tensor), id(env), time), {})
    if not inner:
        captured = tensor.inputs[len(tensor.inputs) - len(body.captured):]
        inner.update((id(x), env[id(y)]) for x, y in zip(body.captured, captured))
        inner.update((id(x), value) for x, value in zip(body.placeholders, arguments))
    trace.solve(body.outputs, inner)
    return [inner[id(x)] for x in body.outputs]


def entries(trace, tensor, value):
    """Returns the values of the entries of `value` along its first axis."""
    if not value.shape[0] and tensor.op.name != 'fold':
        raise ValueError('On CNTK K.%s needs at least one step, but got the shape %s.' % (
            tensor.op.name, value.shape))
    is_on_path = id(tensor) in trace.on_path
    return [trace.call(GETITEM, [value], {'key': (i,)}, value.dtype, is_on_path)
            for i in range(value.shape[0])]


def stacked(trace, tensor, values):
    """Stacks `values`, at least one, along a new first axis."""
    return trace.call(STACK, values, {'axis': 0}, values[0].dtype, id(tensor) in trace.on_path)
