"""Warnings that point to a line of the user's program."""
import sys
import warnings

_PACKAGE = __name__.split('.')[0]


def warn(message, category=UserWarning):
    """Issues a warning for the line outside Keras from which Keras was called.

    Args:
        message: string.
        category: class of the warning.
    """
    frame, level = sys._getframe(1), 2
    while frame.f_back is not None and _is_own(frame):
        frame, level = frame.f_back, level + 1
    warnings.warn(message, category, stacklevel=level)


def _is_own(frame):
    return str(frame.f_globals.get('__name__')).split('.')[0] == _PACKAGE
