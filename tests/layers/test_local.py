from itertools import product

import numpy as np
import pytest
from layer_checks import check_layer, output_of, random

from keras import backend as K
from keras.layers import Input, LocallyConnected1D, LocallyConnected2D
from keras.models import Sequential


def local(x, kernel, bias, window, strides):
    """Applies to each window of `x`, (batch, space..., channels), its own kernel and bias."""
    y = np.zeros((len(x),) + bias.shape)
    for place, at in enumerate(product(*map(range, bias.shape[:-1]))):
        seen = tuple(slice(i * stride, i * stride + size)
                     for i, stride, size in zip(at, strides, window))
        patch = x[(slice(None),) + seen].reshape(len(x), -1)
        y[(slice(None),) + at] = patch @ kernel[place] + bias[at]
    return y


def first(x):
    """Moves the channels of `x` from last to first."""
    return np.moveaxis(x, -1, 1)


def as_first(kernel, bias, channels):
    """Reorders weights for `channels_first`: channels before window, filters before places."""
    places, _, filters = kernel.shape
    kernel = np.swapaxes(kernel.reshape(places, -1, channels, filters), 1, 2)
    return [kernel.reshape(places, -1, filters), np.moveaxis(bias, -1, 0).reshape(bias.shape)]


@pytest.fixture(params=[1, 2])
def implementation(request):
    return request.param


class TestLocallyConnected1D:
    x, kernel, bias = random(2, 7, 3), random(5, 9, 4), random(5, 4)

    def test_outputs(self, implementation):
        expected = local(self.x, self.kernel, self.bias, (3,), (1,))
        layer = LocallyConnected1D(4, 3, activation='relu', implementation=implementation)
        check_layer(layer, self.x, np.maximum(expected, 0), [self.kernel, self.bias])
        assert layer.get_config().get('implementation', 1) == implementation

    def test_strides_without_bias(self, implementation):
        kernel = self.kernel[:3]
        expected = local(self.x, kernel, np.zeros((3, 4)), (3,), (2,))
        layer = LocallyConnected1D(4, (3,), strides=2, use_bias=False,
                                   implementation=implementation)
        check_layer(layer, self.x, expected, [kernel])

    def test_channels_first(self, implementation):
        expected = local(self.x, self.kernel, self.bias, (3,), (1,))
        layer = LocallyConnected1D(4, 3, data_format='channels_first',
                                   implementation=implementation)
        check_layer(layer, first(self.x), first(expected), as_first(self.kernel, self.bias, 3))
        assert layer.get_config()['data_format'] == 'channels_first'

    def test_config_is_that_of_keras_2_3(self):
        config = LocallyConnected1D(2, 3, name='c', input_shape=(5, 3)).get_config()
        glorot = {'class_name': 'VarianceScaling', 'config': {
            'scale': 1.0, 'mode': 'fan_avg', 'distribution': 'uniform', 'seed': None}}
        assert config == {
            'name': 'c', 'trainable': True, 'batch_input_shape': (None, 5, 3),
            'dtype': 'float32', 'filters': 2, 'kernel_size': (3,), 'strides': (1,),
            'padding': 'valid', 'activation': 'linear', 'use_bias': True,
            'kernel_initializer': glorot,
            'bias_initializer': {'class_name': 'Zeros', 'config': {}},
            'kernel_regularizer': None, 'bias_regularizer': None, 'activity_regularizer': None,
            'kernel_constraint': None, 'bias_constraint': None}


class TestLocallyConnected2D:
    x, kernel, bias = random(2, 5, 6, 2), random(15, 12, 3), random(3, 5, 3)
    expected = local(x, kernel, bias, (3, 2), (1, 1))

    def test_outputs(self, implementation):
        layer = LocallyConnected2D(3, (3, 2), activation='tanh', implementation=implementation)
        check_layer(layer, self.x, np.tanh(self.expected), [self.kernel, self.bias])

    def test_strides(self, implementation):
        kernel, bias = random(6, 12, 3), random(2, 3, 3)
        expected = local(self.x, kernel, bias, (3, 2), (2, 2))
        layer = LocallyConnected2D(3, (3, 2), strides=(2, 2), implementation=implementation)
        check_layer(layer, self.x, expected, [kernel, bias])

    def test_channels_first(self, implementation):
        layer = LocallyConnected2D(3, (3, 2), data_format='channels_first',
                                   implementation=implementation)
        check_layer(layer, first(self.x), first(self.expected),
                    as_first(self.kernel, self.bias, 2))

    def test_config(self):
        K.set_image_data_format('channels_first')
        config = LocallyConnected2D(2, 3).get_config()
        assert config['data_format'] == 'channels_first'
        assert config['kernel_size'] == (3, 3) and config['strides'] == (1, 1)
        assert 'dilation_rate' not in config and 'rank' not in config

    def test_weights(self):
        layer = LocallyConnected2D(4, 3, kernel_regularizer='l2', bias_regularizer='l1',
                                   activity_regularizer='l2', kernel_constraint='nonneg',
                                   bias_constraint='nonneg')
        layer(Input((5, 4, 2)))
        assert [w.name.split('/')[-1] for w in layer.weights] == ['kernel:0', 'bias:0']
        assert len(layer.losses) == 3
        assert layer.kernel.constraint and layer.bias.constraint

    def test_training_tells_places_apart(self, implementation):
        # Each pixel has a factor of its own, which a shared kernel could not.
        factors = random(1, 3, 3, 1)
        x = random(20, 3, 3, 1)
        model = Sequential([LocallyConnected2D(1, 1, use_bias=False, input_shape=(3, 3, 1),
                                               implementation=implementation)])
        model.compile('adam', 'mse')
        K.set_value(model.optimizer.lr, 0.1)
        model.fit(x, x * factors, epochs=60, verbose=0)
        np.testing.assert_allclose(model.get_weights()[0].ravel(), factors.ravel(), atol=0.05)


@pytest.mark.parametrize('arguments, message', [
    (dict(padding='same'), '`padding` of .* must be "valid", but got \'same\''),
    (dict(filters=0), '`filters` of .* must be a positive integer, but got 0'),
    (dict(kernel_size=(3, 3, 3)), '`kernel_size`.*tuple of 2 integers'),
    (dict(implementation=3), '`implementation` of .* must be 1 or 2, but got 3'),
    (dict(strides=0), '`strides` of .* must be at least 1'),
    (dict(data_format='channel_first'), 'data_format.*channel_first'),
])
def test_bad_arguments(arguments, message):
    with pytest.raises(ValueError, match=message):
        LocallyConnected2D(**dict({'filters': 2, 'kernel_size': 3}, **arguments))


def test_bad_inputs():
    layer = LocallyConnected1D(2, 3, name='mine')
    with pytest.raises(ValueError, match='mine.*expected ndim=3'):
        layer(Input((5,)))
    with pytest.raises(ValueError, match=r'mine.*\(None, None, 4\) must be known'):
        layer(Input((None, 4)))
    with pytest.raises(ValueError, match='mine.*number of channels'):
        layer(Input((5, None)))
    with pytest.raises(ValueError, match=r'mine.*too small.*\(None, 0, 2\)'):
        layer(Input((2, 4)))
    assert output_of(layer, random(2, 5, 4)).shape == (2, 3, 2)
    with pytest.raises(ValueError, match=r'mine.*expected shape=\(None, 5, 4\)'):
        layer(Input((6, 4)))
