"""From recorded tensors to what runs: a program for arrays of given shapes.

`Trace` goes through the graph once, with the arrays of the first call. Where the values are at
hand and small, ints, or nothing that CNTK can do, NumPy computes; the rest becomes nodes of CNTK,
which run when a value of theirs is needed. The steps taken are the program, which later calls
with arrays of the same shapes repeat. What the graph was built for besides shapes (branches taken,
sizes made from data) is checked by guards; where one fails, another program is made.
"""
import numpy as np

from .graph import VARIABLE, between, ordered
from .nodes import (
    COMPUTED,
    C,
    Empty,
    as_dtype,
    as_variable,
    constant_node,
    input_node,
    plain_errors,
    reshaped,
    shared_node,
)
from .run import Run
from .values import Source, Value

# Below this number of entries NumPy is quicker than a call into CNTK, even for heavy operations.
_SMALL = 256


class Mismatch(Exception):
    """The values of a call are not those that the program was made for."""


class Blocked(Exception):
    """A value is needed that CNTK has yet to compute."""


class NotInLoop(Exception):
    """A step cannot be done in a loop of CNTK's."""


class Program:
    """Steps that work on a list of registers.

    Attributes:
        registers: list with the constants in their places.
        steps: functions of the registers.
        outputs: list of registers.
        updates: list of pairs: variable, register.
    """

    def __init__(self):
        self.registers = []
        self.steps = []
        self.outputs = []
        self.updates = []

    def run(self, arrays):
        registers = list(self.registers)
        registers[:len(arrays)] = arrays
        for step in self.steps:
            step(registers)
        return self.finish(registers)

    def finish(self, registers):
        """Carries the updates out and returns the outputs, which share memory with nothing."""
        results = [_copied(registers[register]) for register in self.outputs]
        if len(self.updates) == 1:
            variable, register = self.updates[0]
            variable.assign(registers[register])
        elif self.updates:
            # A variable may be updated to what another one holds.
            own = {id(variable.array) for variable, _ in self.updates}
            values = [registers[register] for _, register in self.updates]
            values = [value.copy() if id(value) in own or value.base is not None else value
                      for value in values]
            for (variable, _), value in zip(self.updates, values):
                variable.assign(value)
        return results


