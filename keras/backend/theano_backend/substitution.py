"""Replacing variables in expressions, and going through them."""
import theano
import theano.tensor as T
from theano.gof.graph import io_toposort
from theano.ifelse import IfElse
from theano.tensor.elemwise import Elemwise


def substituted(outputs, replacements):
    """Returns `outputs` with variables replaced in their expressions.

    If a replacement decides a condition, the condition is replaced by its branch.

    Args:
        outputs: list of variables.
        replacements: list of pairs (variable, variable of its type).
    """
    new = dict(replacements)
    for node in io_toposort(list(new), outputs):
        if any(x in new for x in node.inputs) and not any(x in new for x in node.outputs):
            new.update(zip(node.outputs, _made_from(node, [new.get(x, x) for x in node.inputs])))
    return [new.get(x, x) for x in outputs]


def nodes_with_inner(outputs):
    """Returns the operations that make `outputs`, those in the steps of loops included."""
    nodes = io_toposort([], outputs)
    for node in list(nodes):
        inner = getattr(node.op, 'outputs', None)  # of the graph of a `Scan`
        if inner is not None:
            nodes += nodes_with_inner(inner)
    return nodes


def _made_from(node, inputs):
    """Returns the outputs of an operation for other inputs."""
    is_choice = isinstance(node.op, IfElse) or isinstance(node.op, Elemwise) and isinstance(
        node.op.scalar_op, theano.scalar.Switch)
    if is_choice and isinstance(inputs[0], T.TensorConstant) and inputs[0].data.size == 1:
        count = len(node.outputs)
        chosen = inputs[1:1 + count] if inputs[0].data.all() else inputs[1 + count:]
        # A branch of another size would have been broadcast.
        if all(x.type == output.type for x, output in zip(chosen, node.outputs)):
            return chosen
    made = node.clone_with_new_inputs(inputs).outputs
    if isinstance(node.op, Elemwise) and all(isinstance(x, T.TensorConstant) and x.ndim == 0
                                             for x in inputs):
        return [T.constant(node.op.scalar_op.impl(*(x.data[()] for x in inputs)),
                           dtype=made[0].dtype)]
    return made
