"""Files that cannot be loaded are refused with their name and the reason."""
import re
import zipfile

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
        with pytest.raises(FileNotFoundError, match='x.h5: there is no folder %s. Create it first'
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


def test_files_of_keras_3(tmp_path):
    with zipfile.ZipFile(str(tmp_path / 'x.keras'), 'w') as archive:
        archive.writestr('config.json', '{}')
    expect(OSError, 'not an HDF5 file.*Keras 3', tmp_path / 'x.keras')
    with h5py.File(str(tmp_path / 'x.weights.h5'), 'w') as file:
        file.create_dataset('layers/dense/vars/0', data=np.ones((2, 1)))
        file.create_group('vars')
    with pytest.raises(ValueError, match='no `layer_names`.*file of Keras 3: save the model'):
        small_model().load_weights(str(tmp_path / 'x.weights.h5'))


@pytest.mark.parametrize('part', [.2, .6, .99])
def test_truncated(path, part):
    content = path.read_bytes()
    path.write_bytes(content[:int(len(content) * part)])
    expect(OSError, 'damaged', path)


def test_hdf5_of_something_else(tmp_path):
    path = tmp_path / 'data.h5'
    with h5py.File(str(path), 'w') as file:
        file['x'] = np.zeros(3)
    with pytest.raises(ValueError, match='data.h5: it contains no model.*model_config'):
        load_model(str(path))
    with pytest.raises(ValueError, match='data.h5: it contains no weights of a Keras model'):
        small_model().load_weights(str(path))


def test_weights_are_no_model(path):
    small_model().save_weights(str(path))
    with pytest.raises(ValueError, match='model.h5: it contains no model but only weights.*'
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


def replace_kernel(file, **arguments):
    del file['a/a/kernel:0']
    file.create_dataset('a/a/kernel:0', **arguments)


BAD_WEIGHTS = {
    'strings': (lambda file: replace_kernel(file, data=[[b'1'] * 3] * 2), 'array of numbers'),
    'objects': (lambda file: replace_kernel(
        file, shape=(2, 3), dtype=h5py.special_dtype(vlen=str)), 'array of numbers|is refused'),
    'complex numbers': (lambda file: replace_kernel(file, data=np.zeros((2, 3), complex)),
                        'array of numbers|type that Keras does not read'),
    'references': (lambda file: replace_kernel(
        file, shape=(2, 3), dtype=h5py.special_dtype(ref=h5py.Reference)),
        'array of numbers|type that Keras does not read'),
    'compounds': (lambda file: replace_kernel(file, data=np.zeros((2, 3), 'f4,i4')),
                  'array of numbers|type that Keras does not read'),
    'a group': (lambda file: file['a'].attrs.__setitem__('weight_names', [b'.', b'.']),
                'the weight . must be an array of numbers, but is a group'),
    'layer_names that are a number': (lambda file: file.attrs.__setitem__('layer_names', 3),
                                      '`layer_names` must be a list of names, but got'),
    'layer_names that are a string': (lambda file: file.attrs.__setitem__('layer_names', b'ab'),
                                      '`layer_names` must be a list of names, but got'),
    'layer_names that are numbers': (lambda file: file.attrs.__setitem__('layer_names', [1, 2]),
                                     '`layer_names` must be a list of names, but got'),
    'weight_names that are a number': (
        lambda file: file['a'].attrs.__setitem__('weight_names', 7.5),
        '`weight_names` must be a list of names, but got'),
}


@pytest.mark.parametrize('case', sorted(BAD_WEIGHTS))
def test_weights_that_are_no_arrays_of_numbers(tmp_path, case):
    change, message = BAD_WEIGHTS[case]
    model = Sequential([Dense(3, input_shape=(2,), name='a'), Dense(1, name='b')])
    path = str(tmp_path / 'weights.h5')
    model.save_weights(path)
    with h5py.File(path, 'r+') as file:
        change(file)
    before = model.get_weights()
    for by_name in (False, True):
        with pytest.raises(ValueError, match='Cannot load .*weights.h5.*(%s)' % message):
            model.load_weights(path, by_name=by_name)
        with h5py.File(path, 'r') as file, pytest.raises(ValueError, match=message):
            model.load_weights(file, by_name=by_name)
    for weight, expected in zip(model.get_weights(), before):
        np.testing.assert_array_equal(weight, expected)


@pytest.mark.parametrize('config', [
    b'[]', b'null', b'7', b'"x"', b'[' * 10 ** 4, b'{', b'\xff',
    b'{}', b'{"loss": "mse"}', b'{"optimizer_config": null, "loss": "mse"}',
    b'{"optimizer_config": "adam", "loss": "mse"}',
    b'{"optimizer_config": {"class_name": [], "config": {}}, "loss": "mse"}',
    b'{"optimizer_config": {"class_name": "os.system", "config": {}}, "loss": "mse"}',
    b'{"optimizer_config": {"class_name": "SGD", "config": []}, "loss": "mse"}',
    b'{"optimizer_config": {"class_name": "SGD", "config": {"lr": {}}}, "loss": "mse"}',
    b'{"optimizer_config": {"class_name": "SGD", "config": {"lr": 1' + b'0' * 400 + b'}}, '
    b'"loss": "mse"}',
    b'{"optimizer_config": {"class_name": "SGD", "config": {}}, "loss": {"a": {"a": 1}}}',
    b'{"optimizer_config": {"class_name": "SGD", "config": {}}, "loss": 1}',
    b'{"optimizer_config": {"class_name": "SGD", "config": {}}, "loss": "__import__"}',
])
def test_training_that_cannot_be(path, config):
    model = small_model()
    model.compile('sgd', 'mse')
    model.save(str(path))
    with h5py.File(str(path), 'r+') as file:
        file.attrs['training_config'] = np.bytes_(config)
    with pytest.raises(ValueError, match='Cannot load .*model.h5: '):
        load_model(str(path))
    load_model(str(path), compile=False)
