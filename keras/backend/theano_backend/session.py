"""The process-wide state: the learning phase, and the default float type."""
import theano
import theano.tensor as T
from theano.gof.graph import inputs as origins_of

from ..config import floatx, when_floatx_changes


def new_learning_phase():
    phase = T.scalar(name='keras_learning_phase', dtype='uint8')
    phase._keras_shape = ()
    phase._uses_learning_phase = True
    return phase


def depends_on_learning_phase(tensors):
    return any(map(is_learning_phase, origins_of(tensors)))


def is_learning_phase(x):
    """Returns whether `x` is a learning phase, possibly from before `K.clear_session`."""
    return x.owner is None and getattr(x, '_uses_learning_phase', False)


@when_floatx_changes
def _use(dtype):
    theano.config.floatX = dtype


_use(floatx())
