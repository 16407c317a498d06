"""Files that h5py wrote are read as h5py reads them; damaged ones are refused."""
import contextlib
import io
import random

import h5py
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from keras.utils import hdf5

VERSIONS = {'plain': {}, 'behind something else': {'userblock_size': 1024},
            'of 1.8': {'libver': ('v108', 'v108')}, 'newest': {'libver': 'latest'},
            'in order': {'track_order': True}}

TEXT = h5py.special_dtype(vlen=str)


def write(members=20, chunked=True, **arguments):
    """Returns the bytes of a file with a bit of everything."""
    stream = io.BytesIO()
    r = np.random.RandomState(0)
    with h5py.File(stream, 'w', **arguments) as file:
        file.attrs['bytes'], file.attrs['text'] = b'bytes', 'text \u20ac'
        file.attrs['names'] = [b'a', b'bcd']
        file.attrs['texts'] = np.array(['x', 'yy', ''], TEXT)
        file.attrs['number'], file.attrs['nothing'] = 3, np.array([])
        for dtype in ('f2', 'f4', '>f4', 'f8', 'i1', 'i8', '>i2', 'u4', 'bool', 'S7'):
            file['types/of/' + dtype.replace('>', 'big ')] = (9 * r.rand(3, 4)).astype(dtype)
        file['scalar'], file['text'], file['empty'] = np.float32(3), b'text', np.zeros((0, 3))
        file['texts'] = np.array(['a', 'bb'], TEXT)
        group = file.create_group('many')
        for i in range(members):
            group['layer_%d/kernel:0' % i] = np.float32(i)
            group.attrs['attribute %d' % i] = np.arange(i % 20)
        group.attrs['long'] = np.arange(5000)
        x = r.rand(37, 21).astype('f4')
        options = [{'chunks': (10, 10)}, {'chunks': (7, 4), 'compression': 'gzip'},
                   {'compression': 'gzip', 'shuffle': True, 'fletcher32': True},
                   {'fletcher32': True}, {'maxshape': (None, None)}]
        for i, option in enumerate(options if chunked else []):
            file.create_dataset('blocks%d' % i, data=x, **option)
    return stream.getvalue()


def check_same(found, expected):
    """Compares groups: names, attributes and arrays, however deep."""
    assert sorted(found) == sorted(expected)
    assert set(found.attrs) == set(expected.attrs)
    for name in expected.attrs:
        check_value(found.attrs[name], expected.attrs[name])
    for name in expected:
        assert name in found
        if isinstance(expected[name], h5py.Group):
            check_same(found[name], expected[name])
        else:
            assert found[name].shape == expected[name].shape
            check_value(found[name][()], expected[name][()])


def check_value(found, expected):
    found, expected = np.asarray(found), np.asarray(expected)
    if expected.dtype.kind in 'OU':  # texts
        found, expected = ([x.decode() if isinstance(x, bytes) else x for x in array.ravel()]
                           for array in (found, expected))
    else:
        assert found.dtype == expected.dtype
    assert_array_equal(found, expected)


@pytest.mark.parametrize('version', list(VERSIONS))
@pytest.mark.parametrize('members', [5, 300])
def test_reads_what_h5py_writes(version, members):
    # Of the newest format, blocks are left out.
    data = write(members, chunked=version != 'newest', **VERSIONS[version])
    with hdf5.File(io.BytesIO(data)) as found, h5py.File(io.BytesIO(data), 'r') as expected:
        check_same(found, expected)


def test_long_attributes():
    stream = io.BytesIO()
    with h5py.File(stream, 'w', libver='latest') as file:
        file.attrs['long'] = b'x' * 10 ** 5
    assert hdf5.File(stream).attrs['long'] == b'x' * 10 ** 5


def test_what_cannot_be_read_does_no_harm_to_the_rest():
    stream = io.BytesIO()
    with h5py.File(stream, 'w') as file:
        file.attrs['pairs'], file.attrs['empty'] = np.zeros(2, 'i4,f4'), h5py.Empty('f4')
        file.attrs['sound'], file['complex'], file['real'] = 3, np.ones(2, 'c8'), np.ones(2)
    with hdf5.File(stream) as file:
        assert file.attrs['sound'] == 3
        assert_array_equal(file['real'][()], [1, 1])
        for name in ('pairs', 'empty'):
            with pytest.raises(ValueError, match='Keras does not read'):
                file.attrs[name]
        with pytest.raises(ValueError, match='neither numbers nor strings'):
            file['complex']


def test_paths(tmp_path):
    path = tmp_path / 'x.h5'
    path.write_bytes(write())
    with hdf5.File(str(path)) as file:
        assert file.filename == str(path)
        assert file['many']['layer_3/kernel:0'].name == '/many/layer_3/kernel:0'
        assert file['many']['/types/of']['i1'].shape == (3, 4)
        for missing in ('no', 'many/no', 'no/no', 'scalar/no', 'many/layer_3/kernel:0/no'):
            assert missing not in file
            with pytest.raises(KeyError):
                file[missing]


@pytest.mark.parametrize('content', [b'', b'x', b'\x89HDF\r\n\x1a', b'x' * 5000])
def test_no_hdf5(content):
    with pytest.raises(hdf5.NotHDF5):
        hdf5.File(io.BytesIO(content))


def read_all(group):
    dict(group.attrs)
    for name in group:
        member = group[name]
        if not isinstance(member, hdf5.Group):
            member[()]
        elif member.name.count('/') < 6:
            read_all(member)


@pytest.mark.parametrize('version', ['plain', 'of 1.8'])
def test_damage_gives_errors_that_are_documented(version):
    sound = write(**VERSIONS[version])
    r = random.Random(0)
    for _ in range(120):
        data = bytearray(sound)
        for _ in range(r.choice([1, 3, 10])):
            at = r.randrange(len(data)) if r.random() < .5 else r.randrange(3000)
            size = r.choice([1, 2, 4, 8])
            number = r.choice([0, 1, 1 << r.randrange(8 * size), r.randrange(len(data)), -1])
            data[at:at + size] = (number % 256 ** size).to_bytes(size, 'little')
        with contextlib.suppress(OSError, ValueError):
            read_all(hdf5.File(io.BytesIO(bytes(data))))


def test_no_part_is_missed_where_a_file_ends_early():
    data = write()
    for part in (.2, .6, .9, .999):
        with pytest.raises(hdf5.Damaged):
            hdf5.File(io.BytesIO(data[:int(part * len(data))]))
