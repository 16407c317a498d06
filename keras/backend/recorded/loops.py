"""Functions that are repeated for entries or time steps.

The function is called once, on placeholders. An engine repeats the recorded operations for each of
the steps in the arrays of its call.
"""
from .conversion import as_tensor
from .graph import Placeholder, between, ordered
from .random import RANDOM


class StepPlaceholder(Placeholder):
    """A tensor whose value differs from step to step of a loop."""

    def __init__(self, shape, dtype):
        super().__init__(shape, dtype, 'step')


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
                 if x.op is RANDOM and x.serial > start]
        self.changing = between(self.outputs, placeholders + drawn)
        self.ids = {id(x) for x in self.changing + placeholders}
        needed = self.outputs + [x for tensor in self.changing for x in tensor.inputs]
        self.captured = list({id(x): x for x in needed if id(x) not in self.ids}.values())
