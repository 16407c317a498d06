"""Models that tf.keras 2 saved: what is read, and what is refused."""
import json
import os
from types import SimpleNamespace

import h5py
import numpy as np
import pytest

from keras import backend as K
from keras.engine.saving.dialects import tf_keras
from keras.layers import Dense, Layer
from keras.models import Sequential, load_model, model_from_config, model_from_json
from keras.optimizers import SGD, Adam, Nadam
from keras.utils.generic_utils import custom_object_scope

GOLDEN = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'golden',
                      'tf_keras-2.21')


def unpacked(arrays):
    return arrays if len(arrays) > 1 else arrays[0]


def check_close(found, expected):
    assert len(found) == len(expected)
    for one, other in zip(found, expected):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize('name', ['layer_bidirectional_lstm', 'model_nested',
                                  'model_several_outputs', 'optimizer_legacy_adam'])
def test_golden(name):
    with np.load(os.path.join(GOLDEN, name + '.npz')) as store:
        arrays = {letter: [store[key] for key in sorted(store) if key[0] == letter]
                  for letter in 'xtyrw'}
    trained = bool(arrays['t'])
    model = load_model(os.path.join(GOLDEN, name + '.h5'), compile=trained)
    outputs = model.predict(unpacked(arrays['x']))
    check_close(outputs if isinstance(outputs, list) else [outputs], arrays['y'])
    if trained:
        x, t = unpacked(arrays['x']), unpacked(arrays['t'])
        check_close(model.test_on_batch(x, t), arrays['r'])
        model.train_on_batch(x, t)  # from where the optimizer stood
        check_close(model.get_weights(), arrays['w'])


def test_metrics_of_several_outputs_keep_their_names():
    model = load_model(os.path.join(GOLDEN, 'model_several_outputs.h5'))
    assert model.metrics_names == ['loss', 'p_loss', 'q_loss', 'p_mae']


def test_models_of_keras_3_are_refused(tmp_path):
    path = str(tmp_path / 'model.h5')
    model = Sequential([Dense(2, input_shape=(3,))])
    model.save(path)
    with h5py.File(path, 'a') as file:
        file.attrs['keras_version'] = '3.15.1'
    with pytest.raises(ValueError, match='model.h5.*Keras 3.15.1.*load_weights'):
        load_model(path)
    model.load_weights(path)


# Layers

def initializer(name, **config):
    return {'module': 'keras.initializers', 'class_name': name, 'config': config,
            'registered_name': None}


def graph(*layers, **config):
    """A description of layers one after the other."""
    described = [{'class_name': 'InputLayer', 'name': 'x', 'inbound_nodes': [],
                  'config': {'name': 'x', 'batch_input_shape': [None, 4, 4, 2], 'ragged': False,
                             'sparse': False, 'optional': False, 'dtype': 'float32'}}]
    for i, (class_name, arguments) in enumerate(layers):
        name = 'layer%d' % i
        described.append({
            'module': 'keras.layers', 'registered_name': None, 'build_config': {'input_shape': []},
            'class_name': class_name, 'name': name, 'config': dict(arguments, name=name),
            'inbound_nodes': [[[described[-1]['name'], 0, 0, {}]]]})
    return {'class_name': 'Functional', 'config': dict({
        'name': 'model', 'trainable': True, 'layers': described, 'input_layers': [['x', 0, 0]],
        'output_layers': [[described[-1]['name'], 0, 0]]}, **config)}


