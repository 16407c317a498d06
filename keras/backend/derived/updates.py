"""Moving averages on top of other ops, and a record of the updates that are made."""
import contextlib

from keras import backend as K

from ..building import Nested

_recordings = Nested()


def moving_average_update(x, value, momentum):
    return K.update_sub(x, (x - value) * (1. - momentum))


@contextlib.contextmanager
def recorded_updates():
    with _recordings.entered([]) as made:
        yield made


def record(update):
    """Adds a new update to all recordings that are open."""
    for made in _recordings.entries:
        made.append(update)
