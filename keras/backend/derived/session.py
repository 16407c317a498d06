"""The process-wide state of an engine without sessions."""
from keras import backend as K

from .. import building
from ..checks import checked_phase
from ..config import backend
from ..naming import forget_names, reset_uids, scope

_learning_phase = None


def get_session():
    raise NotImplementedError(
        'The %s backend has no sessions; TensorFlow has. Use K.function, K.get_value and '
        'K.set_value, which work on every engine.' % backend())


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
        _learning_phase = K.new_learning_phase()
    return _learning_phase


def set_learning_phase(value):
    global _learning_phase
    _learning_phase = checked_phase(value)


def building_on(tensors):
    return building.lock


def manual_variable_initialization(value):
    """Does nothing: variables have their initial values as soon as they are made."""


def name_scope(name):
    return scope(name)
