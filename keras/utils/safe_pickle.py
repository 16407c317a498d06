"""Pickles of arrays, lists and dictionaries, read without running any code in them.

A pickle is a program: it can import and call any function. Here it can refer only to what arrays
are made of, and gets replacements for these, which check their arguments.
"""
import io
import pickle
import pickletools
import re

import numpy as np

_MAX_AXES = 32  # as in NumPy 1


def loads(data):
    """Returns the contents of a pickle of arrays, lists, dictionaries and other plain data.

    It reads pickles of Python 2 and 3, of NumPy 1 and 2, and of every protocol.

    Args:
        data: bytes, the pickle.

    Returns:
        Arrays, NumPy scalars, lists, tuples, dictionaries, numbers, strings, bytes, booleans and
        None. Strings of Python 2 are bytes. Arrays are of a subclass, which `np.asarray` converts
        to plain ones.

    Raises:
        ValueError: if the pickle is damaged or contains anything else. No code in it has been run.
    """
    try:
        _check_opcodes(data)
        # The buffer saves a call for each opcode.
        stream = io.BufferedReader(io.BytesIO(data))
        return _Unpickler(stream, encoding='bytes').load()
    except (_Refused, MemoryError):
        raise
    except Exception as error:
        raise ValueError('the pickle is damaged (%s: %.200s)'
                         % (type(error).__name__, error)) from error


def array_size(shape):
    """Returns the number of entries of an array.

    Args:
        shape: the shape according to a file.

    Raises:
        ValueError: if it is not a shape, or has many rows without entries, which a file can declare
            without containing any data.
    """
    if type(shape) is not tuple or len(shape) > _MAX_AXES or not all(
            type(length) is int and length >= 0 for length in shape):
        raise ValueError('%.100s is not the shape of an array' % (shape,))
    size = 1
    for length in shape:
        size *= length
    if size == 0 < shape[0]:
        raise ValueError('an array of shape %.100s has no entries' % (shape,))
    return size


class _Refused(ValueError):
    """The pickle contains something that arrays and lists do not need."""

    def __init__(self, what):
        super().__init__('the pickle contains %s, which arrays and lists do not need; '
                         'no code in it was run' % what)


# What needs no check: numbers, constants, containers, calls, and indices of the memo that are short
# or read. Runs are limited to 1000, as a regular expression takes memory for each repetition.
_RUN = re.compile(rb'(?:K.|M..|J.{4}|G.{8}|[qh].|j.{4}|S[^\n]*\n|'
                  rb'[])}N(aesutRb\x85-\x89\x93\x94]){1,1000}', re.DOTALL)
_MEMO = {'PUT', 'LONG_BINPUT'}
_ALLOWED = _MEMO | {
    'PROTO', 'FRAME', 'STOP', 'GLOBAL', 'INT', 'LONG', 'LONG1', 'LONG4', 'FLOAT', 'GET', 'POP',
    'LIST', 'DICT', 'BINSTRING', 'SHORT_BINSTRING', 'BINBYTES', 'SHORT_BINBYTES', 'BINBYTES8',
    'BYTEARRAY8', 'UNICODE', 'BINUNICODE', 'SHORT_BINUNICODE', 'BINUNICODE8',
    # These are part of a run, unless they are truncated.
    'BININT', 'BININT1', 'BININT2', 'BINFLOAT', 'BINPUT', 'BINGET', 'LONG_BINGET', 'STRING'}
_OPCODES = {opcode.code.encode('latin-1'): opcode for opcode in pickletools.opcodes}


def _check_opcodes(data):
    """Raises an error for opcodes that make objects, and for a memo that would exhaust memory.

    The memo of Python's unpickler is a table as long as its largest index, which may be 2**32.
    """
    stream, name = io.BytesIO(data), None
    while name != 'STOP':
        run = _RUN.match(data, stream.tell())
        if run:
            stream.seek(run.end())
            continue
        opcode = _OPCODES.get(stream.read(1))
        if opcode is None:
            raise ValueError('no opcode where one should be')
        name = opcode.name
        if name not in _ALLOWED:
            raise _Refused('the opcode %s' % name)
        argument = opcode.arg.reader(stream) if opcode.arg else None
        if name in _MEMO and argument > len(data):
            raise _Refused('the opcode %s with the index %d' % (name, argument))


