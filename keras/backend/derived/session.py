"""What an engine without sessions has in their place."""
from .. import building
from ..config import backend
from ..naming import scope


def get_session():
    raise NotImplementedError(
        'The %s backend has no sessions; TensorFlow has. Use K.function, K.get_value and '
        'K.set_value, which work on every engine.' % backend())


def set_session(session):
    get_session()


def building_on(tensors):
    return building.lock


def manual_variable_initialization(value):
    """Variables have their start values from the moment that they are made."""


def name_scope(name):
    return scope(name)
