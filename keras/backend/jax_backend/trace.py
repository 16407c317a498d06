"""Going through a recorded graph while JAX traces what a function computes.

Values are JAX's arrays, or NumPy's where they are known before the function runs, such as shapes.
Operations whose results depend on known values alone are computed at once.
"""
import numpy as np


class Unknown(Exception):
    """The value of a tensor must be known before the function can be compiled.

    Attributes:
        tensor: the tensor.
    """

    def __init__(self, tensor):
        super().__init__(tensor)
        self.tensor = tensor


class Trace:
    """Computes tensors from the values of others.

    Args:
        states: dict from the id of a random tensor's state to its value.
        steps: tuple of the numbers of the steps of the loops around.
        is_differentiated: whether gradients of what is computed are wanted.

    Attributes:
        drawn: dict from the id of a state to the shape that is drawn from it in this call.
        checks: list of triples: whether a value is wrong, list of arrays, function that takes
            them and raises the error. None inside of loops and branches, where nothing is checked.
    """

    def __init__(self, states, steps=(), drawn=None, checks=None, is_differentiated=False):
        self.states = states
        self.steps = steps
        self.drawn = {} if drawn is None else drawn
        self.checks = checks
        self.is_differentiated = is_differentiated

    def differentiated(self):
        """Returns this trace for a computation whose gradients are wanted."""
        return Trace(self.states, self.steps, self.drawn, self.checks, is_differentiated=True)

    def inside(self, step=None):
        """Returns a trace for a branch, or for a step of a loop with this number."""
        steps = self.steps if step is None else self.steps + (step,)
        return Trace(self.states, steps, self.drawn, is_differentiated=self.is_differentiated)

    def check(self, is_wrong, arrays, fail):
        if self.checks is not None:
            self.checks.append((is_wrong, arrays, fail))

    def known(self, tensor, env):
        """Returns the value of a tensor, which must be known before the function runs."""
        if not isinstance(env[id(tensor)], np.ndarray):
            raise Unknown(tensor)
        return env[id(tensor)]

    def solve(self, targets, env):
        """Adds the values of `targets`, and of the tensors they depend on, to `env`.

        Args:
            targets: list of tensors.
            env: dict from the ids of tensors to their values; under `('instead', id)`, functions
                that compute a tensor in place of its operation.

        Returns:
            List of the values of `targets`.
        """
        stack = list(targets)
        while stack:
            tensor = stack[-1]
            if id(tensor) in env:
                stack.pop()
                continue
            how = tensor.op.implementation
            missing = [x for x in how.needs(tensor, env) if id(x) not in env]
            if missing:
                stack.extend(missing)
                continue
            stack.pop()
            evaluate = env.get(('instead', id(tensor)), how.evaluate)
            env[id(tensor)] = evaluate(self, tensor, env)
        return [env[id(x)] for x in targets]
