"""States in files: what comes back, what is refused, and what is left after a failure."""
import os

import h5py
import numpy as np
import pytest

from keras.utils.random_state import get_random_state, set_random_state
from keras.utils.state_files import read_state, write_state


def round_trip(folder, value):
    path = str(folder / 'state.h5')
    write_state(path, {'value': value})
    return read_state(path)['value']


@pytest.mark.parametrize('value', [
    None, True, 0, -2 ** 70, 0.1, 1e-320, float('inf'), '', 'a\nb\0\u00fc', [], {},
    [1, [2., {'a': None}]], {'': 1, 'b c/d': [False]}])
def test_plain_values(tmp_path, value):
    found = round_trip(tmp_path, value)
    assert found == value
    assert type(found) is type(value)


def test_nan_and_tuples(tmp_path):
    number, more = round_trip(tmp_path, (float('nan'), (1, 2)))
    assert np.isnan(number)
    assert more == [1, 2]


@pytest.mark.parametrize('dtype', ['bool', 'int8', 'uint32', 'int64', 'uint64', 'float16',
                                   'float32', 'float64'])
def test_arrays_and_numbers_of_numpy(tmp_path, dtype):
    largest = True if dtype == 'bool' else (
        np.finfo if dtype.startswith('float') else np.iinfo)(dtype).max
    number = np.dtype(dtype).type(largest)
    arrays = [np.array([[0, largest]], dtype), np.zeros((0, 3), dtype), np.array(largest, dtype)]
    found = round_trip(tmp_path, arrays + [number])
    for one, other in zip(found, arrays):
        assert type(one) is np.ndarray
        assert one.dtype == dtype
        np.testing.assert_array_equal(one, other)
        assert one.shape == other.shape
    assert type(found[3]) is type(number)
    assert found[3] == number


def test_bits_of_numbers(tmp_path):
    numbers = np.random.RandomState(0).randint(0, 2 ** 31 - 1, 200, 'int32').view('float32')
    found = round_trip(tmp_path, list(numbers) + [numbers])
    np.testing.assert_array_equal(found[-1], numbers)
    np.testing.assert_array_equal(np.array(found[:-1]), numbers)


@pytest.mark.parametrize('value, message', [
    ({'a': [0, {1, 2}]}, r"state can .* \['value'\]\['a'\]\[1\] is \{1, 2\} of <class 'set"),
    (object, "value'. is <class 'object'>"),
    (np.array(['text']), 'but .* is array'),
    (1j, 'but .* is 1j'),
    ({1: 2}, "keys of a state must be strings, but .'value'. has the key 1")])
def test_refused_values(tmp_path, value, message):
    path = tmp_path / 'state.h5'
    write_state(str(path), {'value': 1})
    with pytest.raises(TypeError, match=message):
        write_state(str(path), {'value': value})
    assert read_state(str(path)) == {'value': 1}
    assert len(list(tmp_path.iterdir())) == 1


def test_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / 'state.h5'
    write_state(str(path), {'value': 1})

    def fail(*arguments):
        raise OSError(28, 'No space left on device')

    with monkeypatch.context() as patch, pytest.raises(OSError, match='No space'):
        patch.setattr('os.fsync', fail)
        write_state(str(path), {'value': 2})
    assert read_state(str(path)) == {'value': 1}
    assert len(list(tmp_path.iterdir())) == 1


def test_file_is_on_the_disk_before_it_gets_its_name(tmp_path, monkeypatch):
    done = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr('os.fsync', lambda file: (done.append('fsync'), fsync(file)))
    monkeypatch.setattr('os.replace', lambda *names: (done.append('replace'), replace(*names)))
    write_state(str(tmp_path / 'state.h5'), {})
    assert done == ['fsync', 'replace'] + ['fsync'] * (os.name != 'nt')


def test_other_files_are_refused(tmp_path):
    path = str(tmp_path / 'other.h5')
    with h5py.File(path, 'w') as file:
        file['state'] = np.frombuffer(b'{"a": ', 'uint8')
    with pytest.raises(ValueError):
        read_state(path)


def test_random_state():
    set_random_state(get_random_state())
    np.random.normal()  # the second of a pair is kept
    state = get_random_state()
    expected = np.random.normal(size=3).tolist()
    set_random_state(state)
    assert np.random.normal(size=3).tolist() == expected


def test_random_state_in_a_file(tmp_path):
    import random
    random.seed(1)
    random.gauss(0, 1)
    np.random.normal()
    state = round_trip(tmp_path, get_random_state())
    expected = random.gauss(0, 1), random.random(), np.random.normal(), np.random.randint(100)
    random.seed(2)
    np.random.seed(2)
    set_random_state(state)
    assert (random.gauss(0, 1), random.random(), np.random.normal(),
            np.random.randint(100)) == expected
