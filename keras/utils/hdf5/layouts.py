"""The data of data sets. (Specification, IV.A.2.h, IV.A.2.i and IV.A.2.l)"""
import zlib

import numpy as np

from .btrees import CHUNKS, leaves
from .messages import EXTERNAL, FILTERS, LAYOUT
from .storage import UNDEFINED, Damaged, Fields
from .values import Strings, array_from, size_in_bytes

_COMPACT, _CONTIGUOUS, _CHUNKED, _VIRTUAL = range(4)
_GZIP, _SHUFFLE, _CHECKSUM = 1, 2, 3


def read_data(storage, messages, shape, dtype):
    """Returns the array of a data set.

    Args:
        storage: `Storage`.
        messages: `Messages` of the data set.
        shape: tuple.
        dtype: NumPy dtype or `Strings`.
    """
    if EXTERNAL in messages:
        raise ValueError('It is stored in another file; Keras reads only the file itself.')
    layout = messages.one(LAYOUT)
    version, kind = layout.number(), layout.number()
    if version not in (3, 4) or kind >= _CHUNKED and (version, kind) != (3, _CHUNKED):
        raise ValueError('It is %s, which Keras does not read.' % (
            'kept in other data sets' if kind == _VIRTUAL else
            'laid out in a way that HDF5 1.10 brought or 1.6 gave up'))
    if kind == _COMPACT:
        return array_from(storage, shape, dtype, layout.take(layout.number(2)))
    if kind == _CONTIGUOUS:
        return _contiguous(storage, layout.address(), shape, dtype)
    return _Chunks(storage, messages, layout, dtype).read(shape)


def _contiguous(storage, address, shape, dtype):
    size = size_in_bytes(shape, dtype)
    if size and address == UNDEFINED:
        raise ValueError('It declares an array of shape %s without giving its values.' % (shape,))
    if not size:
        return np.empty(shape, object if dtype is Strings else dtype)
    storage.check(address, size)
    if dtype is Strings:
        return array_from(storage, shape, dtype, storage.read(address, size))
    array = np.empty(shape, dtype)
    storage.read_into(address, array)
    return array[()]


class _Chunks:
    """Data in blocks of equal shape, which may be compressed."""

    def __init__(self, storage, messages, layout, dtype):
        rank = layout.number() - 1
        self.tree = layout.address()
        self.shape = tuple(layout.number(4) for _ in range(rank))
        self.storage, self.dtype = storage, dtype
        self.size = size_in_bytes(self.shape, dtype)
        self.filters = [f for fields in messages.all(FILTERS) for f in _filters(fields)]
        if dtype is Strings or layout.number(4) != dtype.itemsize or not self.size:
            raise ValueError('It has blocks of a kind that Keras does not read.')

    def read(self, shape):
        if len(shape) != len(self.shape):
            raise Damaged('the blocks of an array in it have %d dimensions instead of %d'
                          % (len(self.shape), len(shape)))
        # Along each axis, the last block may stand out.
        counts = [-(-size // block) for size, block in zip(shape, self.shape)]
        expected = size_in_bytes(counts, np.dtype('u1'))
        # Each block takes some bytes in the tree.
        if expected > self.storage.size or (expected and self.tree == UNDEFINED):
            raise ValueError('It declares an array of shape %s without giving its values.'
                             % (shape,))
        self.storage.spend(expected * self.size)
        array = np.empty(shape, self.dtype)
        done = set()
        for key, address in self._leaves() if expected else ():
            place = self._place(key)
            if place in done or any(i >= count for i, count in zip(place, counts)):
                raise Damaged('a block of an array in it is out of range or occurs twice')
            done.add(place)
            where = tuple(slice(i * n, (i + 1) * n) for i, n in zip(place, self.shape))
            part = array[where]
            part[...] = self._block(key, address)[tuple(map(slice, part.shape))]
        if len(done) < expected:
            raise ValueError('It lacks blocks of an array of shape %s.' % (shape,))
        return array

    def _leaves(self):
        return leaves(self.storage, self.tree, CHUNKS, 8 + 8 * (len(self.shape) + 1))

    def _place(self, key):
        fields = Fields(key)
        fields.take(8)
        offsets = [fields.address() for _ in self.shape]
        if any(offset % size for offset, size in zip(offsets, self.shape)):
            raise Damaged('a block of an array in it is misaligned')
        return tuple(offset // size for offset, size in zip(offsets, self.shape))

    def _block(self, key, address):
        fields = Fields(key)
        size, left_out = fields.number(4), fields.number(4)
        data = self.storage.read(address, size)
        # Filters were applied in order, and some perhaps left out of a block.
        for number, apply in reversed(list(enumerate(self.filters))):
            if not left_out >> number & 1:
                data = apply(data, self)
        if len(data) != self.size:
            raise Damaged('a block of an array in it has the wrong size')
        return np.frombuffer(data, self.dtype).reshape(self.shape)


def _filters(fields):
    """Reads a filter pipeline: a list of functions that undo filters."""
    version, count = fields.number(), fields.number()
    fields.take(6 if version == 1 else 0)
    filters = []
    for _ in range(count):
        kind = fields.number(2)
        name_size = fields.number(2) if version == 1 or kind >= 256 else 0
        _, values = fields.number(2), fields.number(2)
        fields.take(name_size)
        fields.take(4 * (values + (values % 2 if version == 1 else 0)))
        if kind not in _REVERSE:
            raise ValueError('It is compressed by the filter %d, which Keras does not read; gzip '
                             'it does.' % kind)
        filters.append(_REVERSE[kind])
    return filters


def _unzip(data, chunks):
    try:
        # A checksum may come after the data. Whatever would be more is left compressed.
        return zlib.decompressobj().decompress(data, chunks.size + 4)
    except zlib.error as error:
        raise Damaged('a block of an array in it is damaged (%s)' % error) from error


def _unshuffle(data, chunks):
    size = chunks.dtype.itemsize
    whole = len(data) // size * size
    return np.frombuffer(data[:whole], 'u1').reshape(size, -1).T.tobytes() + data[whole:]


_REVERSE = {_GZIP: _unzip, _SHUFFLE: _unshuffle, _CHECKSUM: lambda data, chunks: data[:-4]}
