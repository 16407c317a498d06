"""Convolutions that look at each input channel by itself."""
from keras import backend as K
from keras.layers.arguments import add_to_config, positive_int, stores_arguments

from .conv import Conv2D, _Conv, _without


def _add_depthwise_kernel(layer, channels):
    layer.depthwise_kernel = layer.add_weight(
        shape=layer.kernel_size + (channels, layer.depth_multiplier),
        initializer=layer.depthwise_initializer, name='depthwise_kernel',
        regularizer=layer.depthwise_regularizer, constraint=layer.depthwise_constraint)


@stores_arguments
class _SeparableConv(_Conv):
    """Base of `SeparableConv1D` and `SeparableConv2D`; see these for the other arguments.

    Args:
        rank: int, number of spatial axes: 1 or 2.
        filters: int, number of output channels.
    """

    def __init__(self, rank, filters, kernel_size, strides=1, padding='valid', data_format=None,
                 dilation_rate=1, depth_multiplier=1, activation=None, use_bias=True,
                 depthwise_initializer='glorot_uniform', pointwise_initializer='glorot_uniform',
                 bias_initializer='zeros', depthwise_regularizer=None, pointwise_regularizer=None,
                 bias_regularizer=None, activity_regularizer=None, depthwise_constraint=None,
                 pointwise_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(rank, filters, kernel_size, strides, padding, data_format, dilation_rate,
                         activation, use_bias, bias_initializer=bias_initializer,
                         bias_regularizer=bias_regularizer,
                         activity_regularizer=activity_regularizer,
                         bias_constraint=bias_constraint, **kwargs)
        self.depth_multiplier = positive_int(self, 'depth_multiplier', depth_multiplier)

    def _add_kernels(self, channels):
        _add_depthwise_kernel(self, channels)
        self.pointwise_kernel = self.add_weight(
            shape=(1,) * self.rank + (channels * self.depth_multiplier, self.filters),
            initializer=self.pointwise_initializer, name='pointwise_kernel',
            regularizer=self.pointwise_regularizer, constraint=self.pointwise_constraint)

    def _convolve(self, inputs):
        return self._op('separable_conv')(inputs, self.depthwise_kernel, self.pointwise_kernel,
                                          **self._geometry())

    def get_config(self):
        config = _without(super().get_config(), 'rank', 'kernel_initializer',
                          'kernel_regularizer', 'kernel_constraint')
        return add_to_config(config, self, 'depth_multiplier', 'depthwise_initializer',
                             'pointwise_initializer', 'depthwise_regularizer',
                             'pointwise_regularizer', 'depthwise_constraint',
                             'pointwise_constraint')


class SeparableConv1D(_SeparableConv):
    """Convolution along time of each channel by itself, then a mix of the channels at each step.

    Args:
        filters: int, number of output channels.
        kernel_size: int, number of steps that an output looks at.
        strides: int, distance in steps from one output to the next.
        padding: `'valid'` or `'same'`.
        data_format: `'channels_last'` or `'channels_first'`.
        dilation_rate: int. Not with strides greater than 1.
        depth_multiplier: as in `SeparableConv2D`, like the arguments that follow it.

    Shapes:
        Inputs `(batch, steps, channels)`, outputs `(batch, new_steps, filters)`; with
        `channels_first` the channels come before the steps.
    """

    def __init__(self, filters, kernel_size, strides=1, padding='valid',
                 data_format='channels_last', dilation_rate=1, depth_multiplier=1,
                 activation=None, use_bias=True, depthwise_initializer='glorot_uniform',
                 pointwise_initializer='glorot_uniform', bias_initializer='zeros',
                 depthwise_regularizer=None, pointwise_regularizer=None, bias_regularizer=None,
                 activity_regularizer=None, depthwise_constraint=None, pointwise_constraint=None,
                 bias_constraint=None, **kwargs):
        super().__init__(1, filters, kernel_size, strides, padding, data_format, dilation_rate,
                         depth_multiplier, activation, use_bias, depthwise_initializer,
                         pointwise_initializer, bias_initializer, depthwise_regularizer,
                         pointwise_regularizer, bias_regularizer, activity_regularizer,
                         depthwise_constraint, pointwise_constraint, bias_constraint, **kwargs)


class SeparableConv2D(_SeparableConv):
    """Convolution of each channel by itself, then a mix of the channels at each pixel.

    That is a `DepthwiseConv2D` followed by a `Conv2D` with a kernel of size 1, with far fewer
    weights than a full convolution (Chollet, Xception, 2017).

    Args:
        filters: int, number of output channels.
        kernel_size: int or pair of ints, `(rows, columns)` that an output looks at.
        strides: int or pair of ints, distance from one output to the next.
        padding: `'valid'` or `'same'`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        dilation_rate: int or pair of ints. Not with strides greater than 1.
        depth_multiplier: int, number of outputs of the first step for each input channel.
        activation: name or function, applied to the outputs; None for none.
        use_bias: whether a bias is added to each output channel.
        depthwise_initializer: initializer of the first step's kernel.
        pointwise_initializer: initializer of the second step's kernel.
        bias_initializer: initializer of the bias.
        depthwise_regularizer: penalty on the first step's kernel.
        pointwise_regularizer: penalty on the second step's kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the outputs.
        depthwise_constraint: constraint of the first step's kernel.
        pointwise_constraint: constraint of the second step's kernel.
        bias_constraint: constraint of the bias.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs
        `(batch, new_rows, new_columns, filters)`; with `channels_first` the channels come
        before the rows.
    """

    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid', data_format=None,
                 dilation_rate=(1, 1), depth_multiplier=1, activation=None, use_bias=True,
                 depthwise_initializer='glorot_uniform', pointwise_initializer='glorot_uniform',
                 bias_initializer='zeros', depthwise_regularizer=None, pointwise_regularizer=None,
                 bias_regularizer=None, activity_regularizer=None, depthwise_constraint=None,
                 pointwise_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(2, filters, kernel_size, strides, padding, data_format, dilation_rate,
                         depth_multiplier, activation, use_bias, depthwise_initializer,
                         pointwise_initializer, bias_initializer, depthwise_regularizer,
                         pointwise_regularizer, bias_regularizer, activity_regularizer,
                         depthwise_constraint, pointwise_constraint, bias_constraint, **kwargs)


@stores_arguments
class DepthwiseConv2D(Conv2D):
    """Convolution of each channel by itself.

    Args:
        kernel_size: int or pair of ints, `(rows, columns)` that an output looks at.
        strides: int or pair of ints, distance from one output to the next.
        padding: `'valid'` or `'same'`.
        depth_multiplier: int, number of output channels for each input channel.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        dilation_rate: int or pair of ints. Not with strides greater than 1.
        activation: name or function, applied to the outputs; None for none.
        use_bias: whether a bias is added to each output channel.
        depthwise_initializer: initializer of the kernel.
        bias_initializer: initializer of the bias.
        depthwise_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the outputs.
        depthwise_constraint: constraint of the kernel.
        bias_constraint: constraint of the bias.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs
        `(batch, new_rows, new_columns, channels * depth_multiplier)`; with `channels_first` the
        channels come before the rows. The kernel is
        `kernel_size + (channels, depth_multiplier)`.
    """

    def __init__(self, kernel_size, strides=(1, 1), padding='valid', depth_multiplier=1,
                 data_format=None, dilation_rate=(1, 1), activation=None, use_bias=True,
                 depthwise_initializer='glorot_uniform', bias_initializer='zeros',
                 depthwise_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 depthwise_constraint=None, bias_constraint=None, **kwargs):
        # The number of output channels follows from the inputs; `filters` has no say in it.
        super().__init__(1, kernel_size, strides, padding, data_format, dilation_rate,
                         activation, use_bias, bias_initializer=bias_initializer,
                         bias_regularizer=bias_regularizer,
                         activity_regularizer=activity_regularizer,
                         bias_constraint=bias_constraint, **kwargs)
        self.depth_multiplier = positive_int(self, 'depth_multiplier', depth_multiplier)

    def _add_kernels(self, channels):
        _add_depthwise_kernel(self, channels)

    def call(self, inputs, training=None):
        return super().call(inputs)

    def _convolve(self, inputs):
        return K.depthwise_conv2d(inputs, self.depthwise_kernel, **self._geometry())

    def _output_channels(self, channels):
        return None if channels is None else channels * self.depth_multiplier

    def get_config(self):
        config = _without(super().get_config(), 'filters', 'kernel_initializer',
                          'kernel_regularizer', 'kernel_constraint')
        return add_to_config(config, self, 'depth_multiplier', 'depthwise_initializer',
                             'depthwise_regularizer', 'depthwise_constraint')
