"""Programs: the steps that calls of a function with arrays of the same shapes repeat."""


class Mismatch(Exception):
    """A call has other values than the program was made for."""


class Program:
    """Steps that work on a list of registers.

    Attributes:
        registers: list that contains the constants.
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
        """Carries out the updates and returns the outputs, as copies."""
        results = [_copied(registers[register]) for register in self.outputs]
        if len(self.updates) == 1:
            variable, register = self.updates[0]
            variable.assign(registers[register])
        elif self.updates:
            # A variable may be updated to the value of another one.
            own = {id(variable.array) for variable, _ in self.updates}
            values = [registers[register] for _, register in self.updates]
            values = [value.copy() if id(value) in own or value.base is not None else value
                      for value in values]
            for (variable, _), value in zip(self.updates, values):
                variable.assign(value)
        return results


def _copied(result):
    """Returns a copy of an array (or sparse matrix), with scalars as TensorFlow returns them."""
    return result.copy() if result.shape else result[()]
