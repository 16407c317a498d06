"""Several processes compute what one computes."""
import numpy as np
import pytest
from processes import finish, launch, program, start

from keras import backend as K

pytestmark = pytest.mark.skipif(K.backend() != 'tensorflow',
                                reason='only TensorFlow connects several workers')


def launched(workers, folder):
    """Returns what workers compute."""
    path = str(folder / ('%d.npz' % workers))
    code, _, err = launch(workers, program('trains_models'), path)
    assert code == 0, err
    return np.load(path)


@pytest.fixture(scope='module')
def alone(tmp_path_factory):
    return launched(1, tmp_path_factory.mktemp('alone'))


@pytest.fixture(scope='module')
def four(tmp_path_factory):
    return launched(4, tmp_path_factory.mktemp('four'))


def assert_close(results, expected):
    assert set(results.files) == set(expected.files)
    for name in expected.files:
        largest = np.abs(expected[name]).max()
        np.testing.assert_allclose(results[name], expected[name], rtol=1e-5, atol=1e-5 * largest,
                                   err_msg=name)


def test_four_workers_compute_what_one_does(four, alone):
    assert_close(four, alone)


def test_four_workers_compute_the_same_again(four, tmp_path):
    again = launched(4, tmp_path)
    for name in four.files:
        np.testing.assert_array_equal(again[name], four[name], err_msg=name)


def test_two_machines_compute_what_one_process_does(alone, tmp_path):
    path = str(tmp_path / 'results.npz')
    processes = start(['127.0.0.1', '127.0.0.2'], program('trains_models'), path,
                      jobs=['chief', 'worker'])
    for process, _, err in finish(processes):
        assert process.returncode == 0, err
    assert_close(np.load(path), alone)
