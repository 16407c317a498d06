"""Counters behind automatic names such as `dense_1`, and the names of variables."""
from collections import defaultdict

from . import building

_counters = defaultdict(int)
_layer_counters = defaultdict(int)
_scopes = building.Nested()  # full names of the scopes that have been entered
_times = {}  # how often a full name, in lower case, was asked for


def get_uid(prefix=''):
    """Returns 1 at the first call with `prefix`, then 2, and so on.

    Inputs and models are named by these counters, other layers by counters of their own.
    `K.clear_session` and `K.reset_uids` start again from 1.
    """
    return _next(_counters, prefix)


def number_for_layer(prefix):
    """Returns the number that follows `prefix` in the automatic name of a layer."""
    return _next(_layer_counters, prefix)


def _next(counters, prefix):
    with building.lock:
        counters[prefix] += 1
        return counters[prefix]


def reset_uids():
    """Starts every counter of `K.get_uid` and of the names of layers again from 1."""
    _counters.clear()
    _layer_counters.clear()


# For engines that have no names of their own for variables.


def scope(name):
    """Returns a context in which the names of variables start with `name` (or `name_1`, ...)."""
    return _scopes.entered(_own(name))


def name_for_variable(name):
    """Returns a name of its own for a variable: the scopes around it, `name`, and a colon and 0.

    So are variables called on TensorFlow, and in the files of models.
    """
    return _own(name) + ':0'


def _own(name):
    """Returns the name within the scope around it, with a number where it was given before.

    A scope that is entered again counts as another one, as on TensorFlow.
    """
    full = wanted = '/'.join(_scopes.entries[-1:] + [name])
    with building.lock:
        while full.lower() in _times:
            full = '%s_%d' % (wanted, _times[wanted.lower()])
            _times[wanted.lower()] += 1
        _times[full.lower()] = 1
    return full


def forget_names():
    """Lets names be given anew."""
    _times.clear()
