"""CNTK's nodes, which have no dynamic axes here, and its errors."""
import contextlib
import warnings

import numpy as np

from .processor import tell_mkl

with warnings.catch_warnings():
    # CNTK warns about versions that are newer than itself.
    warnings.simplefilter('ignore')
    tell_mkl()
    try:
        import cntk as C
    except ImportError as error:
        if 'libmpi' in str(error) or 'libopen' in str(error):
            raise ImportError(
                'CNTK cannot find OpenMPI (%s). On Debian and Ubuntu, run apt-get install '
                'libopenmpi3; then, in the folder cntk/libs of the installed CNTK, link '
                'libmpi.so.12 to libmpi.so.40 and libmpi_cxx.so.1 to libmpi_cxx.so.40.'
                % error) from error
        raise
from cntk import cntk_py
from cntk.logging import TraceLevel, set_trace_level

set_trace_level(TraceLevel.Error)
CPU = C.cpu()
C.device.try_set_default_device(CPU)

# The dtype in which CNTK computes, for each of our dtypes.
COMPUTED = {'float16': 'float32', 'float32': 'float32', 'float64': 'float64'}


@contextlib.contextmanager
def without_warnings():
    """Returns a context for making nodes, without CNTK's warnings about new Python versions."""
    with warnings.catch_warnings():
        warnings.filterwarnings('ignore', category=DeprecationWarning, module='cntk')
        yield


@contextlib.contextmanager
def plain_errors(task):
    """Returns a context in which CNTK's errors name the task, without its call stack."""
    try:
        yield
    except (RuntimeError, ValueError) as error:
        lines = str(error).strip().split('\n')
        if '[CALL STACK]' not in lines:
            raise
        raise ValueError('CNTK cannot compute %s: %s' % (task, lines[0])) from None


class Empty(Exception):
    """A node would have no entries, which CNTK does not support."""


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
    node = made_by(view(array), 'variable')
    node.__class__ = kind
    return node


def as_dtype(node, dtype):
    """Converts a node to `'float32'` or `'float64'`, if it has another dtype."""
    wanted = np.dtype(dtype).type
    return node if node.dtype == wanted else C.cast(node, wanted)


def reshaped(node, shape):
    """Reshapes a node if it has another shape, because CNTK copies reshaped data."""
    return node if node.shape == shape else C.reshape(node, shape)


def as_variable(node):
    return node.output if isinstance(node, C.Function) else node


def view(array):
    """Returns CNTK's view of an array's memory."""
    return cntk_py.NDArrayView(array, CPU, False, True)
