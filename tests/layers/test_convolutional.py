import numpy as np
import pytest
from layer_checks import check_layer, output_of, random
from scipy.signal import convolve, correlate

from keras import backend as K
from keras import layers
from keras.layers import (
    Conv1D,
    Conv2D,
    Conv2DTranspose,
    Conv3D,
    Conv3DTranspose,
    DepthwiseConv2D,
    Input,
    SeparableConv1D,
    SeparableConv2D,
)
from keras.layers.convolutional import _Conv


def first(x):
    """Moves the channels of `x` from last to first."""
    return np.moveaxis(x, -1, 1)


def slid(x, kernel, function):
    """Applies a SciPy function to each pair of channels: (batch, space..., filters)."""
    return np.stack([np.stack([sum(function(sample[..., i], kernel[..., i, j])
                                   for i in range(kernel.shape[-2]))
                               for j in range(kernel.shape[-1])], axis=-1)
                     for sample in x])


def conv(x, kernel, stride=1, pad=(0, 0)):
    """Cross-correlation of `x`, padded alike along each axis of space, with steps of `stride`."""
    rank = x.ndim - 2
    x = np.pad(x, [(0, 0)] + [pad] * rank + [(0, 0)], mode='constant')
    full = slid(x, kernel, lambda a, b: correlate(a, b, mode='valid'))
    return full[(slice(None),) + (slice(None, None, stride),) * rank]


def dilated(array, rate, axes):
    """Puts `rate - 1` zeros between the entries of an array along some axes."""
    for axis in axes:
        spread = np.zeros(array.shape[:axis] + ((array.shape[axis] - 1) * rate + 1,)
                          + array.shape[axis + 1:], array.dtype)
        spread[(slice(None),) * axis + (slice(None, None, rate),)] = array
        array = spread
    return array


def transposed(x, kernel, stride=1):
    """Transposed convolution without cutting: each entry of `x` spreads a copy of the kernel."""
    spread = dilated(x, stride, range(1, x.ndim - 1))
    return slid(spread, np.swapaxes(kernel, -1, -2), lambda a, b: convolve(a, b, mode='full'))


class TestConv1D:
    x, kernel, bias = random(2, 9, 3), random(3, 3, 4), random(4)

    @pytest.mark.parametrize('arguments, expected', [
        ({}, conv(x, kernel) + bias),
        ({'strides': 2}, conv(x, kernel, 2) + bias),
        ({'padding': 'same'}, conv(x, kernel, pad=(1, 1)) + bias),
        ({'padding': 'SAME', 'strides': 2}, conv(x, kernel, 2, pad=(1, 1)) + bias),
        ({'padding': 'causal'}, conv(x, kernel, pad=(2, 0)) + bias),
        ({'dilation_rate': 2}, conv(x, dilated(kernel, 2, [0])) + bias),
        ({'dilation_rate': 2, 'padding': 'causal'},
         conv(x, dilated(kernel, 2, [0]), pad=(4, 0)) + bias),
        ({'activation': 'relu'}, np.maximum(conv(x, kernel) + bias, 0)),
    ])
    def test_outputs(self, arguments, expected):
        check_layer(Conv1D(4, 3, **arguments), self.x, expected, [self.kernel, self.bias],
                    free=(1,))

    def test_channels_first(self):
        check_layer(Conv1D(4, 3, data_format='channels_first'), first(self.x),
                    first(conv(self.x, self.kernel) + self.bias), [self.kernel, self.bias],
                    free=(2,))

    def test_causal_padding_needs_channels_last(self):
        with pytest.raises(ValueError, match='`data_format`.*channels_last.*causal'):
            Conv1D(4, 3, padding='causal', data_format='channels_first')


