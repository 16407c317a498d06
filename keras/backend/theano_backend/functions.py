"""Running tensors."""
import contextlib
import functools
import inspect
import sys
import threading

import scipy.sparse
import theano
import theano.tensor as T
from theano.gof.graph import inputs as origins_of

from .. import building
from ..denormals import flushing_denormals
from ..feeds import Feed, Inputs, check_arguments, check_input
from .broadcasting import is_dense, theanos_operators
from .session import is_learning_phase
from .sizes import known_sizes
from .substitution import nodes_with_inner, substituted
from .updates import Update, new_values, updates_before

_LONG = 5.  # seconds of compiling before a note is printed

_FUNCTION_ARGUMENTS = tuple(sorted(
    set(inspect.signature(theano.function).parameters) - {'inputs', 'outputs', 'updates'}))


def function(inputs, outputs, updates=None, **kwargs):
    check_arguments('Theano', inputs, updates or [], kwargs, _FUNCTION_ARGUMENTS)
    return Function(inputs, outputs, updates or [], **kwargs)


def variables_of(function):
    found = function.changed() + [x for x in origins_of(function.made())
                                  if isinstance(x, theano.compile.SharedVariable)
                                  and hasattr(x, 'dtype')]  # others hold random states of NumPy
    return list({id(variable): variable for variable in found}.values())


def gradients(loss, variables):
    variables = variables if isinstance(variables, (list, tuple)) else [variables]
    loss = loss if loss.ndim == 0 else T.sum(loss)
    reached = _reached_by_gradients(loss)
    with theanos_operators():
        found = iter(theano.grad(loss, [x for x in variables if x in reached]))
    return [next(found) if x in reached else None for x in variables]


def _reached_by_gradients(loss):
    """Returns the set of variables that the gradient of `loss` reaches.

    Theano returns gradients of zero through ints and bools.
    """
    reached, stack = set(), [loss]
    while stack:
        x = stack.pop()
        if x in reached or not x.dtype.startswith('float'):
            continue
        reached.add(x)
        if x.owner is not None:
            connected = _connected(x.owner)
            stack.extend(origin for origin, to_outputs in zip(x.owner.inputs, connected)
                         if to_outputs[x.index] and hasattr(origin, 'dtype'))
    return reached


def _connected(node):
    """Returns for each input of an operation whether the gradient of each output reaches it."""
    if hasattr(node.op, 'connection_pattern'):
        return node.op.connection_pattern(node)
    return [[True] * len(node.outputs)] * len(node.inputs)


def stop_gradient(variables):
    if isinstance(variables, (list, tuple)):
        return [theano.gradient.disconnected_grad(variable) for variable in variables]
    return theano.gradient.disconnected_grad(variables)


@contextlib.contextmanager
def control_dependencies(control_inputs):
    yield


class Function:
    """A function of arrays, compiled on its first call.

    It is compiled for each learning phase: training and testing are two programs, each without
    what only the other one needs.
    """

    def __init__(self, inputs, outputs, updates, **options):
        if not isinstance(outputs, (list, tuple)):
            outputs = [outputs]
        self.name = options.get('name')
        self._inputs = Inputs(inputs, _Feed)
        self.inputs = self._inputs.tensors
        self.outputs = list(outputs)
        evaluated = [output for output in outputs if isinstance(output, Update)]
        evaluated += updates_before([x for x in outputs if isinstance(x, theano.Variable)])
        self._updates = new_values(_each_once(list(updates) + evaluated))
        changed = dict(self._updates)
        self._results = [changed[output.variable] if isinstance(output, Update) else
                         output if isinstance(output, theano.Variable) else
                         T.as_tensor_variable(output) for output in outputs]
        self._options = dict({'on_unused_input': 'ignore'}, **options)
        _check_mode(options.get('mode'))
        self._check_origins()
        self._compiled = {}
        self._lock = threading.Lock()

    def __call__(self, inputs):
        values = self._inputs.values(inputs)
        phase = 0
        arrays = []
        for feed, value in zip(self._inputs.feeds, values):
            if feed.is_learning_phase:
                phase = int(bool(value))
            else:
                arrays.append(feed.array(value))
        compiled = self._compiled.get(phase) or self._compile(phase)
        # Compiled functions store intermediate results, so only one thread may call them at a time.
        with self._lock:
            results = _run(compiled, arrays)
        return [result if result.shape else result[()] for result in results]

    def changed(self):
        """Returns the variables that the function changes."""
        return [variable for variable, _ in self._updates]

    def made(self):
        """Returns the outputs of the function and the new values of variables."""
        return self._results + [value for _, value in self._updates]

    def nodes(self):
        """Returns all operations in the graph, also inside of loops, always in the same order."""
        return nodes_with_inner(self.made())

    def _compile(self, phase):
        with building.lock:
            if phase not in self._compiled:  # another thread may have compiled it
                self._compiled[phase] = self._newly_compiled(phase)
            return self._compiled[phase]

    def _newly_compiled(self, phase):
        values = [value for _, value in self._updates]
        phases = [x for x in origins_of(self._results + values) if is_learning_phase(x)]
        fixed = [(x, T.constant(phase, dtype=x.dtype)) for x in phases]
        made = substituted(self._results + values, fixed)
        results, values = made[:len(self._results)], made[len(self._results):]
        fed = [x for x in self.inputs if not is_learning_phase(x)]
        with _note_if_long():
            compiled = theano.function(
                fed, results, updates=[(variable, value) for (variable, _), value
                                       in zip(self._updates, values)], **self._options)
        compiled.trust_input = True
        return compiled

    def _check_origins(self):
        given = set(self.inputs) | set(dict(self._options.get('givens') or ()))
        missing = [x for x in origins_of(self.made(), blockers=given)
                   if x not in given and not is_learning_phase(x)
                   and not isinstance(x, (theano.Constant, theano.compile.SharedVariable))]
        if missing:
            raise ValueError('The outputs or updates of K.function depend on %s, which must be '
                             'among its inputs.' % ', '.join(str(x) for x in missing))


@flushing_denormals
def _run(compiled, arrays):
    return compiled(*arrays)


class _Feed(Feed):

    def __init__(self, x):
        check_input(x, isinstance(x, theano.Variable))
        self.is_learning_phase = is_learning_phase(x)
        if is_dense(x):
            super().__init__(str(x), x.dtype, known_sizes(x), not any(x.broadcastable[:1]))
        else:
            super().__init__(str(x), x.dtype, None)
            self.array = functools.partial(_sparse, x.type)

    def converted(self, value):
        if isinstance(value, theano.Variable):
            value = value.eval()
        return super().converted(value)


def _sparse(kind, value):
    """Returns a matrix as a SciPy sparse matrix of Theano's type `kind`."""
    make = {'csr': scipy.sparse.csr_matrix, 'csc': scipy.sparse.csc_matrix}[kind.format]
    return make(value, dtype=kind.dtype)


def _each_once(updates):
    return list({id(change): change for change in updates}.values())


def _check_mode(mode):
    try:
        theano.compile.mode.get_mode(mode)
    except Exception as error:
        raise ValueError('K.function got the mode %r, which Theano does not know: %s'
                         % (mode, error)) from error


@contextlib.contextmanager
def _note_if_long():
    """Informs the user, once, that Theano is compiling."""
    timer = threading.Timer(_LONG, _note)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


_noted = []


def _note():
    if not _noted:
        _noted.append(True)
        print('Theano is compiling; what it has compiled once comes quicker next time (in %s).'
              % theano.config.compiledir, file=sys.stderr, flush=True)
