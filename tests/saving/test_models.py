"""Models saved and loaded: files, streams, groups, pickles; and how training goes on."""
import builtins
import copy
import io
import json
import os
import pickle
import stat

import h5py
import numpy as np
import pytest

from keras import backend as K
from keras import layers, losses, metrics, optimizers
from keras.engine import saving
from keras.layers import (
    Activation,
    Concatenate,
    Dense,
    Input,
    Lambda,
    Layer,
    TimeDistributed,
)
from keras.models import (
    Model,
    Sequential,
    load_model,
    model_from_json,
    model_from_yaml,
    save_model,
)
from keras.utils.generic_utils import safe_mode_scope


def dense_model():
    model = Sequential([Dense(3, input_shape=(4,), activation='tanh'), Dense(2)])
    model.compile('sgd', 'mse')
    return model


@pytest.fixture
def data():
    random = np.random.RandomState(0)
    return random.normal(size=(6, 4)), random.normal(size=(6, 2))


def check_same(model, other, x):
    np.testing.assert_allclose(other.predict(x), model.predict(x), rtol=1e-6)


def stored(path, read=lambda file: file):
    with h5py.File(str(path), 'r') as file:
        return read(file)


# Where models are kept

def test_layout_is_that_of_keras_2(tmp_path, data):
    model = Sequential([Dense(3, input_shape=(4,), name='first'), Activation('tanh', name='act'),
                        Dense(2, name='second')])
    model.compile('adam', 'mse', metrics=['mae'])
    model.train_on_batch(*data)
    path = tmp_path / 'model.h5'
    model.save(str(path))
    with h5py.File(str(path), 'r') as file:
        assert set(file) == {'model_weights', 'optimizer_weights'}
        assert set(file.attrs) == {'keras_version', 'backend', 'model_config', 'training_config'}
        weights = file['model_weights']
        assert list(weights.attrs['layer_names']) == [b'first', b'act', b'second']
        assert {'backend', 'keras_version'} < set(weights.attrs)
        assert list(weights['first'].attrs['weight_names']) == [b'first/kernel:0',
                                                                b'first/bias:0']
        assert weights['act'].attrs['weight_names'].shape == (0,)
        np.testing.assert_array_equal(weights['second/second/kernel:0'][()],
                                      model.layers[2].get_weights()[0])
        config = json.loads(saving.stores.H5Dict(file)['model_config'])
        assert config['class_name'] == 'Sequential'
        assert [layer['config']['name'] for layer in config['config']['layers']] == [
            'first', 'act', 'second']
        training = json.loads(saving.stores.H5Dict(file)['training_config'])
        assert set(training) == {'optimizer_config', 'loss', 'metrics', 'weighted_metrics',
                                 'sample_weight_mode', 'loss_weights'}
        assert training['optimizer_config']['class_name'] == 'Adam'
        assert (training['loss'], training['metrics']) == ('mse', ['mae'])
        names = list(file['optimizer_weights'].attrs['weight_names'])
        assert len(names) == len(model.optimizer.weights) == len(set(names))
        assert all(name in file['optimizer_weights'] for name in names)


def test_files_streams_groups_and_dictionaries(tmp_path, data):
    model = dense_model()
    stream, dictionary = io.BytesIO(), {}
    with h5py.File(str(tmp_path / 'group.h5'), 'w') as file:
        for target in (str(tmp_path / 'a.h5'), tmp_path / 'b.h5', stream, dictionary, file,
                       file.create_group('inner')):
            save_model(model, target)
            if target is stream:
                stream.seek(0)
            check_same(model, load_model(target), data[0])
    with h5py.File(str(tmp_path / 'group.h5'), 'r') as file:
        check_same(model, load_model(file), data[0])
        check_same(model, load_model(file['inner']), data[0])


def test_dictionaries_keep_the_weights_while_training_goes_on(data):
    model, dictionary = dense_model(), {}
    model.train_on_batch(*data)
    save_model(model, dictionary)
    expected = model.predict(data[0])
    losses = [model.train_on_batch(*data) for _ in range(3)]
    restored = load_model(dictionary)
    np.testing.assert_allclose(restored.predict(data[0]), expected, rtol=1e-6)
    for loss in losses:
        np.testing.assert_allclose(restored.train_on_batch(*data), loss, rtol=1e-5)


