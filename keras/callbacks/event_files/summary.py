"""Messages `Summary`: values with tags (`tensorboard/compat/proto/summary.proto`)."""
import struct
import zlib

import numpy as np

from . import protobuf as pb


def summary(values):
    """Joins values made by the functions below into a `Summary`."""
    return b''.join(pb.data(1, value) for value in values)


def scalar_value(tag, number):
    """Returns a value with a number."""
    return pb.text(1, tag) + pb.single(2, number)


def histogram_value(tag, histogram):
    """Returns a value with a `Histogram`."""
    limits, counts = histogram.buckets()
    message = (pb.double(1, histogram.least) + pb.double(2, histogram.greatest)
               + pb.double(3, histogram.count) + pb.double(4, histogram.total)
               + pb.double(5, histogram.total_of_squares)
               + pb.doubles(6, limits) + pb.doubles(7, counts))
    return pb.text(1, tag) + pb.data(5, message)


def image_value(tag, array):
    """Returns a value with an array `(height, width)` of numbers as a grayscale image.

    Without negative numbers, 0 is black and the greatest number white. Otherwise 0 is medium gray
    and the number with the greatest absolute value black or white.
    """
    height, width = array.shape
    message = (pb.integer(1, height) + pb.integer(2, width) + pb.integer(3, 1)
               + pb.data(4, png(_in_gray(array))))
    return pb.text(1, tag) + pb.data(4, message)


def _in_gray(array):
    array = np.nan_to_num(np.asarray(array, 'float64'))
    farthest = np.abs(array).max() or 1.
    if array.min() < 0:
        gray = 127.5 + 127.5 * array / farthest
    else:
        gray = 255 * array / farthest
    return gray.astype('uint8')


def png(pixels):
    """Encodes an array `(height, width)` of uint8 as a PNG file (ISO/IEC 15948)."""
    height, width = pixels.shape
    header = struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)  # 8 bits of gray
    lines = b''.join(b'\0' + line.tobytes() for line in pixels)  # 0: lines are not filtered
    return (b'\x89PNG\r\n\x1a\n' + _chunk(b'IHDR', header)
            + _chunk(b'IDAT', zlib.compress(lines)) + _chunk(b'IEND', b''))


def _chunk(kind, content):
    return (struct.pack('>I', len(content)) + kind + content
            + struct.pack('>I', zlib.crc32(kind + content)))
