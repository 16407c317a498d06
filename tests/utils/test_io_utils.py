"""HDF5 files as arrays and dictionaries, and the question before overwriting."""
import builtins
import io
import pickle

import h5py
import numpy as np
import pytest

from keras.utils import H5Dict, HDF5Matrix, io_utils
from keras.utils.hdf5_attributes import (
    as_text,
    load_attributes_from_hdf5_group,
    save_attributes_to_hdf5_group,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / 'x.h5'


@pytest.fixture
def matrix_path(path):
    with h5py.File(str(path), 'w') as file:
        file['x'] = np.arange(20).reshape((10, 2))
        file['y'] = np.arange(10)
    return path


@pytest.mark.parametrize('key', [
    0, -1, np.int64(3), slice(None), slice(1, 4), slice(-3, None), slice(None, None, 2),
    slice(None, None, -1), slice(5, 2), [0, 2], [4, 1, 1], np.array([3, 0]), np.array([-1, 2]),
    np.arange(6) % 2 == 0, slice(4, 100), [],
], ids=str)
def test_matrix_is_indexed_like_an_array(matrix_path, key):
    whole = np.arange(20).reshape((10, 2))
    for start, end in ((0, 6), (2, 8)):
        expected = whole[start:end][np.array(key, 'int') if isinstance(key, list) else key]
        matrix = HDF5Matrix(matrix_path, 'x', start, end)
        np.testing.assert_array_equal(matrix[key], expected)
        scaled = HDF5Matrix(str(matrix_path), 'x', start, end, normalizer=lambda x: x / 2)
        np.testing.assert_allclose(scaled[key], expected / 2)


def test_matrix_attributes(matrix_path):
    matrix = HDF5Matrix(matrix_path, 'x', start=2, end=8)
    assert (len(matrix), matrix.shape, matrix.ndim, matrix.size) == (6, (6, 2), 2, 12)
    assert matrix.dtype == np.int64
    scaled = HDF5Matrix(matrix_path, 'y', normalizer=lambda y: np.stack([y, y], -1) / 2.)
    assert scaled.shape == (10, 2)
    assert scaled.dtype == np.float64
    assert HDF5Matrix(matrix_path, 'x', 1, 30).shape == (9, 2)


@pytest.mark.parametrize('key', [range(3), range(1, 6, 2), range(5, 1, -1), range(0), []])
def test_matrix_of_a_range_of_rows(matrix_path, key):
    matrix = HDF5Matrix(matrix_path, 'x', start=2, end=8)
    np.testing.assert_array_equal(matrix[key], matrix[:][list(key)] if len(key) else matrix[:0])


@pytest.mark.parametrize('key', [6, range(3, 8), -7, [0, 6], np.array([9]), 'x', None, 1.5])
def test_matrix_has_no_such_row(matrix_path, key):
    with pytest.raises(IndexError):
        HDF5Matrix(matrix_path, 'x', end=6)[key]


def test_matrix_that_cannot_be(matrix_path, tmp_path):
    with pytest.raises(KeyError, match="'z'.*'x', 'y'"):
        HDF5Matrix(matrix_path, 'z')
    with pytest.raises(ValueError, match='start=5, end=2'):
        HDF5Matrix(matrix_path, 'x', 5, 2)
    with pytest.raises(OSError):
        HDF5Matrix(tmp_path / 'missing.h5', 'x')


def fill(store):
    store['number'] = 3
    store['text'] = 'text'
    store['bytes'] = b'bytes'
    store['names'] = ['one', b'three']
    store['none'] = []
    store['long'] = ['name-%03d' % i + 'x' * 200 for i in range(700)]
    store['array'] = np.arange(6.).reshape((2, 3))
    store['scalar'] = np.float32(2)
    store['group']['inner/array'] = np.arange(2)
    store.update({'more': 5})


def check(store):
    assert store['number'] == 3 and store['more'] == 5
    assert store['text'] == 'text'
    assert store['bytes'] in (b'bytes', 'bytes')  # depends on the version of h5py
    assert [as_text(name) for name in store['names']] == ['one', 'three']
    assert len(store['none']) == 0
    assert len(store['long']) == 700
    np.testing.assert_array_equal(store['array'], [[0, 1, 2], [3, 4, 5]])
    assert store['scalar'] == 2
    np.testing.assert_array_equal(store['group']['inner/array'], [0, 1])
    assert 'long' in store and 'array' in store and 'nothing' not in store
    assert store.get('nothing', 7) == 7 and store.get('number') == 3
    assert {'array', 'scalar', 'group'} <= set(store) == set(store.iter())
    assert len(store) == len(list(store))


def test_store_in_a_file(path):
    with H5Dict(path, 'w') as store:
        fill(store)
        check(store)
    store = H5Dict(str(path), 'r')
    check(store)
    with pytest.raises(ValueError, match="'nothing'.*array"):
        store['nothing']
    with pytest.raises(ValueError, match='read-only'):
        store['number'] = 4
    store.close()
    with h5py.File(str(path), 'r') as file:
        check(H5Dict(file))
        assert file['array'].shape == (2, 3)


def test_store_in_a_dictionary():
    data = {}
    fill(H5Dict(data))
    check(H5Dict(data))
    check(H5Dict(pickle.loads(pickle.dumps(data))))


def test_store_reads_no_other_files(path, tmp_path):
    secret = tmp_path / 'secret'
    with h5py.File(str(secret), 'w') as file:
        file['x'] = np.arange(8)
        file['group/y'] = 1
    layout = h5py.VirtualLayout(shape=(8,), dtype='int64')
    layout[:] = h5py.VirtualSource(str(secret), 'x', shape=(8,))
    with h5py.File(str(path), 'w') as file:
        file['link'] = h5py.ExternalLink(str(secret), 'x')
        file['group'] = h5py.ExternalLink(str(secret), 'group')
        file.create_virtual_dataset('virtual', layout)
        file.create_dataset('raw', (8,), 'uint8', external=[(str(secret), 0, 8)])
        file['own'] = 1
    with H5Dict(path, 'r') as store:
        for name in ('link', 'group', 'virtual', 'raw'):
            with pytest.raises(ValueError, match='%r in .* another file' % name):
                store[name]
        assert store['own'] == 1


def test_store_refuses_what_it_cannot_hold(path):
    for wrong in (3, None, b'path', io.BytesIO()):
        assert not H5Dict.is_supported_type(wrong)
        with pytest.raises(TypeError, match='but got'):
            H5Dict(wrong)
    with pytest.raises(ValueError, match='not written by H5Dict'):
        H5Dict({'a': 1})
    with H5Dict(path, 'w') as store:
        store['x'] = np.zeros(2)
        with pytest.raises(KeyError, match="'x'"):
            store['x'] = 3


def test_store_reads_pickled_arrays_but_runs_no_pickles():
    def state(value, protocol):
        return {'_is_group': True, 'x': pickle.dumps(value, protocol), '_x_pickled': True}
    for protocol in (2, 3):
        for value in (np.arange(6.).reshape((2, 3)), np.int64(4), np.array(2, 'float16')):
            found = H5Dict(state(value, protocol))['x']
            np.testing.assert_array_equal(found, value)
            assert found.dtype == value.dtype
    with pytest.raises(pickle.UnpicklingError, match='print'):
        H5Dict(state(print, 3))['x']


def test_names_that_do_not_fit_one_attribute(path):
    names = ['layer-%04d' % i + 'x' * 100 for i in range(2000)]
    with h5py.File(str(path), 'w') as file:
        save_attributes_to_hdf5_group(file, 'names', names)
        save_attributes_to_hdf5_group(file, 'few', ['a', 'b', 'ä'])
        assert 'names' not in file.attrs and 'names1' in file.attrs
        assert file.attrs['names0'].nbytes <= io_utils.HDF5_OBJECT_HEADER_LIMIT
        assert load_attributes_from_hdf5_group(file, 'names') == names
        assert load_attributes_from_hdf5_group(file, 'few') == ['a', 'b', 'ä']
        assert load_attributes_from_hdf5_group(file, 'missing') == []
        with pytest.raises(RuntimeError, match='shorter than'):
            save_attributes_to_hdf5_group(file, 'too_long', ['x' * 70000])


def test_hdf5_through_streams():
    stream = io.BytesIO()
    io_utils.save_to_binary_h5py(lambda file: file.create_dataset('x', data=[1, 2]), stream)
    stream.seek(0)
    found = io_utils.load_from_binary_h5py(lambda file: file['x'][:], stream)
    np.testing.assert_array_equal(found, [1, 2])


def test_asking_before_overwriting(monkeypatch):
    answers = iter(['what', 'Y', 'n'])
    questions = []

    def answer(question):
        questions.append(question)
        return next(answers)
    monkeypatch.setattr(builtins, 'input', answer)
    assert io_utils.ask_to_proceed_with_overwrite('x.h5') is True
    assert io_utils.ask_to_proceed_with_overwrite('x.h5') is False
    assert len(questions) == 3 and 'x.h5' in questions[0]


@pytest.mark.parametrize('stdin', [None, io.StringIO('y\n')])
def test_nobody_to_ask(monkeypatch, stdin):
    monkeypatch.setattr('sys.stdin', stdin)
    with pytest.raises(FileExistsError, match='x.h5.*overwrite=True'):
        io_utils.ask_to_proceed_with_overwrite('x.h5')


def test_matrices_without_rows(tmp_path):
    path = str(tmp_path / 'x.h5')
    with h5py.File(path, 'w') as file:
        file['group/array'] = np.ones(2)
        file['number'] = 1.
        file['nothing'] = h5py.Empty('f')
        file['circle'] = h5py.SoftLink('/circle')
    for name in ('group', 'number', 'nothing'):
        with pytest.raises(ValueError, match='%r in .*x.h5 is not an array with rows' % name):
            HDF5Matrix(path, name)
    with pytest.raises((KeyError, RuntimeError)):
        HDF5Matrix(path, 'circle')
    assert HDF5Matrix(path, 'group/array').shape == (2,)
