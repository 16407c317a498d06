"""The plain recurrent layer and its cell."""
from keras.layers.arguments import stores_arguments

from .cells import Cell
from .layer_of_cell import LayerOfCell


@stores_arguments
class SimpleRNNCell(Cell):
    """Computes `activation(dot(inputs, kernel) + dot(state, recurrent_kernel) + bias)`.

    Args:
        units: int, size of the output, which is also the state.
        activation: name or function; None for none.
        use_bias: whether a bias is added.
        kernel_initializer: initializer of the kernel of the inputs.
        recurrent_initializer: initializer of the kernel of the state.
        bias_initializer: initializer of the bias.
        kernel_regularizer: penalty on the kernel of the inputs.
        recurrent_regularizer: penalty on the kernel of the state.
        bias_regularizer: penalty on the bias.
        kernel_constraint: constraint of the kernel of the inputs.
        recurrent_constraint: constraint of the kernel of the state.
        bias_constraint: constraint of the bias.
        dropout: float, fraction of the inputs to drop in training. All steps of a sequence drop
            the same ones (Gal and Ghahramani, A theoretically grounded application of dropout in
            recurrent neural networks, 2016).
        recurrent_dropout: float, fraction of the state to drop likewise.

    Shapes:
        Inputs `(batch, features)`; state and output `(batch, units)`.
    """

    def __init__(self, units, activation='tanh', use_bias=True,
                 kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal',
                 bias_initializer='zeros', kernel_regularizer=None,
                 recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None,
                 recurrent_constraint=None, bias_constraint=None, dropout=0.,
                 recurrent_dropout=0., **kwargs):
        super().__init__(**kwargs)

    def stepper(self, kernel, bias, masks):
        def step(inputs, states):
            output = self.activation(inputs + self.mapped(states[0], kernel, bias, masks))
            return output, [output]
        return step


class SimpleRNN(LayerOfCell):
    """Feeds the output of each step into the next one: `RNN` of a `SimpleRNNCell`.

    It takes the arguments of the cell, and some of its own.

    Args:
        activity_regularizer: penalty on the outputs.
        return_sequences, return_state, go_backwards, stateful, unroll: see `RNN`.

    Shapes:
        Inputs `(batch, time, features)`, outputs `(batch, units)`, or `(batch, time, units)`
        with `return_sequences`; one state `(batch, units)`.

    Example:
        >>> model = Sequential([SimpleRNN(16, input_shape=(None, 8)), Dense(1)])
    """

    cell_class = SimpleRNNCell

    def __init__(self, units, activation='tanh', use_bias=True,
                 kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal',
                 bias_initializer='zeros', kernel_regularizer=None,
                 recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, recurrent_constraint=None, bias_constraint=None,
                 dropout=0., recurrent_dropout=0., return_sequences=False, return_state=False,
                 go_backwards=False, stateful=False, unroll=False, **kwargs):
        cell = SimpleRNNCell(
            units, activation, use_bias, kernel_initializer, recurrent_initializer,
            bias_initializer, kernel_regularizer, recurrent_regularizer, bias_regularizer,
            kernel_constraint, recurrent_constraint, bias_constraint, dropout, recurrent_dropout)
        super().__init__(cell, activity_regularizer, return_sequences, return_state, go_backwards,
                         stateful, unroll, **kwargs)
