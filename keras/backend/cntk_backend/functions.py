"""Functions that run programs, and gradients."""
import threading

import numpy as np

from .. import building
from ..denormals import flushing_denormals
from ..feeds import check_arguments
from ..interrupts import held_interrupts
from ..recorded import functions as ops
from ..recorded.graph import is_tensor
from .implementations import implement
from .nodes import without_warnings
from .program import Mismatch
from .trace import Trace

# Number of programs that a function keeps: for the batches of an epoch and the last one, in
# training and in testing, and some more.
_KEPT = 8


def function(inputs, outputs, updates=None, **kwargs):
    check_arguments('CNTK', inputs, updates or [], kwargs, ['name'])
    return Function(inputs, outputs, updates or [], **kwargs)


class Function(ops.RecordedFunction):
    """Programs, one for each combination of shapes that the function is called with."""

    def __init__(self, inputs, outputs, updates, name=None):
        super().__init__(inputs, outputs, updates, name)
        self._programs = {}
        self._lock = threading.Lock()

    @flushing_denormals
    def __call__(self, inputs):
        arrays = self.arrays(inputs)
        # In the middle of CNTK's wrappers, Ctrl-C would be lost or become a SystemError.
        with self._lock, held_interrupts():
            results = self._run_known(arrays)
        if results is None:
            with building.lock, self._lock, held_interrupts():
                results = self._run_known(arrays)  # another thread may have made it meanwhile
                return self._run_new(arrays) if results is None else results
        return results

    def _run_known(self, arrays):
        """Runs the program for arrays of these shapes; returns None if there is none yet."""
        for program in self._programs.get(_shapes(arrays), ()):
            try:
                return program.run(arrays)
            except Mismatch:
                continue
        return None

    def _run_new(self, arrays):
        with without_warnings():
            trace = Trace(self.inputs, arrays, self.results, self.updates)
        self._programs.setdefault(_shapes(arrays), []).append(trace.program)
        self._forget_oldest(_shapes(arrays))
        return trace.finish()

    def _forget_oldest(self, latest):
        count = sum(map(len, self._programs.values()))
        while count > _KEPT:
            oldest = next(signature for signature, programs in self._programs.items()
                          if signature != latest or len(self._programs) == 1)
            self._programs[oldest].pop(0)
            if not self._programs[oldest]:
                del self._programs[oldest]
            count -= 1


def _shapes(arrays):
    return tuple(array.shape for array in arrays)


def _gradients(trace, tensor, env):
    loss, wrt = tensor.inputs[0], tensor.inputs[1:]
    value = env[id(loss)]
    reached = [x for x in wrt if 0 not in env[id(x)].shape]
    if value.node is None:
        reached = []  # the branch taken does not depend on them, or there are no entries
    found = dict(zip(map(id, reached), trace.gradients(tensor, value, reached) if reached else []))
    return [found[id(x)] if id(x) in found
            else trace.constant(np.zeros(env[id(x)].shape, x.dtype)) for x in wrt]


implement(ops.GRADIENTS, evaluate=_gradients)


def gradients(loss, variables):
    if is_tensor(variables):
        variables = [variables]
    if any(x.op is ops.GRADIENTS for x in ops.differentiable_between([loss], variables)):
        raise NotImplementedError(
            'CNTK does not compute gradients of gradients. Write one of the two by hand, or train '
            'this model with TensorFlow, JAX or Theano.')
    return ops.gradients(loss, variables)
