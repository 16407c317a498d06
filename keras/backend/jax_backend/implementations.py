"""How operations are computed here: functions of JAX's arrays."""
import numpy as np
from jax import lax


class Implementation:
    """How JAX computes an operation.

    Args:
        function: function from arrays to the result.
        evaluate: function from a `trace.Trace`, the tensor and a dict of values to its value,
            where that is more than a function of the values of the inputs.
        needs: function from the tensor and a dict of values to the tensors whose values are
            needed (next), where that is not all inputs.
    """

    def __init__(self, function=None, evaluate=None, needs=None):
        self.function = function
        if evaluate is not None:
            self.evaluate = evaluate
        if needs is not None:
            self.needs = needs

    def needs(self, tensor, env):
        return tensor.inputs

    def evaluate(self, trace, tensor, env):
        op, values = tensor.op, [env[id(x)] for x in tensor.inputs]
        if op.static_from is not None:
            for x in tensor.inputs[op.static_from:]:
                trace.known(x, env)
        # What is known before the function runs need not be computed each time.
        if op.numpy is not None and all(isinstance(value, np.ndarray) for value in values):
            return np.asarray(op.numpy(*values, **tensor.attributes), tensor.dtype)
        value = self.function(*values, **tensor.attributes)
        if value.dtype != tensor.dtype:
            value = value.astype(tensor.dtype)
        return value if op.differentiable else lax.stop_gradient(value)


def implement(operation, function=None, **how):
    """Sets how an operation is computed; the arguments are those of `Implementation`."""
    operation.implementation = Implementation(function, **how)
