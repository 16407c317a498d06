"""Models that Keras 1 saved, what it computed with them, and how their training went on."""
import io
import json
import shutil

import h5py
import numpy as np
import pytest
from test_golden import case, check_predictions

from keras import backend as K
from keras import layers
from keras.models import Model, Sequential, load_model, model_from_json


@pytest.mark.parametrize('name', [
    'keras-1.2.2/conv1d', 'keras-1.2.2/deconv', 'keras-1.2.2/lstm_cpu', 'keras-1.2.2/merge_deep',
    'keras-1.2.2/nested_lstm', 'keras-1.2.2/prelu_shared', 'keras-1.2.2/td_conv_th',
    'keras-1.2.2/up2d_th', 'keras-1.2.2-theano/deconv_th',
])
def test_predictions(name, recwarn):
    base, series, _ = case(name)
    model = load_model(base + '.h5', compile=False)
    check_predictions(model, series)
    again = type(model).from_config(model.get_config())
    again.set_weights(model.get_weights())
    check_predictions(again, series)
    assert not [w for w in recwarn if 'Keras 1' in str(w.message)]


@pytest.mark.parametrize('name', ['keras-1.2.2-theano/train_convth_adam',
                                  'keras-1.0.8-theano/train_conv1d_adam'])
def test_training_goes_on(name):
    base, series, log = case(name)
    model = load_model(base + '.h5')
    assert K.get_value(model.optimizer.iterations) == 3
    for step, expected in enumerate(log):
        found = np.atleast_1d(model.train_on_batch(series('x')[0], series('t')[0]))
        np.testing.assert_allclose(found, expected, rtol=1e-3, err_msg='step %d' % step)
    np.testing.assert_allclose(model.predict(series('x')[0]), series('z')[0], rtol=2e-3,
                               atol=2e-3)


def test_architecture_and_weights_apart():
    base, series, _ = case('keras-1.2.2/nested_lstm')
    with h5py.File(base + '.h5', 'r') as file:
        model = model_from_json(file.attrs['model_config'])
        model.load_weights(file['model_weights'])
    check_predictions(model, series)


def test_saving_again(tmp_path):
    base, series, _ = case('keras-1.2.2/merge_deep')
    model = load_model(base + '.h5')
    model.save(str(tmp_path / 'again.h5'))
    with h5py.File(str(tmp_path / 'again.h5'), 'r') as file:
        described = json.loads(file.attrs['model_config'])
    assert {layer['class_name'] for layer in described['config']['layers']} == {
        'InputLayer', 'Dense', 'Add'}
    check_predictions(load_model(str(tmp_path / 'again.h5')), series)


def test_weights_for_a_model_of_today():
    base, series, _ = case('keras-1.2.2/td_conv_th')
    model = Sequential([
        layers.TimeDistributed(layers.Conv2D(3, (2, 3), data_format='channels_first'),
                               input_shape=(3, 2, 5, 4)),
        layers.TimeDistributed(layers.Flatten()),
        layers.LSTM(3, recurrent_activation='hard_sigmoid')])
    with h5py.File(base + '.h5', 'r') as file:
        model.load_weights(file['model_weights'])
    check_predictions(model, series)


def test_where_files_come_from(tmp_path):
    base, series, _ = case('keras-1.2.2/conv1d')
    with open(base + '.h5', 'rb') as file:
        content = file.read()
    shutil.copy(base + '.h5', str(tmp_path / 'copy.h5'))
    with h5py.File(base + '.h5', 'r') as file:
        for source in (str(tmp_path / 'copy.h5'), tmp_path / 'copy.h5', io.BytesIO(content),
                       file, file['/']):
            check_predictions(load_model(source, compile=False), series)


def old_file(path, *named_layers, **attributes):
    """Writes a file of weights as Keras 1 did: names of layers with lists of named arrays."""
    with h5py.File(path, 'w') as file:
        file.attrs['layer_names'] = [name.encode() for name, _ in named_layers]
        file.attrs.update(attributes)
        for name, weights in named_layers:
            group = file.create_group(name)
            group.attrs['weight_names'] = [weight.encode() for weight, _ in weights]
            for weight, array in weights:
                group[weight] = array
    return path


