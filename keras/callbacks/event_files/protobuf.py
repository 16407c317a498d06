"""The part of the Protocol Buffers encoding that event files need.

A message is bytes: its fields one after the other (`+` joins them). Each function encodes one
field; the definition of the message says what the number of a field means.

Source: https://protobuf.dev/programming-guides/encoding
"""
import struct

import numpy as np

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


def integer(field, value):
    """Encodes an int64, int32, bool or enum."""
    return _key(field, _VARINT) + _varint(int(value) % 2 ** 64)  # two's complement


def double(field, value):
    """Encodes a double."""
    return _key(field, _FIXED64) + struct.pack('<d', value)


def single(field, value):
    """Encodes a float."""
    # A struct raises for numbers too large for a float; NumPy converts them to infinity.
    with np.errstate(over='ignore'):
        return _key(field, _FIXED32) + np.array(value, '<f4').tobytes()


def doubles(field, values):
    """Encodes a packed list of doubles."""
    return data(field, np.asarray(values, '<f8').tobytes())


def text(field, value):
    """Encodes a string."""
    return data(field, value.encode('utf-8'))


def data(field, value):
    """Encodes bytes, or a message within a message."""
    return _key(field, _BYTES) + _varint(len(value)) + value


def _key(field, kind):
    return _varint(field << 3 | kind)


def _varint(value):
    encoded = bytearray()
    while value > 127:
        encoded.append(value & 127 | 128)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
