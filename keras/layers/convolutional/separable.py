"""Depthwise and separable convolutions, which convolve each input channel separately."""
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
    """Depthwise convolution along time, followed by a pointwise one that mixes the channels.

    Args:
        filters: int, number of output channels.
        kernel_size: int, number of steps that the kernel covers.
        strides: int, step from one output to the next.
        padding: `'valid'` or `'same'`, as in `Conv1D`.
        data_format: `'channels_last'` or `'channels_first'`.
        dilation_rate: int, spacing of the steps that the kernel covers. Greater than 1 only with
            strides of 1.
        depth_multiplier: int, number of outputs of the depthwise step for each input channel.
        activation: activation of the outputs, a name or a function; None applies none.
        use_bias: bool, whether to add a bias to each output channel.
        depthwise_initializer: initializer of the depthwise kernel.
        pointwise_initializer: initializer of the pointwise kernel.
        bias_initializer: initializer of the bias.
        depthwise_regularizer: penalty on the depthwise kernel, or None.
        pointwise_regularizer: penalty on the pointwise kernel, or None.
        bias_regularizer: penalty on the bias, or None.
        activity_regularizer: penalty on the outputs, or None.
        depthwise_constraint: constraint on the depthwise kernel, or None.
        pointwise_constraint: constraint on the pointwise kernel, or None.
        bias_constraint: constraint on the bias, or None.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, steps, channels)`, outputs `(batch, new_steps, filters)`; with
        `'channels_first'` `(batch, channels, steps)` and `(batch, filters, new_steps)`. The kernels
        are `(kernel_size, channels, depth_multiplier)` and `(1, channels * depth_multiplier,
        filters)`.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the number of
            channels is unknown or the inputs are shorter than the kernel.

    Example:
        >>> model = keras.Sequential([keras.layers.SeparableConv1D(16, 3, input_shape=(100, 8))])
        >>> model.count_params()  # 3 * 8 + 8 * 16 + 16
        168
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
    """Depthwise convolution of images, followed by a pointwise one that mixes the channels.

    It equals a `DepthwiseConv2D` without bias followed by a `Conv2D` with kernel size 1, and has
    far fewer weights than a full convolution. Source: Chollet, Xception: Deep Learning with
    Depthwise Separable Convolutions, 2017.

    Args:
        filters: int, number of output channels.
        kernel_size: int or pair of ints, `(rows, columns)` that the kernel covers.
        strides: int or pair of ints, step from one output to the next along rows and columns.
        padding: `'valid'` or `'same'`, as in `Conv2D`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        dilation_rate: int or pair of ints, spacing of the pixels that the kernel covers. Greater
            than 1 only with strides of 1.
        depth_multiplier: int, number of outputs of the depthwise step for each input channel.
        activation: activation of the outputs, a name or a function; None applies none.
        use_bias: bool, whether to add a bias to each output channel.
        depthwise_initializer: initializer of the depthwise kernel.
        pointwise_initializer: initializer of the pointwise kernel.
        bias_initializer: initializer of the bias.
        depthwise_regularizer: penalty on the depthwise kernel, or None.
        pointwise_regularizer: penalty on the pointwise kernel, or None.
        bias_regularizer: penalty on the bias, or None.
        activity_regularizer: penalty on the outputs, or None.
        depthwise_constraint: constraint on the depthwise kernel, or None.
        pointwise_constraint: constraint on the pointwise kernel, or None.
        bias_constraint: constraint on the bias, or None.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs `(batch, new_rows, new_columns,
        filters)`; with `'channels_first'` the channels come before the rows. The kernels are
        `kernel_size + (channels, depth_multiplier)` and `(1, 1, channels * depth_multiplier,
        filters)`.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the number of
            channels is unknown or the inputs are smaller than the kernel.

    Example:
        >>> layer = keras.layers.SeparableConv2D(64, 3, input_shape=(28, 28, 32))
        >>> keras.Sequential([layer]).count_params()  # 3 * 3 * 32 + 32 * 64 + 64
        2400
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
    """Depthwise convolution of images: convolves each channel separately.

    Args:
        kernel_size: int or pair of ints, `(rows, columns)` that the kernel covers.
        strides: int or pair of ints, step from one output to the next along rows and columns.
        padding: `'valid'` or `'same'`, as in `Conv2D`.
        depth_multiplier: int, number of output channels for each input channel.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        dilation_rate: int or pair of ints, spacing of the pixels that the kernel covers. Greater
            than 1 only with strides of 1.
        activation: activation of the outputs, a name or a function; None applies none.
        use_bias: bool, whether to add a bias to each output channel.
        depthwise_initializer: initializer of the kernel.
        bias_initializer: initializer of the bias.
        depthwise_regularizer: penalty on the kernel, or None.
        bias_regularizer: penalty on the bias, or None.
        activity_regularizer: penalty on the outputs, or None.
        depthwise_constraint: constraint on the kernel, or None.
        bias_constraint: constraint on the bias, or None.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs
        `(batch, new_rows, new_columns, channels * depth_multiplier)`; with `'channels_first'` the
        channels come before the rows. The kernel is `kernel_size + (channels, depth_multiplier)`.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the number of
            channels is unknown or the inputs are smaller than the kernel.

    Example:
        >>> model = keras.Sequential([keras.layers.DepthwiseConv2D(3, input_shape=(28, 28, 32))])
        >>> model.output_shape
        (None, 26, 26, 32)
    """

    def __init__(self, kernel_size, strides=(1, 1), padding='valid', depth_multiplier=1,
                 data_format=None, dilation_rate=(1, 1), activation=None, use_bias=True,
                 depthwise_initializer='glorot_uniform', bias_initializer='zeros',
                 depthwise_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 depthwise_constraint=None, bias_constraint=None, **kwargs):
        # The number of output channels follows from the inputs; `filters` has no effect.
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
