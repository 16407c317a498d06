"""Transposed convolutions, which reverse the shapes of convolutions."""
from keras import backend as K
from keras.layers.arguments import add_to_config, int_tuple, refuse
from keras.layers.shapes import fill_shape
from keras.utils import conv_utils

from .conv import Conv2D, Conv3D


class _Transposed:
    """Mixin that transposes a convolution; it precedes the convolution among the bases."""

    def __init__(self, *args, output_padding=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.output_padding = output_padding
        if output_padding is None:
            return
        self.output_padding = int_tuple(self, 'output_padding', output_padding, self.rank, least=0)
        if any(pad >= stride for pad, stride in zip(self.output_padding, self.strides)):
            refuse(self, 'output_padding', 'smaller than the strides %s' % (self.strides,),
                   output_padding)
        if not all(map(self._can_grow, range(self.rank))):
            refuse(self, 'output_padding',
                   'such that a convolution with kernel_size %s, strides %s, dilation_rate %s and '
                   "padding '%s' maps the output length back to the input length" % (
                       self.kernel_size, self.strides, self.dilation_rate, self.padding),
                   output_padding)

    def _can_grow(self, i):
        """Returns whether outputs of the computed length are possible along axis `i`."""
        length = 100  # any length that the kernel fits into
        return length == conv_utils.conv_output_length(
            self._output_length(i, length), self.kernel_size[i], self.padding, self.strides[i],
            self.dilation_rate[i])

    def _kernel_shape(self, channels):
        return self.kernel_size + (self.filters, channels)

    def _output_length(self, i, length):
        output_padding = self.output_padding[i] if self.output_padding else None
        return conv_utils.deconv_length(length, self.strides[i], self.kernel_size[i],
                                        self.padding, output_padding, self.dilation_rate[i])

    def _output_shape(self, inputs):
        """Returns the shape of the outputs, with scalar tensors for unknown lengths."""
        return self.compute_output_shape(fill_shape(K.int_shape(inputs), inputs))


class Conv2DTranspose(_Transposed, Conv2D):
    """Transposed convolution over images, also called deconvolution.

    It maps the outputs of a `Conv2D` with the same arguments back to the shape of its inputs. With
    strides it upsamples. Source: Zeiler et al., Deconvolutional Networks, 2010.

    Args:
        filters: int, number of output channels.
        kernel_size: int or pair of ints, `(rows, columns)` that the kernel covers.
        strides: int or pair of ints, factors by which images grow along rows and columns.
        padding: `'valid'` or `'same'`.
        output_padding: int or pair of ints, smaller than the strides: entries added at the end of
            each axis. None gives the usual length: `length * stride` with `'same'`, and
            `length * stride + max(kernel_size - stride, 0)` with `'valid'`.
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
        `kernel_size + (filters, channels)`.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the number of
            channels is unknown.

    Example:
        >>> model = keras.Sequential([keras.layers.Conv2DTranspose(
        ...     16, 3, strides=2, padding='same', input_shape=(14, 14, 32))])
        >>> model.output_shape
        (None, 28, 28, 16)
    """

    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid',
                 output_padding=None, data_format=None, dilation_rate=(1, 1), activation=None,
                 use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(filters, kernel_size, strides, padding, data_format, dilation_rate,
                         activation, use_bias, kernel_initializer, bias_initializer,
                         kernel_regularizer, bias_regularizer, activity_regularizer,
                         kernel_constraint, bias_constraint,
                         output_padding=output_padding, **kwargs)

    def _convolve(self, inputs):
        return K.conv2d_transpose(inputs, self.kernel, self._output_shape(inputs),
                                  **self._geometry())

    def get_config(self):
        return add_to_config(super().get_config(), self, 'output_padding')


class Conv3DTranspose(_Transposed, Conv3D):
    """Transposed convolution over volumes, also called deconvolution; see `Conv2DTranspose`.

    Args:
        filters: int, number of output channels.
        kernel_size: int or tuple of 3 ints, `(depth, rows, columns)` that the kernel covers.
        strides: int or tuple of 3 ints, factors by which volumes grow along each axis.
        padding: `'valid'` or `'same'`.
        output_padding: int or tuple of 3 ints, smaller than the strides: entries added at the end
            of each axis. None gives the usual length, as in `Conv2DTranspose`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
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
        come before the depth. The kernel is `kernel_size + (filters, channels)`.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the number of
            channels is unknown.

    Example:
        >>> model = keras.Sequential([keras.layers.Conv3DTranspose(
        ...     4, 2, strides=2, input_shape=(5, 8, 8, 16))])
        >>> model.output_shape
        (None, 10, 16, 16, 4)
    """

    def __init__(self, filters, kernel_size, strides=(1, 1, 1), padding='valid',
                 output_padding=None, data_format=None, activation=None, use_bias=True,
                 kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(filters, kernel_size, strides, padding, data_format, 1,
                         activation, use_bias, kernel_initializer, bias_initializer,
                         kernel_regularizer, bias_regularizer, activity_regularizer,
                         kernel_constraint, bias_constraint,
                         output_padding=output_padding, **kwargs)

    def _convolve(self, inputs):
        return K.conv3d_transpose(inputs, self.kernel, self._output_shape(inputs),
                                  strides=self.strides, padding=self.padding,
                                  data_format=self.data_format)

    def get_config(self):
        config = super().get_config()
        config.pop('dilation_rate')
        return add_to_config(config, self, 'output_padding')
