"""Variables and the other origins of values, as CNTK gets them."""
from ..recorded import functions, graph, tensors, updates
from .implementations import implement


class Variable(graph.Variable):
    """A variable that is an array, whose memory CNTK's nodes for it share."""

    def __init__(self, array, name=None, constraint=None):
        self.array = array
        self.nodes = {}
        super().__init__(array.shape, array.dtype.name, name, constraint)

    def value(self):
        return self.array.copy()

    def assign(self, array):
        self.array[...] = array
        for node in self.nodes.values():
            node.record_value_update()


def _unchanged(trace, x, env):
    return env[id(x.inputs[0])]


implement(graph.VARIABLE, evaluate=lambda trace, x, env: trace.variable(x))
implement(graph.PLACEHOLDER, evaluate=lambda trace, x, env: trace.constant(x.unfed()))
implement(graph.CONSTANT, evaluate=lambda trace, x, env: trace.constant(x.attributes['value']))
implement(graph.RESULT, evaluate=lambda trace, x, env: env[id(x.inputs[0])][
    x.attributes['index']])
implement(tensors.IDENTITY, evaluate=_unchanged)
implement(updates.AFTER, evaluate=_unchanged)
implement(functions.STOP_GRADIENT,
          evaluate=lambda trace, x, env: trace.held(env[id(x.inputs[0])]))
