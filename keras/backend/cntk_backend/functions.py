"""Functions of arrays, and gradients."""
import contextlib
import threading

import numpy as np

from .. import building
from ..feeds import Feed, Inputs, check_arguments, check_input
from ..interrupts import held_interrupts
from .graph import Operation, Variable, between, is_tensor, results, with_bodies
from .nodes import without_warnings
from .program import Mismatch
from .session import is_learning_phase
from .trace import Trace
from .updates import Update, new_values, with_carried

# Number of programs that a function keeps: for the batches of an epoch and the last one, in
# training and in testing, and some more.
_KEPT = 8


def function(inputs, outputs, updates=None, **kwargs):
    check_arguments('CNTK', inputs, updates or [], kwargs, ['name'])
    return Function(inputs, outputs, updates or [], **kwargs)


class Function:
    """Programs, one for each combination of shapes that the function is called with."""

    def __init__(self, inputs, outputs, updates, name=None):
        self.name = name
        self._inputs = Inputs(inputs, _Feed)
        self.inputs = self._inputs.tensors
        self.outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
        self._results = [_fetched(output) for output in self.outputs]
        self._updates = new_values(with_carried(updates, self._results))
        self._programs = {}
        self._lock = threading.Lock()

    def __call__(self, inputs):
        values = self._inputs.values(inputs)
        arrays = [feed.array(value) for feed, value in zip(self._inputs.feeds, values)]
        # In the middle of CNTK's wrappers, Ctrl-C would be lost or become a SystemError.
        with self._lock, held_interrupts():
            results = self._run_known(arrays)
        if results is None:
            with building.lock, self._lock, held_interrupts():
                results = self._run_known(arrays)  # another thread may have made it meanwhile
                return self._run_new(arrays) if results is None else results
        return results

    def changed(self):
        """Returns the variables that the function changes."""
        return [variable for variable, _ in self._updates]

    def tensors(self):
        """Returns all tensors that the function may compute, in an order that is always the same.

        Those of the steps of loops are included.
        """
        return with_bodies(self._results + [value for _, value in self._updates])

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
            trace = Trace(self.inputs, arrays, self._results, self._updates)
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


class _Feed(Feed):

    def __init__(self, tensor):
        check_input(tensor, is_tensor(tensor))
        super().__init__(tensor.name, tensor.dtype, tensor.shape)
        self.is_sparse = tensor.is_sparse
        self.is_learning_phase = is_learning_phase(tensor)

    def array(self, value):
        return self._matrix(value) if self.is_sparse else super().array(value)

    def _matrix(self, value):
        """Converts a SciPy sparse matrix, or an array, to the form that a sparse input takes."""
        if not hasattr(value, 'tocsr'):
            from scipy.sparse import csr_matrix
            value = csr_matrix(self.converted(value))
        self._check(value.shape)
        return value.tocsr().astype(self.dtype)

    def converted(self, value):
        if is_tensor(value):
            value = function([], [value])([])[0]
        return super().converted(value)


def _shapes(arrays):
    return tuple(array.shape for array in arrays)


def _fetched(output):
    if isinstance(output, Update):
        return output.as_tensor()
    if not is_tensor(output):
        raise TypeError('The outputs of K.function must be tensors, but one is %r.' % (output,))
    return output


def _gradients(trace, tensor, env):
    loss, wrt = tensor.inputs[0], tensor.inputs[1:]
    value = env[id(loss)]
    reached = [x for x in wrt if 0 not in env[id(x)].shape]
    if value.node is None:
        reached = []  # the branch taken does not depend on them, or there are no entries
    found = dict(zip(map(id, reached), trace.gradients(tensor, value, reached) if reached else []))
    return [found[id(x)] if id(x) in found
            else trace.constant(np.zeros(env[id(x)].shape, x.dtype)) for x in wrt]


GRADIENTS = Operation('gradients', lambda shapes, x: None, evaluate=_gradients)


def variables_of(function):
    found = function.changed() + [x for x in function.tensors() if isinstance(x, Variable)]
    return list({id(variable): variable for variable in found}.values())


def gradients(loss, variables):
    if is_tensor(variables):
        variables = [variables]
    reaching = between([loss], variables, through=lambda x: x.op.differentiable)
    if any(x.op is GRADIENTS for x in reaching):
        raise NotImplementedError(
            'CNTK does not compute gradients of gradients. Write one of the two by hand, or train '
            'this model with TensorFlow or Theano.')
    reached = {id(x) for x in reaching}
    wrt = [x for x in variables if id(x) in reached]
    distinct = list({id(x): x for x in wrt}.values())
    tensor = GRADIENTS(loss, *distinct)
    found = results(tensor, [x.shape for x in distinct], [x.dtype for x in distinct])
    found = {id(x): gradient for x, gradient in zip(distinct, found)}
    return [found.get(id(x)) for x in variables]


STOP_GRADIENT = Operation('stop_gradient', lambda shapes, x: shapes[0], differentiable=False,
                          evaluate=lambda trace, x, env: trace.held(env[id(x.inputs[0])]))


def stop_gradient(variables):
    if isinstance(variables, (list, tuple)):
        return [STOP_GRADIENT(variable) for variable in variables]
    return STOP_GRADIENT(variables)


@contextlib.contextmanager
def control_dependencies(control_inputs):
    yield
