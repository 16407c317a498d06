"""Transposed convolutions, which undo the shrinking of strided ones."""
from keras import backend as K
from keras.layers.arguments import add_to_config, int_tuple, refuse
from keras.layers.shapes import fill_shape
from keras.utils import conv_utils

from .conv import Conv2D, Conv3D


class _Transposed:
    """What makes a convolution a transposed one; goes before it among the bases."""

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
                   "padding '%s' goes from the outputs back to the inputs" % (
                       self.kernel_size, self.strides, self.dilation_rate, self.padding),
                   output_padding)

    def _can_grow(self, i):
        """Tells whether outputs of the announced length can be along an axis."""
        length = 100  # any will do, if it is long enough for the kernel
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
        """Returns the shape of the outputs, with scalar tensors for what is not known yet."""
        return self.compute_output_shape(fill_shape(K.int_shape(inputs), inputs))


class Conv2DTranspose(_Transposed, Conv2D):
    """Transposed convolution over images (also known as deconvolution).

    It goes from outputs of a `Conv2D` with the same arguments back to the shape of its inputs
    (Zeiler et al., Deconvolutional Networks, 2010).

    Args:
        filters: int, number of output channels.
        kernel_size: int or pair of ints.
        strides: int or pair of ints, the factors by which images grow.
        padding: `'valid'` or `'same'`.
        output_padding: int or pair of ints, smaller than the strides: entries added at the end
            of each axis. None stands for the usual length: `length * stride` with `'same'`,
            that plus `max(kernel_size - stride, 0)` with `'valid'`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        dilation_rate: int or pair of ints. Not with strides greater than 1.
        activation: as in `Conv2D`, like the arguments that follow it.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs
        `(batch, new_rows, new_columns, filters)`; with `channels_first` the channels come
        before the rows. The kernel is `kernel_size + (filters, channels)`.
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
    """Transposed convolution over volumes (also known as deconvolution).

    The arguments are those of `Conv2DTranspose`, with three ints wherever it has two, and
    without dilation.

    Shapes:
        Inputs `(batch, depth, rows, columns, channels)`, outputs the same with `filters`
        channels; with `channels_first` the channels come before the depth.
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
