"""Messages of errors, and kinds of errors raised for bad files."""
import contextlib
import difflib

# MemoryError and ImportError say what is missing on this machine, and warnings may be errors.
_TOLD_AS_THEY_ARE = (ValueError, TypeError, OSError, MemoryError, ImportError, Warning)


@contextlib.contextmanager
def readable_errors(beginning):
    """Wraps other exceptions, which a malformed description may cause, in a ValueError.

    A malformed layer may fail in any way: with a KeyError, an IndexError, or an error of the
    engine. ValueErrors, TypeErrors (wrong arguments) and OSErrors are not wrapped.

    Args:
        beginning: string, the beginning of the message.
    """
    try:
        yield
    except _TOLD_AS_THEY_ARE:
        raise
    except Exception as error:
        raise ValueError('%s (%s: %s)' % (beginning, type(error).__name__, error)) from error


def did_you_mean(name, known, form=str):
    """Returns ` Did you mean this or that?`, for the end of a message about an unknown name.

    Args:
        name: string, the unknown name.
        known: iterable of the existing names.
        form: function that formats a name for the message, such as `repr`.

    Returns:
        A string, empty if no name is close.
    """
    known = list(dict.fromkeys(known))
    close = ([other for other in known if other.lower() == name.lower()][:1]
             or difflib.get_close_matches(name, known, n=3))
    return ' Did you mean %s?' % ' or '.join(map(form, close)) if close else ''


@contextlib.contextmanager
def naming_file(path):
    """Adds a file to OSErrors of the block that name none, such as those of a full disk.

    Args:
        path: path of the file.
    """
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
