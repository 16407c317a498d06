"""Locally connected layers: convolutions with separate weights for each position."""
from itertools import product

import numpy as np

from keras import backend as K
from keras.engine.base_layer import InputSpec
from keras.layers.arguments import add_changed_to_config, refuse
from keras.layers.convolutional.conv import _Conv
from keras.utils.limits import check_effort, check_numbers


class _LocallyConnected(_Conv):
    """Base of the convolutions that do not share weights between positions.

    The kernel is `(positions, window * channels, filters)`, with one position for each output and
    one window entry for each entry of `kernel_size`; with `'channels_first'` the channels come
    before the window. The bias is `(new lengths..., filters)`. With `'channels_first'` its entries
    are still read in the order `(filters, new lengths...)`, as in the files of Keras 2.
    """

    _paddings = ('valid',)

    def __init__(self, *args, implementation=1, **kwargs):
        super().__init__(*args, **kwargs)
        if implementation not in (1, 2):
            refuse(self, 'implementation', '1 or 2', implementation)
        self.implementation = implementation

    def build(self, input_shape):
        lengths = [input_shape[axis] for axis in self._spatial_axes]
        if None in lengths:
            raise ValueError('the input shape %s must be known, except for the batch, because '
                             'there is a kernel for each output position. Specify it in the '
                             'input shape.' % (tuple(input_shape),))
        self._new_lengths = tuple(self._output_length(i, length)
                                  for i, length in enumerate(lengths))
        super().build(input_shape)
        self.input_spec = InputSpec(shape=(None,) + tuple(input_shape[1:]))

    def _kernel_shape(self, channels):
        window = int(np.prod(self.kernel_size))
        return int(np.prod(self._new_lengths)), window * channels, self.filters

    def _bias_shape(self, channels):
        return self._new_lengths + (self.filters,)

    def _convolve(self, inputs):
        if self.implementation == 2:
            return self._by_matrix(inputs)
        check_effort('layer %s' % self.name, 8 * int(np.prod(self.kernel_size)))
        return self._by_place(inputs)

    def _by_matrix(self, inputs):
        """Multiplies by one matrix, mostly zeros, from all inputs to all outputs."""
        shape = K.int_shape(inputs)[1:]
        new_shape = self.compute_output_shape((None,) + shape)[1:]
        rows = K.reshape(self.kernel, (-1, self.filters))
        rows = K.concatenate([rows, K.zeros_like(rows[:1])], axis=0)
        # (inputs, positions, filters)
        matrix = K.gather(rows, K.constant(self._kernel_rows(shape), dtype='int32'))
        if self.data_format == 'channels_first':
            matrix = K.permute_dimensions(matrix, (0, 2, 1))
        matrix = K.reshape(matrix, (int(np.prod(shape)), int(np.prod(new_shape))))
        return K.reshape(K.dot(K.batch_flatten(inputs), matrix), (-1,) + new_shape)

    def _kernel_rows(self, shape):
        """Returns which row of the kernel leads from each input to each position.

        Rows are numbered through all positions; one more number means that there is no connection.

        Args:
            shape: tuple, shape of a sample.

        Returns:
            Array `(inputs, positions)`.
        """
        inputs = np.arange(np.prod(shape)).reshape(shape)
        places, window, _ = K.int_shape(self.kernel)
        check_numbers(self.name, 'matrix', (2 * inputs.size, places))
        rows = np.full((inputs.size, places), places * window)
        before = (slice(None),) * (self._spatial_axes[0] - 1)
        for place, at in enumerate(product(*map(range, self._new_lengths))):
            seen = tuple(slice(i * stride, i * stride + size)
                         for i, stride, size in zip(at, self.strides, self.kernel_size))
            rows[inputs[before + seen].ravel(), place] = place * window + np.arange(window)
        return rows

    def get_config(self):
        config = super().get_config()
        del config['rank'], config['dilation_rate']
        return add_changed_to_config(config, self, implementation=1)


