"""Heaps, which store names, strings of any length, and large numbers of links and attributes.

(Specification, III.C to III.G)
"""
from .btrees import records
from .storage import UNDEFINED, Damaged, Fields

_HUGE_OBJECTS = 1


class LocalHeap:
    """The names of the members of a group.

    Args:
        storage: `Storage`.
        address: of the heap.
    """

    def __init__(self, storage, address):
        header = storage.fields(address, 32)
        header.expect(b'HEAP\0', 'a heap')
        header.take(3)
        size = header.address()
        header.address()
        self._storage = storage
        self._data = storage.read(header.address(), size)

    def name(self, offset):
        """Returns the name that starts at an offset, as bytes."""
        end = self._data.find(b'\0', offset)
        if offset >= len(self._data) or end < 0:
            raise Damaged('a name in it has no end')
        self._storage.spend(end - offset)
        return self._data[offset:end]


def global_heap(storage, address):
    """Returns the objects of a collection of the global heap: a dictionary from index to bytes."""
    if address not in storage.global_heaps:
        storage.global_heaps[address] = _objects(storage, address)
    return storage.global_heaps[address]


def _objects(storage, address):
    header = storage.fields(address, 16)
    header.expect(b'GCOL\1', 'a global heap')
    header.take(3)
    objects = {}
    heap = storage.fields(address, header.address())
    heap.take(16)
    while heap.left >= 16:
        index, _, _, size = heap.number(2), heap.number(2), heap.number(4), heap.address()
        if index == 0:
            break
        objects[index] = heap.take(size)
        heap.align()
    return objects


class FractalHeap:
    """Links or attributes of an object, if there are many.

    Args:
        storage: `Storage`.
        address: of the heap.
    """

    def __init__(self, storage, address):
        self._storage = storage
        header = storage.fields(address, 142)
        header.expect(b'FRHP\0', 'a fractal heap')
        self._id_size, filters, _ = header.number(2), header.number(2), header.number()
        if filters:
            raise ValueError('It has a compressed heap, which Keras does not read.')
        most = header.number(4)
        header.address()
        self._tree_of_huge = header.address()
        header.take(10 * 8)
        self._width = header.number(2)
        self._start, self._most_direct = header.address(), header.address()
        bits = header.number(2)
        header.number(2)
        self._root, self._rows = header.address(), header.number(2)
        if not (self._width and self._start and self._start <= self._most_direct and bits <= 64):
            raise Damaged('a fractal heap in it has wrong sizes')
        self._offset_size = (bits + 7) // 8
        self._length_size = min((self._most_direct.bit_length() + 6) // 8,
                                (most.bit_length() + 7) // 8)
        self._direct_rows = (self._most_direct // self._start).bit_length() + 1
        self._blocks = {}
        self._places_of_huge = None

    def get(self, identifier):
        """Returns the bytes that an identifier, itself bytes, refers to."""
        fields = Fields(identifier)
        first = fields.number()
        kind = first >> 4
        if kind == 0:
            return self._managed(fields.number(self._offset_size),
                                 fields.number(self._length_size))
        if kind == 1:
            return self._huge(fields)
        if kind == 2 and self._id_size <= 17:
            return fields.take((first & 15) + 1)
        raise ValueError('It has a heap of a kind that Keras does not read.')

    def _huge(self, fields):
        if self._id_size >= 17:
            return self._storage.read(fields.address(), fields.address())
        if self._places_of_huge is None:
            parts = [Fields(record) for record
                     in records(self._storage, self._tree_of_huge, _HUGE_OBJECTS)]
            places = [(part.address(), part.address(), part.address()) for part in parts]
            self._places_of_huge = {number: place for *place, number in places}
        number = fields.number(min(8, self._id_size - 1))
        if number not in self._places_of_huge:
            raise Damaged('a part of a heap in it is missing')
        return self._storage.read(*self._places_of_huge[number])

    def _managed(self, offset, length):
        address, start, size = self._block(offset)
        if address not in self._blocks:
            self._storage.fields(address, 5).expect(b'FHDB\0', 'a block of a heap')
            self._blocks[address] = self._storage.read(address, size)
        self._storage.spend(length)
        fields = Fields(self._blocks[address])
        fields.take(offset - start)
        return fields.take(length)

    def _block(self, offset):
        """Returns address, first offset and size of the direct block with an offset."""
        if not self._rows:
            return self._root, 0, self._start
        address, start, rows = self._root, 0, self._rows
        while True:
            row, column, first, size = self._place(offset - start, rows)
            start += first
            address = self._child(address, row * self._width + column)
            if row < self._direct_rows:
                return address, start, size
            # An indirect block spans as many bytes as its rows.
            rows = (size // self._start // self._width).bit_length()

    def _place(self, offset, rows):
        """Returns row, column, first offset and size of the block with an offset.

        Rows have blocks of sizes s, s, 2s, 4s, ...: the doubling table of the specification.
        """
        first, size = 0, self._start
        for row in range(rows):
            if offset < first + size * self._width:
                column = (offset - first) // size
                return row, column, first + column * size, size
            first += size * self._width
            size *= 2 if row else 1
        raise Damaged('a heap in it is smaller than declared')

    def _child(self, address, number):
        self._storage.fields(address, 5).expect(b'FHIB\0', 'a block of a heap')
        child = self._storage.fields(address + 13 + self._offset_size + 8 * number, 8).address()
        if child == UNDEFINED:
            raise Damaged('a heap in it lacks a block')
        return child


def in_fractal_heap(storage, messages, kind, counter_size, record_kind, identifier):
    """Returns `Fields` on each link or attribute of an object that has many.

    Args:
        storage: `Storage`.
        messages: `Messages` of the object.
        kind: of the message that leads to the heap.
        counter_size: number of bytes of the counter that may be in the message.
        record_kind: type of the records in the tree that lists what is in the heap.
        identifier: slice, the place of the identifier in a record.
    """
    if kind not in messages:
        return []
    info = messages.one(kind)
    info.expect(b'\0', 'a description')
    info.take(counter_size if info.number() & 1 else 0)
    heap, tree = info.address(), info.address()
    if heap == UNDEFINED:
        return []
    heap = FractalHeap(storage, heap)
    return [Fields(heap.get(record[identifier])) for record in records(storage, tree, record_kind)]
