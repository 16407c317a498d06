"""Settings: keras.json, KERAS_HOME, KERAS_BACKEND, and what is said when they are wrong."""
import json
import os
import subprocess
import sys

import numpy as np
import pytest

import keras
from keras import backend as K

ROOT = os.path.dirname(os.path.dirname(keras.__file__))
# Loads the settings alone, without an engine: starting one takes seconds.
READ = ('import importlib.util, json, sys\n'
        'spec = importlib.util.spec_from_file_location("config", sys.argv[1])\n'
        'config = importlib.util.module_from_spec(spec)\n'
        'spec.loader.exec_module(config)\n'
        'config.load_settings()\n'
        'print(json.dumps(config._settings))\n')


def read_settings(home, **variables):
    environment = {k: v for k, v in os.environ.items() if k != 'KERAS_BACKEND'}
    environment.update(KERAS_HOME=str(home), **variables)
    return subprocess.run(
        [sys.executable, '-c', READ, os.path.join(ROOT, 'keras', 'backend', 'config.py')],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)


def test_first_run_writes_the_defaults(tmp_path):
    home = tmp_path / 'new' / 'home'
    result = read_settings(home)
    defaults = {'floatx': 'float32', 'epsilon': 1e-7, 'backend': 'tensorflow',
                'image_data_format': 'channels_last'}
    assert json.loads(result.stdout) == defaults
    assert json.loads((home / 'keras.json').read_text()) == defaults


def test_file_is_read_and_left_alone(tmp_path):
    text = '{"floatx": "float64", "epsilon": 1e-05, "backend": "theano", ' \
           '"image_data_format": "channels_first", "of another version": 1}'
    (tmp_path / 'keras.json').write_text(text)
    settings = json.loads(read_settings(tmp_path).stdout)
    assert settings == {'floatx': 'float64', 'epsilon': 1e-5, 'backend': 'theano',
                        'image_data_format': 'channels_first'}
    assert (tmp_path / 'keras.json').read_text() == text


def test_environment_variable_goes_before_the_file(tmp_path):
    (tmp_path / 'keras.json').write_text('{"backend": "theano"}')
    settings = json.loads(read_settings(tmp_path, KERAS_BACKEND='jax').stdout)
    assert settings['backend'] == 'jax'


def test_home_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / 'file').write_text('')
    result = read_settings(tmp_path / 'file' / 'home')
    assert json.loads(result.stdout)['backend'] == 'tensorflow'
    assert 'could not be written' in result.stderr


@pytest.mark.parametrize('text, message', [
    ('{"floatx": ', 'keras.json cannot be read'),
    ('["floatx"]', 'must contain a JSON object'),
    ('{"floatx": "float23"}', "floatx must be one of 'float16', 'bfloat16', 'float32', 'float64'"),
    ('{"backend": "tensorflwo"}', "backend must be one of 'tensorflow', 'theano', 'cntk', 'jax'"),
    ('{"epsilon": "tiny"}', 'epsilon must be a small positive number'),
    ('{"epsilon": NaN}', 'epsilon must be a small positive number'),
    ('{"epsilon": 1e999}', 'epsilon must be a small positive number'),
    ('{"epsilon": 1%s}' % ('0' * 400), 'epsilon must be a small positive number'),
    ('{"image_data_format": "channels_middle"}', "but got 'channels_middle'"),
    pytest.param('[' * 10 ** 5, 'keras.json cannot be read', id='deep'),
    pytest.param('{"a": "%s"}' % ('x' * 10 ** 6), 'keras.json cannot be read', id='long'),
])
def test_wrong_file_is_named(tmp_path, text, message):
    (tmp_path / 'keras.json').write_text(text)
    result = read_settings(tmp_path)
    assert result.returncode != 0
    assert str(tmp_path) in result.stderr
    assert message in result.stderr


def test_what_is_not_a_file_is_named(tmp_path):
    path = tmp_path / 'keras.json'
    for make in (lambda: os.mkfifo(str(path)), lambda: path.symlink_to('/dev/zero'), path.mkdir):
        make()
        assert 'keras.json cannot be read: it is not a file' in read_settings(tmp_path).stderr
        path.rmdir() if path.is_dir() else path.unlink()


def test_mark_of_the_encoding(tmp_path):
    (tmp_path / 'keras.json').write_bytes(b'\xef\xbb\xbf{"floatx": "float64"}')
    assert json.loads(read_settings(tmp_path).stdout)['floatx'] == 'float64'


def test_home_of_the_user(tmp_path):
    read_settings('~/place', HOME=str(tmp_path))
    assert (tmp_path / 'place' / 'keras.json').exists()


def test_wrong_environment_variable_is_named(tmp_path):
    result = read_settings(tmp_path, KERAS_BACKEND='torch')
    assert 'environment variable KERAS_BACKEND' in result.stderr


def test_floatx():
    K.set_floatx('float16')
    assert K.floatx() == 'float16'
    assert K.cast_to_floatx([1, 2]).dtype == np.float16
    with pytest.raises(ValueError, match="'float8'"):
        K.set_floatx('float8')


def test_bfloat16_needs_an_engine_that_has_it(tmp_path):
    (tmp_path / 'keras.json').write_text('{"floatx": "bfloat16", "backend": "theano"}')
    assert 'which the theano backend does not have' in read_settings(tmp_path).stderr
    if K.backend() in ('tensorflow', 'jax'):
        K.set_floatx('bfloat16')
        assert K.cast_to_floatx([1, 2]).dtype.name == 'bfloat16'
    else:
        with pytest.raises(ValueError, match='which the %s backend does not' % K.backend()):
            K.set_floatx('bfloat16')


def test_epsilon():
    K.set_epsilon(1e-3)
    assert K.epsilon() == 1e-3
    with pytest.raises(ValueError, match='small positive number'):
        K.set_epsilon(0)


def test_image_data_format():
    K.set_image_data_format('channels_first')
    assert K.image_data_format() == K.normalize_data_format(None) == 'channels_first'
    assert K.normalize_data_format('Channels_Last') == 'channels_last'
    with pytest.raises(ValueError, match="'channels_mid'"):
        K.normalize_data_format('channels_mid')


def import_keras(tmp_path, name):
    """Returns what is printed where `import keras` should use an engine that is not there."""
    hide = ('import sys\n'
            'sys.modules[%r] = None\n'
            'import keras\n') % name
    return subprocess.run(
        [sys.executable, '-c', hide], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=dict(os.environ, KERAS_HOME=str(tmp_path), KERAS_BACKEND='tensorflow'),
        universal_newlines=True).stdout


def test_missing_engine_is_named_with_the_command_that_installs_it(tmp_path):
    assert 'pip install tensorflow' in import_keras(tmp_path, 'tensorflow')


def test_missing_backend_is_named(tmp_path):
    printed = import_keras(tmp_path, 'keras.backend.tensorflow_backend')
    assert 'no tensorflow backend' in printed and str(tmp_path) in printed