@pytest.mark.parametrize('ending, rotated', [(':0', False), ('', True)])
def test_kernels_from_theano_are_told_by_their_names(ending, rotated, tmp_path):
    kernel = np.arange(12.).reshape(2, 1, 2, 3)  # outputs, inputs, rows, columns
    path = old_file(str(tmp_path / 'w.h5'), ('c', [('c_W' + ending, kernel),
                                                   ('c_b' + ending, np.zeros(2))]))
    model = Sequential([layers.Conv2D(2, (2, 3), input_shape=(5, 5, 1), name='c')])
    model.load_weights(path)
    found = model.get_weights()[0][:, :, 0, 1]
    np.testing.assert_array_equal(found, kernel[1, 0, ::-1, ::-1] if rotated else kernel[1, 0])


def test_gates_within_wrappers_in_nested_models(tmp_path):
    random = np.random.RandomState(0)
    gates = {cell: [('%s_%s_%s:0' % (cell, kind, gate), random.normal(size=shape))
                    for gate in order
                    for kind, shape in (('W', (2, 3)), ('U', (3, 3)), ('b', (3,)))]
             for cell, order in (('forward_gru', 'zrh'), ('backward_gru', 'zrh'))}
    normal = [('n_gamma:0', np.ones(2)), ('n_beta:0', np.zeros(2))]
    moving = [('n_running_mean:0', np.full(2, 3.)), ('n_running_std:0', np.full(2, 4.))]
    path = old_file(str(tmp_path / 'w.h5'), (
        'inner', normal + gates['forward_gru'] + gates['backward_gru'] + moving))
    inner = Sequential([layers.BatchNormalization(input_shape=(4, 2)),
                        layers.Bidirectional(layers.GRU(3))])
    x = layers.Input((4, 2))
    model = Model(x, inner(x))
    model.load_weights(path)
    arrays = dict(gates['backward_gru'])
    backward = inner.layers[1].backward_layer.get_weights()
    for found, kind in zip(backward, 'WUb'):
        np.testing.assert_allclose(found, np.concatenate(
            [arrays['backward_gru_%s_%s:0' % (kind, gate)] for gate in 'zrh'], axis=-1), rtol=1e-6)
    np.testing.assert_array_equal(inner.layers[0].get_weights()[3], [4., 4.])


def test_order_of_gates_of_lstm(tmp_path):
    weights = [('l_%s_%s:0' % (kind, gate), np.full(shape, number))
               for number, gate in enumerate('icfo')
               for kind, shape in (('W', (2, 1)), ('U', (1, 1)), ('b', (1,)))]
    path = old_file(str(tmp_path / 'w.h5'), ('l', weights))
    model = Sequential([layers.LSTM(1, input_shape=(4, 2))])
    model.load_weights(path)
    np.testing.assert_array_equal(model.get_weights()[2], [0, 2, 1, 3])  # i, f, c, o
    np.testing.assert_array_equal(model.get_weights()[0], [[0, 2, 1, 3]] * 2)


@pytest.mark.parametrize('layer, shape, ordering, expected', [
    (layers.Conv2D(3, (2, 4), name='a'), (5, 5, 1), 'tf', None),
    (layers.Conv2D(3, (2, 4), name='a', data_format='channels_first'), (1, 5, 5), 'th',
     (2, 3, 1, 0)),
    (layers.Conv2D(2, 2, name='a', data_format='channels_first'), (2, 5, 5), 'th', (2, 3, 1, 0)),
    (layers.Conv3D(3, (2, 4, 1), name='a', data_format='channels_first'), (2, 5, 5, 5), 'th',
     (2, 3, 4, 1, 0)),
    (layers.Conv2DTranspose(3, (2, 4), name='a'), (5, 5, 2), 'tf', (0, 1, 3, 2)),
    (layers.Conv2DTranspose(3, (2, 4), name='a', data_format='channels_first'), (2, 5, 5), 'th',
     (2, 3, 0, 1)),
])
def test_layouts_of_kernels(layer, shape, ordering, expected, tmp_path):
    model = Sequential([layers.InputLayer(shape), layer])
    axes = expected or (0, 1, 2, 3)
    new_shape = model.get_weights()[0].shape
    old_shape = [new_shape[axes.index(axis)] for axis in range(len(axes))]
    kernel = np.arange(np.prod(new_shape), dtype='float32').reshape(old_shape)
    path = old_file(str(tmp_path / 'w.h5'), ('a', [('a_W:0', kernel),
                                                   ('a_b:0', np.zeros(layer.filters))]),
                    keras_version=b'1.2.2')
    model.load_weights(path)
    np.testing.assert_array_equal(model.get_weights()[0], kernel.transpose(axes))


