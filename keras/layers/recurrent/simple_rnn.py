"""The simple recurrent layer and its cell."""
from keras.layers.arguments import stores_arguments

from .cells import Cell
from .layer_of_cell import LayerOfCell


@stores_arguments
class SimpleRNNCell(Cell):
    """Cell of a `SimpleRNN`.

    With the inputs `x` and the previous output `h`::

        new h = output = activation(x W + h U + b)

    Args:
        units: int, size of the output, which is also the state.
        activation: activation of the output, a name or a function; None applies none.
        use_bias: bool, whether to add a bias.
        kernel_initializer: initializer of the input kernel `W`.
        recurrent_initializer: initializer of the recurrent kernel `U`.
        bias_initializer: initializer of the bias.
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
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, features)`; state and output `(batch, units)`.

    Raises:
        ValueError: if an argument is invalid, or, when the cell is built, if the number of features
            is unknown.

    Example:
        >>> from keras.layers import Input, RNN, SimpleRNNCell
        >>> K.int_shape(RNN([SimpleRNNCell(32), SimpleRNNCell(16)])(Input((None, 8))))
        (None, 16)
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
    """Simple recurrent layer: an `RNN` with a `SimpleRNNCell`; see there for the formula.

    It takes the arguments of `SimpleRNNCell` and those of `RNN`.

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
        one state `(batch, units)`.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the number of
            features is unknown.

    Example:
        >>> from keras.layers import Dense, SimpleRNN
        >>> model = keras.Sequential([SimpleRNN(16, input_shape=(None, 8)), Dense(1)])
        >>> model.predict(np.zeros((2, 5, 8))).shape
        (2, 1)
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
