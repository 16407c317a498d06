"""Converting recorded tensors to a program for arrays of given shapes.

`Trace` goes through the graph once, with the arrays of the first call. NumPy computes what is small
and available, ints, and what CNTK cannot compute; the rest becomes nodes of CNTK, which run when
their values are needed. The steps taken are the program, which later calls with arrays of the same
shapes repeat. What else the graph was built for (branches taken, sizes computed from data) is
checked by guards; if one fails, another program is made.

A trace has three layers: its values (`traced_values`), the operations on them
(`traced_operations`), and the order of all operations, here.
"""
import numpy as np

from ..recorded.functions import differentiable_between
from ..recorded.graph import VARIABLE, ordered
from .implementations import implementation_of
from .nodes import COMPUTED, C, input_node
from .run import Run
from .traced_operations import TracedOperations
from .traced_values import Blocked
from .values import Value


class Trace(TracedOperations):
    """Makes a program while computing the results of one call.

    Args:
        inputs: list of tensors that are fed.
        arrays: list of their arrays.
        outputs: list of tensors.
        updates: list of pairs of tensors: variable, new value.

    Attributes:
        on_path: set of the ids of tensors between a loss and the variables of its gradients.
        pending: list of the gradients that CNTK computes next.
        found_gradients: dictionary from the id of a tensor to its list of gradients.
        sources: dictionary from the id of a variable of gradients to its input node.
        states: dictionary of the results of unrolled loops, by loop and time.
    """

    def __init__(self, inputs, arrays, outputs, updates):
        super().__init__()
        self.pending = []
        self.found_gradients = {}
        self.sources = {}
        self.states = {}
        targets = list(outputs) + [new for _, new in updates]
        self._find_differentiated(targets)
        env = {}
        for tensor, array in zip(inputs, arrays):
            env[id(tensor)] = self._source(tensor, self.stored(array))
        self._solve_all(targets, env)
        self.program.outputs = [self.host(env[id(x)]).register for x in outputs]
        self.program.updates = [(x, self.host(env[id(new)]).register) for x, new in updates]

    def finish(self):
        """Returns the results of the traced call."""
        return self.program.finish(self.registers)

    def _find_differentiated(self, targets):
        """Records variables of gradients, and the tensors between them and a loss."""
        gradients = [x for x in ordered(targets) if x.op.name == 'gradients']
        self.wrt = {id(x) for g in gradients for x in g.inputs[1:]}
        self.on_path = {id(x) for g in gradients for x in differentiable_between(
            g.inputs[:1], g.inputs[1:])}

    def _solve_all(self, targets, env):
        while True:
            try:
                self.solve(targets, env)
                for target in targets:
                    if env[id(target)].array is None:
                        self.wanted.append(env[id(target)])
                if not self.wanted:
                    return
            except Blocked:
                # Results that are available are returned, too.
                self.wanted += [env[id(x)] for x in targets
                                if id(x) in env and env[id(x)].array is None]
            self._flush()

    def solve(self, targets, env):
        """Adds the values of `targets`, and of the tensors they depend on, to `env`.

        Raises:
            Blocked: if CNTK must run first. Values computed so far are in `env`.
        """
        blocked = set()
        stack = list(targets)
        while stack:
            tensor = stack[-1]
            if id(tensor) in env or id(tensor) in blocked:
                stack.pop()
                continue
            needed = implementation_of(tensor.op).needs(tensor, env)
            missing = [x for x in needed if id(x) not in env]
            ready = [x for x in missing if id(x) not in blocked]
            if ready:
                stack.extend(ready)
                continue
            stack.pop()
            try:
                if missing:
                    raise Blocked
                value = implementation_of(tensor.op).evaluate(self, tensor, env)
                env[id(tensor)] = self._source(tensor, value)
            except Blocked:
                blocked.add(id(tensor))
        if blocked:
            raise Blocked

    def _source(self, tensor, value):
        """Returns `value`, prepared for gradients with respect to it if these are requested."""
        if id(tensor) not in self.wrt or 0 in value.shape:
            return value
        dtype = COMPUTED[tensor.dtype]
        if tensor.op is VARIABLE and value.has_node:
            source = value.node
        elif value.array is not None:
            source = value.node = input_node(value.shape, dtype, needs_gradient=True)
            self.leaves[source.uid] = source, value.register, dtype
        else:
            # The gradient with respect to a tensor is that of zeros added to it.
            source = input_node(value.shape, dtype, needs_gradient=True)
            zeros = self.constant(np.zeros(value.shape, dtype))
            self.leaves[source.uid] = source, zeros.register, dtype
            value = Value(value.dtype, node=C.plus(value.node, source).output)
        self.sources[id(tensor)] = source
        return value

    def gradients(self, tensor, loss, wrt):
        """Returns the values of the gradients of `loss`, a value, with respect to `wrt`."""
        if id(tensor) not in self.found_gradients:
            self.pending.append((tensor, loss, wrt))
            raise Blocked
        return self.found_gradients[id(tensor)]

    def _flush(self):
        """Runs CNTK to compute everything requested."""
        wanted = {id(value): value for value in self.wanted}.values()
        pending, self.wanted, self.pending = self.pending, [], []
        outputs = [self._awaited(value) for value in wanted]
        first = True
        for tensor, loss, wrt in pending or [(None, None, ())]:
            found = []
            for x in wrt:
                found.append(Value(x.dtype, node=self.sources[id(x)]))
            run = Run(self.leaves, outputs if first else [], self.size,
                      None if loss is None else loss.node,
                      [self._awaited(value) for value in found])
            run(self.registers)
            self.program.steps.append(run)
            for value in found:
                value.node = None
                value.array = self.registers[value.register]
            if tensor is not None:
                self.found_gradients[id(tensor)] = found
            first = False
        for value in wanted:
            value.array = self.registers[value.register]

    def _awaited(self, value):
        value.register = len(self.registers)
        self.registers.append(None)
        self.program.registers.append(None)
        return value.node, value.register, value.dtype
