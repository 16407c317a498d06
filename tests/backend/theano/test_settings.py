"""How Theano is set up: what is found on the machine, and what the user has said."""
import os
import pickle
import subprocess
import sys

import numpy as np
import pytest
import theano
from theano.gof import compilelock

from keras import backend as K
from keras.backend.theano_backend import compiler


def test_what_the_user_has_set_is_seen(tmp_path, monkeypatch):
    rc = tmp_path / 'theanorc'
    rc.write_text('[global]\ncxx = /usr/bin/g++\n\n[blas]\nldflags = -lblas\n')
    monkeypatch.setenv('THEANORC', str(rc))
    monkeypatch.setenv('THEANO_FLAGS', 'base_compiledir=/somewhere, openmp=True')
    assert compiler._names_set_by_user() >= {'cxx', 'blas.ldflags', 'base_compiledir', 'openmp'}
    assert compiler._found_settings() == {}


def test_the_rest_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv('THEANORC', str(tmp_path / 'none'))
    monkeypatch.setenv('THEANO_FLAGS', '')
    found = compiler._found_settings()
    assert set(found) <= {'blas.ldflags', 'base_compiledir', 'cxx'}
    if sys.platform.startswith('linux'):
        assert 'openblas' in found['blas.ldflags']


def test_flags_are_put_before_the_users_and_taken_back(monkeypatch):
    monkeypatch.setenv('THEANO_FLAGS', 'openmp=True')
    with compiler._flags({'blas.ldflags': '-lx -Wl,-L/y', 'cxx': ''}):
        flags = theano.configparser.parse_config_string(os.environ['THEANO_FLAGS'])
    assert flags == {'blas.ldflags': '-lx -Wl,-L/y', 'cxx': '', 'openmp': 'True'}
    assert os.environ['THEANO_FLAGS'] == 'openmp=True'
    monkeypatch.delenv('THEANO_FLAGS')
    with compiler._flags({'cxx': ''}):
        pass
    assert 'THEANO_FLAGS' not in os.environ


def test_a_numpy_that_is_too_new_is_explained(monkeypatch):
    monkeypatch.setattr(np, '__version__', '1.22.0')
    with pytest.raises(ImportError, match='numpy<1.22'):
        compiler.import_theano()


@pytest.mark.parametrize('flags, advice', [
    ('cxx=', 'apt install g[+][+]'), ('blas.ldflags=', 'apt install libopenblas-dev')])
def test_what_is_missing_is_explained(flags, advice, monkeypatch):
    environment = dict(os.environ, KERAS_BACKEND='theano', THEANO_FLAGS=flags,
                       PYTHONPATH=os.pathsep.join(sys.path))
    printed = subprocess.run(
        [sys.executable, '-c', 'from keras import backend as K; print(K.eval(K.ones((2,)) + 1))'],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        universal_newlines=True).stdout
    assert '[2. 2.]' in printed
    assert advice.replace('[+]', '+') in printed


def test_the_float_type_is_theanos_too():
    K.set_floatx('float64')
    assert theano.config.floatX == 'float64'
    K.set_floatx('float32')
    assert theano.config.floatX == 'float32'


def test_there_are_no_sessions():
    with pytest.raises(NotImplementedError, match='no sessions'):
        K.get_session()


def test_keys_of_compiled_code_are_never_seen_half_written(tmp_path, monkeypatch):
    path = tmp_path / 'key.pkl'
    key_data = theano.gof.cmodule.KeyData({'a key'}, 'hash', str(path), 'module')
    key_data.save_pkl()

    def interrupted(obj, file, protocol):
        file.write(b'half')
        assert pickle.loads(path.read_bytes()).keys == {'a key'}
        raise pickle.PicklingError

    monkeypatch.setattr(pickle, 'dump', interrupted)
    with pytest.raises(pickle.PicklingError):
        key_data.add_key('another key')
    assert pickle.loads(path.read_bytes()).keys == {'a key'}
    assert os.listdir(str(tmp_path)) == ['key.pkl']


def test_the_wait_for_another_process_is_short(tmp_path, monkeypatch):
    folder = tmp_path / 'lock_dir'
    folder.mkdir()
    (folder / 'lock').write_text('%d_0_%s\n' % (os.getppid(), compilelock.hostname))
    waits = []

    def wait(seconds):
        waits.append(seconds)
        if len(waits) == 3:  # the other process has finished
            (folder / 'lock').unlink()
            folder.rmdir()
    monkeypatch.setattr(compilelock.time, 'sleep', wait)
    compilelock.lock(str(folder))
    assert (folder / 'lock').exists()
    assert len(waits) == 3 and max(waits) <= .05