@pytest.mark.parametrize('old_axes', [(0, None, 1, 2), (2, 1, 0, None)])
def test_layouts_of_kernels_of_lines(old_axes, tmp_path):
    new = np.arange(24, dtype='float32').reshape(3, 2, 4)  # length, inputs, outputs
    kept = [axis for axis in old_axes if axis is not None]
    kernel = np.expand_dims(new.transpose(kept), old_axes.index(None))
    path = old_file(str(tmp_path / 'w.h5'), ('a', [('a_W:0', kernel), ('a_b:0', np.zeros(4))]))
    model = Sequential([layers.Conv1D(4, 3, input_shape=(5, 2))])
    model.load_weights(path)
    np.testing.assert_array_equal(model.get_weights()[0], new)


GATES = [('l_%s_%s:0' % (kind, gate), np.zeros(shape)) for gate in 'icfo'
         for kind, shape in (('W', (2, 3)), ('U', (3, 3)), ('b', (3,)))]


@pytest.mark.parametrize('layer, weights, message', [
    (layers.LSTM(3), GATES[:-2], r'\(LSTM\) has 3 weights, .* but 10 are saved'),
    (layers.LSTM(4), GATES, r'\(LSTM\) has 3 weights, .* but 12 are saved'),
    (layers.LSTM(3), GATES + GATES[:1], r'\(LSTM\) has 3 weights, .* but 4 are saved'),
    (layers.Dense(3), [('d_W:0', np.zeros((2, 3))), ('d_b:0', np.zeros(3)),
                       ('d_c:0', np.zeros(3))], r'\(Dense\) has 2 weights, .* but 3 are saved'),
    (layers.Conv1D(3, 2), [('c_W:0', np.zeros((2, 1, 3, 3))), ('c_b:0', np.zeros(3))],
     r'kernel:0 has the shape \(2, 2, 3\), but the saved one has \(2, 1, 3, 3\)'),
])
def test_weights_that_do_not_fit_are_refused(layer, weights, message, tmp_path):
    weights = [(name + str(i), array) for i, (name, array) in enumerate(weights)]
    path = old_file(str(tmp_path / 'w.h5'), ('l', weights))
    model = Sequential([layers.InputLayer((4, 2)), layer])
    with pytest.raises(ValueError, match=message):
        model.load_weights(path)


def test_metrics_that_are_gone(tmp_path):
    model = Sequential([layers.Dense(2, input_shape=(3,))])
    model.compile('sgd', 'mse', metrics=['mae'])
    path = str(tmp_path / 'model.h5')
    model.save(path)
    with h5py.File(path, 'a') as file:
        config = json.loads(file.attrs['training_config'])
        config['metrics'] = ['mae', 'fmeasure', 'recall']
        file.attrs['training_config'] = json.dumps(config).encode()
    with pytest.warns(UserWarning, match='the metric (fmeasure|recall) of Keras 1'):
        assert load_model(path).metrics_names == ['loss', 'mae']
    own = {'recall': lambda y_true, y_pred: K.mean(y_pred)}
    with pytest.warns(UserWarning, match='fmeasure'):
        assert len(load_model(path, custom_objects=own).metrics_names) == 3
