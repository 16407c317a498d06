"""Variables, and the other origins of values."""
import threading

import jax.numpy as jnp
import numpy as np

from ..forks import about_to_run
from ..recorded import functions, graph, tensors, updates
from .implementations import implement

# Held while the arrays of variables are read or replaced: JAX frees those that change.
running = threading.RLock()


class Variable(graph.Variable):
    """A variable that is an array of JAX's; functions that change it replace the array."""

    def __init__(self, array, name=None, constraint=None):
        super().__init__(array.shape, array.dtype.name, name, constraint)
        self.assign(array)

    def value(self):
        about_to_run('JAX')
        with running:
            return np.array(self.array)

    def assign(self, array):
        # A copy: JAX may use the memory of NumPy's arrays as it is.
        self.array = jnp.array(array, self.dtype)


def _unchanged(trace, x, env):
    return env[id(x.inputs[0])]


implement(graph.PLACEHOLDER, evaluate=lambda trace, x, env: x.unfed())
implement(graph.CONSTANT, evaluate=lambda trace, x, env: x.attributes['value'])
implement(graph.RESULT, evaluate=lambda trace, x, env: env[id(x.inputs[0])][
    x.attributes['index']])
implement(tensors.IDENTITY, evaluate=_unchanged)
implement(updates.AFTER, evaluate=_unchanged)
implement(functions.STOP_GRADIENT, lambda x: x)
