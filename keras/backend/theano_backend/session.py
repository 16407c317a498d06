"""The process-wide state: learning phase and names."""
import theano
import theano.tensor as T
from theano.gof.graph import inputs as origins_of

from ..checks import checked_phase
from ..config import floatx, when_floatx_changes
from ..naming import forget_names, reset_uids

_learning_phase = None


def clear_session():
    global _learning_phase
    reset_uids()
    forget_names()
    _learning_phase = None


def learning_phase():
    global _learning_phase
    if _learning_phase is None:
        _learning_phase = T.scalar(name='keras_learning_phase', dtype='uint8')
        _learning_phase._keras_shape = ()
        _learning_phase._uses_learning_phase = True
    return _learning_phase


def depends_on_learning_phase(tensors):
    return any(map(is_learning_phase, origins_of(tensors)))


def is_learning_phase(x):
    """Tells whether `x` is a learning phase, perhaps one from before `K.clear_session`."""
    return x.owner is None and getattr(x, '_uses_learning_phase', False)


def set_learning_phase(value):
    global _learning_phase
    _learning_phase = checked_phase(value)


@when_floatx_changes
def _use(dtype):
    theano.config.floatX = dtype


_use(floatx())
