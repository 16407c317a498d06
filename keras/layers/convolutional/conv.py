"""Convolutions along one, two and three axes."""
from keras import backend as K
from keras.engine.base_layer import InputSpec
from keras.layers.arguments import (
    positive_int,
    refuse,
    set_geometry,
    stores_arguments,
)
from keras.layers.spatial import SpatialLayer
from keras.utils import conv_utils


@stores_arguments
class _Conv(SpatialLayer):
    """Base of all convolutions: arguments, kernel, bias and activation.

    Used directly, it is the plain convolution. Other kinds override

    - `_convolve`: the product of inputs and kernels;
    - `_kernel_shape`, if the kernel has another shape, or `_add_kernels`, if there are other
      weights;
    - `_bias_shape`, if the bias is not one number for each output channel;
    - `_output_length` and `_output_channels`, as in `SpatialLayer`;
    - `_paddings`: the padding modes that they support.

    Args:
        rank: int, number of spatial axes.
        filters: int, number of output channels.
        kernel_size: int or tuple of `rank` ints.
        strides: int or tuple of `rank` ints.
        padding: `'valid'` or `'same'`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        dilation_rate: int or tuple of `rank` ints.
        activation: activation of the outputs, a name or a function; None applies none.
        use_bias: bool, whether to add a bias to each output channel.
        kernel_initializer: initializer of the kernel.
        bias_initializer: initializer of the bias.
        kernel_regularizer: penalty on the kernel, or None.
        bias_regularizer: penalty on the bias, or None.
        activity_regularizer: penalty on the outputs, or None.
        kernel_constraint: constraint on the kernel, or None.
        bias_constraint: constraint on the bias, or None.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.
    """

    _paddings = ('valid', 'same')

    def __init__(self, rank, filters, kernel_size, strides=1, padding='valid', data_format=None,
                 dilation_rate=1, activation=None, use_bias=True,
                 kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(rank, data_format, **kwargs)
        self.filters = positive_int(self, 'filters', filters)
        set_geometry(self, rank, kernel_size, strides, padding, dilation_rate, self._paddings)

    def build(self, input_shape):
        channels = input_shape[self._channel_axis]
        if channels is None:
            raise ValueError('the number of channels, axis %d of the input, must be known. '
                             'Specify it in the input shape.' % self._channel_axis)
        self._check_size(input_shape)
        self._add_kernels(channels)
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                shape=self._bias_shape(channels), initializer=self.bias_initializer, name='bias',
                regularizer=self.bias_regularizer, constraint=self.bias_constraint)
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={self._channel_axis: channels})
        super().build(input_shape)

    def _add_kernels(self, channels):
        """Creates the weights other than the bias.

        Args:
            channels: int, number of input channels.
        """
        self.kernel = self.add_weight(
            shape=self._kernel_shape(channels), initializer=self.kernel_initializer,
            name='kernel', regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint)

    def _kernel_shape(self, channels):
        return self.kernel_size + (channels, self.filters)

    def _bias_shape(self, channels):
        return (self._output_channels(channels),)

    def call(self, inputs):
        outputs = self._convolve(inputs)
        if self.use_bias:
            outputs = K.bias_add(outputs, self.bias, data_format=self.data_format)
        if self.activation is not None:
            return self.activation(outputs)
        return outputs

    def _convolve(self, inputs):
        """Returns the outputs before bias and activation."""
        return self._op('conv')(inputs, self.kernel, **self._geometry())

    def _op(self, name):
        """Returns the backend's op for this rank, such as `K.conv2d` for `'conv'`."""
        return getattr(K, '%s%dd' % (name, self.rank))

    def _geometry(self):
        """Returns the arguments that all convolutions of the backend have in common."""
        one = self.rank == 1
        return {'strides': self.strides[0] if one else self.strides,
                'padding': self.padding,
                'data_format': self.data_format,
                'dilation_rate': self.dilation_rate[0] if one else self.dilation_rate}

    def _output_length(self, i, length):
        return conv_utils.conv_output_length(length, self.kernel_size[i], self.padding,
                                             self.strides[i], self.dilation_rate[i])

    def _output_channels(self, channels):
        return self.filters


