"""Recurrent layers whose weights have the layout of NVIDIA's cuDNN.

They load from files and train without a GPU, too: they compute the same as the plain layers. A
kernel in the layout of cuDNN holds, gate by gate, the transposed kernel in row-major order, and
each gate has two biases.
"""
from keras import backend as K
from keras import initializers
from keras.layers.recurrent.gru import GRUCell
from keras.layers.recurrent.layer_of_cell import LayerOfCell
from keras.layers.recurrent.lstm import LSTMCell, bias_that_remembers


class _LayoutOfCuDNN:
    """What the cells here have in common."""

    def _bias_shape(self):
        return (2 * self.gates * self.units,)

    def _plain(self, kernel):
        """Converts a kernel, `(size, gates * units)`, to the layout of the plain cells."""
        size = K.int_shape(kernel)[0]
        return K.concatenate([K.transpose(K.reshape(gate, (self.units, size)))
                              for gate in K.split(kernel, self.gates)])

    def weights_of_steps(self):
        kernels = self._plain(self.kernel), self._plain(self.recurrent_kernel)
        return kernels + self.joined_biases(*K.split(self.bias, 2))


class _CuDNNGRUCell(_LayoutOfCuDNN, GRUCell):
    __doc__ = GRUCell.__doc__


class _CuDNNLSTMCell(_LayoutOfCuDNN, LSTMCell):
    __doc__ = LSTMCell.__doc__

    def _start_of_bias(self, shape, dtype=None):
        if not self.unit_forget_bias:
            return initializers.start_value(self.bias_initializer, shape, dtype)
        return bias_that_remembers(self.bias_initializer, self.units, 2 * self.gates, dtype)


class _CuDNNRNN(LayerOfCell):
    """Base of the layers here."""

    def get_config(self):
        config = super().get_config()
        del config['unroll']
        return config

    @property
    def kernel(self):
        """Variable `(features, gates * units)`."""
        return self.cell.kernel

    @property
    def recurrent_kernel(self):
        """Variable `(units, gates * units)`."""
        return self.cell.recurrent_kernel

    @property
    def bias(self):
        """Variable `(2 * gates * units,)`: the input biases, then the recurrent biases."""
        return self.cell.bias


class CuDNNGRU(_CuDNNRNN):
    """`GRU` with `reset_after=True` whose weights have the layout of cuDNN.

    Weights saved from it load into `GRU(units, reset_after=True)`, and vice versa. The arguments
    are those of `GRU` that cuDNN supports.

    Args:
        activity_regularizer: penalty on the outputs, or None.
        return_sequences: bool, whether to return the outputs of all steps instead of the last one.
        return_state: bool, whether to also return the final state, after the output.
        stateful: bool, whether each batch starts with the final state of the previous batch. This
            needs a fixed batch size.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, time, features)`, outputs `(batch, units)`, or `(batch, time, units)`
        with `return_sequences`;
        one state `(batch, units)`.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the number of
            features is unknown.

    Example:
        >>> layer = keras.layers.CuDNNGRU(16, input_shape=(None, 8))
        >>> keras.Sequential([layer]).output_shape
        (None, 16)
    """

    cell_class = _CuDNNGRUCell

    def __init__(self, units, kernel_initializer='glorot_uniform',
                 recurrent_initializer='orthogonal', bias_initializer='zeros',
                 kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None,
                 activity_regularizer=None, kernel_constraint=None, recurrent_constraint=None,
                 bias_constraint=None, return_sequences=False, return_state=False,
                 stateful=False, **kwargs):
        cell = _CuDNNGRUCell(
            units, 'tanh', 'sigmoid', True, kernel_initializer, recurrent_initializer,
            bias_initializer, kernel_regularizer, recurrent_regularizer, bias_regularizer,
            kernel_constraint, recurrent_constraint, bias_constraint, reset_after=True)
        super().__init__(cell, activity_regularizer, return_sequences, return_state,
                         stateful=stateful, **kwargs)


class CuDNNLSTM(_CuDNNRNN):
    """`LSTM` whose weights have the layout of cuDNN.

    Weights saved from it load into `LSTM(units)`, and vice versa. The arguments are those of `LSTM`
    that cuDNN supports.

    Args:
        activity_regularizer: penalty on the outputs, or None.
        return_sequences: bool, whether to return the outputs of all steps instead of the last one.
        return_state: bool, whether to also return the final states, after the output.
        stateful: bool, whether each batch starts with the final states of the previous batch. This
            needs a fixed batch size.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, time, features)`, outputs `(batch, units)`, or `(batch, time, units)`
        with `return_sequences`;
        two states `(batch, units)`: the output and the memory.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the number of
            features is unknown.

    Example:
        >>> layer = keras.layers.CuDNNLSTM(16, input_shape=(None, 8))
        >>> keras.Sequential([layer]).output_shape
        (None, 16)
    """

    cell_class = _CuDNNLSTMCell

    def __init__(self, units, kernel_initializer='glorot_uniform',
                 recurrent_initializer='orthogonal', bias_initializer='zeros',
                 unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None,
                 bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 recurrent_constraint=None, bias_constraint=None, return_sequences=False,
                 return_state=False, stateful=False, **kwargs):
        cell = _CuDNNLSTMCell(
            units, 'tanh', 'sigmoid', True, kernel_initializer, recurrent_initializer,
            bias_initializer, unit_forget_bias, kernel_regularizer, recurrent_regularizer,
            bias_regularizer, kernel_constraint, recurrent_constraint, bias_constraint)
        super().__init__(cell, activity_regularizer, return_sequences, return_state,
                         stateful=stateful, **kwargs)
