"""Functions that are repeated for entries or time steps.

The function is called once, on placeholders. A program repeats the recorded operations for each of
the steps in the arrays of its call: loops are unrolled.
"""
from .conversion import STACK, as_tensor
from .graph import Placeholder, between, ordered
from .shape import GETITEM


class Body:
    """The body of a loop.

    Args:
        placeholders: list of tensors for the values that change from step to step.
        function: function that takes them and returns a list of tensors.

    Attributes:
        outputs: list of tensors.
        captured: list of the outer tensors that the outputs are made from.
        changing: list of the tensors that differ from step to step.
        ids: set of their ids.
    """

    def __init__(self, placeholders, function):
        self.placeholders = placeholders
        start = Placeholder((), 'bool').serial
        self.outputs = [as_tensor(x) for x in function(*placeholders)]
        # The function draws other random numbers in each step.
        drawn = [x for x in ordered(self.outputs)
                 if x.op.name == 'random' and x.serial > start]
        self.changing = between(self.outputs, placeholders + drawn)
        self.ids = {id(x) for x in self.changing + placeholders}
        needed = self.outputs + [x for tensor in self.changing for x in tensor.inputs]
        self.captured = list({id(x): x for x in needed if id(x) not in self.ids}.values())

    @staticmethod
    def placeholder(shape, dtype):
        return Placeholder(shape, dtype, 'step')


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
