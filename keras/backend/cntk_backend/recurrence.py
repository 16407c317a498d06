"""Recurrence as a loop of CNTK's own.

CNTK loops over a sequence axis. A sample there has the shape (batch, ...) of a step's tensors: our
batch axis stays an ordinary one, and CNTK's own batch holds a single sequence. Steps that need
NumPy, draw random numbers, or need CNTK's batch axis (convolutions) cannot be in such a loop; they
are written out, see `loops.unrolled`.
"""
import numpy as np

from . import engine
from .engine import C
from .graph import between
from .program import NotInLoop
from .shapes import reduced
from .values import Value


def looped(trace, tensor, env):
    """Returns the values of a recurrence: last output, all outputs (time, batch, ...), last states.

    Args:
        trace: `program.Trace`.
        tensor: tensor of `rnn.LOOP`.
        env: dict of values.

    Raises:
        NotInLoop: if the steps have to be written out.
    """
    attributes = tensor.attributes
    body, count = attributes['body'], attributes['steps']
    if any(_must_be_written_out(x, body.placeholders[:count]) for x in body.changing):
        raise NotInLoop
    is_on_path = id(tensor) in trace.on_path
    if is_on_path:
        trace.on_path |= body.ids
    values = [env[id(x)] for x in tensor.inputs]
    moving = values[count:len(body.placeholders)]
    dtype = 'float64' if any(x.dtype == 'float64' for x in tensor.inputs) else 'float32'
    if any(value.dtype not in engine.COMPUTED and value.dtype != 'bool'
           or 0 in value.shape for value in values[:len(body.placeholders)]):
        raise NotInLoop
    steps = [trace.node(value, dtype, is_on_path) for value in values[:count]]
    if attributes['go_backwards']:
        steps = [C.slice(x, 0, 0, x.shape[0], -1) for x in steps]
    pieces = _in_sequence(steps)
    inner = {id(x): env[id(y)] for x, y in zip(body.captured, tensor.inputs[len(
        tensor.inputs) - len(body.captured):])}
    for x, node in zip(body.placeholders, pieces):
        inner[id(x)] = Value(x.dtype, node=node, in_loop=True)
    links, axes = [], pieces[0].dynamic_axes
    outputs = body.outputs if attributes['is_masked'] else body.outputs[1:]
    for x, new, start in zip(body.placeholders[count:], outputs, moving):
        if x is new:
            inner[id(x)] = start
            continue
        later = C.placeholder(start.shape, dynamic_axes=axes)
        before = C.sequence.past_value(later, trace.node(start, dtype, is_on_path))
        if not between([new], body.placeholders[:count]):
            # CNTK must see that it is one value a step.
            nothing = C.element_times(C.sequence.is_first(pieces[0]), 0)
            before = C.reshape(C.plus(before, nothing), start.shape)
        inner[id(x)] = Value(x.dtype, node=before.output, in_loop=True)
        links.append((later, new))
    trace.solve(body.outputs, inner)
    made = [inner[id(x)] for x in body.outputs]
    _link(links, inner)
    nodes = [value.node if value.in_loop else None for value in made]
    last = [value if node is None else Value(
        value.dtype, node=_reduced(C.sequence.last(node), node.shape))
        for value, node in zip(made, nodes)]
    if nodes[0] is None:
        raise NotInLoop
    everything = C.sequence.unpack(nodes[0], 0, no_mask_output=True)
    everything = Value(made[0].dtype, node=_reduced(
        everything, (steps[0].shape[0],) + nodes[0].shape))
    return [last[0], everything] + last[1:]


def _must_be_written_out(x, steps):
    """Tells whether CNTK cannot have a tensor in a loop over `steps`."""
    if x.op.name in ('random', 'print_tensor'):
        return True
    # CNTK gets lost where such an operation, which it composes of others, sees states alone.
    return (x.op.shape is reduced or x.op.name == 'softmax') and not between(x.inputs, steps)


def _in_sequence(steps):
    """Returns the nodes of one step, (batch, ...), of nodes (time, batch, ...)."""
    time = steps[0].shape[0]
    sizes = [int(np.prod(x.shape[1:])) for x in steps]
    flat = [C.reshape(x, (1, time, size)) for x, size in zip(steps, sizes)]
    joined = C.splice(*flat, axis=2) if len(flat) > 1 else flat[0]
    sequence = C.to_sequence(C.to_batch(joined))
    ends = np.cumsum(sizes)
    return [C.reshape(C.slice(sequence, 0, int(end - size), int(end)), x.shape[1:]).output
            for x, end, size in zip(steps, ends, sizes)]


def _link(links, inner):
    """Makes each step start from what the one before has made."""
    new = {}
    for later, tensor in links:
        value = inner[id(tensor)]
        if not value.in_loop or value.node.shape != later.shape:
            raise NotInLoop
        new[later] = value.node
    if new:
        nodes = [value.node for value in inner.values() if value.in_loop]
        loop = C.combine(list({node.uid: node for node in nodes}.values()))
        used = {x.uid for x in loop.placeholders}
        loop.replace_placeholders({x: node for x, node in new.items() if x.uid in used})


def _reduced(node, shape):
    """Returns a node without CNTK's axes."""
    return C.reshape(C.unpack_batch(node), shape).output