class _Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) not in _ADMITTED:
            raise _Refused(ascii('%.100s.%.100s' % (module, name)))
        return _ADMITTED[module, name]


class _Admitted:
    """A function that a pickle can call, but not change or make instances of."""

    __slots__ = ('_function',)

    def __init__(self, function):
        self._function = function

    def __call__(self, *args):
        return self._function(*args)

    def __setstate__(self, state):
        raise _Refused('a change of what reads it')


class _Dtype:
    """A dtype of numbers, strings or objects. NumPy's own trusts the pickle."""

    __slots__ = ('_dtype',)

    def __init__(self, code, align=False, copy=False):
        code = code.decode('ascii') if isinstance(code, bytes) else code
        if not re.match(r'([biufcSU][1-9]\d*|O\d*)\Z', code):
            raise _Refused('the dtype %.20r' % code)
        self._dtype = np.dtype(object if code[0] == 'O' else code)

    def __setstate__(self, state):
        byteorder, structure = state[1], state[2:5]
        if structure != (None, None, None):
            raise _Refused('a structured dtype')
        self._dtype = self._dtype.newbyteorder(
            byteorder.decode('ascii') if isinstance(byteorder, bytes) else byteorder)

    def described(self, shape, data):
        """Returns the NumPy dtype, if the data fit an array of this shape."""
        size = array_size(shape)
        if self._dtype.hasobject:
            fits = type(data) is list and len(data) == size
        else:
            fits = isinstance(data, bytes) and len(data) == size * self._dtype.itemsize
        if not fits:
            raise ValueError('an array of shape %.100s does not fit its data' % (shape,))
        return self._dtype


class _Array(np.ndarray):
    """An array that takes its content only after checks."""

    def __setstate__(self, state):
        _, shape, dtype, fortran_order, data = state
        super().__setstate__((1, shape, dtype.described(shape, data), bool(fortran_order), data))


def _reconstruct(subtype, shape, dtype):
    # The shape is always (0,): the real one comes with the content.
    if subtype is not _NDARRAY or shape != (0,):
        raise _Refused('an array of another kind')
    return _Array((0,), 'b')


def _from_buffer(data, dtype, shape, order):
    data = bytes(data) if isinstance(data, bytearray) else data
    array = _reconstruct(_NDARRAY, (0,), None)
    array.__setstate__((1, shape, dtype, order == 'F', data))
    return array


def _scalar(dtype, data):
    return np.frombuffer(data, dtype.described((), data))[0]


def _encode(text, encoding):
    if encoding != 'latin1':
        raise _Refused('text in the encoding %.20r' % encoding)
    return text.encode('latin-1')


def _no_bytes():
    return b''


def _refuse(*args):
    raise _Refused('an array that is made directly')


_NDARRAY = _Admitted(_refuse)
_ADMITTED = {
    ('numpy', 'ndarray'): _NDARRAY,
    ('numpy', 'dtype'): _Admitted(_Dtype),
    # How Python 3 writes bytes for Python 2.
    ('_codecs', 'encode'): _Admitted(_encode),
    ('__builtin__', 'bytes'): _Admitted(_no_bytes),
}
for _core in ('numpy.core', 'numpy._core'):  # NumPy 1 and NumPy 2
    _ADMITTED[_core + '.multiarray', '_reconstruct'] = _Admitted(_reconstruct)
    _ADMITTED[_core + '.multiarray', 'scalar'] = _Admitted(_scalar)
    _ADMITTED[_core + '.numeric', '_frombuffer'] = _Admitted(_from_buffer)