class Conv1D(_Conv):
    """Convolution along time.

    Args:
        filters: int, number of output channels.
        kernel_size: int, number of steps that the kernel covers.
        strides: int, step from one output to the next.
        padding: `'valid'` (outputs only where the kernel fits), `'same'` (zeros on both sides;
            `ceil(steps / strides)` outputs) or `'causal'` (zeros before the first step, so no
            output depends on later inputs; requires `'channels_last'`).
        data_format: `'channels_last'` or `'channels_first'`.
        dilation_rate: int, spacing of the steps that the kernel covers. Greater than 1 only with
            strides of 1.
        activation: activation of the outputs, a name or a function; None applies none.
        use_bias: bool, whether to add a bias to each output channel.
        kernel_initializer: initializer of the kernel.
        bias_initializer: initializer of the bias.
        kernel_regularizer: penalty on the kernel, or None.
        bias_regularizer: penalty on the bias, or None.
        activity_regularizer: penalty on the outputs, or None.
        kernel_constraint: constraint on the kernel, or None.
        bias_constraint: constraint on the bias, or None.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, steps, channels)`, outputs `(batch, new_steps, filters)`; with
        `'channels_first'` `(batch, channels, steps)` and `(batch, filters, new_steps)`. The kernel
        is `(kernel_size, channels, filters)`.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the number of
            channels is unknown or the inputs are shorter than the kernel.

    Example:
        >>> layer = keras.layers.Conv1D(32, 3, padding='causal', input_shape=(100, 8))
        >>> model = keras.Sequential([layer])
        >>> model.output_shape
        (None, 100, 32)
    """

    _paddings = conv_utils.PADDINGS

    def __init__(self, filters, kernel_size, strides=1, padding='valid',
                 data_format='channels_last', dilation_rate=1, activation=None, use_bias=True,
                 kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(1, filters, kernel_size, strides, padding, data_format, dilation_rate,
                         activation, use_bias, kernel_initializer, bias_initializer,
                         kernel_regularizer, bias_regularizer, activity_regularizer,
                         kernel_constraint, bias_constraint, **kwargs)
        if self.padding == 'causal' and self.data_format != 'channels_last':
            refuse(self, 'data_format', '"channels_last" with causal padding', data_format)

    def get_config(self):
        return _without(super().get_config(), 'rank')


class Conv2D(_Conv):
    """Convolution over the rows and columns of images.

    Args:
        filters: int, number of output channels.
        kernel_size: int or pair of ints, `(rows, columns)` that the kernel covers.
        strides: int or pair of ints, step from one output to the next along rows and columns.
        padding: `'valid'` (outputs only where the kernel fits) or `'same'` (zeros around the image;
            `ceil(length / stride)` outputs along each axis).
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        dilation_rate: int or pair of ints, spacing of the pixels that the kernel covers. Greater
            than 1 only with strides of 1.
        activation: activation of the outputs, a name or a function; None applies none.
        use_bias: bool, whether to add a bias to each output channel.
        kernel_initializer: initializer of the kernel.
        bias_initializer: initializer of the bias.
        kernel_regularizer: penalty on the kernel, or None.
        bias_regularizer: penalty on the bias, or None.
        activity_regularizer: penalty on the outputs, or None.
        kernel_constraint: constraint on the kernel, or None.
        bias_constraint: constraint on the bias, or None.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs `(batch, new_rows, new_columns,
        filters)`; with `'channels_first'` the channels come before the rows. The kernel is
        `kernel_size + (channels, filters)`.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the number of
            channels is unknown or the inputs are smaller than the kernel.

    Example:
        >>> model = keras.Sequential([keras.layers.Conv2D(
        ...     32, 3, strides=2, padding='same', activation='relu', input_shape=(28, 28, 1))])
        >>> model.output_shape
        (None, 14, 14, 32)
    """

    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid', data_format=None,
                 dilation_rate=(1, 1), activation=None, use_bias=True,
                 kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(2, filters, kernel_size, strides, padding, data_format, dilation_rate,
                         activation, use_bias, kernel_initializer, bias_initializer,
                         kernel_regularizer, bias_regularizer, activity_regularizer,
                         kernel_constraint, bias_constraint, **kwargs)

    def get_config(self):
        return _without(super().get_config(), 'rank')


class Conv3D(_Conv):
    """Convolution over volumes.

    Args:
        filters: int, number of output channels.
        kernel_size: int or tuple of 3 ints, `(depth, rows, columns)` that the kernel covers.
        strides: int or tuple of 3 ints, step from one output to the next along each axis.
        padding: `'valid'` or `'same'`, as in `Conv2D`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        dilation_rate: int or tuple of 3 ints, spacing of the voxels that the kernel covers. Greater
            than 1 only with strides of 1.
        activation: activation of the outputs, a name or a function; None applies none.
        use_bias: bool, whether to add a bias to each output channel.
        kernel_initializer: initializer of the kernel.
        bias_initializer: initializer of the bias.
        kernel_regularizer: penalty on the kernel, or None.
        bias_regularizer: penalty on the bias, or None.
        activity_regularizer: penalty on the outputs, or None.
        kernel_constraint: constraint on the kernel, or None.
        bias_constraint: constraint on the bias, or None.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, depth, rows, columns, channels)`, outputs
        `(batch, new_depth, new_rows, new_columns, filters)`; with `'channels_first'` the channels
        come before the depth. The kernel is `kernel_size + (channels, filters)`.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the number of
            channels is unknown or the inputs are smaller than the kernel.

    Example:
        >>> model = keras.Sequential([keras.layers.Conv3D(4, 3, input_shape=(10, 16, 16, 1))])
        >>> model.output_shape
        (None, 8, 14, 14, 4)
    """

    def __init__(self, filters, kernel_size, strides=(1, 1, 1), padding='valid',
                 data_format=None, dilation_rate=(1, 1, 1), activation=None, use_bias=True,
                 kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(3, filters, kernel_size, strides, padding, data_format, dilation_rate,
                         activation, use_bias, kernel_initializer, bias_initializer,
                         kernel_regularizer, bias_regularizer, activity_regularizer,
                         kernel_constraint, bias_constraint, **kwargs)

    def get_config(self):
        return _without(super().get_config(), 'rank')


def _without(config, *names):
    return {key: value for key, value in config.items() if key not in names}
