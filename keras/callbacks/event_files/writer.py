"""Event files: records with checksums, each with one message `Event`."""
import itertools
import os
import socket
import struct
import time

from keras.utils.errors import naming_file

from . import protobuf as pb

_COUNT = itertools.count()


class EventWriter:
    """Writes a new event file, without buffering.

    Args:
        folder: path of the folder, which is created if it does not exist.

    Attributes:
        path: path of the file.
    """

    def __init__(self, folder):
        os.makedirs(folder, exist_ok=True)
        self.path = os.path.join(folder, 'events.out.tfevents.%010d.%s.%d.%d' % (
            time.time(), socket.gethostname(), os.getpid(), next(_COUNT)))
        self._file = open(self.path, 'ab', buffering=0)  # noqa: SIM115  (stays open until close)
        self._write(pb.text(3, 'brain.Event:2'))

    def __del__(self):
        if '_file' in self.__dict__:
            self.close()

    def add_summary(self, summary, global_step=None):
        """Adds the values of one step.

        Args:
            summary: message `Summary` as bytes, or an object with the method `SerializeToString`.
            global_step: int, the step.
        """
        if not isinstance(summary, bytes):
            summary = summary.SerializeToString()
        self._write(pb.integer(2, global_step or 0) + pb.data(5, summary))

    def add_graph(self, graph):
        """Adds a message `GraphDef`, as bytes."""
        self._write(pb.data(4, graph))

    def flush(self):
        """Does nothing: there is no buffer."""

    def close(self):
        """Closes the file."""
        self._file.close()

    def _write(self, event):
        rest = record(pb.double(1, time.time()) + event)
        end = self._file.tell()
        try:
            with naming_file(self.path):
                while rest:
                    rest = rest[self._file.write(rest):]
        except BaseException:
            self._file.truncate(end)  # Nothing after a partial record could be read.
            raise


def record(content):
    """Frames the bytes of one record (`tensorflow/core/lib/io/record_writer.h`)."""
    length = struct.pack('<Q', len(content))
    return length + _checksum(length) + content + _checksum(content)


def _checksum(content):
    crc = crc32c(content)
    masked = (crc >> 15 | crc << 17) + 0xa282ead8
    return struct.pack('<I', masked & 0xffffffff)


def crc32c(content):
    """Computes the CRC-32C (Castagnoli) checksum of bytes (RFC 3720, appendix B.4)."""
    crc = 0xffffffff
    for byte in content:
        crc = _TABLE[(crc ^ byte) & 0xff] ^ crc >> 8
    return crc ^ 0xffffffff


def _remainder(byte):
    for _ in range(8):
        byte = byte >> 1 ^ (0x82f63b78 if byte & 1 else 0)
    return byte


_TABLE = [_remainder(byte) for byte in range(256)]