@pytest.mark.parametrize('class_name, arguments, expected', [
    ('Conv2D', {'filters': 3, 'kernel_size': [2, 2], 'groups': 1, 'data_format': 'channels_last'},
     {'filters': 3, 'kernel_size': (2, 2)}),
    ('BatchNormalizationV1', {'axis': [3], 'fused': True, 'virtual_batch_size': None,
                              'renorm': False, 'beta_initializer': initializer('Ones')},
     {'axis': 3}),
    ('GlobalMaxPooling2D', {'keepdims': False}, {'data_format': 'channels_last'}),
    ('Dropout', {'rate': .5, 'seed': None, 'noise_shape': None}, {'rate': .5}),
    ('GaussianNoise', {'stddev': .5, 'seed': 7}, {'stddev': .5}),
    ('SeparableConv2D', {'filters': 3, 'kernel_size': [1, 1], 'groups': 1,
                         'kernel_initializer': initializer('GlorotUniform', seed=None),
                         'kernel_regularizer': None, 'kernel_constraint': None,
                         'depthwise_initializer': initializer('HeNormal', seed=3)},
     {'filters': 3}),
    ('Dense', {'units': 3, 'dtype': {'class_name': 'Policy', 'config': {'name': 'float32'}}},
     {'units': 3, 'dtype': 'float32'}),
    ('Dense', {'units': 3, 'dtype': {'module': 'keras', 'class_name': 'Policy',
                                     'config': {'name': 'float32'}, 'registered_name': None}},
     {'units': 3, 'dtype': 'float32'}),
])
def test_layers_are_read(class_name, arguments, expected):
    model = model_from_config(graph((class_name, arguments)))
    config = model.layers[1].get_config()
    for name, value in expected.items():
        assert config[name] == value, name
    assert model.name == 'model'


def test_initializers_and_regularizers_are_read():
    variance = {'scale': 1., 'mode': 'fan_avg', 'distribution': 'truncated_normal', 'seed': None,
                'dtype': 'float32'}
    model = model_from_config(graph(
        ('Dense', {'units': 3, 'kernel_initializer': initializer('LecunNormal', seed=3),
                   'bias_initializer': {'class_name': 'Zeros', 'config': {'dtype': 'float32'}},
                   'kernel_regularizer': {'class_name': 'L2', 'config': {'l2': .5}}}),
        ('Dense', {'units': 3, 'kernel_initializer': initializer('VarianceScaling', **variance)})))
    config = model.layers[1].get_config()
    assert config['kernel_initializer'] == {
        'class_name': 'VarianceScaling',
        'config': {'scale': 1., 'mode': 'fan_in', 'distribution': 'normal', 'seed': 3}}
    assert config['kernel_regularizer'] == {'class_name': 'L1L2', 'config': {'l1': 0., 'l2': .5}}
    kernel = model.layers[2].get_config()['kernel_initializer']['config']
    assert kernel['distribution'] == 'normal'


def test_recurrent_layers_are_read():
    reshaped = ('Reshape', {'target_shape': [4, 8]})
    recurrent = {'units': 3, 'time_major': False, 'zero_output_for_mask': False,
                 'implementation': 2, 'recurrent_activation': 'sigmoid'}
    inner = {'class_name': 'LSTM', 'module': 'keras.layers', 'registered_name': None,
             'config': dict(recurrent, name='inner')}
    model = model_from_config(graph(
        reshaped, ('GRUV2', dict(recurrent, reset_after=True, return_sequences=True)),
        ('Bidirectional', {'layer': inner, 'merge_mode': 'sum'})))
    assert type(model.layers[2]).__name__ == 'GRU'
    assert model.output_shape == (None, 3)


def test_inputs_and_outputs_may_have_names():
    model = model_from_config(graph(
        ('Flatten', {}), input_layers={'x': ['x', 0, 0]}, output_layers=['layer0', 0, 0]))
    assert model.output_shape == (None, 32)


def test_computations_in_half_precision_are_done_in_float32():
    policy = {'class_name': 'Policy', 'config': {'name': 'mixed_float16'}}
    with pytest.warns(UserWarning, match="'layer0' has the dtype policy mixed_float16"):
        model = model_from_config(graph(('Dense', {'units': 2, 'dtype': policy})))
    assert model.layers[1].dtype == 'float32'