@pytest.mark.parametrize('wrong', [None, 3, b'model.h5'])
def test_no_place_for_a_model(wrong):
    with pytest.raises(TypeError, match='needs the path'):
        save_model(dense_model(), wrong)
    with pytest.raises(TypeError, match='needs the path'):
        load_model(wrong)


def test_pickles_and_copies(data):
    model = dense_model()
    model.train_on_batch(*data)
    for other in (pickle.loads(pickle.dumps(model)), copy.deepcopy(model),
                  saving.unpickle_model(saving.pickle_model(model))):
        check_same(model, other, data[0])
        assert type(other) is Sequential
    expected = model.train_on_batch(*data)
    np.testing.assert_allclose(other.train_on_batch(*data), expected, rtol=1e-6)


# Overwriting

def test_a_failed_save_leaves_the_earlier_file(tmp_path, data):
    class Broken(Dense):
        def get_config(self):
            return dict(super().get_config(), extra=object())
    path = tmp_path / 'model.h5'
    model = dense_model()
    model.save(str(path))
    broken = Sequential([Broken(2, input_shape=(4,))])
    with pytest.raises(TypeError, match='A configuration can contain'):
        broken.save(str(path))
    assert os.listdir(str(tmp_path)) == ['model.h5']
    check_same(model, load_model(str(path)), data[0])


def test_an_argument_of_compile_that_cannot_be_saved_is_named(tmp_path):
    model = Sequential([Dense(2, input_shape=(4,))])
    model.compile('sgd', 'mse', loss_weights=[K.variable(1.)])
    path = str(tmp_path / 'model.h5')
    with pytest.raises(TypeError, match="'loss_weights' of compile.*include_optimizer=False"):
        model.save(path)
    assert not os.listdir(str(tmp_path))
    model.save(path, include_optimizer=False)
    assert load_model(path, compile=False).get_config() == model.get_config()


def test_a_subclass_that_describes_itself_in_its_own_way_must_make_itself(tmp_path):
    class Doubled(Model):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.dense = Dense(2)

        def call(self, inputs):
            return self.dense(inputs) * 2

        def get_config(self):
            return {'name': self.name}

    class Whole(Doubled):
        @classmethod
        def from_config(cls, config, custom_objects=None):
            model = cls(**config)
            model.build((None, 3))
            return model

    x = np.ones((1, 3))
    for kind in (Doubled, Whole):
        model = kind()
        expected = model.predict(x)
        path = str(tmp_path / 'model.h5')
        model.save(path)
        if kind is Doubled:
            with pytest.raises(ValueError, match='of the Doubled has no "layers".*from_config'):
                load_model(path, {'Doubled': Doubled}, compile=False)
    loaded = load_model(path, {'Whole': Whole}, compile=False)
    np.testing.assert_allclose(loaded.predict(x), expected)


def test_a_failed_write_leaves_the_earlier_file(tmp_path, data, monkeypatch):
    path = tmp_path / 'model.h5'
    model = dense_model()
    model.save(str(path))

    def full(*args, **kwargs):
        raise OSError('No space left on device')
    monkeypatch.setattr(h5py.Group, 'create_dataset', full)
    for save in (dense_model().save, dense_model().save_weights):
        with pytest.raises(OSError, match='Cannot write .*model.h5.*No space left'):
            save(str(path))
    monkeypatch.undo()
    assert os.listdir(str(tmp_path)) == ['model.h5']
    check_same(model, load_model(str(path)), data[0])


def test_the_file_keeps_its_permissions_and_links(tmp_path):
    path, link = tmp_path / 'model.h5', tmp_path / 'link.h5'
    model = dense_model()
    model.save(str(path))
    os.chmod(str(path), 0o600)
    os.symlink(str(path), str(link))
    model.save(str(link))
    assert link.is_symlink()
    assert stat.S_IMODE(os.stat(str(path)).st_mode) == 0o600


def test_asking_before_overwriting(tmp_path, monkeypatch):
    path = tmp_path / 'model.h5'
    model = dense_model()
    model.save(str(path), overwrite=False)
    before = path.read_bytes()
    model.layers[0].set_weights([np.ones((4, 3)), np.ones(3)])
    monkeypatch.setattr(builtins, 'input', lambda question: 'n')
    model.save(str(path), overwrite=False)
    model.save_weights(str(path), overwrite=False)
    assert path.read_bytes() == before
    monkeypatch.setattr(builtins, 'input', lambda question: 'y')
    model.save(str(path), overwrite=False)
    assert path.read_bytes() != before
    monkeypatch.undo()
    with pytest.raises(FileExistsError, match='overwrite=True'):
        model.save_weights(str(path), overwrite=False)


