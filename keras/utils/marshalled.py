"""Names in bytecode, read without Python's `marshal`.

Files contain the marshalled code of functions. `marshal` reads only that of its own version of
Python, and crashes on damaged code. This reader only looks for names and makes no code objects.
The format: https://github.com/python/cpython/blob/main/Python/marshal.c
"""
import struct

# The contents of a code object: the number of integers, of objects before the name of the file, and
# of objects after its line number, for Python 2, 3.0 to 3.7, 3.8 to 3.10, and 3.11 on. The name of
# the function follows that of the file.
_LAYOUTS = (4, 6, 1), (5, 6, 1), (6, 6, 1), (5, 5, 2)

_SIZES = {'i': 4, 'I': 8, 'g': 8, 'y': 16}
_CONSTANTS = '0NFTS.'
_LONG_STRINGS, _SHORT_STRINGS = 'stuaA', 'zZ'
_SEQUENCES = '([<>'


def origin_of_code(data):
    """Returns where a function was defined.

    Args:
        data: bytes of a marshalled code object, of any version of Python.

    Returns:
        Names of the file and of the function, or None if they cannot be found.
    """
    for layout in _LAYOUTS:
        try:
            reader = _Reader(data, layout)
            origin = reader.read()
        except (ValueError, IndexError, struct.error, RecursionError):
            continue
        if reader.place == len(data) and isinstance(origin, _Origin):
            return tuple(name.decode('utf-8', 'replace') for name in origin)
    return None


class _Origin(tuple):
    """Names of a file and of a function in it, as bytes."""


class _Reader:
    def __init__(self, data, layout):
        self.data = data
        self.layout = layout
        self.place = 0
        self.references = []
        self.interned = []  # which Python 2 numbers separately

    def read(self):
        """Returns the bytes of a string, the origin of a code object, None for anything else."""
        kind = self._bytes(1)[0]
        has_number, kind = kind & 0x80, chr(kind & 0x7f)
        number = len(self.references)
        if has_number:
            self.references.append(None)
        value = self._value(kind)
        if has_number:
            self.references[number] = value
        return value

    def _value(self, kind):
        if kind in _CONSTANTS:
            return None
        if kind in _SIZES:
            return self._skipped(_SIZES[kind])
        if kind in _LONG_STRINGS or kind in _SHORT_STRINGS:
            return self._string(kind)
        if kind in _SEQUENCES or kind == ')':
            count = self._byte() if kind == ')' else self._int()
            return self._skipped_objects(count)
        if kind in 'rR':
            return (self.references if kind == 'r' else self.interned)[self._int()]
        if kind == 'l':
            return self._skipped(2 * abs(self._int()))
        if kind in 'fx':
            return [self._skipped(self._byte()) for _ in range(1 + (kind == 'x'))] and None
        if kind == 'c':
            return self._code()
        raise ValueError('There is no kind %r of objects.' % kind)

    def _string(self, kind):
        value = self._bytes(self._byte() if kind in _SHORT_STRINGS else self._int())
        if kind == 't':
            self.interned.append(value)
        return value

    def _code(self):
        integers, before, after = self.layout
        self._skipped(4 * integers)
        self._skipped_objects(before)
        origin = self.read(), self.read()
        if self.layout[-1] == 2:
            self.read()  # the qualified name
        self._int()
        self._skipped_objects(after)
        if not all(isinstance(name, bytes) for name in origin):
            raise ValueError('There is no name.')
        return _Origin(origin)

    def _skipped_objects(self, count):
        for _ in range(count):
            self.read()

    def _skipped(self, size):
        self._bytes(size)

    def _byte(self):
        return self._bytes(1)[0]

    def _int(self):
        return struct.unpack('<i', self._bytes(4))[0]

    def _bytes(self, size):
        start, self.place = self.place, self.place + size
        if size < 0 or self.place > len(self.data):
            raise ValueError('The bytes end too early.')
        return self.data[start:self.place]
