"""Data that are symbolic tensors: every batch reads them anew."""
import numpy as np

from keras import backend as K

from .calls import TensorKey


def tensors_in(data):
    """Returns the list of the symbolic tensors among data.

    Args:
        data: tuple of what `fit` takes as inputs, targets and sample weights.
    """
    return [x for part in data for x in _entries(part) if _is_tensor(x)]


def _entries(part):
    if isinstance(part, dict):
        return part.values()
    return part if isinstance(part, (list, tuple)) else [part]


def _is_tensor(x):
    # Most data are arrays, and a backend takes its time to say that they are no tensors.
    return type(x) is not np.ndarray and x is not None and K.is_tensor(x)


class TensorReader:
    """Puts arrays in the place of tensors.

    All are read in one run, so that what one source gives (a queue of samples and labels, say)
    stays together.

    Args:
        tensors: list of symbolic tensors.
    """

    def __init__(self, tensors):
        self._key = TensorKey(tensors)
        self._values = K.function([], tensors)

    def is_for(self, tensors):
        """Tells whether it reads these very tensors."""
        return self._key == TensorKey(tensors)

    def read(self, data):
        """Returns a tuple like `data` (see `tensors_in`), of arrays alone."""
        arrays = iter(self._values([]))
        return tuple(_read(part, arrays) for part in data)

    def stream(self, data):
        """Yields `read(data)` without end."""
        while True:
            yield self.read(data)


def _read(part, arrays):
    entries = [next(arrays) if _is_tensor(x) else x for x in _entries(part)]
    if isinstance(part, dict):
        return dict(zip(part, entries))
    return entries if isinstance(part, (list, tuple)) else entries[0]
