"""What a small file may have Keras make; tools/small_files.py tries many more, with real limits."""
import contextlib
import json

import h5py
import numpy as np
import pytest

from keras.layers import LSTM, Dense, Input, LocallyConnected1D
from keras.models import Model, load_model, model_from_json
from keras.utils import limits


def layer(kind, **config):
    return {'class_name': kind, 'config': config}


def sequential(shape, *layers):
    first = layer('InputLayer', batch_input_shape=[None] + shape, dtype='float32', name='x')
    return layer('Sequential', name='m', layers=[first] + list(layers))


def graph(kind, inbound, **config):
    """A model in which a layer is called on an input, again and again."""
    source = layer('InputLayer', batch_input_shape=[None, 3], dtype='float32', name='x')
    layers = [dict(source, name='x', inbound_nodes=[]),
              dict(layer(kind, name='y', **config), name='y', inbound_nodes=inbound)]
    return layer('Model', name='m', layers=layers, input_layers=[['x', 0, 0]],
                 output_layers=[['y', 0, 0]])


def in_a_file(tmp_path, config, training=None):
    path = str(tmp_path / 'small.h5')
    with h5py.File(path, 'w') as file:
        file.attrs['model_config'] = json.dumps(config).encode()
        group = file.create_group('model_weights')
        group.attrs['layer_names'] = []
        for place in file, group:
            place.attrs['keras_version'], place.attrs['backend'] = b'2.3.1', b'tensorflow'
        if training:
            file.attrs['training_config'] = json.dumps(
                dict({'optimizer_config': layer('SGD'), 'loss': 'mse'}, **training)).encode()
    return path


@pytest.mark.parametrize('config', [
    sequential([10 ** 5, 1], layer('LSTM', units=1, unroll=True)),
    sequential([10 ** 5, 1], layer('Bidirectional', layer=layer('GRU', units=1, unroll=True))),
    sequential([2000, 1], layer('RNN', unroll=True, cell=layer(
        'StackedRNNCells', cells=[layer('GRUCell', units=1)] * 2))),
    sequential([20000, 1], layer('LocallyConnected1D', filters=1, kernel_size=5000,
                                 strides=5000)),
    sequential([4000], layer('Dense', units=4000, kernel_initializer='orthogonal')),
    sequential([3, 10], layer('LSTM', units=2000)),
])
def test_what_is_far_too_much_is_refused_at_once(tmp_path, config):
    with pytest.raises(ValueError, match='small.h5: .*far more effort .*h5py.File'):
        load_model(in_a_file(tmp_path, config))


@pytest.mark.parametrize('config', [
    sequential([20000, 1], layer('LocallyConnected1D', filters=1, kernel_size=1, implementation=2)),
    sequential([3], layer('Dense', units=10 ** 9)),
    sequential([3], layer('Dense', units=10 ** 900)),
    sequential([3], layer('Embedding', input_dim=10 ** 6, output_dim=1000)),
])
def test_arrays_that_are_too_large(tmp_path, config):
    with pytest.raises(ValueError, match='small.h5: .*far larger than the file'):
        load_model(in_a_file(tmp_path, config))


def nested(depth):
    inner = graph('Activation', [[['x', 0, 0, {}]], [['y', 0, 0, {}]]], activation='relu')
    inner['config']['output_layers'] = [['y', 1, 0]]
    for _ in range(depth):
        outer = graph('Model', [[['x', 0, 0, {}]], [['y', 1, 0, {}]]])
        outer['config']['layers'][1]['config'] = dict(inner['config'], name='y')
        outer['config']['output_layers'] = [['y', 2, 0]]
        inner = outer
    return inner


