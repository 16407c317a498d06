"""The process-wide state: learning phase and names."""
from ..checks import checked_phase
from ..naming import forget_names, reset_uids
from .graph import PLACEHOLDER, Placeholder, ordered

_learning_phase = None


def clear_session():
    global _learning_phase
    reset_uids()
    forget_names()
    _learning_phase = None


def learning_phase():
    global _learning_phase
    if _learning_phase is None:
        _learning_phase = Placeholder((), 'bool', 'keras_learning_phase', default=False)
        _learning_phase._uses_learning_phase = True
    return _learning_phase


def depends_on_learning_phase(tensors):
    return any(map(is_learning_phase, ordered(tensors)))


def is_learning_phase(x):
    """Tells whether `x` is a learning phase, perhaps one from before `K.clear_session`."""
    return x.op is PLACEHOLDER and x._uses_learning_phase


def set_learning_phase(value):
    global _learning_phase
    _learning_phase = checked_phase(value)
