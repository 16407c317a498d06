"""What workers exchange, and how they are started."""
import signal
import subprocess
import sys
import time

import pytest
from processes import SECONDS, environment, finish, launch, launcher, program, start

from keras import backend as K

only_tensorflow = pytest.mark.skipif(K.backend() != 'tensorflow',
                                     reason='only TensorFlow connects several workers')


@only_tensorflow
def test_workers_exchange_arrays_gradients_data_and_results(tmp_path):
    for process, out, err in finish(start(['127.0.0.1'] * 3, program('exchanges'), str(tmp_path))):
        assert process.returncode == 0, err
        assert 'check_sessions' in out


@pytest.fixture
def script(tmp_path):
    def write(text):
        path = tmp_path / 'script.py'
        path.write_text(text)
        return str(path)
    return write


def test_output_has_the_rank_in_front(script):
    code, out, err = launch(2, script(
        'import json, os, sys\n'
        'rank = json.loads(os.environ["TF_CONFIG"])["task"]["index"]\n'
        'print("rank", rank, sys.argv[1:])\n'
        'print("no newline", end="", file=sys.stderr)\n'), '--epochs', '3')
    assert code == 0
    assert sorted(out.splitlines()) == ["[0] rank 0 ['--epochs', '3']",
                                        "[1] rank 1 ['--epochs', '3']"]
    assert '[0] no newline' in err
    assert '[1] no newline' in err


def test_first_failure_ends_all(script):
    code, _, err = launch(2, script(
        'import os, time\n'
        'if \'"index": 1\' in os.environ["TF_CONFIG"]:\n'
        '    raise SystemExit(7)\n'
        'time.sleep(600)\n'))
    assert code == 7
    assert 'Worker 1 failed with exit code 7. The others are stopped.' in err


def test_signal_that_ends_a_worker_is_the_exit_code(script):
    code, _, err = launch(2, script(
        'import os, signal\n'
        'os.kill(os.getpid(), signal.SIGKILL)\n'))
    assert code == 128 + signal.SIGKILL
    assert 'was ended by signal 9' in err


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
def test_nothing_is_left_behind_after_a_signal(script, tmp_path, number):
    path = script('import os, subprocess, sys, time\n'
                  'child = subprocess.Popen([sys.executable, "-c", "import time; '
                  'time.sleep(600)"])\n'
                  'print(os.getpid(), child.pid)\n'
                  'time.sleep(600)\n')
    process = launcher(2, path)
    lines = [process.stdout.readline().split() for _ in range(2)]
    process.send_signal(number)
    process.communicate(timeout=SECONDS)
    assert process.returncode == 128 + number
    for _, *pids in lines:
        for pid in pids:
            assert has_ended(pid)


def has_ended(pid):
    """Returns whether a process ends soon."""
    for _ in range(100):
        state = subprocess.run(['ps', '-o', 'stat=', '-p', pid], stdout=subprocess.PIPE).stdout
        if not state.strip() or state.startswith(b'Z'):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize('arguments, message', [
    (['--workers', '0', 'x.py'], "at least 1, but got '0'"),
    (['--workers', 'two', 'x.py'], "whole number, at least 1, but got 'two'"),
    (['x.py'], '--workers'),
    (['--workers', '2', 'missing.py'], "There is no script 'missing.py'"),
])
def test_wrong_command(arguments, message):
    run = subprocess.run([sys.executable, '-m', 'keras.distribute'] + arguments,
                         env=environment(), stderr=subprocess.PIPE, universal_newlines=True)
    assert run.returncode == 2
    assert message in run.stderr