@pytest.mark.parametrize('class_name, arguments, message', [
    ('Conv2D', {'groups': 2}, r"'layer0' \(Conv2D\) was made by tf.keras with groups=2"),
    ('GlobalMaxPooling2D', {'keepdims': True}, r"'layer0' .*keepdims=True.*with False"),
    ('LSTM', {'time_major': True}, r"'layer0' \(LSTM\).*time_major=True"),
    ('BatchNormalization', {'renorm': True}, 'renorm=True'),
    ('Bidirectional', {'backward_layer': {'class_name': 'LSTM', 'config': {}}}, 'backward_layer'),
    ('TFOpLambda', {'function': 'math.add'}, r"'layer0' \(TFOpLambda\).*math.add.*load_weights"),
    ('LayerNormalization', {}, "'LayerNormalization'.*custom_objects"),
])
def test_what_keras_2_cannot_do_is_refused(class_name, arguments, message):
    with pytest.raises(ValueError, match=message):
        model_from_config(graph((class_name, arguments)))


def test_ragged_inputs_are_refused():
    config = graph()
    config['config']['layers'][0]['config']['ragged'] = True
    with pytest.raises(ValueError, match=r"'x' \(InputLayer\).*ragged=True"):
        model_from_json(json.dumps(config))


class Mine(Layer):
    def __init__(self, groups=1, **kwargs):
        super().__init__(**kwargs)
        self.groups = groups

    def call(self, inputs):
        return inputs


def test_layers_of_users_keep_their_arguments():
    config = graph(('Mine', {'groups': 2}))
    assert model_from_config(config, {'Mine': Mine}).layers[1].groups == 2
    config = graph(('Conv2D', {'groups': 2}))
    with custom_object_scope({'Conv2D': Mine}):
        assert model_from_config(config).layers[1].groups == 2


def test_descriptions_of_keras_2_stay_as_they_are():
    with open(os.path.join(os.path.dirname(__file__), 'configs.json')) as file:
        configs = json.load(file)
    for expression, config in configs.items():
        kind, _, name = expression.split('(')[0].rpartition('.')
        if kind in ('layers', 'initializers', 'regularizers') and name[0].isupper():
            described = {'class_name': name, 'config': config}
            assert tf_keras.model(described, None) == described


# Training

def training(optimizer='Custom>Adam', loss='mse', metrics=None, **arguments):
    config = {'name': optimizer.split('>')[-1], 'learning_rate': .5, 'weight_decay': None,
              'clipnorm': None, 'global_clipnorm': None, 'clipvalue': None, 'use_ema': False,
              'ema_momentum': .99, 'jit_compile': False, 'is_legacy_optimizer': False}
    return {'loss': loss, 'metrics': metrics, 'weighted_metrics': None, 'loss_weights': None,
            'optimizer_config': {'class_name': optimizer, 'config': dict(config, **arguments)}}


def training_as_keras_2(config, *output_names):
    return tf_keras.training(config, SimpleNamespace(output_names=output_names))


def optimizer_of(**arguments):
    return training_as_keras_2(training(**arguments), 'y')['optimizer_config']


def test_optimizers_are_read():
    assert optimizer_of(beta_1=.8) == {'class_name': 'Adam',
                                       'config': {'learning_rate': .5, 'beta_1': .8}}
    assert optimizer_of(global_clipnorm=2., clipvalue=1.)['config'] == {
        'learning_rate': .5, 'clipnorm': 2., 'clipvalue': 1.}
    with pytest.warns(UserWarning, match='clipnorm=3.*all gradients together'):
        assert optimizer_of(clipnorm=3.)['config']['clipnorm'] == 3.
    decay = {'class_name': 'InverseTimeDecay', 'config': {
        'initial_learning_rate': .1, 'decay_rate': .5, 'decay_steps': 10, 'staircase': False}}
    assert optimizer_of(learning_rate=decay)['config'] == {'learning_rate': .1, 'decay': .05}
    assert optimizer_of(optimizer='Nadam', decay=.004)['config']['schedule_decay'] == .004