@pytest.mark.parametrize('config', [
    sequential([3], *[layer('Activation', activation='relu')] * 80),
    layer('Sequential', layers=[layer('Activation', activation='relu')] * 250),
    sequential([3], *[layer('Dense', units=1)] * 40),
    sequential([3], layer('Sequential', layers=[layer('Dropout', rate=.5)] * 40)),
    sequential([3, 1, 1], *[layer('TimeDistributed', layer=layer(
        'TimeDistributed', layer=layer('Activation', activation='relu')))] * 6),
    sequential([3, 1], *[layer('LSTM', units=1, return_sequences=True)] * 8),
    graph('Activation', [[['x', 0, 0, {}]]] * 80, activation='relu'), nested(6),
])
def test_many_small_things_are_too_much_in_the_end(tmp_path, monkeypatch, config):
    monkeypatch.setattr(limits, '_EFFORT', 200)
    monkeypatch.setattr(limits, '_BYTES_FOR_EFFORT', 10 ** 9)
    path = in_a_file(tmp_path, config)
    with pytest.raises(ValueError, match='small.h5: .*far more effort'):
        load_model(path)


@pytest.mark.parametrize('training', [
    {'metrics': ['mae', 'mse'] * 60}, {'metrics': [['mae'] * 120]},
    {'weighted_metrics': {'y': ['mae'] * 120}},
])
def test_how_a_model_is_compiled_counts(tmp_path, monkeypatch, training):
    monkeypatch.setattr(limits, '_EFFORT', 200)
    monkeypatch.setattr(limits, '_BYTES_FOR_EFFORT', 10 ** 9)
    config = graph('Activation', [[['x', 0, 0, {}]]], activation='relu')
    path = in_a_file(tmp_path, config, training)
    with pytest.raises(ValueError, match='at what it was compiled with'):
        load_model(path)
    load_model(path, compile=False)


def test_numbers_of_a_million_digits(tmp_path):
    config = sequential([3], layer('Dense', units='DIGITS'))
    text = json.dumps(config).replace('"DIGITS"', '9' * 900000)
    with pytest.raises(ValueError, match='900000 digits'):
        model_from_json(text)
    path = in_a_file(tmp_path, config)
    with h5py.File(path, 'r+') as file:
        file.attrs['model_config'] = text.encode()
    with pytest.raises(ValueError, match='small.h5: .*900000 digits'):
        load_model(path)


def test_what_only_runs_at_length_takes_no_memory_to_load(tmp_path):
    """The numbers of classes and factors are large; nothing of that size is made."""
    one_hot = layer('Lambda', function='keras.backend.one_hot', function_type='function',
                    output_shape=[3, 10 ** 11], arguments={'num_classes': 10 ** 11})
    enlarged = layer('UpSampling2D', size=[10 ** 11, 1], interpolation='bilinear')
    for config in sequential([3, 3, 1], enlarged), sequential([3], one_hot):
        config['config']['layers'][0]['config']['dtype'] = (
            'int32' if one_hot in config['config']['layers'] else 'float32')
        with contextlib.suppress(ValueError):  # some engines refuse it
            load_model(in_a_file(tmp_path, config), compile=False)


def test_sound_files_load(tmp_path):
    """The more a model has, the larger its file, and the more it may have."""
    x = Input((50, 1))
    y = LSTM(2, unroll=True, return_sequences=True)(x)
    for _ in range(30):
        y = LSTM(2, return_sequences=True)(y)
    y = LocallyConnected1D(2, 3, implementation=2)(y)
    for _ in range(200):
        y = Dense(2, activation='tanh')(y)
    model = Model(x, y)
    path = str(tmp_path / 'sound.h5')
    model.save(path)
    loaded = load_model(path, compile=False)
    for found, expected in zip(loaded.get_weights(), model.get_weights()):
        np.testing.assert_array_equal(found, expected)


def test_a_group_that_the_user_has_opened_is_not_limited(tmp_path):
    config = sequential([1800, 1], layer('SimpleRNN', units=1, unroll=True, name='r'))
    path = in_a_file(tmp_path, config)
    with pytest.raises(ValueError, match='far more effort'):
        load_model(path)
    with h5py.File(path, 'r') as file, pytest.raises(ValueError, match='weights for 0 layers'):
        load_model(file)
