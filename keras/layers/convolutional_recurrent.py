"""Recurrent layers whose inputs and states are images."""
from keras import backend as K
from keras.engine.base_layer import InputSpec
from keras.layers.arguments import set_geometry, stores_arguments
from keras.layers.recurrent.layer_of_cell import LayerOfCell
from keras.layers.recurrent.lstm import LongShortTerm
from keras.layers.recurrent.rnn import RNN
from keras.layers.recurrent.states import zero_state
from keras.layers.shapes import convolved_shape, fill_shape, fold_time, unfold_time
from keras.legacy.convolutional_recurrent import ConvRecurrent2D  # noqa: F401

_GEOMETRY = ('kernel_size', 'strides', 'padding', 'data_format', 'dilation_rate')


class ConvRNN2D(RNN):
    """Runs a cell over the images of a sequence.

    The states and the output of the cell are images of the size that a convolution of the inputs
    has. The cell is one for `RNN`, with the additional attributes `kernel_size`, `strides`,
    `padding`, `data_format` and `dilation_rate` of this convolution. Its `state_size` is the number
    of channels of the state, or a list of numbers for several states. Calls take the same arguments
    as those of `RNN`.

    Args:
        cell: a cell, such as `ConvLSTM2DCell`.
        return_sequences: bool, whether to return the outputs of all steps instead of the last one.
        return_state: bool, whether to also return the final states, after the output.
        go_backwards: bool, whether to process the steps in reverse order; the outputs of all steps
            are then in that order, too.
        stateful: bool, whether each batch starts with the final states of the previous batch. This
            needs a fixed batch size.
        unroll: bool, whether to unroll the loop over the steps; see `RNN`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, time, rows, columns, channels)`; outputs
        `(batch, new_rows, new_columns, filters)`, or `(batch, time, new_rows, new_columns,
        filters)` with `return_sequences`; states `(batch, new_rows, new_columns, filters)`. With
        `'channels_first'` the channels come before the rows.

    Raises:
        TypeError: if `cell` is a list.
        ValueError: if the cell lacks one of the attributes.

    Example:
        >>> from keras.layers.convolutional_recurrent import ConvLSTM2DCell, ConvRNN2D
        >>> layer = ConvRNN2D(ConvLSTM2DCell(8, 3, padding='same'))
        >>> K.int_shape(layer(keras.layers.Input((None, 16, 16, 1))))
        (None, 16, 16, 8)
    """

    def __init__(self, cell, return_sequences=False, return_state=False, go_backwards=False,
                 stateful=False, unroll=False, **kwargs):
        _check_cell(cell)
        super().__init__(cell, return_sequences, return_state, go_backwards, stateful, unroll,
                         **kwargs)
        self.input_spec = [InputSpec(ndim=5)]

    def build(self, input_shape):
        sequence_shape, _, _ = self._split_inputs(input_shape)
        shape = self._step_output_shape(sequence_shape)
        if any(length is not None and length < 1 for length in shape):
            raise ValueError('the input is too small, the images of the output would have shape '
                             '%s. Use larger inputs, or a smaller kernel.' % (shape,))
        if self.stateful and None in shape:
            raise ValueError('layer %s is stateful, so the size of its images must be known. '
                             'Specify it in the input shape, which is %s.'
                             % (self.name, sequence_shape))
        super().build(input_shape)

    def _state_shapes(self, input_shape):
        sizes = self.cell.state_size
        sizes = sizes if hasattr(sizes, '__len__') else [sizes]
        return [convolved_shape(self.cell, channels, input_shape) for channels in sizes]

    def _step_output_shape(self, input_shape):
        return self._state_shapes(input_shape)[0]

    def get_initial_state(self, inputs):
        shapes = self._state_shapes(fill_shape(K.int_shape(inputs), inputs))
        return [zero_state(inputs, shape, self.dtype) for shape in shapes]


def _check_cell(cell):
    if isinstance(cell, (list, tuple)):
        raise TypeError('ConvRNN2D takes a single cell, not a list. Stack several layers instead, '
                        'all but the last with return_sequences=True.')
    missing = [name for name in _GEOMETRY if not hasattr(cell, name)]
    if missing:
        raise ValueError('The cell of a ConvRNN2D must describe its convolution, but %r has no '
                         'attributes %s.' % (cell, ', '.join(missing)))