@pytest.mark.parametrize('path', ['missing/model.h5', '', 'folder', 'file/model.h5'])
def test_unwritable_paths(tmp_path, path):
    (tmp_path / 'folder').mkdir()
    (tmp_path / 'file').write_bytes(b'')
    model = dense_model()
    for save in (model.save, model.save_weights):
        with pytest.raises(OSError, match='Cannot write .*%s' % path):
            save(os.path.join(str(tmp_path), path))
    assert sorted(os.listdir(str(tmp_path))) == ['file', 'folder']


def test_a_device_is_not_replaced(tmp_path):
    # A pipe stands for `/dev/null`, which root could replace.
    path = str(tmp_path / 'pipe')
    os.mkfifo(path)
    with pytest.raises(OSError, match='there is a device or a pipe at .*pipe, where a file'):
        dense_model().save(path)
    assert stat.S_ISFIFO(os.stat(path).st_mode) and os.listdir(str(tmp_path)) == ['pipe']


# Training

@pytest.mark.parametrize('name, arguments', [
    ('SGD', {'lr': .1, 'momentum': .9, 'nesterov': True, 'decay': .1}), ('RMSprop', {'lr': .1}),
    ('Adagrad', {}), ('Adadelta', {}), ('Adam', {'lr': .1, 'amsgrad': True}), ('Adamax', {}),
    ('Nadam', {}),
])
def test_training_goes_on_where_it_stopped(tmp_path, data, name, arguments):
    model = Sequential([Dense(3, input_shape=(4,), activation='tanh'), Dense(2)])
    model.compile(getattr(optimizers, name)(**arguments), 'mse', metrics=['mae'])
    for _ in range(3):
        model.train_on_batch(*data)
    model.save(str(tmp_path / 'model.h5'))
    loaded = load_model(str(tmp_path / 'model.h5'))
    for found, expected in zip(K.batch_get_value(loaded.optimizer.weights),
                               K.batch_get_value(model.optimizer.weights)):
        np.testing.assert_array_equal(found, expected)
    for _ in range(3):
        expected = model.train_on_batch(*data)
        np.testing.assert_allclose(loaded.train_on_batch(*data), expected, rtol=1e-6)
    for found, expected in zip(loaded.get_weights(), model.get_weights()):
        np.testing.assert_allclose(found, expected, rtol=1e-6)


def my_loss(y_true, y_pred):
    return K.mean(K.abs(y_true - y_pred), axis=-1)