class Trace:
    """Makes a program while it computes the results of one call.

    Args:
        inputs: list of tensors that are fed.
        arrays: list of their arrays.
        outputs: list of tensors.
        updates: list of pairs of tensors: variable, new value.

    Attributes:
        size: how many entries the nodes of CNTK compute.
    """

    def __init__(self, inputs, arrays, outputs, updates):
        self.program = Program()
        self.registers = []
        self.leaves = {}
        self.wanted = []
        self.pending = []
        self.found_gradients = {}
        self.sources = {}
        self.states = {}
        self.size = 0
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
        """Notes what is differentiated by, and what lies between it and a loss."""
        gradients = [x for x in ordered(targets) if x.op.name == 'gradients']
        self.wrt = {id(x) for g in gradients for x in g.inputs[1:]}
        self.on_path = {id(x) for g in gradients for x in between(
            g.inputs[:1], g.inputs[1:], through=lambda x: x.op.differentiable)}

    # Values

    def stored(self, array, is_constant=False):
        self.registers.append(array)
        self.program.registers.append(array if is_constant else None)
        return Value(array.dtype.name, array, len(self.registers) - 1, is_constant)

    def constant(self, array):
        return self.stored(np.asarray(array), is_constant=True)

    def variable(self, variable):
        """Returns the value of a variable: its array, which changes in place."""
        value = self.stored(variable.array, is_constant=True)
        value.is_constant = False
        if variable.dtype in ('float32', 'float64') and variable.array.size:
            is_parameter = id(variable) in self.wrt
            if is_parameter not in variable.nodes:
                variable.nodes[is_parameter] = shared_node(variable.array, is_parameter)
            node = value.leaves[variable.dtype] = variable.nodes[is_parameter]
            value.node = node if is_parameter else None
        return value

    def unfed(self, placeholder):
        if placeholder.default is None:
            raise ValueError('The placeholder %s is needed, but is not among the inputs of '
                             'K.function.' % placeholder.name)
        return self.constant(np.array(placeholder.default, placeholder.dtype))

    def computed(self, function, dtype, arguments, is_constant=False):
        """Returns the value of a step of NumPy's.

        Args:
            function: function from arrays to an array.
            dtype: dtype of the result, None for what is no array.
            arguments: list of values.
            is_constant: whether to compute it now, once and for all.
        """
        def run(registers):
            array = function(*[registers[i] for i in places])
            registers[place] = array if dtype is None else np.asarray(array, dtype)

        places = [value.register for value in arguments]
        place = len(self.registers)
        self.registers.append(None)
        run(self.registers)
        self.program.registers.append(self.registers[place] if is_constant else None)
        if not is_constant:
            self.program.steps.append(run)
        return Value(dtype, self.registers[place], place, is_constant)

    def host(self, value):
        """Returns `value`, which then has an array; raises Blocked if CNTK must run first."""
        return self.hosts([value])[0]

    def hosts(self, values):
        """Returns `values`, which then have arrays, likewise."""
        missing = [value for value in values if value.array is None]
        if any(value.in_loop for value in missing):
            raise NotInLoop
        if missing:
            self.wanted += missing
            raise Blocked
        return values

    def fixed(self, value):
        """Returns the array of `value` for the graph to be built for."""
        array = self.host(value).array
        if not value.is_constant:
            place = value.register

            def guard(registers):
                if not np.array_equal(registers[place], array):
                    raise Mismatch

            self.program.steps.append(guard)
        return array

    def node(self, value, dtype, is_on_path=False):
        """Returns the node of CNTK for a value, in a dtype that CNTK computes in."""
        if value.has_node and (is_on_path or value.array is None):
            return as_dtype(value.node, dtype)
        if dtype not in value.leaves:
            if value.is_constant:
                leaf = constant_node(np.asarray(value.array, dtype))
            else:
                leaf = input_node(value.shape, dtype)
                self.leaves[leaf.uid] = leaf, value.register, dtype
            value.leaves[dtype] = leaf
        return value.leaves[dtype]

    def held(self, value):
        """Returns `value` for use where gradients must not pass."""
        if value.array is None:
            return Value(value.dtype, node=C.stop_gradient(value.node).output,
                         in_loop=value.in_loop)
        held = Value(value.dtype, value.array, value.register, value.is_constant)
        # Not the parameter itself, through which a gradient would pass.
        held.leaves = {} if value.has_node else value.leaves
        return held

    # Evaluation

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
                # What is ready of the results comes along.
                self.wanted += [env[id(x)] for x in targets
                                if id(x) in env and env[id(x)].array is None]
            self._flush()

    def solve(self, targets, env):
        """Puts the values of `targets`, and of what they need, into `env`.

        Raises:
            Blocked: if CNTK must run first. What could be done is in `env` then.
        """
        blocked = set()
        stack = list(targets)
        while stack:
            tensor = stack[-1]
            if id(tensor) in env or id(tensor) in blocked:
                stack.pop()
                continue
            missing = [x for x in tensor.op.needs(tensor, env) if id(x) not in env]
            ready = [x for x in missing if id(x) not in blocked]
            if ready:
                stack.extend(ready)
                continue
            stack.pop()
            try:
                if missing:
                    raise Blocked
                env[id(tensor)] = self._source(tensor, tensor.op.evaluate(self, tensor, env))
            except Blocked:
                blocked.add(id(tensor))
        if blocked:
            raise Blocked

    def _source(self, tensor, value):
        """Returns `value`, made so that it can be differentiated by if that is asked for."""
        if id(tensor) not in self.wrt or 0 in value.shape:
            return value
        dtype = COMPUTED[tensor.dtype]
        if tensor.op is VARIABLE and value.has_node:
            source = value.node
        elif value.array is not None:
            source = value.node = input_node(value.shape, dtype, needs_gradient=True)
            self.leaves[source.uid] = source, value.register, dtype
        else:
            # The gradient by a tensor is that by zeros that are added to it.
            source = input_node(value.shape, dtype, needs_gradient=True)
            zeros = self.constant(np.zeros(value.shape, dtype))
            self.leaves[source.uid] = source, zeros.register, dtype
            value = Value(value.dtype, node=C.plus(value.node, source).output)
        self.sources[id(tensor)] = source
        return value

    def call(self, op, arguments, attributes, dtype, is_on_path=False):
        """Returns the value of an operation.

        Args:
            op: `Operation`.
            arguments: list of values.
            attributes: dict of its other arguments.
            dtype: dtype of the result.
            is_on_path: whether it is to be differentiated.
        """
        moving, static = arguments[:op.static_from], arguments[len(arguments[:op.static_from]):]
        if self._is_for_cntk(op, moving, dtype, is_on_path):
            arrays = [self.fixed(value) for value in static]
            computed = COMPUTED.get(dtype) or widest(moving)
            try:
                return self._node_of(op, moving, arrays, attributes, dtype, computed, is_on_path)
            except Empty:
                pass
        return self.computed(lambda *arrays: op.numpy(*arrays, **attributes), dtype,
                             self.hosts(arguments),
                             is_constant=all(value.is_constant for value in arguments))

    def _is_for_cntk(self, op, moving, dtype, is_on_path):
        is_empty = any(0 in value.shape for value in moving)
        if op.numpy is None and is_empty:
            raise ValueError('On CNTK there is no %s of tensors without entries, but got the '
                             'shape %s.' % (op.name, moving[0].shape))
        if op.cntk is None or op.numpy is None:
            return op.numpy is None
        if dtype not in COMPUTED and dtype != 'bool':
            return False
        if is_empty:
            return False
        if is_on_path and any(value.has_node for value in moving):
            return True
        if any(value.array is None for value in moving):
            # Ints come from NumPy, whose entries need not fit a float.
            return all(value.array is not None or value.dtype in COMPUTED
                       or value.dtype == 'bool' for value in moving)
        return (op.is_heavy and dtype in COMPUTED
                and not all(value.is_constant for value in moving)
                and any(value.array.size > _SMALL for value in moving))

    def _node_of(self, op, values, arrays, attributes, dtype, computed, is_on_path):
        """Returns the value of an operation that CNTK does, in the dtype `computed`."""
        in_loop = any(value.in_loop for value in values)
        if in_loop and (op.needs_batch_axis or op.is_batched):
            raise NotInLoop
        source = None
        if op.is_batched:
            source = self._batched(values[0], computed, is_on_path)
            nodes = [as_dtype(source.node, computed)]
            nodes += [self.node(value, computed, is_on_path) for value in values[1:]]
        elif op.is_entrywise:
            source, nodes = self._alike(values, computed, is_on_path)
        if source is None:
            nodes = [self.node(value, computed, is_on_path) for value in values]
        with plain_errors('the %s of tensors of shape %s' % (
                op.name, ' and '.join(str(value.shape) for value in values))):
            node = as_variable(op.cntk(*nodes, *arrays, **attributes))
        if source is not None:
            source, node = Source(node, source.batch, source.size, source.pattern), None
        made = Value(dtype, node=node, source=source, in_loop=in_loop)
        self.size += int(np.prod(made.shape))
        return made

    def _source_in_use(self, value, is_on_path):
        """Returns the source of a value, None where it is fed as an array, or has none."""
        return value.source if is_on_path or value.array is None else None

    def _batched(self, value, dtype, is_on_path):
        """Returns the source of a value that has CNTK's batch axis."""
        source = self._source_in_use(value, is_on_path)
        if source is not None and source.batch and not source.is_permuted:
            return source
        source = value.batched(self.node(value, dtype, is_on_path))
        return Source(source.node, source.batch, source.size)

    def _alike(self, values, dtype, is_on_path):
        """Returns the source that the largest values share, and nodes of all values like it.

        Returns:
            Pair of None and None where there is no such source.
        """
        rank = max(len(value.shape) for value in values)
        sources = [self._source_in_use(value, is_on_path) if len(value.shape) == rank else None
                   for value in values]
        found = [source for source in sources if source is not None]
        if not found or any(source.pattern != found[0].pattern for source in found):
            return None, None
        first = found[0]
        batch_axis = first.pattern.index(0) - rank
        others = [value for value, source in zip(values, sources) if source is None]
        if first.batch and (any(source.batch != first.batch for source in found) or any(
                len(value.shape) >= -batch_axis and value.shape[batch_axis] > 1
                for value in others)):
            first = Source(first.plain(), pattern=first.pattern)
        nodes = []
        for value, source in zip(values, sources):
            if source is None:
                node = _permuted_back(self.node(value, dtype, is_on_path), first)
            else:
                node = source.node if first.batch else source.plain()
            nodes.append(as_dtype(node, dtype))
        return first, nodes

    def permuted(self, value, pattern, is_on_path):
        """Returns a value with its axes permuted; CNTK's nodes are so only when they must be."""
        if not (value.has_node and (is_on_path or value.array is None)):
            return self.computed(lambda array: np.transpose(array, pattern), value.dtype, [value],
                                 is_constant=value.is_constant)
        source = (value.source or Source(value.node)).permuted(pattern)
        if source.is_permuted or source.batch:
            return Value(value.dtype, source=source, in_loop=value.in_loop)
        return Value(value.dtype, node=source.node, in_loop=value.in_loop)

    def gradients(self, tensor, loss, wrt):
        """Returns the values of the gradients of `loss`, a value, by the tensors `wrt`."""
        if id(tensor) not in self.found_gradients:
            self.pending.append((tensor, loss, wrt))
            raise Blocked
        return self.found_gradients[id(tensor)]

    def _flush(self):
        """Runs CNTK for all that is asked for."""
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


def _permuted_back(node, source):
    """Returns a node, of an operand that broadcasts, as it goes with the node of a source."""
    if not node.shape:
        return node
    whole = (1,) * (len(source.pattern) - len(node.shape)) + node.shape
    back = [int(i) for i in np.argsort(source.pattern)]
    shape = tuple(whole[i] for i in back)
    if source.is_permuted and sum(size > 1 for size in whole) > 1:
        node = C.transpose(reshaped(node, whole), back)
    return reshaped(node, shape[1:] if source.batch else shape)


def widest(values):
    return 'float64' if any(value.dtype == 'float64' for value in values) else 'float32'


def _copied(result):
    """Returns a copy of an array (or sparse matrix); a scalar as TensorFlow would give it."""
    return result.copy() if result.shape else result[()]
