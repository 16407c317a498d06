"""Data that are symbolic tensors, which are computed again for every batch."""
import numpy as np

from keras import backend as K
from keras.engine.calls import TensorKey

from . import streams


def takes(request):
    """Returns whether the data of a request include symbolic tensors."""
    return bool(_tensors_in(_data(request)))


def source(model, request):
    """Makes a source that computes the tensors in every step (see `sources.source`)."""
    batches = _batches(_reader(model, request), _data(request))
    return streams.source(model, request._replace(
        x=batches, y=None, sample_weight=None, readers=request.readers._replace(workers=0)))


def read(model, request):
    """Returns the request with tensors replaced by arrays."""
    x, y, sample_weight = _reader(model, request).read(_data(request))
    return request._replace(x=x, y=y, sample_weight=sample_weight)


def _batches(reader, data):
    while True:
        yield reader.read(data)


def _data(request):
    return request.x, request.y, request.sample_weight


def _reader(model, request):
    """Returns the reader of a request, which is reused for the same tensors."""
    tensors = _tensors_in(_data(request))
    reader = model._tensor_readers.get(request.purpose)
    if reader is None or not reader.is_for(tensors):
        reader = model._tensor_readers[request.purpose] = _TensorReader(tensors)
    return reader


def _tensors_in(data):
    return [x for part in data for x in _entries(part) if _is_tensor(x)]


def _entries(part):
    if isinstance(part, dict):
        return part.values()
    return part if isinstance(part, (list, tuple)) else [part]


def _is_tensor(x):
    # Backends take long to find out that an array is not a tensor.
    return type(x) is not np.ndarray and x is not None and K.is_tensor(x)


class _TensorReader:
    """Replaces tensors by arrays.

    All are computed in one call, so values from one source (for example a queue of samples and
    labels) stay together.

    Args:
        tensors: list of symbolic tensors.
    """

    def __init__(self, tensors):
        self._key = TensorKey(tensors)
        self._values = K.function([], tensors)

    def is_for(self, tensors):
        """Returns whether it reads exactly these tensors."""
        return self._key == TensorKey(tensors)

    def read(self, data):
        """Returns a tuple like `data`, inputs, targets and sample weights, of arrays only."""
        arrays = iter(self._values([]))
        return tuple(_read(part, arrays) for part in data)


def _read(part, arrays):
    entries = [next(arrays) if _is_tensor(x) else x for x in _entries(part)]
    if isinstance(part, dict):
        return dict(zip(part, entries))
    return entries if isinstance(part, (list, tuple)) else entries[0]
