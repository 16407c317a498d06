"""Translation of calls with the arguments of Keras 1 to calls of Keras 2.

The names of the arguments are in `keras.legacy.tables`. `accept_keras1` adds the translation to the
constructor and methods of a class; calls of Keras 2 are not changed.
"""
import functools

from keras.utils.warn import warn

from .decorators import *  # noqa: F401,F403
from .tables import KERAS_1, NOTES


def accept_keras1(cls):
    """Makes the constructor and the methods of a class take the arguments of Keras 1, too.

    Args:
        cls: a class; it is not changed if it is not in the tables.
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
    """Returns a warning that shows the call of Keras 2.

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
    """Returns the text of a simple value, and dots for any other."""
    if isinstance(value, tuple):
        return '(%s)' % (', '.join(map(_shown, value)) + (',' if len(value) == 1 else ''))
    if isinstance(value, list):
        return '[%s]' % ', '.join(map(_shown, value))
    if value is None or isinstance(value, (bool, int, float, str)):
        return repr(value)
    return '...'
