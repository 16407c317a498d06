"""The process-wide state: the learning phase. CNTK has no sessions."""
from ..checks import checked_phase
from ..naming import forget_names, name_scope, reset_uids  # noqa: F401  (an op of this room)
from .graph import Placeholder

_learning_phase = None


def get_session():
    raise NotImplementedError(
        'Sessions belong to TensorFlow; CNTK has none. Use K.function, K.get_value and '
        'K.set_value, which work on every engine.')


def set_session(session):
    get_session()


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


def set_learning_phase(value):
    global _learning_phase
    _learning_phase = checked_phase(value)


def manual_variable_initialization(value):
    """Variables have their start values from the moment that they are made."""
