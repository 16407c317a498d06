"""Calls that name their arguments as Keras 1 did, understood as calls of Keras 2.

Which names these are stands in `keras.legacy.tables`. `accept_keras1` puts the translation in front
of the constructors and methods of a class; calls of Keras 2 pass it unchanged.
"""
import functools

from keras.utils.warn import warn

from .decorators import *  # noqa: F401,F403
from .tables import KERAS_1, NOTES


def accept_keras1(cls):
    """Makes the constructor and the methods of a class take the arguments of Keras 1, too.

    Args:
        cls: a class; one that the tables do not name stays as it is.
    """
    for method, arguments in KERAS_1.get(cls.__name__, {}).items():
        setattr(cls, method, _translating(getattr(cls, method), cls, arguments))


def _translating(function, cls, arguments):
    @functools.wraps(function)
    def translating(self, *args, **kwargs):
        if arguments.are_in(args, kwargs):
            args, kwargs, found = arguments.translated_call(args, kwargs)
            if found:
                warn(_warning(name_of(self), args, kwargs, found))
        return function(self, *args, **kwargs)

    def name_of(self):
        if function.__name__ != '__init__':
            return function.__name__
        return (type(self) if type(self).__init__ is translating else cls).__name__

    return translating


def _warning(called, args, kwargs, found):
    """Returns a text that shows a call as Keras 2 writes it.

    Args:
        called: string, the name of the class or method.
        args, kwargs: the translated arguments.
        found: list of the old names.
    """
    shown = [_shown(value) for value in args]
    shown += ['%s=%s' % (name, _shown(value)) for name, value in kwargs.items()]
    text = ('%s was called with arguments of Keras 1: %s. Update it to the Keras 2 call: `%s(%s)`.'
            % (called, ', '.join(found), called, ', '.join(shown)))
    return ' '.join([text] + sorted({NOTES[name] for name in found if name in NOTES}))


def _shown(value):
    """Returns the text of a simple value, and dots for the others."""
    if isinstance(value, tuple):
        return '(%s)' % (', '.join(map(_shown, value)) + (',' if len(value) == 1 else ''))
    if isinstance(value, list):
        return '[%s]' % ', '.join(map(_shown, value))
    if value is None or isinstance(value, (bool, int, float, str)):
        return repr(value)
    return '...'
