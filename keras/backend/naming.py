"""Counters behind automatic names such as `dense_1`, and the names of variables."""
import contextlib
from collections import defaultdict

_counters = defaultdict(int)
_scopes = []
_times = defaultdict(int)  # how often a variable's name has been given


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
    _scopes.append(name)
    try:
        yield
    finally:
        _scopes.pop()


def name_for_variable(name):
    """Returns a name of its own for a variable: the scopes around it, `name`, and a colon and 0.

    So are variables called on TensorFlow, and in the files of models.
    """
    name = '/'.join(_scopes + [name])
    _times[name] += 1
    return '%s%s:0' % (name, '_%d' % (_times[name] - 1) if _times[name] > 1 else '')


def forget_names():
    """Lets `name_for_variable` start again."""
    _times.clear()
