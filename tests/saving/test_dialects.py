"""The dialects of files: each is described, and a file has something for each of its doors."""
import inspect
import os
import re

import h5py
import numpy as np
import pytest
from test_golden import GOLDEN

from keras.engine.saving import dialects
from keras.engine.saving.dialects.written import Written, origin, sign
from keras.layers import LSTM, CuDNNLSTM, Dense
from keras.models import Sequential, load_model
from keras.utils.h5dict import H5Dict
from keras.utils.hdf5_attributes import as_text

NAMES = [dialect.__name__.rpartition('.')[2] for dialect in dialects.DIALECTS]
# Door -> what it takes; the first it returns.
DOORS = {'layer': ['described'], 'model': ['described', 'store'],
         'weights': ['arrays', 'layer', 'variables', 'written'],
         'training': ['config', 'model'], 'state': ['arrays', 'model', 'names', 'written']}


def written_by(name):
    return lambda path: os.path.join(GOLDEN, name + '.h5')


def of_keras3(path):
    Sequential([Dense(2, input_shape=(3,))]).save(path)
    with h5py.File(path, 'a') as file:
        file.attrs['keras_version'] = '3.0.0'
    return path


def with_metrics_of_keras1(path):
    model = Sequential([Dense(2, input_shape=(3,))])
    model.compile('sgd', 'mse', metrics=['mae'])
    model.save(path)
    with h5py.File(path, 'a') as file:
        config = as_text(file.attrs['training_config'])
        file.attrs['training_config'] = config.replace('"mae"', '"recall"')
    return path


def of_cudnn(path):
    """A layer of cuDNN whose description names the plain one."""
    model = Sequential([CuDNNLSTM(2, input_shape=(4, 3))])
    model.save(path)
    plain = Sequential([LSTM(2, input_shape=(4, 3))])
    with h5py.File(path, 'a') as file:
        file.attrs['model_config'] = plain.to_json()
    return path


# Door of a dialect -> function of a path that returns the path of a file that it rewrites.
FILES = {
    'keras3.model': of_keras3,
    'tf_keras.model': written_by('tf_keras-2.21/optimizer_legacy_adam'),
    'tf_keras.training': written_by('tf_keras-2.21/optimizer_legacy_adam'),
    'tf_keras.state': written_by('tf_keras-2.21/optimizer_legacy_adam'),
    'keras1.layer': written_by('keras-1.2.2/merge_deep'),
    'keras1.model': written_by('keras-1.2.2/prelu_shared'),
    'keras1.weights': written_by('keras-1.2.2/lstm_cpu'),
    'keras1.training': with_metrics_of_keras1,
    'keras1.state': written_by('keras-1.0.8-theano/train_conv1d_adam'),
    'theano.weights': written_by('keras-2.3.1-theano/conv2d_same'),
    'theano.state': written_by('keras-2.3.1-theano/train_conv_batchnorm.end'),
    'cudnn.weights': of_cudnn,
}


def doors():
    return ['%s.%s' % (name, door) for name, dialect in zip(NAMES, dialects.DIALECTS)
            for door in DOORS if hasattr(dialect, door)]


def test_the_table_names_each_dialect_and_what_it_is_told_by():
    rows = re.findall(r'^    (\w+)  +\S.*\S  +\S', dialects.__doc__, re.MULTILINE)
    assert rows == ['writer'] + NAMES


@pytest.mark.parametrize('dialect', dialects.DIALECTS, ids=NAMES)
def test_dialects_have_only_known_doors(dialect):
    public = {name: value for name, value in vars(dialect).items() if inspect.isfunction(value)
              and value.__module__.startswith(dialect.__name__) and not name.startswith('_')}
    assert public and set(public) <= set(DOORS)
    for name, door in public.items():
        assert list(inspect.signature(door).parameters) == DOORS[name]


def test_each_door_has_a_file():
    assert list(FILES) == doors()


@pytest.fixture
def passed(monkeypatch):
    """A dictionary from the doors that something has passed to whether they changed any of it."""
    passed = {}

    def watch(place, dialect, door):
        original = getattr(dialect, door)

        def watched(value, *context):
            before = passed.get(place, False)
            passed[place] = True  # if it is refused
            result = original(value, *context)
            passed[place] = before or not same(result, value)
            return result
        monkeypatch.setattr(dialect, door, watched)

    for place in doors():
        name, door = place.split('.')
        watch(place, dialects.DIALECTS[NAMES.index(name)], door)
    return passed


def same(one, other):
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other


@pytest.mark.parametrize('place', doors())
@pytest.mark.filterwarnings('ignore:The model was compiled with the metric recall')
def test_doors_change_what_is_in_their_file(place, passed, tmp_path):
    path = FILES[place](str(tmp_path / 'model.h5'))
    try:
        load_model(path, compile=place.endswith(('training', 'state')))
    except ValueError as error:
        assert place == 'keras3.model' and 'Keras 3' in str(error)
    assert passed[place]


def test_files_of_today_pass_all_doors_as_they_are(passed, tmp_path):
    model = Sequential([LSTM(2, input_shape=(4, 3)), Dense(1)])
    model.compile('adam', 'mse', metrics=['mae'])
    model.train_on_batch(np.ones((2, 4, 3)), np.ones((2, 1)))
    path = str(tmp_path / 'model.h5')
    model.save(path)
    load_model(path)
    assert passed == dict.fromkeys(doors(), False)


def test_who_wrote_a_store():
    store = H5Dict({})
    sign(store)
    assert origin(store)[:2] == (dialects.written.__version__, 'tensorflow')
    assert not origin(store).by_keras1
    assert Written('1.2.2', None, None).by_keras1
    assert not Written(None, None, None).by_keras1
