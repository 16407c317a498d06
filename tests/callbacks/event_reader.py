"""A reader of event files, after the published descriptions of their formats."""
import collections
import struct
import zlib

import numpy as np

Value = collections.namedtuple('Value', 'step tag kind content')


def events(path):
    """Returns the events of a file, each a dictionary from numbers of fields to lists of values.

    A record is: length (uint64), checksum of the length, content, checksum of the content.
    """
    content, place, found = path.read_bytes(), 0, []
    while place < len(content):
        length, = struct.unpack_from('<Q', content, place)
        record = content[place + 12:place + 12 + length]
        assert len(record) == length
        checks = struct.unpack_from('<I', content, place + 8)
        checks += struct.unpack_from('<I', content, place + 12 + length)
        assert checks == (masked(content[place:place + 8]), masked(record))
        place += length + 16
        found.append(fields(record))
    return found


def masked(content):
    """Returns the CRC-32C of bytes, bit by bit, turned by 15 bits and shifted."""
    crc = 0xffffffff
    for byte in content:
        for bit in range(8):
            odd = (crc ^ byte >> bit) & 1
            crc = crc >> 1 ^ (0x82f63b78 if odd else 0)
    crc ^= 0xffffffff
    return ((crc >> 15 | crc << 17) + 0xa282ead8) % 2 ** 32


def fields(message):
    """Returns the fields of a message of Protocol Buffers, by their numbers."""
    found, place = collections.defaultdict(list), 0
    while place < len(message):
        key, place = varint(message, place)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, place = varint(message, place)
            value -= 2 ** 64 if value >= 2 ** 63 else 0
        elif kind == 1:
            value, place = struct.unpack_from('<d', message, place)[0], place + 8
        elif kind == 5:
            value, place = struct.unpack_from('<f', message, place)[0], place + 4
        else:
            assert kind == 2
            length, place = varint(message, place)
            value, place = message[place:place + length], place + length
            assert len(value) == length
        found[number].append(value)
    return found


def varint(message, place):
    value = shift = 0
    while True:
        byte = message[place]
        value |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return value, place


def values(folder):
    """Returns the list of the `Value`s in all event files of a folder."""
    found = []
    for path in sorted(folder.glob('events.out.tfevents.*')):
        for event in events(path):
            for summary in event[5]:
                for value in map(fields, fields(summary)[1]):
                    (kind, (content,)), = [pair for pair in value.items() if pair[0] != 1]
                    found.append(Value(event[2][0], value[1][0].decode('utf-8'),
                                       {2: 'scalar', 4: 'image', 5: 'histogram'}[kind], content))
    return found


def scalars(folder, tag):
    """Returns the list of pairs of a step and the number of a tag."""
    return [(value.step, value.content) for value in values(folder)
            if value.tag == tag and value.kind == 'scalar']


def histograms(folder, tag):
    """Returns the list of the histograms of a tag: dictionaries with arrays."""
    names = ('min', 'max', 'num', 'sum', 'sum_squares')
    found = []
    for value in values(folder):
        if value.tag == tag and value.kind == 'histogram':
            message = fields(value.content)
            histogram = {name: message[number][0] for number, name in enumerate(names, 1)}
            histogram['limits'] = np.frombuffer(message[6][0], '<f8')
            histogram['counts'] = np.frombuffer(message[7][0], '<f8')
            found.append(histogram)
    return found


def images(folder, prefix):
    """Returns a dictionary from the tags that begin with `prefix` to arrays of uint8."""
    found = {}
    for value in values(folder):
        if value.tag.startswith(prefix) and value.kind == 'image':
            message = fields(value.content)
            found[value.tag] = pixels(message[4][0])
            assert found[value.tag].shape == (message[1][0], message[2][0])
    return found


def pixels(png):
    """Returns the pixels of a PNG file in gray whose lines are not filtered."""
    assert png[:8] == b'\x89PNG\r\n\x1a\n'
    chunks, place = {}, 8
    while place < len(png):
        length, = struct.unpack_from('>I', png, place)
        chunk = png[place + 4:place + 8 + length]
        assert struct.unpack_from('>I', png, place + 8 + length)[0] == zlib.crc32(chunk)
        chunks[chunk[:4]] = chunk[4:]
        place += length + 12
    width, height, *rest = struct.unpack('>IIBBBBB', chunks[b'IHDR'])
    assert rest == [8, 0, 0, 0, 0] and chunks[b'IEND'] == b''
    lines = np.frombuffer(zlib.decompress(chunks[b'IDAT']), 'uint8').reshape(height, width + 1)
    assert not lines[:, 0].any()
    return lines[:, 1:]


def graph(folder):
    """Returns the nodes of the graph: `(name, kind, inputs, shapes of the outputs)`."""
    path, = folder.glob('events.out.tfevents.*')
    message, = [event[4][0] for event in events(path) if event[4]]
    found = []
    for node in map(fields, fields(message)[1]):
        attribute = fields(node[5][0])
        assert attribute[1] == [b'_output_shapes']
        shapes = [tuple(fields(size)[1][0] for size in fields(shape)[2])
                  for shape in fields(fields(attribute[2][0])[1][0])[7]]
        found.append((node[1][0].decode(), node[2][0].decode(),
                      [name.decode() for name in node[3]], shapes))
    return found
