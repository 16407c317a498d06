"""Layers may be called anything: they work, and are found again in files."""
import h5py
import numpy as np
import pytest

from keras.callbacks import ModelCheckpoint, TensorBoard
from keras.layers import LSTM, BatchNormalization, Dense, Input, concatenate
from keras.models import Model, Sequential, clone_model, load_model
from keras.utils import model_to_dot

NAMES = ['my layer', 'a:b', 'x[0]', 'für', '.', '..', 'a/b', 'a/', '/a', '/', 'a//b', 'a/./b',
         'a/../b', ' ', 'a\nb', '-a', '_a', '5', '$x', '%s', '%(a)s', '层', "a'b", 'a"b', 'a\\b',
         '{}', '{epoch}', '<b>', 'a|b', 'node', '?', '*', ':0', 'weight_names', 'model_weights']
# Those that Keras 2.3.1 takes on TensorFlow, and the groups of their weights in its files.
GROUPS = {'..': '../..', 'a/b': 'a/b/a/b', 'a/': 'a/a', 'a//b': 'a/b/a/b', 'a/./b': 'a/b/a/b',
          'a/../b': 'a/../b/a/../b', '.': '.'}


def two_layers(name):
    return Sequential([Dense(2, input_dim=2, name=name), Dense(3, name='second')])


def check_same(one, other, *inputs):
    for found, expected in zip(np.atleast_1d(one.predict(*inputs)),
                               np.atleast_1d(other.predict(*inputs))):
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize('name', NAMES)
def test_files(tmp_path, name):
    whole, weights = str(tmp_path / 'model.h5'), str(tmp_path / 'weights.h5')
    model = two_layers(name)
    model.compile('adam', 'mse')
    model.train_on_batch(np.ones((1, 2)), np.ones((1, 3)))
    model.save(whole)
    model.save_weights(weights)
    x = np.array([[1., 2.]])
    loaded = load_model(whole)
    assert [layer.name for layer in loaded.layers] == [name, 'second']
    check_same(loaded, model, x)
    with h5py.File(whole, 'r') as file:
        check_same(load_model(file), model, x)
    for by_name in False, True:
        other = two_layers(name)
        other.load_weights(weights, by_name=by_name)
        check_same(other, model, x)


@pytest.mark.parametrize('name', sorted(GROUPS))
def test_places_are_those_of_keras_2_3(tmp_path, name):
    path = str(tmp_path / 'model.h5')
    two_layers(name).save(path)
    with h5py.File(path, 'r') as file:
        assert set(file['model_weights'][GROUPS[name]]) >= {'kernel:0', 'bias:0'}
        assert file['model_weights'].attrs['layer_names'].tolist() == [name.encode(), b'second']


def test_an_empty_name_is_none():
    assert Dense(2, name='').name == 'dense_1'


@pytest.mark.parametrize('names', [('layer_names',), ('backend',), ('keras_version',), ('a\0b',),
                                   ('a', 'a/'), ('a/b', 'a/./b'), ('.', '/')])
def test_names_that_no_file_can_hold(tmp_path, names):
    path = tmp_path / 'model.h5'
    model = Sequential([Dense(2, name=name) for name in names])
    model.build((None, 2))
    for save in model.save, model.save_weights:
        with pytest.raises(ValueError, match='layer name.* cannot be used in a file'):
            save(str(path))
    assert not path.exists()


@pytest.mark.parametrize('name', ['my layer', '.', '/', 'ä:%s[{epoch}]', '_"\n\\|'])
def test_graphs_and_training(tmp_path, name):
    """Names of inputs, outputs, layers and the model, in all that goes by names."""
    x, sequence = Input((3,), name=name + '1'), Input((4, 5), name=name + '2')
    both = concatenate([x, LSTM(3, name=name)(sequence)], name=name + '3')
    one = Dense(2, name=name + '4')(both)
    model = Model([x, sequence], [one, BatchNormalization(name=name + '5')(one)], name=name + '6')
    model.compile('adam', {name + '4': 'mse', name + '5': 'mae'}, metrics={name + '4': ['mae']})
    inputs = {name + '1': np.ones((4, 3)), name + '2': np.ones((4, 4, 5))}
    targets = {name + '4': np.ones((4, 2)), name + '5': np.ones((4, 2))}
    history = model.fit(inputs, targets, verbose=0, validation_data=(inputs, targets), callbacks=[
        TensorBoard(str(tmp_path / 'logs'), histogram_freq=1, write_grads=True),
        ModelCheckpoint(str(tmp_path / 'model-{epoch}.h5'))])
    assert 'val_%s4_loss' % name in history.history
    loaded = load_model(str(tmp_path / 'model-1.h5'))
    assert loaded.name == model.name
    check_same(loaded, model, inputs)
    outer = Model(model.inputs, model(model.inputs))
    outer.save(str(tmp_path / 'outer.h5'))
    check_same(load_model(str(tmp_path / 'outer.h5'), compile=False), model, inputs)
    clone_model(outer)


@pytest.mark.parametrize('name', NAMES)
def test_pictures(name):
    pydot = pytest.importorskip('pydot')
    drawn = model_to_dot(two_layers(name), show_shapes=True)
    read, = pydot.graph_from_dot_data(drawn.to_string())
    assert len(read.get_edges()) == 2
