"""Files for HDF5 to write, which hide a full disk from it."""
import contextlib

from keras.backend.interrupts import held_interrupts

_SMALL = 1 << 16  # bytes; HDF5 reads descriptions of arrays again, but not the arrays


@contextlib.contextmanager
def steady_file(path):
    """Opens a file for HDF5, and raises errors of writing only after HDF5 has closed it.

    If writing or closing fails, the HDF5 library (seen with 1.12) ends the process with a
    segmentation fault. So errors are hidden from it, and what it may read again is kept in memory.
    Ctrl-C, too, takes effect at the end of the block.

    Args:
        path: path of the file to write.

    Yields:
        A file object for `h5py.File`, which the block closes.

    Raises:
        OSError: the error of the first failed write.
    """
    with held_interrupts(), open(path, 'w+b', buffering=0) as file:
        steady = _SteadyFile(file)
        yield steady
        if steady.error is not None:
            raise steady.error


class _SteadyFile:
    def __init__(self, file):
        self._file = file
        self._kept = []  # pairs (position, bytes) that could not be written
        self.error = None
        self.seek = file.seek
        self.tell = file.tell

    def write(self, data):
        data = memoryview(data).cast('B')
        start, size = self._file.tell(), len(data)
        try:
            if self.error is None:
                self._write_all(data)
                return size
        except OSError as error:
            self.error = error
        if size <= _SMALL:
            self._kept.append((start, bytes(data)))
        self._file.seek(start + size)
        return size

    def _write_all(self, data):
        while len(data):
            data = data[self._file.write(data):]

    def readinto(self, buffer):
        start, size = self._file.tell(), len(buffer)
        data = bytearray(self._file.read(size).ljust(size, b'\0'))
        for place, part in self._kept:
            first, last = max(place, start), min(place + len(part), start + size)
            if first < last:
                data[first - start:last - start] = part[first - place:last - place]
        buffer[:] = data
        return size

    def read(self, size):
        data = bytearray(size)
        self.readinto(data)
        return bytes(data)

    def truncate(self, size):
        if self.error is None:
            try:
                self._file.truncate(size)
            except OSError as error:
                self.error = error

    def flush(self):
        pass
