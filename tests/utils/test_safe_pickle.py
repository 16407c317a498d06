"""Pickles of arrays and lists; whatever else a pickle asks for is refused."""
import pickle
import struct

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from keras.utils.safe_pickle import loads

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
# As NumPy 1 and NumPy 2 name what arrays are made of.
CORES = [b'numpy.core', b'numpy._core']


@pytest.mark.parametrize('protocol', PROTOCOLS)
@pytest.mark.parametrize('value', [
    [], [1, -1, 70000, 10 ** 30], (1,), {'a': {1: None}}, True, 2.5, 'caf\u00e9', 'x' * 300, b'',
    b'\xff' * 300, [[1, 2], [3]] * 2000, list(range(3000))], ids=lambda value: repr(value)[:20])
def test_plain_objects(value, protocol):
    assert loads(pickle.dumps(value, protocol)) == value


def test_objects_that_occur_twice():
    inner = [1]
    loaded = loads(pickle.dumps([inner, inner]))
    assert loaded[0] is loaded[1]
    inner.append(inner)
    loaded = loads(pickle.dumps(inner))
    assert loaded[1] is loaded


@pytest.mark.parametrize('protocol', PROTOCOLS)
@pytest.mark.parametrize('array', [
    np.arange(6.).reshape(2, 3), np.asfortranarray(np.arange(6).reshape(2, 3)), np.arange(3)[::2],
    np.array(5), np.zeros((0, 3)), np.arange(3, dtype='>i2'), np.array([True, False]),
    np.array(['a', 'bcd']), np.array([b'a', b'bcd']), np.array([1, 'a', None], dtype=object),
    np.array([1 + 2j], 'complex64'), np.arange(5000, dtype='float16')], ids=repr)
def test_arrays(array, protocol):
    for found in map(np.asarray, loads(pickle.dumps([array, array.copy()], protocol))):
        assert type(found) is np.ndarray
        assert found.dtype.newbyteorder('=') == array.dtype.newbyteorder('=')
        assert_array_equal(found, array)
        found[...] = 0


@pytest.mark.parametrize('protocol', PROTOCOLS)
@pytest.mark.parametrize('scalar', [np.float32(2.5), np.int64(-3), np.bool_(True), np.uint8(7)])
def test_scalars(scalar, protocol):
    loaded = loads(pickle.dumps([scalar], protocol))[0]
    assert loaded == scalar and type(loaded) is type(scalar)


def test_arrays_of_lists():
    array = np.empty(2, dtype=object)
    array[:] = [[1, 2], [3]]
    assert loads(pickle.dumps(array)).tolist() == [[1, 2], [3]]


def as_global(module, name):
    return b'c%s\n%s\n' % (module, name)


@pytest.mark.parametrize('core', CORES)
@pytest.mark.parametrize('string, binary', [
    (b'U\x02i4', b'U\x08\x01\0\0\0\x02\0\0\0'),  # Python 2
    (b'X\x02\0\0\0i4', b'C\x08\x01\0\0\0\x02\0\0\0'),  # Python 3
    (b"S'i4'\n", b"S'\\x01\\x00\\x00\\x00\\x02\\x00\\x00\\x00'\n"),  # Python 2, protocol 0
    (b'X\x02\0\0\0i4', b'c_codecs\nencode\nX\x08\0\0\0\x01\0\0\0\x02\0\0\0X\x06\0\0\0latin1\x86R'),
])
def test_numpy_of_every_age(core, string, binary):
    array = (as_global(core + b'.multiarray', b'_reconstruct')
             + as_global(b'numpy', b'ndarray') + b'K\0\x85U\x01b\x87R(K\x01K\x02\x85'
             + as_global(b'numpy', b'dtype') + string + b'K\0K\x01\x87R'
             + b'(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb\x89' + binary + b'tb.')
    assert loads(array).tolist() == [1, 2]


MULTIARRAY = b'cnumpy.core.multiarray\n'
NDARRAY, DTYPE = as_global(b'numpy', b'ndarray'), as_global(b'numpy', b'dtype')
I4, O8 = DTYPE + b'U\x02i4\x85R', DTYPE + b'U\x02O8\x85R'
EMPTY = MULTIARRAY + b'_reconstruct\n' + NDARRAY + b'K\0\x85U\x01b\x87R'


def array_state(shape, dtype, data):
    return EMPTY + b'(K\x01' + shape + dtype + b'\x89' + data + b'tb.'