class Scale(Layer):
    def __init__(self, factor=1., **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor

    def get_config(self):
        return dict(super().get_config(), factor=self.factor)


def two_outputs():
    a, b = Input((4,), name='a'), Input((2,), name='b')
    joined = Concatenate()([Dense(3)(a), b])
    return Model([a, b], [Dense(2, name='p')(joined), Dense(1, name='q')(joined)])


COMPILED = {
    'lists': lambda: {'loss': 'mse', 'metrics': ['mae', metrics.MeanSquaredError(name='other')],
                      'loss_weights': [1., .5]},
    'dictionaries': lambda: {'loss': {'p': losses.LogCosh(), 'q': 'mae'},
                             'loss_weights': {'p': 2., 'q': np.float32(.5)},
                             'metrics': {'q': ['mse'], 'p': 'mae'}, 'weighted_metrics': ['mse']},
    'functions': lambda: {'loss': [my_loss, losses.mean_squared_error],
                          'metrics': [[my_loss], [metrics.MeanAbsoluteError()]]},
}


@pytest.mark.parametrize('arguments', sorted(COMPILED))
def test_losses_and_metrics_come_back(tmp_path, arguments):
    random = np.random.RandomState(1)
    x = [random.normal(size=(5, 4)), random.normal(size=(5, 2))]
    y = [random.normal(size=(5, 2)), random.normal(size=(5, 1))]
    model = two_outputs()
    model.compile('sgd', **COMPILED[arguments]())
    model.save(str(tmp_path / 'model.h5'))
    loaded = load_model(str(tmp_path / 'model.h5'), custom_objects={'my_loss': my_loss})
    assert loaded.metrics_names == model.metrics_names
    np.testing.assert_allclose(loaded.test_on_batch(x, y), model.test_on_batch(x, y), rtol=1e-5)


def test_custom_objects_must_be_known(tmp_path, data):
    path = str(tmp_path / 'model.h5')
    model = Sequential([Scale(2., input_shape=(4,)), Dense(2)])
    model.compile('sgd', my_loss)
    model.save(path)
    with pytest.raises(ValueError, match="Cannot load .*model.h5.*'Scale'.*custom_objects"):
        load_model(path)
    with pytest.raises(ValueError, match="'my_loss'.*custom_objects.*compile=False"):
        load_model(path, custom_objects={'Scale': Scale})
    check_same(model, load_model(path, {'Scale': Scale}, compile=False), data[0])
    check_same(model, load_model(path, {'Scale': Scale, 'my_loss': my_loss}), data[0])


def test_without_training_configuration(tmp_path, data):
    path = str(tmp_path / 'model.h5')
    model = dense_model()
    model.train_on_batch(*data)
    model.save(path, include_optimizer=False)
    assert stored(path, set) == {'model_weights'}
    with pytest.warns(UserWarning, match='no training configuration'):
        loaded = load_model(path)
    check_same(model, loaded, data[0])
    with pytest.raises(RuntimeError, match='compile'):
        loaded.train_on_batch(*data)


@pytest.fixture
def trained_with_adam(tmp_path, data):
    """A model after three steps, and the path of its file."""
    model = Sequential([Dense(2, input_shape=(4,))])
    model.compile('adam', 'mse')
    for _ in range(3):
        model.train_on_batch(*data)
    path = str(tmp_path / 'adam.h5')
    model.save(path)
    return model, path


def test_optimizer_state_is_there_whatever_asks_for_it_first(tmp_path, trained_with_adam, data):
    model, path = trained_with_adam
    state = model.optimizer.get_weights()
    assert K.get_value(load_model(path).optimizer.iterations) == 3
    for found, expected in zip(load_model(path).optimizer.get_weights(), state):
        np.testing.assert_array_equal(found, expected)
    assert len(load_model(path).optimizer.weights) == len(state)
    again = str(tmp_path / 'again.h5')
    load_model(path).save(again)
    expected_loss = model.train_on_batch(*data)
    for file in path, again:
        loaded = load_model(file)
        loaded.predict(data[0])
        assert loaded.train_on_batch(*data) == pytest.approx(expected_loss, rel=1e-5)
        np.testing.assert_allclose(loaded.get_weights()[0], model.get_weights()[0], rtol=1e-5)


def test_optimizer_state_of_a_model_that_is_compiled_anew(trained_with_adam, data):
    loaded = load_model(trained_with_adam[1])
    first = loaded.optimizer
    loaded.compile('sgd', 'mse')
    loaded.train_on_batch(*data)
    assert len(loaded.optimizer.weights) == 3
    assert first.weights == []


def test_optimizer_state_that_does_not_fit(tmp_path, data):
    path = str(tmp_path / 'model.h5')
    model = Sequential([Dense(2, input_shape=(4,))])
    model.compile('adam', 'mse')
    model.train_on_batch(*data)
    model.save(path)
    with h5py.File(path, 'r+') as file:
        names = file['optimizer_weights'].attrs['weight_names']
        file['optimizer_weights'].attrs['weight_names'] = names[:-1]
    loaded = load_model(path)
    check_same(model, loaded, data[0])
    with pytest.warns(UserWarning, match='state of the optimizer'):
        loaded.train_on_batch(*data)


@pytest.mark.skipif(K.backend() != 'tensorflow', reason='wraps an optimizer of TensorFlow')
def test_tensorflow_optimizers_are_left_out(tmp_path):
    import tensorflow
    path = str(tmp_path / 'model.h5')
    model = Sequential([Dense(2, input_shape=(4,))])
    model.compile(optimizers.TFOptimizer(tensorflow.compat.v1.train.AdamOptimizer()), 'mse')
    with pytest.warns(UserWarning, match='TensorFlow optimizers'):
        model.save(path)
    assert stored(path, lambda file: 'training_config' in file.attrs) is False


# Lambdas

def test_lambdas_load_only_when_trusted(tmp_path, data, forget_own_bytecode):
    path = str(tmp_path / 'model.h5')
    model = Sequential([Lambda(lambda x: x * 2, input_shape=(4,)), Dense(2)])
    model.save(path)
    json_text, yaml_text = model.to_json(), model.to_yaml()
    forget_own_bytecode()
    with pytest.raises(ValueError, match='model.h5.*safe_mode=False'):
        load_model(path, compile=False)
    check_same(model, load_model(path, compile=False, safe_mode=False), data[0])
    for read, text in ((model_from_json, json_text), (model_from_yaml, yaml_text)):
        with pytest.raises(ValueError, match='safe_mode=False'):
            read(text)
    copied = model_from_json(json_text, safe_mode=False)
    copied.set_weights(model.get_weights())
    check_same(model, copied, data[0])


def adder(array, by):
    return lambda x, factor=(1., 2.): x * factor[1] + array + K.constant(by)


@pytest.mark.parametrize('function, arguments', [
    (lambda x: x * 2, None), (adder(np.array([1., 2., 3., 1 / 3.]), 4.), {}),
    (lambda x, by: x + by, {'by': np.array([.1, .2, .3, .4])}),
])
def test_lambdas_of_the_same_process_load(tmp_path, data, function, arguments):
    path = str(tmp_path / 'model.h5')
    model = Sequential([TimeDistributed(
        Lambda(function, arguments=arguments, output_shape=lambda shape: shape),
        input_shape=(1, 4))])
    model.save(path)
    described = {'class_name': 'Sequential', 'config': model.get_config()}
    for copied in (load_model(path, compile=False), saving.model_from_config(described),
                   model_from_json(model.to_json()), model_from_yaml(model.to_yaml()),
                   layers.deserialize(described), Sequential.from_config(model.get_config())):
        check_same(model, copied, data[0][:, None])
    for load in (lambda: load_model(path, safe_mode=True),
                 lambda: saving.model_from_config(described, safe_mode=True)):
        with pytest.raises(ValueError, match='refused. If'):
            load()


@pytest.mark.parametrize('safe_mode', [True, False])
def test_scope_around_a_library_that_loads(tmp_path, data, forget_own_bytecode, safe_mode):
    path = str(tmp_path / 'model.h5')
    model = Sequential([Lambda(lambda x: x * 2, input_shape=(4,))])
    model.save(path)
    text = model.to_json()
    if not safe_mode:
        forget_own_bytecode()
    with safe_mode_scope(safe_mode):
        for library in (lambda: load_model(path, compile=False), lambda: model_from_json(text)):
            if safe_mode:
                with pytest.raises(ValueError, match='refused'):
                    library()
            else:
                check_same(model, library(), data[0])
        with pytest.raises(ValueError, match='refused'):
            model_from_json(text, safe_mode=True)


# JSON and YAML

def test_json_and_yaml(data):
    model = two_outputs()
    described = json.loads(model.to_json())
    assert list(described) == ['class_name', 'config', 'keras_version', 'backend']
    assert model.to_json(indent=1).startswith('{\n "class_name"')
    for copied in (model_from_json(model.to_json()), model_from_yaml(model.to_yaml()),
                   saving.model_from_config(described), Model.from_config(model.get_config())):
        assert copied.get_config() == model.get_config()
        copied.set_weights(model.get_weights())
        inputs = [data[0], data[1]]
        for found, expected in zip(copied.predict(inputs), model.predict(inputs)):
            np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_yaml_of_keras_2_with_tuples():
    text = dense_model().to_yaml().replace(
        'batch_input_shape:\n', 'batch_input_shape: !!python/tuple\n')
    assert '!!python/tuple' in text
    assert model_from_yaml(text).input_shape == (None, 4)


def test_yaml_runs_no_code():
    with pytest.raises(Exception, match='could not determine a constructor'):
        model_from_yaml('class_name: !!python/object/apply:os.getcwd []\nconfig: {}')


def test_configurations_of_wrong_kind():
    with pytest.raises(TypeError, match='Sequential.from_config'):
        saving.model_from_config([])
    with pytest.raises(ValueError, match='class_name'):
        saving.model_from_config({'config': {}})
    with pytest.raises(ValueError, match="Did you mean 'Dense'"):
        model_from_json(dense_model().to_json().replace('"Dense"', '"Denze"'))
