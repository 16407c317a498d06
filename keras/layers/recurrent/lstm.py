"""Long short-term memory."""
import numpy as np

from keras import backend as K
from keras.initializers import start_value
from keras.layers.arguments import stores_arguments

from .cells import Cell
from .layer_of_cell import LayerOfCell


class LongShortTerm(Cell):
    """Base of the cells with a memory; see `LSTMCell` for the formulas."""

    gates = 4

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.state_size = (self.units, self.units)

    def _start_of_bias(self, shape, dtype=None):
        if not self.unit_forget_bias:
            return super()._start_of_bias(shape, dtype)
        return bias_that_remembers(self.bias_initializer, self.units, 4, dtype)

    def stepper(self, kernel, bias, masks):
        def step(inputs, states):
            output, memory = states
            maps = inputs + self.mapped(output, kernel, bias, masks)
            i, f, c, o = K.split(maps, 4, axis=self.gate_axis)
            i, f, o = [self.recurrent_activation(gate) for gate in (i, f, o)]
            memory = f * memory + i * self.activation(c)
            output = o * self.activation(memory)
            return output, [output, memory]
        return step


@stores_arguments
class LSTMCell(LongShortTerm):
    """Cell of an `LSTM`: gates write to, erase and read a memory.

    With the inputs `x`, the previous output `h` and the memory `c`, the input gate `i`, the forget
    gate `f` and the output gate `o` are::

        i = recurrent_activation(x W_i + h U_i + b_i)
        f = recurrent_activation(x W_f + h U_f + b_f)
        o = recurrent_activation(x W_o + h U_o + b_o)
        new c = f * c + i * activation(x W_c + h U_c + b_c)
        new h = output = o * activation(new c)

    Kernels and bias hold `i`, `f`, `c`, `o` in this order. Sources: Hochreiter and Schmidhuber,
    Long short-term memory, 1997; for the forget gate, Gers et al., Learning to forget, 2000.

    Args:
        units: int, size of the output and of both states.
        activation: activation of what is written to and read from the memory, a name or a function;
            None applies none.
        recurrent_activation: activation of the gates, a name or a function; None applies none.
        use_bias: bool, whether to add a bias.
        kernel_initializer: initializer of the input kernel `W`.
        recurrent_initializer: initializer of the recurrent kernel `U`.
        bias_initializer: initializer of the bias.
        unit_forget_bias: bool, whether the bias of the forget gate starts at 1, so the cell
            initially keeps its memory (Jozefowicz et al., An empirical exploration of recurrent
            network architectures, 2015).
        kernel_regularizer: penalty on the input kernel, or None.
        recurrent_regularizer: penalty on the recurrent kernel, or None.
        bias_regularizer: penalty on the bias, or None.
        kernel_constraint: constraint on the input kernel, or None.
        recurrent_constraint: constraint on the recurrent kernel, or None.
        bias_constraint: constraint on the bias, or None.
        dropout: float from 0 to 1, fraction of the inputs to drop during training. All steps of a
            sequence drop the same entries (Gal and Ghahramani, A theoretically grounded application
            of dropout in recurrent neural networks, 2016).
        recurrent_dropout: float from 0 to 1, fraction of the previous output to drop in the same
            way.
        implementation: 1 draws a separate dropout mask for each gate; 2 draws one mask for all
            gates, which is faster. Without dropout the two are the same.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, features)`; the output and the states `h` and `c` are `(batch, units)`.

    Raises:
        ValueError: if an argument is invalid, or, when the cell is built, if the number of features
            is unknown.

    Example:
        >>> from keras.layers import Input, LSTMCell, RNN
        >>> K.int_shape(RNN([LSTMCell(32), LSTMCell(16)])(Input((None, 8))))
        (None, 16)
    """

    def __init__(self, units, activation='tanh', recurrent_activation='sigmoid', use_bias=True,
                 kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal',
                 bias_initializer='zeros', unit_forget_bias=True, kernel_regularizer=None,
                 recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None,
                 recurrent_constraint=None, bias_constraint=None, dropout=0.,
                 recurrent_dropout=0., implementation=2, **kwargs):
        super().__init__(**kwargs)


def bias_that_remembers(initializer, units, gates, dtype=None):
    """Returns initial values of a bias: ones for the forget gate, the rest from an initializer.

    Args:
        initializer: function of a shape.
        units: int.
        gates: int, number of gates; the last forget gate is the third from the end.
        dtype: string.
    """
    before, after = ((gates - 3) * units,), (2 * units,)
    drawn = [K.eval(start_value(initializer, shape, dtype)) for shape in (before, after)]
    return np.concatenate([drawn[0], np.ones(units), drawn[1]])


class LSTM(LayerOfCell):
    """Long short-term memory: an `RNN` with an `LSTMCell`; see there for the formulas.

    It takes the arguments of `LSTMCell` and those of `RNN`.

    Args:
        activity_regularizer: penalty on the outputs, or None.
        return_sequences: bool, whether to return the outputs of all steps instead of the last one.
        return_state: bool, whether to also return the final states, after the output.
        go_backwards: bool, whether to process the steps in reverse order; the outputs of all steps
            are then in that order, too.
        stateful: bool, whether each batch starts with the final states of the previous batch. This
            needs a fixed batch size.
        unroll: bool, whether to unroll the loop over the steps; see `RNN`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, time, features)`, outputs `(batch, units)`, or `(batch, time, units)`
        with `return_sequences`;
        two states `(batch, units)`: the output and the memory.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the number of
            features is unknown.

    Example:
        >>> from keras.layers import Dense, Embedding, LSTM
        >>> model = keras.Sequential([Embedding(1000, 16), LSTM(32), Dense(1)])
        >>> model.predict(np.array([[4, 7, 2]])).shape
        (1, 1)
    """

    cell_class = LSTMCell

    def __init__(self, units, activation='tanh', recurrent_activation='sigmoid', use_bias=True,
                 kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal',
                 bias_initializer='zeros', unit_forget_bias=True, kernel_regularizer=None,
                 recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, recurrent_constraint=None, bias_constraint=None,
                 dropout=0., recurrent_dropout=0., implementation=2, return_sequences=False,
                 return_state=False, go_backwards=False, stateful=False, unroll=False,
                 **kwargs):
        implementation = self._replace_implementation_0(implementation)
        cell = LSTMCell(
            units, activation, recurrent_activation, use_bias, kernel_initializer,
            recurrent_initializer, bias_initializer, unit_forget_bias, kernel_regularizer,
            recurrent_regularizer, bias_regularizer, kernel_constraint, recurrent_constraint,
            bias_constraint, dropout, recurrent_dropout, implementation)
        super().__init__(cell, activity_regularizer, return_sequences, return_state, go_backwards,
                         stateful, unroll, **kwargs)
