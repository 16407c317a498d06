"""Shapes, types and values of arrays. (Specification, IV.A.2.b and IV.A.2.d)"""
import numpy as np

from .heaps import global_heap
from .storage import Damaged, Fields

_INTEGER, _FLOAT, _STRING, _ENUMERATION, _ANY_LENGTH = 0, 1, 3, 8, 9
# Offset and number of bits; place and number of bits of the exponent, of the mantissa; bias.
_FLOATS = {(0, 16, 10, 5, 0, 10, 15), (0, 32, 23, 8, 0, 23, 127), (0, 64, 52, 11, 0, 52, 1023)}
_REFERENCE_SIZE = 16


class Strings:
    """The type of strings of any length, which are stored in the global heap."""

    itemsize = _REFERENCE_SIZE


def shape_from(fields):
    """Reads a data space: a tuple of numbers."""
    version, rank, _ = fields.number(), fields.number(), fields.number()
    if version == 1:
        fields.take(5)
    elif version != 2 or fields.number() > 1:
        raise ValueError('It contains an array without shape, which Keras does not read.')
    shape = tuple(fields.address() for _ in range(rank))
    # NumPy also limits the other sizes if one is 0.
    if rank > 32 or size_in_bytes([max(n, 1) for n in shape], np.dtype('u1')) >= 2 ** 48:
        raise ValueError('It declares an array of the impossible shape %s.' % (shape,))
    return shape


def dtype_from(fields):
    """Reads a data type: a NumPy dtype, or `Strings`."""
    kind, bits, size = fields.number(), fields.number(3), fields.number(4)
    kind &= 15
    order = '>' if bits & 1 else '<'
    if kind == _INTEGER and size in (1, 2, 4, 8):
        if (fields.number(2), fields.number(2)) == (0, 8 * size):
            return np.dtype('%s%s%d' % (order, 'i' if bits & 8 else 'u', size))
    elif kind == _FLOAT and not bits & 0x40:
        layout = ((fields.number(2), fields.number(2)) + tuple(fields.take(4))
                  + (fields.number(4),))
        if layout in _FLOATS and layout[1] == 8 * size:
            return np.dtype('%sf%d' % (order, size))
    elif kind == _STRING and 0 < size < 2 ** 31:
        return np.dtype('S%d' % size)
    elif kind == _ENUMERATION and size == 1 and bits & 0xffff == 2:
        # This is how h5py writes bools.
        return np.dtype(bool)
    elif kind == _ANY_LENGTH and bits & 15 == 1 and size == _REFERENCE_SIZE:
        return Strings
    raise ValueError('It contains values of a type that Keras does not read (class %d of %d '
                     'bytes): neither numbers nor strings.' % (kind, size))


def size_in_bytes(shape, dtype):
    """Returns the number of bytes of an array."""
    size = dtype.itemsize
    for count in shape:
        size *= count
    return size


def array_from(storage, shape, dtype, data):
    """Makes an array from bytes in the file.

    Args:
        storage: `Storage`, for strings of any length.
        shape: tuple.
        dtype: NumPy dtype or `Strings`.
        data: bytes.

    Returns:
        NumPy array, or a NumPy scalar for the shape `()`. Strings are bytes.
    """
    size = size_in_bytes(shape, dtype)
    if size > len(data):
        raise Damaged('an array of %d bytes in it has only %d' % (size, len(data)))
    if dtype is not Strings:
        return np.frombuffer(data[:size], dtype).reshape(shape)[()]
    strings = _strings(storage, Fields(data[:size]))
    array = np.empty(len(strings), object)
    array[:] = strings
    return array.reshape(shape)[()]


def _strings(storage, references):
    strings = []
    while references.left:
        size, address, index = references.number(4), references.address(), references.number(4)
        data = global_heap(storage, address).get(index) if address else b''
        if data is None or len(data) < size:
            raise Damaged('a string in it is missing')
        storage.spend(size)
        strings.append(data[:size])
    return strings
