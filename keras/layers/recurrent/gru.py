"""The gated recurrent unit."""
from keras import backend as K
from keras.layers.arguments import stores_arguments

from .cells import Cell
from .layer_of_cell import LayerOfCell


@stores_arguments
class GRUCell(Cell):
    """Cell of a `GRU`: gates blend the previous state with a candidate state.

    With the inputs `x` and the state `s`, the update gate `z`, the reset gate `r` and the candidate
    `h` are::

        z = recurrent_activation(x W_z + s U_z + b_z)
        r = recurrent_activation(x W_r + s U_r + b_r)
        h = activation(x W_h + (r * s) U_h + b_h)
        new state = z * s + (1 - z) * h

    With `reset_after` the candidate is, as in cuDNN::

        h = activation(x W_h + b_h + r * (s U_h + c_h))

    and `z` and `r` also have second biases `c_z` and `c_r`. Kernels and biases hold `z`, `r`, `h`
    in this order. Source: Cho et al., Learning phrase representations using RNN encoder-decoder for
    statistical machine translation, 2014, first version.

    Args:
        units: int, size of the output, which is also the state.
        activation: activation of the candidate, a name or a function; None applies none.
        recurrent_activation: activation of the gates, a name or a function; None applies none.
        use_bias: bool, whether to add biases.
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
        recurrent_dropout: float from 0 to 1, fraction of the state to drop in the products with the
            recurrent kernel.
        implementation: 1 draws a separate dropout mask for each gate; 2 draws one mask for all
            gates, which is faster. Without dropout the two are the same.
        reset_after: bool, whether the reset gate is applied after the product with the recurrent
            kernel, as in cuDNN.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, features)`; state and output `(batch, units)`.

    Raises:
        ValueError: if an argument is invalid, or, when the cell is built, if the number of features
            is unknown.

    Example:
        >>> from keras.layers import GRUCell, Input, RNN
        >>> K.int_shape(RNN([GRUCell(32), GRUCell(16)])(Input((None, 8))))
        (None, 16)
    """

    gates = 3

    def __init__(self, units, activation='tanh', recurrent_activation='sigmoid', use_bias=True,
                 kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal',
                 bias_initializer='zeros', kernel_regularizer=None,
                 recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None,
                 recurrent_constraint=None, bias_constraint=None, dropout=0.,
                 recurrent_dropout=0., implementation=2, reset_after=False, **kwargs):
        super().__init__(**kwargs)

    def _bias_shape(self):
        # The second row is added to the recurrent product.
        return (2, 3 * self.units) if self.reset_after else (3 * self.units,)

    def weights_of_steps(self):
        if not (self.reset_after and self.use_bias):
            return super().weights_of_steps()
        return (self.kernel, self.recurrent_kernel) + self.joined_biases(self.bias[0], self.bias[1])

    def joined_biases(self, bias, recurrent_bias):
        c_z, c_r, c_h = K.split(recurrent_bias, 3)
        return bias + K.concatenate([c_z, c_r, K.zeros_like(c_h)]), c_h

    def stepper(self, kernel, bias, masks):
        if self.reset_after:
            return self._reset_after(kernel, bias, masks)
        return self._reset_before(kernel, masks)

    def _reset_after(self, kernel, bias, masks):
        def step(inputs, states):
            state = states[0]
            x_z, x_r, x_h = K.split(inputs, 3)
            s_z, s_r, s_h = K.split(self.mapped(state, kernel, None, masks), 3)
            s_h = s_h if bias is None else self.with_bias(s_h, bias)
            z = self.recurrent_activation(x_z + s_z)
            r = self.recurrent_activation(x_r + s_r)
            return _mix(z, state, self.activation(x_h + r * s_h))
        return step

    def _reset_before(self, kernel, masks):
        z_kernel, r_kernel, h_kernel = K.split(kernel, 3)
        gates_kernel = K.concatenate([z_kernel, r_kernel])
        gates_masks, candidate_masks = masks[:2], masks[-1:]

        def step(inputs, states):
            state = states[0]
            x_z, x_r, x_h = K.split(inputs, 3)
            s_z, s_r = K.split(self.mapped(state, gates_kernel, None, gates_masks), 2)
            z = self.recurrent_activation(x_z + s_z)
            r = self.recurrent_activation(x_r + s_r)
            s_h = self.mapped(r * state, h_kernel, None, candidate_masks)
            return _mix(z, state, self.activation(x_h + s_h))
        return step


def _mix(z, state, candidate):
    output = candidate + z * (state - candidate)
    return output, [output]


class GRU(LayerOfCell):
    """Gated recurrent unit: an `RNN` with a `GRUCell`; see there for the formulas.

    It takes the arguments of `GRUCell` and those of `RNN`.

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
        >>> from keras.layers import Dense, GRU
        >>> model = keras.Sequential([GRU(16, input_shape=(None, 8)), Dense(1)])
        >>> model.predict(np.zeros((2, 5, 8))).shape
        (2, 1)
    """

    cell_class = GRUCell

    def __init__(self, units, activation='tanh', recurrent_activation='sigmoid', use_bias=True,
                 kernel_initializer='glorot_uniform', recurrent_initializer='orthogonal',
                 bias_initializer='zeros', kernel_regularizer=None,
                 recurrent_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, recurrent_constraint=None, bias_constraint=None,
                 dropout=0., recurrent_dropout=0., implementation=2, return_sequences=False,
                 return_state=False, go_backwards=False, stateful=False, unroll=False,
                 reset_after=False, **kwargs):
        implementation = self._replace_implementation_0(implementation)
        cell = GRUCell(
            units, activation, recurrent_activation, use_bias, kernel_initializer,
            recurrent_initializer, bias_initializer, kernel_regularizer, recurrent_regularizer,
            bias_regularizer, kernel_constraint, recurrent_constraint, bias_constraint, dropout,
            recurrent_dropout, implementation, reset_after)
        super().__init__(cell, activity_regularizer, return_sequences, return_state, go_backwards,
                         stateful, unroll, **kwargs)
