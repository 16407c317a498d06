"""The values of a traced call: arrays, and nodes of CNTK that compute arrays."""
import numpy as np

from .nodes import C, as_dtype, constant_node, input_node, shared_node
from .program import Mismatch, Program
from .values import Value


class Blocked(Exception):
    """A value is needed that CNTK has not computed yet."""


class NotInLoop(Exception):
    """A step cannot be computed in a loop of CNTK."""


class TracedValues:
    """Makes values, and returns them as arrays or as nodes.

    Attributes:
        program: the `Program` that is being made.
        registers: list of the arrays that the program works on, in this call.
        leaves: dictionary from the uid of an input node to a triple: node, register, dtype.
        wanted: list of values that CNTK computes next.
        wrt: set of the ids of tensors that gradients are computed with respect to.
    """

    def __init__(self):
        self.program = Program()
        self.registers = []
        self.leaves = {}
        self.wanted = []
        self.wrt = set()

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

    def computed(self, function, dtype, arguments, is_constant=False):
        """Returns the value of a step computed by NumPy.

        Args:
            function: function that takes arrays and returns an array.
            dtype: dtype of the result; None if it is not an array.
            arguments: list of values.
            is_constant: whether to compute it now, for all calls.
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
        """Returns `value` with its array; raises Blocked if CNTK must run first."""
        return self.hosts([value])[0]

    def hosts(self, values):
        """Returns `values` with their arrays; raises Blocked if CNTK must run first."""
        missing = [value for value in values if value.array is None]
        if any(value.in_loop for value in missing):
            raise NotInLoop
        if missing:
            self.wanted += missing
            raise Blocked
        return values

    def fixed(self, value):
        """Returns the array of `value` that the graph is built for."""
        array = self.host(value).array
        if not value.is_constant:
            place = value.register

            def guard(registers):
                if not np.array_equal(registers[place], array):
                    raise Mismatch

            self.program.steps.append(guard)
        return array

    def node(self, value, dtype, is_on_path=False):
        """Returns the CNTK node of a value, in a dtype that CNTK computes in."""
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
        """Returns `value` without a path for gradients."""
        if value.array is None:
            return Value(value.dtype, node=C.stop_gradient(value.node).output,
                         in_loop=value.in_loop)
        held = Value(value.dtype, value.array, value.register, value.is_constant)
        # Not the parameter itself, because gradients would pass through it.
        held.leaves = {} if value.has_node else value.leaves
        return held