class LocallyConnected1D(_LocallyConnected):
    """Convolution along time with a separate kernel for each output step.

    Args:
        filters: int, number of output channels.
        kernel_size: int, number of steps that the kernel covers.
        strides: int, step from one output to the next.
        padding: only `'valid'`.
        data_format: `'channels_last'` or `'channels_first'`.
        activation: activation of the outputs, a name or a function; None applies none.
        use_bias: bool, whether to add a bias to each output channel.
        kernel_initializer: initializer of the kernel.
        bias_initializer: initializer of the bias.
        kernel_regularizer: penalty on the kernel, or None.
        bias_regularizer: penalty on the bias, or None.
        activity_regularizer: penalty on the outputs, or None.
        kernel_constraint: constraint on the kernel, or None.
        bias_constraint: constraint on the bias, or None.
        implementation: 1 or 2, how the outputs are computed; see `LocallyConnected2D`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, steps, channels)`, where `steps` must be known, outputs
        `(batch, new_steps, filters)`; with `'channels_first'` the channels come before the steps.
        The kernel is `(new_steps, kernel_size * channels, filters)`, the bias
        `(new_steps, filters)`.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the length or the
            number of channels is unknown.

    Example:
        >>> model = keras.Sequential([keras.layers.LocallyConnected1D(64, 3, input_shape=(10, 32))])
        >>> model.output_shape
        (None, 8, 64)
    """

    def __init__(self, filters, kernel_size, strides=1, padding='valid', data_format=None,
                 activation=None, use_bias=True, kernel_initializer='glorot_uniform',
                 bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None,
                 activity_regularizer=None, kernel_constraint=None, bias_constraint=None,
                 implementation=1, **kwargs):
        super().__init__(1, filters, kernel_size, strides, padding, data_format, 1,
                         activation, use_bias, kernel_initializer, bias_initializer,
                         kernel_regularizer, bias_regularizer, activity_regularizer,
                         kernel_constraint, bias_constraint,
                         implementation=implementation, **kwargs)

    def _by_place(self, inputs):
        return K.local_conv1d(inputs, self.kernel, self.kernel_size, self.strides,
                              self.data_format)

    def get_config(self):
        config = super().get_config()
        del config['data_format']
        return add_changed_to_config(config, self, data_format='channels_last')


class LocallyConnected2D(_LocallyConnected):
    """Convolution over images with a separate kernel for each output pixel.

    Args:
        filters: int, number of output channels.
        kernel_size: int or pair of ints, `(rows, columns)` that the kernel covers.
        strides: int or pair of ints, step from one output to the next along rows and columns.
        padding: only `'valid'`.
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
        implementation: 1 loops over the entries of the window. 2 multiplies by one matrix from all
            inputs to all outputs, which is faster for small inputs (a few dozen steps or pixels)
            and takes far too much memory for large ones. Weights and outputs are the same.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, where rows and columns must be known, outputs
        `(batch, new_rows, new_columns, filters)`; with `'channels_first'` the channels come before
        the rows. The kernel is
        `(new_rows * new_columns, kernel_rows * kernel_columns * channels, filters)`, the bias
        `(new_rows, new_columns, filters)`.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the size of the
            images or the number of channels is unknown.

    Example:
        >>> layer = keras.layers.LocallyConnected2D(64, 3, input_shape=(32, 32, 3))
        >>> model = keras.Sequential([layer])
        >>> model.output_shape
        (None, 30, 30, 64)
        >>> model.count_params()
        1612800
    """

    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid', data_format=None,
                 activation=None, use_bias=True, kernel_initializer='glorot_uniform',
                 bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None,
                 activity_regularizer=None, kernel_constraint=None, bias_constraint=None,
                 implementation=1, **kwargs):
        super().__init__(2, filters, kernel_size, strides, padding, data_format, 1,
                         activation, use_bias, kernel_initializer, bias_initializer,
                         kernel_regularizer, bias_regularizer, activity_regularizer,
                         kernel_constraint, bias_constraint,
                         implementation=implementation, **kwargs)

    def _by_place(self, inputs):
        return K.local_conv2d(inputs, self.kernel, self.kernel_size, self.strides,
                              self._new_lengths, self.data_format)
