"""CNTK itself: its nodes, and running them on NumPy's memory.

Nodes here have no dynamic axes. `_forward` and `_backward` of CNTK's lower layer read and write
the memory of arrays directly; what CNTK's Python layer does around them takes longer than a
small model's step.
"""
import contextlib
import signal
import threading
import warnings

import numpy as np

from .processor import tell_mkl

with warnings.catch_warnings():
    # On what CNTK was built for, long ago.
    warnings.simplefilter('ignore')
    tell_mkl()
    try:
        import cntk as C
    except ImportError as error:
        if 'libmpi' in str(error) or 'libopen' in str(error):
            raise ImportError(
                'CNTK does not find OpenMPI (%s). On Debian and Ubuntu: apt-get install '
                'libopenmpi3; then, in the folder cntk/libs of the installed CNTK, link '
                'libmpi.so.12 to libmpi.so.40 and libmpi_cxx.so.1 to libmpi_cxx.so.40.'
                % error) from error
        raise
from cntk import cntk_py
from cntk.logging import TraceLevel, set_trace_level

set_trace_level(TraceLevel.Error)
CPU = C.cpu()
C.device.try_set_default_device(CPU)

# What CNTK computes in for each dtype of ours.
COMPUTED = {'float16': 'float32', 'float32': 'float32', 'float64': 'float64'}


@contextlib.contextmanager
def without_warnings():
    """Returns a context for making nodes, in which CNTK is silent about Python's novelties."""
    with warnings.catch_warnings():
        warnings.filterwarnings('ignore', category=DeprecationWarning, module='cntk')
        yield


@contextlib.contextmanager
def plain_errors(task):
    """Returns a context in which CNTK's errors name the task, and leave its call stack out."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        lines = str(error).strip().split('\n')
        if '[CALL STACK]' not in lines:
            raise
        raise ValueError('CNTK cannot compute %s: %s' % (task, lines[0])) from None


@contextlib.contextmanager
def interrupts_after():
    """Returns a context that keeps Ctrl-C until its end.

    In the middle of CNTK's wrappers it would be lost, or come out as a SystemError.
    """
    handler = signal.getsignal(signal.SIGINT)
    if not callable(handler) or threading.current_thread() is not threading.main_thread():
        yield
        return
    kept = []
    signal.signal(signal.SIGINT, lambda *arguments: kept.append(arguments))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if kept:
            handler(*kept[0])


class Empty(Exception):
    """A node would have no entries, which CNTK does not know."""


def input_node(shape, dtype, needs_gradient=False):
    return C.input_variable(shape, dtype=np.dtype(dtype).type, needs_gradient=needs_gradient,
                            dynamic_axes=[])


def constant_node(array):
    array = np.array(array, order='C')
    return C.constant(array, shape=array.shape, dtype=array.dtype.type)


def shared_node(array, is_parameter):
    """Returns a parameter or constant of CNTK that shares the memory of an array."""
    made_by, kind = ((cntk_py.Parameter, C.Parameter) if is_parameter else
                     (cntk_py.Constant, C.Constant))
    node = made_by(_view(array), 'variable')
    node.__class__ = kind
    return node


def as_dtype(node, dtype):
    """Returns a node converted to `'float32'` or `'float64'`, as it is if it has that dtype."""
    wanted = np.dtype(dtype).type
    return node if node.dtype == wanted else C.cast(node, wanted)


def reshaped(node, shape):
    """Returns a node of the given shape, itself if it has that: CNTK copies what it reshapes."""
    return node if node.shape == shape else C.reshape(node, shape)


def as_variable(node):
    return node.output if isinstance(node, C.Function) else node


def _view(array):
    return cntk_py.NDArrayView(array, CPU, False, True)


def _value(array):
    return cntk_py.Value(_view(array))


class Run:
    """A forward run, with a backward run where gradients are wanted.

    Args:
        leaves: dict from an input node's uid to a triple: node, register, dtype.
        outputs: list of triples: node, register, dtype.
        loss: node, of any shape, or None.
        gradients: list of triples as for `outputs`, of leaves that the loss is differentiated by.
    """

    def __init__(self, leaves, outputs, loss=None, gradients=()):
        nodes = [as_variable(node) for node, _, _ in outputs]
        self.loss = None if loss is None else as_variable(loss)
        roots = {node.uid: node for node in nodes + [self.loss] * (loss is not None)}
        self.function = C.combine(list(roots.values()))
        # The same node may be asked for twice.
        self.outputs = [(roots[node.uid], register, dtype)
                        for node, (_, register, dtype) in zip(nodes, outputs)]
        reached = {x.uid for x in self.function.arguments}
        self.feeds = [leaf for uid, leaf in leaves.items() if uid in reached]
        reached |= {x.uid for x in self.function.parameters}
        self.gradients = [g for g in gradients if g[0].uid in reached]
        self.zeros = [g for g in gradients if g[0].uid not in reached]
        if loss is not None:
            self.ones = np.ones(self.loss.shape, self.loss.dtype)  # kept, as its memory is used
            self.root_gradient = _value(self.ones)

    def __call__(self, registers):
        feeds, kept = {}, []  # CNTK sees the memory of arrays, but does not keep them
        for node, register, dtype in self.feeds:
            array = np.ascontiguousarray(registers[register], dtype).reshape(node.shape)
            kept.append(array)
            feeds[node] = _value(array)
        made, results = {}, {}
        for node, _, _ in self.outputs:
            if node.uid not in made:
                made[node.uid] = np.empty(node.shape, node.dtype)
                results[node] = _value(made[node.uid])
        with plain_errors('what was asked for'):
            if self.loss is None:
                self.function._forward(feeds, results, CPU, set(), set())
            else:
                results.setdefault(self.loss, None)
                state = self.function._forward(feeds, results, CPU, {self.loss}, set())
                self._backward(state, registers)
        for node, register, dtype in self.outputs:
            registers[register] = made[node.uid].astype(dtype, copy=False)

    def _backward(self, state, registers):
        gradients = [np.empty(node.shape, node.dtype) for node, _, _ in self.gradients]
        if gradients:
            self.function._backward(
                state, {self.loss: self.root_gradient},
                {node: _value(array) for (node, _, _), array in zip(self.gradients, gradients)})
        for (_, register, dtype), array in zip(self.gradients, gradients):
            registers[register] = array.astype(dtype, copy=False)
        for node, register, dtype in self.zeros:
            registers[register] = np.zeros(node.shape, dtype)
