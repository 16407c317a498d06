"""Files that cannot be loaded are refused with their name and the reason."""
import re

import h5py
import numpy as np
import pytest

from keras.layers import Dense
from keras.models import Sequential, load_model


def small_model():
    return Sequential([Dense(3, input_shape=(4,), name='first'), Dense(2, name='second')])


@pytest.fixture
def path(tmp_path):
    path = tmp_path / 'model.h5'
    small_model().save(str(path))
    return path


def expect(error, message, path, **arguments):
    """Both ways of loading fail with an error that names the file."""
    for load in (lambda: load_model(str(path), compile=False, **arguments),
                 lambda: small_model().load_weights(str(path))):
        with pytest.raises(error, match='Cannot load .*%s: .*%s' % (path.name, message)):
            load()


def test_no_such_file(tmp_path):
    expect(OSError, 'no such file', tmp_path / 'missing.h5')


def test_where_a_file_is_missing(tmp_path, monkeypatch):
    expect(OSError, 'no such file in %s' % re.escape(str(tmp_path)), tmp_path / 'x.h5')
    expect(OSError, 'no folder %s' % re.escape(str(tmp_path / 'a')), tmp_path / 'a' / 'x.h5')
    monkeypatch.chdir(str(tmp_path))
    with pytest.raises(OSError, match='no such file in %s' % re.escape(str(tmp_path))):
        load_model('x.h5')
    with pytest.raises(OSError, match='expanduser'):
        load_model('~/x.h5')


def test_saving_into_a_missing_folder(tmp_path):
    model, path = small_model(), tmp_path / 'a' / 'x.h5'
    for save in model.save, model.save_weights:
        with pytest.raises(FileNotFoundError, match='x.h5: there is no folder %s. Make it first'
                                                    % re.escape(str(tmp_path / 'a'))):
            save(str(path))
    assert not path.parent.exists()


def test_a_folder(tmp_path):
    (tmp_path / 'folder').mkdir()
    expect(OSError, 'is a folder', tmp_path / 'folder')


@pytest.mark.parametrize('content', [b'', b'no HDF5', b'PK\x03\x04' + bytes(100)])
def test_no_hdf5(tmp_path, content):
    (tmp_path / 'x.h5').write_bytes(content)
    expect(OSError, 'not an HDF5 file', tmp_path / 'x.h5')


@pytest.mark.parametrize('part', [.2, .6, .99])
def test_truncated(path, part):
    content = path.read_bytes()
    path.write_bytes(content[:int(len(content) * part)])
    expect(OSError, 'damaged', path)


def test_hdf5_of_something_else(tmp_path):
    path = tmp_path / 'data.h5'
    with h5py.File(str(path), 'w') as file:
        file['x'] = np.zeros(3)
    with pytest.raises(ValueError, match='data.h5: it holds no model.*model_config'):
        load_model(str(path))
    with pytest.raises(ValueError, match='data.h5: it holds no weights of a Keras model'):
        small_model().load_weights(str(path))


def test_weights_are_no_model(path):
    small_model().save_weights(str(path))
    with pytest.raises(ValueError, match='model.h5: it holds no model but only weights.*'
                                         'load_weights'):
        load_model(str(path))


def test_configuration_that_is_no_json(path):
    with h5py.File(str(path), 'r+') as file:
        file.attrs['model_config'] = b'{"class_name": "Sequ'
    with pytest.raises(ValueError, match="Cannot load .*model.h5: its 'model_config' is"):
        load_model(str(path))


@pytest.mark.parametrize('missing', ['model_weights', 'model_weights/first',
                                     'model_weights/first/first/kernel:0'])
def test_missing_parts(path, missing):
    with h5py.File(str(path), 'r+') as file:
        del file[missing]
    with pytest.raises(ValueError, match='Cannot load .*model.h5.*%s' % missing.split('/')[-1]):
        load_model(str(path))


@pytest.mark.parametrize('signature', [b'TREE', b'SNOD', b'HEAP', b'GCOL'])
def test_damage_within_the_file(path, signature):
    """Without its signature, a part of an HDF5 file cannot be read."""
    content = path.read_bytes()
    assert signature in content
    path.write_bytes(content.replace(signature, b'XXXX'))
    with pytest.raises(OSError, match='Cannot load .*model.h5: .*damaged'):
        load_model(str(path))
