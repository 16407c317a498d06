"""The errors with which files and configurations are refused."""
import contextlib

# MemoryError and ImportError say what is lacking here, and warnings may be set to raise.
_TOLD_AS_THEY_ARE = (ValueError, TypeError, OSError, MemoryError, ImportError, Warning)


@contextlib.contextmanager
def readable_errors(beginning):
    """Raises a ValueError for errors of other kinds, as which a wrong description comes to light.

    A layer that is described wrongly may fail in any way: with a KeyError, an IndexError, or an
    error of the engine. ValueErrors, TypeErrors (wrong arguments) and OSErrors pass as they are.

    Args:
        beginning: of the message.
    """
    try:
        yield
    except _TOLD_AS_THEY_ARE:
        raise
    except Exception as error:
        raise ValueError('%s (%s: %s)' % (beginning, type(error).__name__, error)) from error
