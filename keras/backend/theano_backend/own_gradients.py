"""Values with other gradients than Theano's."""
import theano
from theano.gradient import DisconnectedType
from theano.tensor.opt import register_canonicalize, register_specialize


class Graded(theano.Op):
    """Returns its first input; its gradient goes to the others.

    It is removed before a function runs.
    """
    view_map = {0: [0]}

    def __init__(self, gradient):
        self.gradient = gradient

    def make_node(self, value, *origins):
        return theano.Apply(self, [value] + list(origins), [value.type()])

    def perform(self, node, inputs, outputs):
        outputs[0][0] = inputs[0]

    def infer_shape(self, node, shapes):
        return [shapes[0]]

    def connection_pattern(self, node):
        return [[False]] + [[True]] * (len(node.inputs) - 1)

    def grad(self, inputs, gradients):
        return [DisconnectedType()()] + list(self.gradient(*gradients))


def graded(value, origins, gradient):
    """Returns `value` with a custom gradient.

    Args:
        value: variable.
        origins: list of the variables that the gradient goes to.
        gradient: function that takes the gradient with respect to the value, and returns the list
            of gradients with respect to the origins.
    """
    return Graded(gradient)(value, *origins)


@register_specialize('fast_compile')
@register_canonicalize('fast_compile')
@theano.gof.local_optimizer([Graded])
def _without_graded(node):
    return [node.inputs[0]] if isinstance(node.op, Graded) else None