class TestConv2D:
    x, kernel, bias = random(2, 6, 7, 3), random(3, 3, 3, 4), random(4)

    @pytest.mark.parametrize('arguments, expected', [
        ({}, conv(x, kernel) + bias),
        ({'padding': 'same'}, conv(x, kernel, pad=(1, 1)) + bias),
        ({'strides': (2, 2)}, conv(x, kernel, 2) + bias),
        ({'dilation_rate': (2, 2)}, conv(x, dilated(kernel, 2, [0, 1])) + bias),
        ({'activation': 'tanh'}, np.tanh(conv(x, kernel) + bias)),
    ])
    def test_outputs(self, arguments, expected):
        check_layer(Conv2D(4, 3, **arguments), self.x, expected, [self.kernel, self.bias],
                    free=(1, 2))

    def test_strides_of_each_axis(self):
        expected = conv(self.x, self.kernel[:, :2])[:, :, ::3]
        check_layer(Conv2D(4, (3, 2), strides=(1, 3), use_bias=False), self.x, expected,
                    [self.kernel[:, :2]], free=(1,))

    def test_channels_first(self):
        check_layer(Conv2D(4, 3, padding='same', data_format='channels_first'), first(self.x),
                    first(conv(self.x, self.kernel, pad=(1, 1)) + self.bias),
                    [self.kernel, self.bias], free=(2, 3))

    def test_weights(self):
        layer = Conv2D(4, 3, kernel_regularizer='l2', bias_regularizer='l1',
                       activity_regularizer='l2', kernel_constraint='nonneg',
                       bias_constraint='nonneg')
        layer(Input((6, 7, 3)))
        assert [w.name.split('/')[-1] for w in layer.weights] == ['kernel:0', 'bias:0']
        assert len(layer.losses) == 3
        assert layer.kernel.constraint and layer.bias.constraint

    def test_config_is_that_of_keras_2_3(self):
        config = Conv2D(2, 3, name='c', input_shape=(5, 5, 3)).get_config()
        glorot = {'class_name': 'VarianceScaling', 'config': {
            'scale': 1.0, 'mode': 'fan_avg', 'distribution': 'uniform', 'seed': None}}
        assert config == {
            'name': 'c', 'trainable': True, 'batch_input_shape': (None, 5, 5, 3),
            'dtype': 'float32', 'filters': 2, 'kernel_size': (3, 3), 'strides': (1, 1),
            'padding': 'valid', 'data_format': 'channels_last', 'dilation_rate': (1, 1),
            'activation': 'linear', 'use_bias': True, 'kernel_initializer': glorot,
            'bias_initializer': {'class_name': 'Zeros', 'config': {}},
            'kernel_regularizer': None, 'bias_regularizer': None, 'activity_regularizer': None,
            'kernel_constraint': None, 'bias_constraint': None}

    @pytest.mark.parametrize('arguments, message', [
        (dict(filters=-2), '`filters` of .* must be a positive integer, but got -2'),
        (dict(filters=2.5), '`filters` of .* must be a positive integer'),
        (dict(kernel_size=0), '`kernel_size` of .* must be at least 1'),
        (dict(kernel_size=(3, 3, 3)), r'`kernel_size`.*tuple of 2 integers, but got \(3, 3, 3\)'),
        (dict(kernel_size='3'), '`kernel_size` of .* must be an integer or a tuple'),
        (dict(kernel_size=(1.5, 2)), '`kernel_size` of .* must be an integer or a tuple'),
        (dict(strides=(1, 0)), '`strides` of .* must be at least 1'),
        (dict(padding='full'), '`padding` of .* must be "valid" or "same", but got \'full\''),
        (dict(padding='causal'), '`padding` of .* must be "valid" or "same"'),
        (dict(padding=1), '`padding` of .* must be'),
        (dict(data_format='channel_last'), 'data_format.*channel_last'),
        (dict(strides=2, dilation_rate=2), '`dilation_rate` of .* must be 1 where strides'),
        (dict(activation='rleu'), 'rleu'),
    ])
    def test_bad_arguments(self, arguments, message):
        with pytest.raises(ValueError, match=message):
            Conv2D(**dict({'filters': 2, 'kernel_size': 3}, **arguments))

    def test_bad_inputs(self):
        layer = Conv2D(2, 3, name='mine')
        with pytest.raises(ValueError, match='mine.*number of channels, axis -1'):
            layer(Input((5, 5, None)))
        with pytest.raises(ValueError, match='mine.*expected ndim=4'):
            layer(Input((5, 5)))
        with pytest.raises(ValueError, match=r'mine.*too small.*\(None, 3, 0, 2\)'):
            layer(Input((5, 2, 3)))
        layer(Input((5, 5, 3)))
        assert len(layer.weights) == 2
        with pytest.raises(ValueError, match='mine.*axis -1.*value 3'):
            layer(Input((5, 5, 4)))

    def test_failed_build_leaves_nothing_behind(self):
        def broken(shape, dtype=None):
            raise ValueError('no numbers today')

        layer = Conv2D(2, 3, kernel_initializer=broken)
        for _ in range(2):
            with pytest.raises(ValueError, match='no numbers today'):
                layer(Input((5, 5, 3)))
        assert not layer.built
        assert layer.weights == []


