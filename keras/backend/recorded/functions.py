"""What functions of arrays are made from, and gradients."""
import contextlib

from keras import backend as K

from ..feeds import Feed, Inputs, check_input
from .graph import Operation, Variable, between, is_tensor, results, with_bodies
from .session import is_learning_phase
from .updates import Update, new_values, with_carried


class RecordedFunction:
    """What a function computes; each engine adds how.

    Args:
        inputs, outputs, updates: as for `K.function`.
        name: string.

    Attributes:
        inputs: list of the tensors that are fed.
        outputs: list of the outputs, as they were given.
        results: list of the tensors that are returned.
        updates: list of pairs of tensors: variable, new value.
    """

    def __init__(self, inputs, outputs, updates, name=None):
        self.name = name
        self._inputs = Inputs(inputs, TensorFeed)
        self.inputs = self._inputs.tensors
        self.outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
        self.results = [_fetched(output) for output in self.outputs]
        self.updates = new_values(with_carried(updates, self.results))

    def arrays(self, values):
        """Returns the arrays that are fed, from the argument of the function."""
        values = self._inputs.values(values)
        return [feed.array(value) for feed, value in zip(self._inputs.feeds, values)]

    def targets(self):
        """Returns the tensors to compute: the results, and the new values of variables."""
        return self.results + [new for _, new in self.updates]

    def changed(self):
        """Returns the variables that the function changes."""
        return [variable for variable, _ in self.updates]

    def tensors(self):
        """Returns all tensors that the function may compute, in an order that is always the same.

        Those of the steps of loops are included.
        """
        return with_bodies(self.targets())


class TensorFeed(Feed):

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
            value = K.eval(value)
        return super().converted(value)


def _fetched(output):
    if isinstance(output, Update):
        return output.as_tensor()
    if not is_tensor(output):
        raise TypeError('The outputs of K.function must be tensors, but one is %r.' % (output,))
    return output


def variables_of(function):
    found = function.changed() + [x for x in function.tensors() if isinstance(x, Variable)]
    return list({id(variable): variable for variable in found}.values())


# Its value is a list: the gradients of the first input, with respect to the others.
GRADIENTS = Operation('gradients', lambda shapes, x: None)


def gradients(loss, variables):
    if is_tensor(variables):
        variables = [variables]
    reached = {id(x) for x in differentiable_between([loss], variables)}
    wrt = [x for x in variables if id(x) in reached]
    distinct = list({id(x): x for x in wrt}.values())
    tensor = GRADIENTS(loss, *distinct)
    found = results(tensor, [x.shape for x in distinct], [x.dtype for x in distinct])
    found = {id(x): gradient for x, gradient in zip(distinct, found)}
    return [found.get(id(x)) for x in variables]


def differentiable_between(targets, sources):
    """Returns the tensors that gradients of `targets` with respect to `sources` pass through."""
    return between(targets, sources, through=lambda x: x.op.differentiable)


STOP_GRADIENT = Operation('stop_gradient', lambda shapes, x: shapes[0], differentiable=False,
                          numpy=lambda x: x)


def stop_gradient(variables):
    if isinstance(variables, (list, tuple)):
        return [STOP_GRADIENT(variable) for variable in variables]
    return STOP_GRADIENT(variables)


@contextlib.contextmanager
def control_dependencies(control_inputs):
    yield
