"""The process-wide state: the learning phase."""
from .graph import PLACEHOLDER, Placeholder, ordered


def new_learning_phase():
    phase = Placeholder((), 'bool', 'keras_learning_phase', default=False)
    phase._uses_learning_phase = True
    return phase


def depends_on_learning_phase(tensors):
    return any(map(is_learning_phase, ordered(tensors)))


def is_learning_phase(x):
    """Returns whether `x` is a learning phase, possibly from before `K.clear_session`."""
    return x.op is PLACEHOLDER and x._uses_learning_phase