@pytest.mark.parametrize('arguments, message', [
    ({'weight_decay': .1}, 'The optimizer Adam .*weight_decay=0.1'),
    ({'use_ema': True}, 'The optimizer Adam .*use_ema=True'),
    ({'optimizer': 'RMSprop', 'centered': True}, 'The optimizer RMSprop .*centered=True'),
    ({'learning_rate': {'class_name': 'CosineDecay', 'config': {}}},
     'the schedule CosineDecay.*LearningRateScheduler'),
    ({'loss': {'class_name': 'BinaryCrossentropy', 'config': {'axis': 1}}},
     'The loss BinaryCrossentropy .*axis=1'),
    ({'metrics': [{'class_name': 'AUC', 'config': {'multi_label': True}}]},
     'The metric AUC .*multi_label=True'),
])
def test_training_that_keras_2_cannot_do_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        training_as_keras_2(training(**arguments), 'y')


def test_losses_and_metrics_are_read():
    wrapped = {'class_name': 'MeanMetricWrapper',
               'config': {'name': 'p_kl', 'dtype': 'float32', 'fn': 'kl_divergence'}}
    config = training_as_keras_2(training(
        loss={'p': {'class_name': 'Huber', 'config': {'reduction': 'auto', 'fn': 'huber',
                                                      'delta': 2.}}, 'q': 'log_cosh'},
        metrics=[[wrapped], [None]]), 'p', 'q')
    assert config['loss'] == {
        'p': {'class_name': 'Huber',
              'config': {'reduction': 'sum_over_batch_size', 'delta': 2.}}, 'q': 'logcosh'}
    assert config['metrics'] == [[{'class_name': 'MeanMetricWrapper', 'config': {
        'name': 'kl', 'dtype': 'float32', 'fn': 'kullback_leibler_divergence'}}], []]


def test_training_of_keras_2_stays_as_it_is():
    config = training(loss='huber')
    config['optimizer_config'] = {'class_name': 'Adam', 'config': {'learning_rate': .1}}
    assert training_as_keras_2(config, 'y') is config


def state_as_keras_2(optimizer, params, names, arrays):
    model = SimpleNamespace(optimizer=optimizer, _collected_trainable_weights=params)
    return tf_keras.state(arrays, model, names, written=None)


@pytest.mark.parametrize('names', [
    ['iteration:0', 'Adam/m/dense/kernel:0', 'Adam/v/dense/kernel:0', 'Adam/m/v:0', 'Adam/v/v:0'],
    ['Adam/iter:0', 'Adam/dense/kernel/m:0', 'Adam/dense/kernel/v:0', 'Adam/v/m:0', 'Adam/v/v:0'],
])
def test_states_of_adam(names):
    params = [K.zeros((2,)), K.zeros((3,))]
    t, m1, v1, m2, v2 = arrays = [np.array(7)] + [np.full(n, float(i)) for i, n in
                                                  enumerate([2, 2, 3, 3])]
    found = state_as_keras_2(Adam(), params, names, arrays)
    assert [list(np.ravel(array)) for array in found] == [
        [7], list(m1), list(m2), list(v1), list(v2), [0.], [0.]]


def test_states_of_other_optimizers():
    params = [K.zeros((2,))]
    names = ['iteration:0', 'Nadam/m/x:0', 'Nadam/v/x:0']
    arrays = [np.array(2), np.ones(2), np.zeros(2)]
    found = state_as_keras_2(Nadam(beta_1=.5, schedule_decay=1.), params, names, arrays)
    momentums = [.5 * (1 - .5 * .96), .5 * (1 - .5 * .96 ** 2)]
    np.testing.assert_allclose(found[1], momentums[0] * momentums[1], rtol=1e-6)
    found = state_as_keras_2(SGD(), params, ['iteration:0'], [np.array(3)])
    assert [list(np.ravel(array)) for array in found] == [[3], [0., 0.]]
    assert state_as_keras_2(SGD(), params, ['SGD/iterations:0'], arrays) is arrays
