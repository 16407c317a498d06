"""Data that are symbolic tensors: every batch reads them anew."""
import numpy as np

from keras import backend as K
from keras.engine.calls import TensorKey

from . import streams


def takes(request):
    """Tells whether there are symbolic tensors among the data of a request."""
    return bool(_tensors_in(_data(request)))


def source(model, request):
    """Makes a source whose every step reads the tensors (see `sources.source`)."""
    batches = _batches(_reader(model, request), _data(request))
    return streams.source(model, request._replace(
        x=batches, y=None, sample_weight=None, readers=request.readers._replace(workers=0)))


def read(model, request):
    """Returns the request with arrays in the place of tensors."""
    x, y, sample_weight = _reader(model, request).read(_data(request))
    return request._replace(x=x, y=y, sample_weight=sample_weight)


def _batches(reader, data):
    while True:
        yield reader.read(data)


def _data(request):
    return request.x, request.y, request.sample_weight


def _reader(model, request):
    """Returns the reader of a request, the same one as the last time for the same tensors."""
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
    # A backend takes its time to say that an array is no tensor.
    return type(x) is not np.ndarray and x is not None and K.is_tensor(x)


class _TensorReader:
    """Puts arrays in the place of tensors.

    All are read in one run, so what one source gives (a queue of samples and labels, say) stays
    together.

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
        """Returns a tuple like `data`, inputs, targets and sample weights, of arrays only."""
        arrays = iter(self._values([]))
        return tuple(_read(part, arrays) for part in data)


def _read(part, arrays):
    entries = [next(arrays) if _is_tensor(x) else x for x in _entries(part)]
    if isinstance(part, dict):
        return dict(zip(part, entries))
    return entries if isinstance(part, (list, tuple)) else entries[0]
