"""A worker dies, hangs or differs from the others."""
import pytest
from processes import finish, program, start

from keras import backend as K

pytestmark = pytest.mark.skipif(K.backend() != 'tensorflow',
                                reason='only TensorFlow connects several workers')


def test_worker_that_dies_is_named_by_the_others(tmp_path):
    processes = start(['127.0.0.1'] * 3, program('is_disturbed'), str(tmp_path), 'SIGKILL')
    others = finish(processes)
    assert others.pop(1)[0].returncode == -9
    for process, _, err in others:
        assert process.returncode == 1
        assert 'ConnectionError: Worker 1 (127.0.0.1:' in err
        assert 'no longer answers. The training cannot go on' in err


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