class TestConv3D:
    x, kernel, bias = random(2, 4, 5, 6, 2), random(2, 3, 2, 2, 3), random(3)

    def test_outputs(self):
        check_layer(Conv3D(3, (2, 3, 2)), self.x, conv(self.x, self.kernel) + self.bias,
                    [self.kernel, self.bias], free=(1, 2, 3))
        check_layer(Conv3D(3, (2, 3, 2), strides=2, activation='relu'), self.x,
                    np.maximum(conv(self.x, self.kernel, 2) + self.bias, 0),
                    [self.kernel, self.bias])

    def test_channels_first(self):
        check_layer(Conv3D(3, (2, 3, 2), data_format='channels_first', use_bias=False),
                    first(self.x), first(conv(self.x, self.kernel)), [self.kernel],
                    free=(2, 4))


class TestConv2DTranspose:
    x, kernel, bias = random(2, 4, 5, 3), random(3, 3, 2, 3), random(2)

    def grown(self, stride=1):
        return transposed(self.x, self.kernel, stride) + self.bias

    def test_valid(self):
        check_layer(Conv2DTranspose(2, 3), self.x, self.grown(), [self.kernel, self.bias],
                    free=(1, 2))

    def test_strides(self):
        check_layer(Conv2DTranspose(2, 3, strides=2), self.x, self.grown(2),
                    [self.kernel, self.bias], free=(1,))

    def test_same(self):
        # With 'same' and stride 2, a Conv2D of kernel size 3 pads an even length at its end only.
        check_layer(Conv2DTranspose(2, 3, strides=2, padding='same'), self.x,
                    self.grown(2)[:, :8, :10], [self.kernel, self.bias], free=(2,))

    def test_output_padding(self):
        x = np.arange(9, dtype='float32').reshape(1, 3, 3, 1)
        layer = Conv2DTranspose(1, 3, strides=2, padding='same', output_padding=1,
                                use_bias=False)
        expected = [[0, 0, 1, 1, 3, 2], [0, 0, 1, 1, 3, 2], [3, 3, 8, 5, 12, 7],
                    [3, 3, 7, 4, 9, 5], [9, 9, 20, 11, 24, 13], [6, 6, 13, 7, 15, 8]]
        check_layer(layer, x, np.reshape(expected, (1, 6, 6, 1)), [np.ones((3, 3, 1, 1))],
                    free=(1, 2))
        assert layer.get_config()['output_padding'] == (1, 1)

    def test_dilation(self):
        expected = transposed(self.x, dilated(self.kernel, 2, [0, 1])) + self.bias
        check_layer(Conv2DTranspose(2, 3, dilation_rate=2, activation='relu'), self.x,
                    np.maximum(expected, 0), [self.kernel, self.bias], free=(1, 2))

    def test_channels_first(self):
        check_layer(Conv2DTranspose(2, 3, strides=2, data_format='channels_first'),
                    first(self.x), first(self.grown(2)), [self.kernel, self.bias], free=(2, 3))

    def test_bad_arguments(self):
        with pytest.raises(ValueError, match='`output_padding` of .* smaller than the strides'):
            Conv2DTranspose(2, 3, strides=2, output_padding=2)
        with pytest.raises(ValueError, match='`output_padding`'):
            Conv2DTranspose(2, 3, strides=2, output_padding=(1, 0, 1))

    @pytest.mark.parametrize('kernel_size, strides, output_padding', [
        ((2, 4), (1, 2), (0, 1)), (2, 1, 0), (4, 1, 0), ((3, 4), 3, (0, 0)), (5, (2, 1), (1, 0))])
    def test_outputs_that_cannot_be(self, kernel_size, strides, output_padding):
        # As many outputs as fit, by the definition: a convolution of them gives the inputs.
        def is_possible(size, stride, pad):
            length = 5 * stride - stride + size - 2 * (size // 2) + pad
            return -(-length // stride) == 5
        sizes = zip(*[x if isinstance(x, tuple) else (x, x)
                      for x in (kernel_size, strides, output_padding)])
        if all(is_possible(*axis) for axis in sizes):
            layer = Conv2DTranspose(1, kernel_size, strides=strides, padding='same',
                                    output_padding=output_padding)
            y = layer(Input((5, 5, 1)))
            assert K.function([layer.input], [y])([np.ones((1, 5, 5, 1))])[0].shape == (
                (1,) + K.int_shape(y)[1:])
        else:
            with pytest.raises(ValueError, match='`output_padding`.*kernel_size.*strides.*padding'):
                Conv2DTranspose(1, kernel_size, strides=strides, padding='same',
                                output_padding=output_padding)


class TestConv3DTranspose:
    x, kernel, bias = random(2, 3, 2, 4, 3), random(3, 2, 3, 2, 3), random(2)

    def test_outputs(self):
        expected = transposed(self.x, self.kernel) + self.bias
        check_layer(Conv3DTranspose(2, (3, 2, 3)), self.x, expected, [self.kernel, self.bias],
                    free=(1, 2, 3))

    def test_strides_and_channels_first(self):
        expected = transposed(self.x, self.kernel, 2)
        layer = Conv3DTranspose(2, (3, 2, 3), strides=2, use_bias=False,
                                data_format='channels_first')
        check_layer(layer, first(self.x), first(expected), [self.kernel], free=(3,))
        assert 'dilation_rate' not in layer.get_config()

    def test_outputs_that_cannot_be(self):
        with pytest.raises(ValueError, match='`output_padding`.*kernel_size'):
            Conv3DTranspose(1, 2, padding='same', output_padding=0)

    def test_shape_with_output_padding(self):
        layer = Conv3DTranspose(2, 3, strides=2, output_padding=(1, 0, 1))
        assert layer.compute_output_shape((None, 5, None, 3, 4)) == (None, 12, None, 8, 2)


def each_channel(x, kernel, stride=1, pad=(0, 0)):
    """Convolves each channel with its own kernels: (batch, space..., channels * multiplier)."""
    return np.concatenate([conv(x[..., i:i + 1], kernel[..., i:i + 1, :], stride, pad)
                           for i in range(x.shape[-1])], axis=-1)


class TestDepthwiseConv2D:
    x, kernel, bias = random(2, 6, 5, 3), random(2, 3, 3, 2), random(6)

    def test_outputs(self):
        check_layer(DepthwiseConv2D((2, 3), depth_multiplier=2, activation='relu'), self.x,
                    np.maximum(each_channel(self.x, self.kernel) + self.bias, 0),
                    [self.kernel, self.bias], free=(1, 2))

    def test_strides(self):
        check_layer(DepthwiseConv2D((2, 3), depth_multiplier=2, strides=(2, 1), use_bias=False),
                    self.x, each_channel(self.x, self.kernel)[:, ::2], [self.kernel])

    def test_dilation(self):
        check_layer(DepthwiseConv2D((2, 3), depth_multiplier=2, dilation_rate=2), self.x,
                    each_channel(self.x, dilated(self.kernel, 2, [0, 1])) + self.bias,
                    [self.kernel, self.bias])

    def test_channels_first(self):
        check_layer(DepthwiseConv2D((2, 3), depth_multiplier=2, data_format='channels_first'),
                    first(self.x), first(each_channel(self.x, self.kernel) + self.bias),
                    [self.kernel, self.bias], free=(2, 3))

    def test_config_is_that_of_keras_2_3(self):
        assert list(DepthwiseConv2D(3).get_config()) == [
            'name', 'trainable', 'dtype', 'kernel_size', 'strides', 'padding', 'data_format',
            'dilation_rate', 'activation', 'use_bias', 'bias_initializer', 'bias_regularizer',
            'activity_regularizer', 'bias_constraint', 'depth_multiplier',
            'depthwise_initializer', 'depthwise_regularizer', 'depthwise_constraint']

    def test_weights(self):
        layer = DepthwiseConv2D(2, depthwise_regularizer='l2', depthwise_constraint='nonneg')
        layer(Input((4, 4, 3)))
        assert layer.depthwise_kernel.name.endswith('/depthwise_kernel:0')
        assert layer.depthwise_kernel.constraint
        assert len(layer.losses) == 1

    def test_bad_multiplier(self):
        with pytest.raises(ValueError, match='`depth_multiplier` of .* must be a positive integer'):
            DepthwiseConv2D(2, depth_multiplier=0)


class TestSeparableConv:
    def test_one_axis(self):
        x, depthwise = random(2, 8, 3), random(3, 3, 2)
        pointwise, bias = random(1, 6, 4), random(4)
        expected = each_channel(x, depthwise, pad=(1, 1)) @ pointwise[0] + bias
        weights = [depthwise, pointwise, bias]
        check_layer(SeparableConv1D(4, 3, padding='same', depth_multiplier=2), x, expected,
                    weights, free=(1,))
        check_layer(SeparableConv1D(4, 3, padding='same', depth_multiplier=2, activation='tanh',
                                    data_format='channels_first'),
                    first(x), np.tanh(first(expected)), weights)

    def test_one_axis_with_strides_and_dilation(self):
        x, depthwise, pointwise = random(2, 8, 3), random(3, 3, 1), random(1, 3, 4)
        check_layer(SeparableConv1D(4, 3, strides=2, use_bias=False), x,
                    each_channel(x, depthwise, 2) @ pointwise[0], [depthwise, pointwise])
        check_layer(SeparableConv1D(4, 3, dilation_rate=2, use_bias=False), x,
                    each_channel(x, dilated(depthwise, 2, [0])) @ pointwise[0],
                    [depthwise, pointwise])

    def test_two_axes(self):
        x, depthwise = random(2, 6, 5, 3), random(3, 2, 3, 2)
        pointwise, bias = random(1, 1, 6, 4), random(4)
        expected = each_channel(x, depthwise, 2) @ pointwise[0, 0] + bias
        weights = [depthwise, pointwise, bias]
        check_layer(SeparableConv2D(4, (3, 2), strides=2, depth_multiplier=2), x, expected,
                    weights, free=(1, 2))
        check_layer(SeparableConv2D(4, (3, 2), strides=2, depth_multiplier=2,
                                    data_format='channels_first'),
                    first(x), first(expected), weights)

    def test_config_is_that_of_keras_2_3(self):
        assert list(SeparableConv2D(4, 3).get_config()) == [
            'name', 'trainable', 'dtype', 'filters', 'kernel_size', 'strides', 'padding',
            'data_format', 'dilation_rate', 'activation', 'use_bias', 'bias_initializer',
            'bias_regularizer', 'activity_regularizer', 'bias_constraint', 'depth_multiplier',
            'depthwise_initializer', 'pointwise_initializer', 'depthwise_regularizer',
            'pointwise_regularizer', 'depthwise_constraint', 'pointwise_constraint']

    def test_no_causal_padding(self):
        with pytest.raises(ValueError, match='`padding` of .* must be "valid" or "same"'):
            SeparableConv1D(4, 3, padding='causal')


def test_names_of_keras_1():
    assert layers.Convolution2D is Conv2D
    assert layers.Deconvolution2D is Conv2DTranspose
    layer = layers.deserialize({'class_name': 'Convolution2D',
                                'config': {'filters': 2, 'kernel_size': 2}})
    assert isinstance(layer, Conv2D)


def test_a_convolution_of_ones_own():
    class Conv4(_Conv):
        def __init__(self, filters, **kwargs):
            super().__init__(rank=2, filters=filters, kernel_size=4, **kwargs)

        def call(self, inputs):
            return K.conv2d(inputs, K.abs(self.kernel), strides=self.strides,
                            padding=self.padding, data_format=self.data_format)

    y = output_of(Conv4(2, kernel_initializer='ones'), -np.ones((1, 5, 5, 3), 'float32'))
    assert y.shape == (1, 2, 2, 2)
    assert (y == -48).all()
