"""Object headers: the messages that describe a group or data set. (Specification, IV.A)"""
from .storage import Damaged, Fields

SHAPE, LINK_INFO, DTYPE, LINK, EXTERNAL, LAYOUT = 0x1, 0x2, 0x3, 0x6, 0x7, 0x8
FILTERS, ATTRIBUTE, CONTINUATION, SYMBOL_TABLE, ATTRIBUTE_INFO = 0xB, 0xC, 0x10, 0x11, 0x15
_IS_SHARED = 2


class Messages:
    """The messages of an object.

    Args:
        storage: `Storage`.
        address: of the object's header.
    """

    def __init__(self, storage, address):
        self._storage = storage
        self._found = {}
        self._seen = set()
        if storage.read(address, 4) == b'OHDR':
            self._read_version_2(address)
        else:
            self._read_version_1(address)

    def all(self, kind):
        """Returns `Fields` on each message of a kind."""
        return [Fields(data) for data in self._found.get(kind, ())]

    def one(self, kind):
        """Returns `Fields` on the only message of a kind."""
        found = self.all(kind)
        if len(found) != 1:
            raise Damaged('an object in it lacks its description')
        return found[0]

    def __contains__(self, kind):
        return kind in self._found

    def _read_version_1(self, address):
        header = self._storage.fields(address, 16)
        header.expect(b'\1', 'an object')
        header.take(7)
        self._read_blocks(address + 16, header.number(4), self._one_of_version_1, b'', 0)

    def _read_version_2(self, address):
        header = self._storage.fields(address, 6)
        header.expect(b'OHDR\2', 'an object')
        flags = header.number()
        skipped = 6 + (16 if flags & 0x20 else 0) + (4 if flags & 0x10 else 0)
        width = 1 << (flags & 3)
        size = self._storage.fields(address + skipped, width).number(width)
        order_size = 2 if flags & 4 else 0

        def one(block):
            kind, size, flags = block.number(), block.number(2), block.number()
            block.take(order_size)
            return kind, size, flags
        self._read_blocks(address + skipped + width, size, one, b'OCHK', 4 + order_size)

    @staticmethod
    def _one_of_version_1(block):
        kind, size, flags = block.number(2), block.number(2), block.number()
        block.take(3)
        return kind, size, flags

    def _read_blocks(self, address, size, one, signature, least):
        """Reads messages from one block and its continuations.

        Args:
            address: of the messages in the first block.
            size: of the first block.
            one: function that takes kind, size and flags of a message from `Fields`.
            signature: with which further blocks begin; those that have one end in a checksum.
            least: size of the smallest message; less is a gap.
        """
        waiting = [(address, size)]
        while waiting:
            address, size = waiting.pop(0)
            if address in self._seen:
                raise Damaged('the description of an object in it has a cycle')
            self._seen.add(address)
            block = self._storage.fields(address, size)
            while block.left >= max(least, 1):
                kind, length, flags = one(block)
                data = block.take(length)
                if kind == CONTINUATION:
                    place = Fields(data)
                    at, size = place.address(), place.address()
                    if signature:
                        self._storage.fields(at, 4).expect(signature, 'a description')
                        at, size = at + 4, size - 8
                    waiting.append((at, size))
                elif kind:
                    self._add(kind, data, flags)

    def _add(self, kind, data, flags):
        if flags & _IS_SHARED and kind in (SHAPE, DTYPE, LINK, FILTERS, ATTRIBUTE):
            raise ValueError('It has types or attributes that objects share, which Keras does '
                             'not read.')
        self._found.setdefault(kind, []).append(data)
