"""Recurrence as a native loop of CNTK.

CNTK loops over a sequence axis. A sample there has the shape (batch, ...) of a step's tensors: our
batch axis remains an ordinary one, and CNTK's own batch contains a single sequence. Steps that need
NumPy, draw random numbers, or need CNTK's batch axis (convolutions) cannot be in such a loop; they
are unrolled, see `loops.unrolled`.
"""
import numpy as np

from ..recorded.graph import between
from ..recorded.static_shapes import reduced
from .nodes import COMPUTED, C
from .traced_operations import widest
from .traced_values import NotInLoop
from .values import Value


def looped(trace, tensor, env):
    """Returns the values of a recurrence: last output, all outputs (time, batch, ...), last states.

    Args:
        trace: `program.Trace`.
        tensor: tensor of `rnn.LOOP`.
        env: dict of values.

    Raises:
        NotInLoop: if the steps must be unrolled.
    """
    return _Loop(trace, tensor, env).results()


class _Loop:
    """A native loop of CNTK that is being built.

    Args:
        trace, tensor, env: as for `looped`.

    Attributes:
        inner: dict of the values of tensors in a step.
        links: list of pairs: the node of a state, and the tensor of the state after a step.
    """

    def __init__(self, trace, tensor, env):
        self.trace = trace
        self.body, self.count = tensor.attributes['body'], tensor.attributes['steps']
        self.values = [env[id(x)] for x in tensor.inputs]
        self._check()
        self.is_on_path = id(tensor) in trace.on_path
        if self.is_on_path:
            trace.on_path |= self.body.ids
        self.dtype = widest(tensor.inputs)
        captured = self.body.captured
        self.inner = {id(x): value for x, value in zip(
            captured, self.values[len(self.values) - len(captured):])}
        self.links = []
        steps = [self._node(value) for value in self.values[:self.count]]
        if tensor.attributes['go_backwards']:
            steps = [C.slice(x, 0, 0, x.shape[0], -1) for x in steps]
        self.time = steps[0].shape[0]
        pieces = _in_sequence(steps)
        for x, node in zip(self.body.placeholders, pieces):
            self._enter(x, node)
        outputs = self.body.outputs if tensor.attributes['is_masked'] else self.body.outputs[1:]
        for x, new, start in zip(self.body.placeholders[self.count:], outputs,
                                 self.values[self.count:]):
            self._enter_state(x, new, start, pieces[0])

    def _check(self):
        steps = self.body.placeholders[:self.count]
        if any(_must_be_written_out(x, steps) for x in self.body.changing) or any(
                value.dtype not in COMPUTED and value.dtype != 'bool' or 0 in value.shape
                for value in self.values[:len(self.body.placeholders)]):
            raise NotInLoop

    def _node(self, value):
        return self.trace.node(value, self.dtype, self.is_on_path)

    def _enter(self, x, node):
        self.inner[id(x)] = Value(x.dtype, node=node, in_loop=True)

    def _enter_state(self, x, new, start, piece):
        """Makes a placeholder represent a state before a step.

        Args:
            x: placeholder.
            new: tensor, the state after the step.
            start: value, the state before the first step.
            piece: node in the loop.
        """
        if x is new:
            self.inner[id(x)] = start
            return
        later = C.placeholder(start.shape, dynamic_axes=piece.dynamic_axes)
        before = C.sequence.past_value(later, self._node(start))
        if not between([new], self.body.placeholders[:self.count]):
            # CNTK must know that it is one value for each step.
            nothing = C.element_times(C.sequence.is_first(piece), 0)
            before = C.reshape(C.plus(before, nothing), start.shape)
        self._enter(x, before.output)
        self.links.append((later, new))

    def results(self):
        """Returns the results of the loop."""
        size = self.trace.size
        self.trace.solve(self.body.outputs, self.inner)
        self.trace.size += (self.time - 1) * (self.trace.size - size)
        made = [self.inner[id(x)] for x in self.body.outputs]
        _link(self.links, self.inner)
        output, *_ = made
        if not output.in_loop:
            raise NotInLoop
        last = [value if not value.in_loop else Value(value.dtype, node=_reduced(
            C.sequence.last(value.node), value.node.shape)) for value in made]
        everything = C.sequence.unpack(output.node, 0, no_mask_output=True)
        everything = Value(output.dtype, node=_reduced(
            everything, (self.time,) + output.node.shape))
        return [last[0], everything] + last[1:]


def _must_be_written_out(x, steps):
    """Returns whether CNTK does not support a tensor in a loop over `steps`."""
    if x.op.name in ('random', 'print_tensor'):
        return True
    # CNTK fails if the inputs of such a composite operation are all states.
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
    """Makes each step start from the states of the step before."""
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
