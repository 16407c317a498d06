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
    """Keeps a memory that gates write to, erase and read.

    With the gates i (input), f (forget) and o (output), made of inputs x and last output h, and
    the memory c::

        i, f, o = recurrent_activation(x W + h U + b), each with a W, U, b of its own
        new c = f * c + i * activation(x W_c + h U_c + b_c)
        output = new h = o * activation(new c)

    (Hochreiter and Schmidhuber, Long short-term memory, 1997; with the forget gate of Gers et
    al., Learning to forget, 2000). Kernels and bias hold i, f, c, o in this order.

    Args:
        units: int, size of the output and of both states.
        activation: name or function, for what is written and read; None for none.
        recurrent_activation: name or function, for the gates; None for none.
        use_bias: whether a bias is added.
        kernel_initializer: initializer of the kernel of the inputs, W.
        recurrent_initializer: initializer of the kernel of the last output, U.
        bias_initializer: initializer of the bias.
        unit_forget_bias: whether the bias of the forget gate starts with ones, so that the
            memory lasts at first (Jozefowicz et al., An empirical exploration of recurrent
            network architectures, 2015).
        kernel_regularizer: penalty on the kernel of the inputs.
        recurrent_regularizer: penalty on the kernel of the last output.
        bias_regularizer: penalty on the bias.
        kernel_constraint: constraint of the kernel of the inputs.
        recurrent_constraint: constraint of the kernel of the last output.
        bias_constraint: constraint of the bias.
        dropout: float, fraction of the inputs to drop in training. All steps of a sequence drop
            the same ones.
        recurrent_dropout: float, fraction of the last output to drop likewise.
        implementation: 1, dropout draws a mask for each gate; or 2, one for all gates, which is
            faster. Without dropout they are the same.

    Shapes:
        Inputs `(batch, features)`; output and the states h and c `(batch, units)`.
    """

    def __init__(self, units, activation='tanh', recurrent_activation='sigmoid', use_bias=True,
                 kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal',
                 bias_initializer='zeros', unit_forget_bias=True, kernel_regularizer=None,
                 recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None,
                 recurrent_constraint=None, bias_constraint=None, dropout=0.,
                 recurrent_dropout=0., implementation=2, **kwargs):
        super().__init__(**kwargs)


def bias_that_remembers(initializer, units, gates, dtype=None):
    """Returns the start of a bias, with ones for the last forget gate and the rest drawn.

    Args:
        initializer: function of a shape.
        units: int.
        gates: int, number of gates; the forget gate is the last but two.
        dtype: string.
    """
    before, after = ((gates - 3) * units,), (2 * units,)
    drawn = [K.eval(start_value(initializer, shape, dtype)) for shape in (before, after)]
    return np.concatenate([drawn[0], np.ones(units), drawn[1]])


class LSTM(LayerOfCell):
    """Long short-term memory: `RNN` of an `LSTMCell`; see there for the formulas.

    It takes the arguments of the cell, and some of its own.

    Args:
        activity_regularizer: penalty on the outputs.
        return_sequences, return_state, go_backwards, stateful, unroll: see `RNN`.

    Shapes:
        Inputs `(batch, time, features)`, outputs `(batch, units)`, or `(batch, time, units)`
        with `return_sequences`; two states `(batch, units)`: the output and the memory.

    Example:
        >>> model = Sequential([Embedding(20000, 128), LSTM(128), Dense(1, activation='sigmoid')])
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
