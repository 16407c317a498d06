"""Pads sequences of different lengths to one array."""
import operator
import reprlib
import struct

import numpy as np

from keras.utils.errors import did_you_mean

_PACKABLE = 'bBhHiIlLqQefd'  # characters of the dtypes that `struct` and NumPy have in common


def pad_sequences(sequences, maxlen=None, dtype='int32', padding='pre', truncating='pre', value=0.):
    """Pads or truncates sequences to the same length, and returns them as one array.

    Args:
        sequences: list of sequences. A sequence is a list (or tuple, or array) of steps; a step is
            a number, a string, or a vector, with the same shape throughout.
        maxlen: int, length of the sequences in the result; by default that of the longest one.
        dtype: dtype of the result; use `object` for strings of any length.
        padding: `'pre'` or `'post'`, whether to pad short sequences at the beginning or at the end.
        truncating: `'pre'` or `'post'`, whether to drop steps of long sequences at the beginning or
            at the end.
        value: number, string or vector to pad with.

    Returns:
        Array `(sequences, maxlen, ...)`.

    Raises:
        TypeError: if `maxlen` is not an int.
        ValueError: if `sequences` is not a list of sequences, if their steps do not match each
            other or `dtype`, or for another invalid argument.

    Example:
        >>> from keras.preprocessing.sequence import pad_sequences
        >>> pad_sequences([[1, 2, 3, 4], [5]], maxlen=3)
        array([[2, 3, 4],
               [0, 0, 5]], dtype=int32)
    """
    _check_side('padding', padding)
    _check_side('truncating', truncating)
    dtype = _checked_dtype(dtype, value)
    _check_sequences(sequences)
    maxlen = _checked_maxlen(maxlen, sequences)
    kept = slice(maxlen) if truncating == 'post' else slice(-maxlen, None)
    shape = _step_shape(sequences, kept, dtype)
    padded = np.full((len(sequences), maxlen) + shape, value, dtype)
    _fill(padded, sequences, kept, padding)
    return padded


def _check_side(name, side):
    if side not in ('pre', 'post'):
        raise ValueError("`%s` must be 'pre' or 'post', but got %r.%s"
                         % (name, side, did_you_mean(str(side), ['pre', 'post'], repr)))


def _checked_dtype(dtype, value):
    dtype = np.dtype(dtype)
    if isinstance(value, str) and dtype.kind not in 'OUS':
        raise ValueError('The `value` %r is a string, which does not fit the `dtype` %s. For '
                         'strings, use `dtype=object`.' % (value, dtype))
    if dtype.kind in 'US' and not dtype.itemsize:
        raise ValueError('The `dtype` %r does not specify the length of its strings. For strings '
                         'of any length, use `dtype=object`.' % dtype.str)
    return dtype


def _check_sequences(sequences):
    if not hasattr(sequences, '__len__'):
        raise ValueError('`sequences` must be a list of lists, but got %r (%s).'
                         % (sequences, type(sequences).__name__))
    for wrong in set(map(type, sequences)):
        if issubclass(wrong, (str, bytes)) or not hasattr(wrong, '__len__'):
            position, row = next((position, row) for position, row in enumerate(sequences)
                                 if type(row) is wrong)
            raise ValueError('`sequences` must be a list of lists, but at position %d is %s (%s).'
                             % (position, reprlib.repr(row), wrong.__name__))


def _checked_maxlen(maxlen, sequences):
    if maxlen is None:
        if not len(sequences):
            raise ValueError('`sequences` is empty, so there is no longest one: pass `maxlen`.')
        return max(map(len, sequences))
    try:
        maxlen = operator.index(maxlen)
    except TypeError as error:
        raise TypeError('`maxlen` must be an int, but got %r.' % (maxlen,)) from error
    if maxlen < 0:
        raise ValueError('`maxlen` must not be negative, but got %d.' % maxlen)
    return maxlen


def _step_shape(sequences, kept, dtype):
    """Returns the shape of the steps of the first sequence that has any."""
    for position, sequence in enumerate(sequences):
        if len(sequence):
            return _as_array(sequence[kept], position, dtype).shape[1:]
    return ()


def _fill(padded, sequences, kept, padding):
    """Writes each sequence to its row; of sequences that are too long, the slice `kept`."""
    maxlen, shape, dtype = padded.shape[1], padded.shape[2:], padded.dtype
    packed, packers, size = (), _Packers(dtype.char), dtype.itemsize
    if not shape and dtype.char in _PACKABLE and dtype.isnative:
        packed, memory = (list, tuple), memoryview(padded.reshape(-1).view(np.uint8))
    for position, row in enumerate(sequences):
        length = len(row)
        if length > maxlen:
            row, length = row[kept], maxlen
        start = maxlen - length if padding == 'pre' else 0
        if type(row) in packed:
            # Takes half as long as NumPy's conversion of a list to an array.
            try:
                packers[length](memory, size * (position * maxlen + start), *row)
                continue
            except (struct.error, OverflowError):
                pass  # Some numbers do not fit the dtype: NumPy rounds them, or raises.
        if length:
            padded[position, start:start + length] = _as_array(row, position, dtype, shape)


class _Packers(dict):
    """Maps the length of a list to the function that writes such a list to memory."""

    def __init__(self, char):
        super().__init__()
        self.char = char

    def __missing__(self, length):
        self[length] = struct.Struct('%d%s' % (length, self.char)).pack_into
        return self[length]


def _as_array(row, position, dtype, shape=None):
    try:
        array = np.asarray(row, dtype)
    except (TypeError, ValueError) as error:
        raise ValueError(
            'The sequence at position %d cannot be converted to an array of %s: %s. Its steps must '
            'be numbers, or vectors of one shape; for strings, use `dtype=object`.'
            % (position, dtype, error)) from error
    if shape is not None and array.shape != (len(row),) + shape:
        raise ValueError('The steps of the sequence at position %d have shape %s, but those of '
                         'the previous sequences have shape %s.'
                         % (position, array.shape[1:], shape))
    return array


def _remove_long_seq(maxlen, seq, label):
    """Removes sequences that are too long.

    Args:
        maxlen: int, only shorter sequences are kept.
        seq: list of sequences.
        label: list of their labels.

    Returns:
        Pair `(sequences, labels)` of lists.
    """
    kept = [(x, y) for x, y in zip(seq, label) if len(x) < maxlen]
    return [x for x, _ in kept], [y for _, y in kept]
