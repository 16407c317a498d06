"""A worker dies, hangs or differs from the others."""
import os

import numpy as np
import pytest
from processes import finish, program, start

from keras import backend as K

pytestmark = pytest.mark.skipif(K.backend() != 'tensorflow',
                                reason='only TensorFlow connects several workers')


def trained(folder):
    """Runs the training to its end, and returns the weights and losses."""
    for process, _, err in finish(start(['127.0.0.1'] * 2, program('is_disturbed'), folder)):
        assert process.returncode == 0, err
    assert os.listdir(folder) == ['weights.npz']  # the backups are deleted
    return np.load(os.path.join(folder, 'weights.npz'))


def test_training_goes_on_after_a_worker_died(tmp_path):
    disturbed, undisturbed = str(tmp_path / 'disturbed'), str(tmp_path / 'undisturbed')
    os.mkdir(disturbed)
    os.mkdir(undisturbed)
    first, second = finish(start(['127.0.0.1'] * 2, program('is_disturbed'), disturbed, 'SIGKILL'))
    assert second[0].returncode == -9
    assert first[0].returncode == 1
    assert 'ConnectionError: Worker 1 (127.0.0.1:' in first[2]
    assert 'no longer answers. The training cannot go on' in first[2]
    backups = os.path.join(disturbed, 'backup')
    assert len(os.listdir(backups)) == 4  # the last two epochs of each
    # The last epoch of one worker may be missing.
    os.replace(os.path.join(backups, 'backup-0-before.h5'), os.path.join(backups, 'backup-0.h5'))
    results, expected = trained(disturbed), trained(undisturbed)
    assert len(expected['losses']) == 4
    for name in expected.files:
        np.testing.assert_array_equal(results[name], expected[name], err_msg=name)


def test_worker_that_hangs_is_named_by_the_others(tmp_path):
    hanging, *others = start(['127.0.0.1'] * 2, program('is_disturbed'), str(tmp_path),
                             'SIGSTOP')[::-1]
    try:
        for process, _, err in finish(others):
            assert process.returncode == 1
            assert 'ConnectionError: Worker 1 (127.0.0.1:' in err
    finally:
        hanging.kill()
        hanging.communicate()
