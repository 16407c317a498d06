"""Models and weights at paths such as gs://bucket/model.h5."""
import builtins
import io

import numpy as np
import pytest

from keras import backend as K
from keras.callbacks import CSVLogger, ModelCheckpoint, TensorBoard
from keras.engine import saving
from keras.layers import Dense
from keras.models import Sequential, load_model, save_model

PATH = 'gs://bucket/model.h5'
X = np.array([[1., 2.]])


class Bucket:
    """Files in memory, by the methods of TensorFlow's `file_io`."""

    def __init__(self):
        self.files = {}

    def file_exists(self, path):
        return path in self.files

    def FileIO(self, path, mode):  # noqa: N802
        return io.BytesIO(self.files[path]) if mode == 'rb' else _Written(self.files, path)


class _Written(io.BytesIO):
    def __init__(self, files, path):
        super().__init__()
        self.files, self.path = files, path

    def close(self):
        self.files[self.path] = self.getvalue()
        super().close()


@pytest.fixture
def bucket(monkeypatch):
    bucket = Bucket()
    monkeypatch.setattr(saving, 'tf_file_io', bucket)
    return bucket


def make_model():
    model = Sequential([Dense(3, input_shape=(2,), name='d')])
    model.compile('sgd', 'mse')
    return model


def check_paths(path, weights_path):
    model = make_model()
    model.save(path)
    model.save_weights(weights_path)
    np.testing.assert_array_equal(load_model(path).predict(X), model.predict(X))
    for by_name in False, True:
        other = make_model()
        other.load_weights(weights_path, by_name=by_name)
        np.testing.assert_array_equal(other.predict(X), model.predict(X))


@pytest.mark.parametrize('scheme', ['gs', 's3', 'hdfs'])
def test_models_and_weights(bucket, scheme):
    paths = scheme + '://bucket/a/model.h5', scheme + '://bucket/weights'
    check_paths(*paths)
    assert sorted(bucket.files) == sorted(paths)


@pytest.mark.skipif(K.backend() != 'tensorflow', reason='TensorFlow is not installed')
def test_file_systems_of_tensorflow(tmp_path):
    check_paths('ram://models/model.h5', 'ram://models/weights.h5')
    with pytest.raises(OSError, match='TensorFlow cannot reach ram://none/x.h5'):
        load_model('ram://none/x.h5')
    for act in make_model().save, load_model:
        with pytest.raises(OSError, match='cannot reach abc://x.h5.*tensorflow-io.*binary stream'):
            act('abc://x.h5')


def test_checkpoints(bucket):
    model = make_model()
    for weights_only in False, True:
        model.fit(X, np.zeros((1, 3)), epochs=2, verbose=0, callbacks=[ModelCheckpoint(
            'gs://bucket/%s-{epoch}.h5' % weights_only, save_weights_only=weights_only)])
    assert sorted(bucket.files) == ['gs://bucket/%s-%d.h5' % (only, epoch)
                                    for only in (False, True) for epoch in (1, 2)]
    model.load_weights('gs://bucket/False-2.h5')


@pytest.mark.parametrize('answer', ['y', 'n'])
def test_overwriting(bucket, monkeypatch, answer):
    monkeypatch.setattr(builtins, 'input', lambda prompt: answer)
    model = make_model()
    model.save(PATH, overwrite=False)
    before = bucket.files[PATH]
    model.set_weights([w + 1 for w in model.get_weights()])
    save_model(model, PATH, False)
    assert (bucket.files[PATH] == before) == (answer == 'n')
    model.save(PATH)
    assert bucket.files[PATH] != before


def test_errors_name_the_path(bucket):
    bucket.files[PATH] = b'no HDF5'
    for load in load_model, make_model().load_weights:
        with pytest.raises(OSError, match='Cannot load gs://bucket/model.h5: it is not an HDF5'):
            load(PATH)


def test_nothing_is_written_if_saving_fails(bucket):
    with pytest.raises(ValueError, match='has no weights yet'):
        Sequential([Dense(2)]).save_weights(PATH)
    assert bucket.files == {}


def test_without_tensorflow(monkeypatch):
    imports = builtins.__import__

    def missing(name, *args):
        if name == 'tensorflow':
            raise ImportError('No module named tensorflow')
        return imports(name, *args)

    model = make_model()
    monkeypatch.setattr(builtins, '__import__', missing)
    for act in model.save, load_model, model.save_weights, model.load_weights:
        with pytest.raises(ImportError, match='gs://bucket/model.h5 through TensorFlow.*stream'):
            act(PATH)


def test_what_stays_on_this_machine(tmp_path, monkeypatch):
    monkeypatch.chdir(str(tmp_path))
    for callback in CSVLogger('gs://bucket/log.csv'), TensorBoard('gs://bucket/logs'):
        with pytest.raises(ValueError, match='gs://bucket/log.*only models and weights'):
            make_model().fit(X, np.zeros((1, 3)), verbose=0, callbacks=[callback])
    assert list(tmp_path.iterdir()) == []


def test_decorators():
    """Programs decorate functions of their own with them."""
    @saving.allow_write_to_gcs
    def write(value, path, overwrite=True):
        with open(path, 'w') as file:
            file.write(value)

    @saving.allow_read_from_gcs
    def read(path):
        with open(path) as file:
            return file.read()

    before, saving.tf_file_io = saving.tf_file_io, Bucket()
    try:
        write('text', 'gs://a/b')
        assert read('gs://a/b') == 'text'
    finally:
        saving.tf_file_io = before
