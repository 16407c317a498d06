"""The bytes of a file, read within bounds and within a budget."""

UNDEFINED = 0xFFFFFFFFFFFFFFFF

# Numbers that are looked at one by one take time; those of an array are read at once.
_EFFORT = 8


class Damaged(OSError):
    """A file that contradicts itself or the format."""


class NotHDF5(OSError):
    """A file of another kind."""


def most_bytes(stored):
    """Returns the number of bytes that may be made from the stored ones.

    A file can refer to the same bytes repeatedly, or describe much more than it contains. Valid
    files do so on a small scale: a compressed one may expand to several times its size.
    """
    return 2 ** 26 + 20 * stored


class Storage:
    """Reads parts of a file.

    Args:
        stream: binary stream that can seek.

    Attributes:
        size: number of bytes of the file.
        base: the position where HDF5 starts in it, to which addresses are relative.
        global_heaps: dictionary from addresses to heaps that `heaps.global_heap` has read.
    """

    def __init__(self, stream):
        self._stream = stream
        self.size = stream.seek(0, 2)
        self.base = 0
        self.global_heaps = {}
        self._budget = most_bytes(self.size)

    def read(self, address, size):
        """Returns `size` bytes, or raises `Damaged` if the file does not have them."""
        self._go_to(address, size)
        data = self._stream.read(size)
        if len(data) != size:
            raise Damaged('it ended while it was read')
        return data

    def read_into(self, address, array):
        """Fills a contiguous NumPy array, or raises `Damaged`."""
        self._go_to(address, array.nbytes)
        buffer = memoryview(array.reshape(-1).view('u1'))
        while len(buffer):
            count = self._stream.readinto(buffer)
            if not count:
                raise Damaged('it ended while it was read')
            buffer = buffer[count:]

    def fields(self, address, size):
        """Returns `Fields` on a part of the file."""
        self.spend(_EFFORT * size)
        return Fields(self.read(address, size))

    def check(self, address, size):
        """Raises `Damaged` unless the file has these bytes."""
        if address == UNDEFINED or size < 0 or self.base + address + size > self.size:
            raise Damaged('it ends before the part of %d bytes at %d' % (size, address))

    def spend(self, count):
        """Counts bytes that are read from the file or made from it.

        Raises:
            ValueError: if there are far more than in the file.
        """
        self._budget -= count
        if self._budget < 0:
            raise ValueError('It has %d bytes, but describes far more data: it is refused before '
                             'it fills the memory.' % self.size)

    def _go_to(self, address, size):
        self.check(address, size)
        self.spend(size)
        self._stream.seek(self.base + address)


class Fields:
    """Reads numbers and texts from bytes, one after another.

    Args:
        data: bytes.
    """

    def __init__(self, data):
        self.data = data
        self.position = 0

    @property
    def left(self):
        """Int, the number of bytes that have not been read."""
        return len(self.data) - self.position

    def take(self, size):
        """Returns the next `size` bytes."""
        if size < 0 or size > self.left:
            raise Damaged('a part of it is too short')
        self.position += size
        return self.data[self.position - size:self.position]

    def number(self, size=1):
        """Returns an unsigned number of `size` bytes."""
        return int.from_bytes(self.take(size), 'little')

    def address(self):
        """Returns an address, or anything else of 8 bytes."""
        return self.number(8)

    def expect(self, expected, what):
        """Reads bytes that must have a given value."""
        if self.take(len(expected)) != expected:
            raise Damaged('%s does not start as it should' % what)

    def align(self):
        """Skips the padding to a multiple of 8 bytes."""
        self.take(min(-self.position % 8, self.left))
