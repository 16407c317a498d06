import contextlib
import threading

import numpy as np

from .engine import without_warnings
from .graph import Operation, between, is_tensor, results
from .program import Mismatch, Trace
from .updates import Update, new_values, with_carried

# Programs that a function keeps: for the batches of an epoch and the last one, in training and
# in testing, and some more.
_KEPT = 8


def function(inputs, outputs, updates=None, **kwargs):
    unknown = sorted(set(kwargs) - {'name'})
    if unknown:
        raise ValueError('K.function does not know the argument %s on CNTK; it takes name alone.'
                         % ', '.join(unknown))
    return Function(inputs, outputs, updates or [], **kwargs)


class Function:
    """Programs, one for each combination of shapes that the function is called with."""

    def __init__(self, inputs, outputs, updates, name=None):
        _check_list('inputs', inputs)
        _check_list('updates', updates)
        self.name = name
        self.inputs = list(inputs)
        self.outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
        for tensor in self.inputs:
            if not is_tensor(tensor):
                raise TypeError('The inputs of K.function should be placeholders, but one is %r.'
                                % (tensor,))
        self._feeds = [_Feed(tensor) for tensor in self.inputs]
        self._results = [_fetched(output) for output in self.outputs]
        self._updates = new_values(with_carried(updates, self._results))
        self._programs = {}
        self._lock = threading.Lock()

    def __call__(self, inputs):
        if not isinstance(inputs, (list, tuple)):
            raise TypeError('A backend function takes a list of arrays, one for each of its %d '
                            'inputs, but got a %s.' % (len(self._feeds), type(inputs).__name__))
        if len(inputs) != len(self._feeds):
            raise ValueError('A backend function has %d inputs (%s), but got %d arrays.' % (
                len(self._feeds), ', '.join(x.name for x in self.inputs), len(inputs)))
        arrays = [feed.array(value) for feed, value in zip(self._feeds, inputs)]
        with self._lock:
            return self._run(arrays)

    def _run(self, arrays):
        signature = tuple(array.shape for array in arrays)
        programs = self._programs.setdefault(signature, [])
        for program in programs:
            try:
                return program.run(arrays)
            except Mismatch:
                continue
        with without_warnings():
            trace = Trace(self.inputs, arrays, self._results, self._updates)
        programs.append(trace.program)
        self._forget_oldest(signature)
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


class _Feed:
    """How arrays get into one input."""

    def __init__(self, tensor):
        self.name = tensor.name
        self.dtype = np.dtype(tensor.dtype)
        self.is_sparse = tensor.is_sparse
        self.shape = None if tensor.shape is None else list(tensor.shape)
        if self.shape and len(self.shape) > 1:
            # Batches of another size, such as the last one, go through most models.
            self.shape[0] = None

    def array(self, value):
        if isinstance(value, np.ndarray) and value.dtype == self.dtype:
            array = value
        else:
            array = self._converted(value)
        if self.shape is not None:
            self._check_shape(array.shape)
        return array

    def _converted(self, value):
        if is_tensor(value):
            value = function([], [value])([])[0]
        if hasattr(value, 'tocsr'):  # one of SciPy's sparse matrices
            return value.tocsr().astype(self.dtype) if self.is_sparse else value.toarray().astype(
                self.dtype)
        try:
            return np.asarray(value, dtype=self.dtype)
        except (TypeError, ValueError) as error:
            raise ValueError('The input %s holds %s values, which %s cannot be made into: %s' % (
                self.name, self.dtype.name, type(value).__name__, error)) from error

    def _check_shape(self, shape):
        if len(shape) != len(self.shape) or any(
                size != wanted and wanted is not None
                for size, wanted in zip(shape, self.shape)):
            raise ValueError('The input %s has the shape %s, but got an array of shape %s.' % (
                self.name, tuple(self.shape), tuple(shape)))


def _check_list(name, value):
    if not isinstance(value, (list, tuple)):
        raise TypeError('The %s of K.function should be a list, but are %r.' % (name, value))


def _fetched(output):
    if isinstance(output, Update):
        return output.as_tensor()
    if not is_tensor(output):
        raise TypeError('The outputs of K.function should be tensors, but one is %r.' % (output,))
    return output


def _gradients(trace, tensor, env):
    loss, wrt = tensor.inputs[0], tensor.inputs[1:]
    value = env[id(loss)]
    if value.node is None:
        # A branch was taken that does not depend on them, or there are no entries.
        return [trace.constant(np.zeros(env[id(x)].shape, x.dtype)) for x in wrt]
    return trace.gradients(tensor, value, wrt)


GRADIENTS = Operation('gradients', lambda shapes, x: None, evaluate=_gradients)


def gradients(loss, variables):
    if is_tensor(variables):
        variables = [variables]
    reaching = between([loss], variables, through=lambda x: x.op.differentiable)
    if any(x.op is GRADIENTS for x in reaching):
        raise NotImplementedError(
            'CNTK computes no gradients of gradients. Work out one of the two by hand, or train '
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
