"""Several processes compute what one computes."""
import numpy as np
import pytest
from processes import finish, launch, program, start

from keras import backend as K

pytestmark = pytest.mark.skipif(K.backend() != 'tensorflow',
                                reason='only TensorFlow connects several workers')


@pytest.fixture(scope='module')
def alone(tmp_path_factory):
    """Returns what a single process computes."""
    path = str(tmp_path_factory.mktemp('alone') / 'results.npz')
    code, _, err = launch(1, program('trains_models'), path)
    assert code == 0, err
    return np.load(path)


def assert_close(results, expected):
    assert set(results.files) == set(expected.files)
    for name in expected.files:
        largest = np.abs(expected[name]).max()
        np.testing.assert_allclose(results[name], expected[name], rtol=1e-5, atol=1e-5 * largest,
                                   err_msg=name)


def test_four_workers_compute_what_one_does_and_the_same_again(alone, tmp_path):
    runs = []
    for name in ('first.npz', 'second.npz'):
        path = str(tmp_path / name)
        code, _, err = launch(4, program('trains_models'), path)
        assert code == 0, err
        runs.append(np.load(path))
    assert_close(runs[0], alone)
    for name in runs[0].files:
        np.testing.assert_array_equal(runs[0][name], runs[1][name], err_msg=name)


def test_two_machines_compute_what_one_process_does(alone, tmp_path):
    path = str(tmp_path / 'results.npz')
    processes = start(['127.0.0.1', '127.0.0.2'], program('trains_models'), path,
                      jobs=['chief', 'worker'])
    for process, _, err in finish(processes):
        assert process.returncode == 0, err
    assert_close(np.load(path), alone)