REFUSED = [
    (b'cos\nsystem\n.', "'os.system'"),
    (b'cposix\nsystem\n.', "'posix.system'"),
    (b'cbuiltins\ngetattr\n.', "'builtins.getattr'"),
    (b'c__builtin__\neval\n.', "'__builtin__.eval'"),
    (b'cnumpy\nload\n.', "'numpy.load'"),
    (b'cnumpy\nsave\n.', "'numpy.save'"),
    (b'cnumpy\nmatrix\n.', "'numpy.matrix'"),
    (b'cnumpy.f2py.diagnose\nrun\n.', "'numpy.f2py.diagnose.run'"),
    (b'cnumpy.testing._private.utils\nrunstring\n.', "'numpy.testing._private.utils.runstring'"),
    (b'cnumpy\ncore.multiarray._reconstruct\n.', "'numpy.core.multiarray._reconstruct'"),
    (b'ckeras.utils.safe_pickle\n_Array\n.', "'keras.utils.safe_pickle._Array'"),
    (b'c_codecs\ndecode\n.', "'_codecs.decode'"),
    (b'ccopyreg\n_reconstructor\n.', "'copyreg._reconstructor'"),
    (b'\x8c\x02os\x8c\x06system\x93.', "'os.system'"),
    (b'(ios\nsystem\n.', 'opcode INST'),
    (b'(' + NDARRAY + b'o.', 'opcode OBJ'),
    (NDARRAY + b')\x81.', 'opcode NEWOBJ'),
    (NDARRAY + b')}\x92.', 'opcode NEWOBJ_EX'),
    (b'\x82\x01.', 'opcode EXT1'),
    (b'Pname\n.', 'opcode PERSID'),
    (b'Nr\xff\xff\xff\x7f.', 'opcode LONG_BINPUT with the index 2147483647'),
    (b'Np2147483647\n.', 'opcode PUT with the index 2147483647'),
    # Arrays that are made without their data, and in other ways than NumPy's.
    (NDARRAY + b'J\xff\xff\xff\x7f\x85R.', 'an array that is made directly'),
    (MULTIARRAY + b'_reconstruct\n' + NDARRAY + b'J\xff\xff\xff\x7f\x85U\x01b\x87R.',
     'an array of another kind'),
    (MULTIARRAY + b'_reconstruct\n' + DTYPE + b'K\0\x85U\x01b\x87R.', 'an array of another kind'),
    (DTYPE + b'U\x03M8s\x85R.', "the dtype 'M8s'"),
    (DTYPE + b'U\x02S0\x85R.', "the dtype 'S0'"),
    (DTYPE + b'U\x05i4,O8\x85R.', "the dtype 'i4,O8'"),
    (I4 + b'(K\x03U\x01<NU\x01ONK\x04K\x04K\x3ftb.', 'a structured dtype'),
    # Changes of what reads the pickle.
    (NDARRAY + b'}U\x01aK\x01sb.', 'a change of what reads it'),
    (NDARRAY + b'K\x01b.', 'a change of what reads it'),
    (DTYPE + b'N}U\x09_functionK\x01s\x86b.', 'a change of what reads it'),
    (b'c_codecs\nencode\nX\x01\0\0\0aX\x04\0\0\0zlib\x86R.', "text in the encoding 'zlib'"),
    (b'c_codecs\nencode\nX\x01\0\0\0aX\x05\0\0\0rot13\x86R.', "text in the encoding 'rot13'"),
]


@pytest.mark.parametrize('data, what', REFUSED, ids=[what for _, what in REFUSED])
def test_what_is_refused(data, what):
    with pytest.raises(ValueError, match='the pickle contains (the )?%s, which arrays and lists do '
                                         'not need; no code in it was run' % what):
        loads(data)


FOUR = b'U\x04abcd'
MANY = b'J\xff\xff\xff\x7f'
DAMAGED = [
    b'', b'\x80\x02', b'nonsense', b'.', b'K', b'\x80\x02K\x01', b'\x80\x09K\x01.',
    b'X\x09\0\0\0a.', b'\x8e' + struct.pack('<Q', 10 ** 15) + b'abc.', b'h\x07.', b'Np-1\n.',
    b'K\x01K\x01b.', I4 + b'K\x01b.', I4 + b')b.', EMPTY + b'K\x01b.', EMPTY + b'K\x01a.',
    I4 + b'(K\x03NNNNK\x04K\x04K\x3ftb.', DTYPE + b'K\x05\x85R.', DTYPE + b'U\x02i9\x85R.',
    DTYPE + b'U\x02\xff4\x85R.', b'c__builtin__\nbytes\n' + MANY + b'\x85R.',
    b'c_codecs\nencode\nK\x01X\x06\0\0\0latin1\x86R.',
    MULTIARRAY + b'scalar\n' + I4 + b'U\x03abc\x86R.', MULTIARRAY + b'scalar\n' + O8 + b'N\x86R.',
    # Content that does not fit, which would have NumPy read or fill foreign memory.
    array_state(b'K\x03\x85', I4, FOUR), array_state(b'K\0\x85', I4, FOUR),
    array_state(MANY + b'\x85', I4, FOUR), array_state(b'K\x01\x85', I4, b'N'),
    array_state(b'J\xff\xff\xff\xff\x85', I4, FOUR), array_state(b'K\x01', I4, FOUR),
    array_state(b'K\x03\x85', O8, b']'), array_state(MANY + b'\x85', O8, b']K\x01a'),
    array_state(b'K\x01\x85', O8, FOUR * 2), array_state(b'K\x01\x85', O8, b'K\x01\x85'),
    array_state(b'\x88\x85', I4, FOUR), array_state(b'K\x01\x85', b'U\x02i4', FOUR),
    array_state(b'(' + b'K\x01' * 100 + b't', I4, FOUR),
    EMPTY + b'(K\x01K\x01\x85' + I4 + b'\x89tb.',
    array_state(MANY + b'K\0\x86', I4, b'U\0'), array_state(MANY + b'K\0\x86', O8, b']'),
    b'cnumpy.core.numeric\n_frombuffer\n(' + MANY + I4 + b'K\x01\x85X\x01\0\0\0CtR.',
]


@pytest.mark.parametrize('data', DAMAGED, ids=range(len(DAMAGED)))
def test_damaged_pickles(data):
    with pytest.raises(ValueError, match=r'the pickle is damaged \(\w+: '):
        loads(data)


def test_every_truncation():
    data = pickle.dumps([np.arange(300), [1, 'a' * 300], {'a': 2.5}], 2)
    for length in range(len(data)):
        with pytest.raises(ValueError, match='the pickle is damaged'):
            loads(data[:length])


def test_every_wrong_byte():
    data = bytearray(pickle.dumps([np.arange(9, dtype='i2'), np.array([[1], 'a'], object)], 2))
    for i in range(len(data)):
        for change in (1, 32, 255):
            data[i] ^= change
            try:
                loads(bytes(data))
            except ValueError as error:
                assert 'the pickle ' in str(error)
            data[i] ^= change