@stores_arguments
class ConvLSTM2DCell(LongShortTerm):
    """Cell of a `ConvLSTM2D`: a step of long short-term memory on images.

    The formulas are those of `LSTMCell`, with convolutions instead of matrix products and without
    connections from the memory to the gates. The convolution of the previous output keeps its size.
    Source: Shi et al., Convolutional LSTM network: a machine learning approach for precipitation
    nowcasting, 2015.

    Args:
        filters: int, number of channels of the output and of both states.
        kernel_size: int or pair of ints, `(rows, columns)` that the kernels cover.
        strides: int or pair of ints, step of the convolution of the inputs.
        padding: `'valid'` or `'same'`, padding of the convolution of the inputs.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        dilation_rate: int or pair of ints, dilation of the convolution of the inputs. Greater than
            1 only with strides of 1.
        activation: activation of what is written to and read from the memory, a name or a function;
            None applies none.
        recurrent_activation: activation of the gates, a name or a function; None applies none.
        use_bias: bool, whether to add a bias.
        kernel_initializer: initializer of the input kernel.
        recurrent_initializer: initializer of the recurrent kernel.
        bias_initializer: initializer of the bias.
        unit_forget_bias: bool, whether the bias of the forget gate starts at 1.
        kernel_regularizer: penalty on the input kernel, or None.
        recurrent_regularizer: penalty on the recurrent kernel, or None.
        bias_regularizer: penalty on the bias, or None.
        kernel_constraint: constraint on the input kernel, or None.
        recurrent_constraint: constraint on the recurrent kernel, or None.
        bias_constraint: constraint on the bias, or None.
        dropout: float from 0 to 1, fraction of the inputs to drop during training, drawn for each
            gate. All steps of a sequence drop the same entries.
        recurrent_dropout: float from 0 to 1, fraction of the previous output to drop in the same
            way.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`; output and both states
        `(batch, new_rows, new_columns, filters)`; with `'channels_first'` the channels come before
        the rows. The kernels are `kernel_size + (channels, 4 * filters)` and
        `kernel_size + (filters, 4 * filters)`.

    Raises:
        ValueError: if an argument is invalid, or, when the cell is built, if the number of channels
            is unknown.

    Example:
        >>> from keras.layers.convolutional_recurrent import ConvLSTM2DCell, ConvRNN2D
        >>> layer = ConvRNN2D(ConvLSTM2DCell(8, 3))
        >>> K.int_shape(layer(keras.layers.Input((None, 16, 16, 1))))
        (None, 14, 14, 8)
    """

    implementation = 1
    size_argument = 'filters'
    step_ndim = 4

    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid', data_format=None,
                 dilation_rate=(1, 1), activation='tanh', recurrent_activation='hard_sigmoid',
                 use_bias=True, kernel_initializer='glorot_uniform',
                 recurrent_initializer='orthogonal', bias_initializer='zeros',
                 unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None,
                 bias_regularizer=None, kernel_constraint=None, recurrent_constraint=None,
                 bias_constraint=None, dropout=0., recurrent_dropout=0., **kwargs):
        super().__init__(**kwargs)
        self.filters = self.units
        set_geometry(self, 2, kernel_size, strides, padding, dilation_rate)
        self.data_format = K.normalize_data_format(data_format)
        if self.data_format == 'channels_first':
            self.gate_axis = -3

    def _kernel_shapes(self, features, width):
        return self.kernel_size + (features, width), self.kernel_size + (self.filters, width)

    def input_conv(self, x, w, b=None, padding='valid'):
        """Convolves the inputs of a step.

        Args:
            x: tensor `(batch, rows, columns, channels)`.
            w: kernel.
            b: bias `(filters,)`, or None.
            padding: `'valid'` or `'same'`.
        """
        y = K.conv2d(x, w, strides=self.strides, padding=padding, data_format=self.data_format,
                     dilation_rate=self.dilation_rate)
        return y if b is None else K.bias_add(y, b, data_format=self.data_format)

    def recurrent_conv(self, x, w):
        """Convolves the previous output with the kernel `w`, keeping its size."""
        return K.conv2d(x, w, padding='same', data_format=self.data_format)

    def input_product(self, inputs, kernel):
        if K.ndim(inputs) == self.step_ndim:
            return self.input_conv(inputs, kernel, padding=self.padding)
        return unfold_time(self.input_conv(fold_time(inputs), kernel, padding=self.padding), inputs)

    def recurrent_product(self, output, kernel):
        return self.recurrent_conv(output, kernel)

    def with_bias(self, maps, bias):
        if self.data_format == 'channels_first':
            return maps + K.reshape(bias, (-1, 1, 1))
        return super().with_bias(maps, bias)


class ConvLSTM2D(LayerOfCell, ConvRNN2D):
    """Long short-term memory on images: a `ConvRNN2D` with a `ConvLSTM2DCell`.

    It takes the arguments of `ConvLSTM2DCell` and those of `ConvRNN2D`.

    Args:
        activity_regularizer: penalty on the outputs, or None.
        return_sequences: bool, whether to return the outputs of all steps instead of the last one.
        go_backwards: bool, whether to process the steps in reverse order; the outputs of all steps
            are then in that order, too.
        stateful: bool, whether each batch starts with the final states of the previous batch. This
            needs a fixed batch size.
        **kwargs: `return_state` and `unroll`, as in `ConvRNN2D`; and arguments of every layer.

    Shapes:
        Inputs `(batch, time, rows, columns, channels)`; outputs
        `(batch, new_rows, new_columns, filters)`, or `(batch, time, new_rows, new_columns,
        filters)` with `return_sequences`; two states `(batch, new_rows, new_columns, filters)`: the
        output and the memory. With `'channels_first'` the channels come before the rows.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the number of
            channels is unknown or the images are smaller than the kernel.

    Example:
        >>> layer = keras.layers.ConvLSTM2D(8, 3, padding='same', input_shape=(10, 40, 40, 1))
        >>> keras.Sequential([layer]).output_shape
        (None, 40, 40, 8)
    """

    cell_class = ConvLSTM2DCell

    def __init__(self, filters, kernel_size, strides=(1, 1), padding='valid', data_format=None,
                 dilation_rate=(1, 1), activation='tanh', recurrent_activation='hard_sigmoid',
                 use_bias=True, kernel_initializer='glorot_uniform',
                 recurrent_initializer='orthogonal', bias_initializer='zeros',
                 unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None,
                 bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 recurrent_constraint=None, bias_constraint=None, return_sequences=False,
                 go_backwards=False, stateful=False, dropout=0., recurrent_dropout=0.,
                 **kwargs):
        cell = ConvLSTM2DCell(
            filters, kernel_size, strides, padding, data_format, dilation_rate, activation,
            recurrent_activation, use_bias, kernel_initializer, recurrent_initializer,
            bias_initializer, unit_forget_bias, kernel_regularizer, recurrent_regularizer,
            bias_regularizer, kernel_constraint, recurrent_constraint, bias_constraint, dropout,
            recurrent_dropout)
        super().__init__(cell, activity_regularizer, return_sequences, go_backwards=go_backwards,
                         stateful=stateful, **kwargs)
        self.input_spec = [InputSpec(ndim=5)]
