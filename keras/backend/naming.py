"""Counters behind automatic names such as `dense_1`, and the names of variables."""
import contextlib
from collections import defaultdict

_counters = defaultdict(int)
_scopes = []  # full names of the scopes that have been entered, the innermost last
_times = {}  # how often a full name, in lower case, was asked for


def get_uid(prefix=''):
    """Returns 1 at the first call with `prefix`, then 2, and so on.

    `K.clear_session` and `K.reset_uids` start again from 1.
    """
    _counters[prefix] += 1
    return _counters[prefix]


def reset_uids():
    """Starts every counter of `K.get_uid` again from 1."""
    _counters.clear()


# For engines that have no names of their own for variables.


@contextlib.contextmanager
def name_scope(name):
    _scopes.append(_own(name))
    try:
        yield
    finally:
        _scopes.pop()


def name_for_variable(name):
    """Returns a name of its own for a variable: the scopes around it, `name`, and a colon and 0.

    So are variables called on TensorFlow, and in the files of models.
    """
    return _own(name) + ':0'


def _own(name):
    """Returns the name within the scope around it, with a number where it was given before.

    A scope that is entered again counts as another one, as on TensorFlow.
    """
    full = wanted = '/'.join(_scopes[-1:] + [name])
    while full.lower() in _times:
        full = '%s_%d' % (wanted, _times[wanted.lower()])
        _times[wanted.lower()] += 1
    _times[full.lower()] = 1
    return full


def forget_names():
    """Lets names be given anew."""
    _times.clear()
