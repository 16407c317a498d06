"""What errors say, and of which kind those are with which files are refused."""
import contextlib
import difflib

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


def did_you_mean(name, known, form=str):
    """Returns ` Did you mean this or that?`, for the end of a message about an unknown name.

    Args:
        name: string, the unknown name.
        known: iterable of the names that there are.
        form: function that brings a name into the form of the message, such as `repr`.

    Returns:
        A string, empty if no name is close.
    """
    known = list(dict.fromkeys(known))
    close = ([other for other in known if other.lower() == name.lower()][:1]
             or difflib.get_close_matches(name, known, n=3))
    return ' Did you mean %s?' % ' or '.join(map(form, close)) if close else ''


@contextlib.contextmanager
def naming_file(path):
    """Gives OSErrors of the block that name no file, such as those of a full disk, this one.

    Args:
        path: of the file.
    """
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
