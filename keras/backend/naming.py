"""Counters for automatic names such as `dense_1`, and names of variables."""
from collections import defaultdict

from . import building

_counters = defaultdict(int)
_layer_counters = defaultdict(int)
_scopes = building.Nested()  # full names of the scopes that have been entered
_times = {}  # how often each full name, in lower case, was requested


def get_uid(prefix=''):
    """Returns 1 on the first call with a prefix, then 2, and so on.

    Inputs and models are named by these counters; other layers have separate ones.
    `K.clear_session` and `K.reset_uids` restart all of them from 1.

    Args:
        prefix: string.

    Returns:
        An int.

    Example:
        >>> K.get_uid('my_prefix'), K.get_uid('my_prefix'), K.get_uid('another_prefix')
        (1, 2, 1)
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
    """Restarts the counters of `K.get_uid` and of layer names from 1.

    Example:
        >>> K.reset_uids()
        >>> K.get_uid('my_prefix')
        1
    """
    _counters.clear()
    _layer_counters.clear()


# For engines without scoped names for variables.


def scope(name):
    """Returns a context in which names of variables start with `name`, or `name_1` and so on."""
    return _scopes.entered(_own(name))


def name_for_variable(name):
    """Returns a unique name for a variable: the scopes around it, `name` and `:0`.

    Variables have such names on TensorFlow and in model files.
    """
    return _own(name) + ':0'


def _own(name):
    """Returns the name with its scopes, and with a number if it was given before.

    A scope that is entered again counts as a new one, as on TensorFlow.
    """
    full = wanted = '/'.join(_scopes.entries[-1:] + [name])
    with building.lock:
        while full.lower() in _times:
            full = '%s_%d' % (wanted, _times[wanted.lower()])
            _times[wanted.lower()] += 1
        _times[full.lower()] = 1
    return full


def forget_names():
    """Allows all names to be used again."""
    _times.clear()
