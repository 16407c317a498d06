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
    """Applies a cell to the images of a sequence, one after the other.

    The cell is one for `RNN` (see there, for the other arguments and the calls too), whose states
    and output are images of the size that a convolution of the inputs gives. It has the attributes
    `kernel_size`, `strides`, `padding`, `data_format` and `dilation_rate` of this convolution;
    `state_size` is the number of channels of the state, or a list of them for several states.

    Args:
        cell: a cell, such as `ConvLSTM2DCell`.
        return_sequences: whether to return the outputs of all steps, not only of the last.
        return_state: whether to return the last states, too, after the output.
        go_backwards: whether to start with the last step.
        stateful: whether a batch starts with the states that the batch before has ended with.
        unroll: whether to write the steps out instead of looping over them.

    Shapes:
        Inputs `(batch, time, rows, columns, channels)`; outputs
        `(batch, new_rows, new_columns, filters)`, or `(batch, time, new_rows, new_columns,
        filters)` with `return_sequences`; states `(batch, new_rows, new_columns, filters)`. With
        `channels_first` the channels come before the rows.
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
            raise ValueError('layer %s is stateful, so the size of its images must be known. Give '
                             'it in the input shape, which is %s.' % (self.name, sequence_shape))
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
        raise TypeError('ConvRNN2D takes a single cell, not a list. Put several layers one after '
                        'the other, those before the last with return_sequences=True.')
    missing = [name for name in _GEOMETRY if not hasattr(cell, name)]
    if missing:
        raise ValueError('The cell of a ConvRNN2D should tell its convolution, but %r has no '
                         'attributes %s.' % (cell, ', '.join(missing)))


@stores_arguments
class ConvLSTM2DCell(LongShortTerm):
    """Does a step of long short-term memory on images.

    The formulas are those of `LSTMCell`, with convolutions in place of the matrix products (Shi
    et al., Convolutional LSTM network: A machine learning approach for precipitation nowcasting,
    2015; without the connections from the memory to the gates). The convolution of the last output
    keeps its size.

    Args:
        filters: int, number of channels of the output and of both states.
        kernel_size: int or pair of ints.
        strides: int or pair of ints, for the convolution of the inputs.
        padding: `'valid'` or `'same'`, for the convolution of the inputs.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        dilation_rate: int or pair of ints, for the convolution of the inputs. Not with strides
            greater than 1.
        activation: name or function, for what is written and read; None for none.
        recurrent_activation: name or function, for the gates; None for none.
        use_bias: whether a bias is added.
        kernel_initializer: initializer of the kernel of the inputs.
        recurrent_initializer: initializer of the kernel of the last output.
        bias_initializer: initializer of the bias.
        unit_forget_bias: whether the bias of the forget gate starts with ones.
        kernel_regularizer: penalty on the kernel of the inputs.
        recurrent_regularizer: penalty on the kernel of the last output.
        bias_regularizer: penalty on the bias.
        kernel_constraint: constraint of the kernel of the inputs.
        recurrent_constraint: constraint of the kernel of the last output.
        bias_constraint: constraint of the bias.
        dropout: float, fraction of the inputs to drop in training, drawn for each gate. All steps
            of a sequence drop the same ones.
        recurrent_dropout: float, fraction of the last output to drop likewise.

    Shapes:
        Inputs `(batch, rows, columns, channels)`; output and both states
        `(batch, new_rows, new_columns, filters)`; with `channels_first` the channels come before
        the rows. The kernels are `kernel_size + (channels, 4 * filters)` and
        `kernel_size + (filters, 4 * filters)`.
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
            x: tensor (batch, rows, columns, channels).
            w: kernel.
            b: bias (filters,), or None.
            padding: `'valid'` or `'same'`.
        """
        y = K.conv2d(x, w, strides=self.strides, padding=padding, data_format=self.data_format,
                     dilation_rate=self.dilation_rate)
        return y if b is None else K.bias_add(y, b, data_format=self.data_format)

    def recurrent_conv(self, x, w):
        """Convolves the last output with the kernel `w`; the size stays."""
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
    """Long short-term memory on images: `ConvRNN2D` of a `ConvLSTM2DCell`.

    It takes the arguments of the cell, and some of its own.

    Args:
        activity_regularizer: penalty on the outputs.
        return_sequences, go_backwards, stateful: see `ConvRNN2D`, which has `return_state` and
            `unroll`, too.

    Shapes:
        Inputs `(batch, time, rows, columns, channels)`; outputs
        `(batch, new_rows, new_columns, filters)`, or `(batch, time, new_rows, new_columns,
        filters)` with `return_sequences`; two states as the last output: the output and the
        memory. With `channels_first` the channels come before the rows.

    Example:
        >>> model = Sequential([ConvLSTM2D(8, 3, padding='same', input_shape=(10, 40, 40, 1))])
        >>> model.output_shape
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
