"""Counters behind automatic names such as `dense_1`."""
from collections import defaultdict

_counters = defaultdict(int)


def get_uid(prefix=''):
    """Returns 1 at the first call with `prefix`, then 2, and so on.

    `K.clear_session` and `K.reset_uids` start again from 1.
    """
    _counters[prefix] += 1
    return _counters[prefix]


def reset_uids():
    """Starts every counter of `K.get_uid` again from 1."""
    _counters.clear()
