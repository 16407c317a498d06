"""The gated recurrent unit."""
from keras import backend as K
from keras.layers.arguments import stores_arguments

from .cells import Cell
from .layer_of_cell import LayerOfCell


@stores_arguments
class GRUCell(Cell):
    """Mixes the state with a candidate for a new one, as gates decide.

    With the gates z (update) and r (reset) and the candidate h, made of inputs x and state s::

        z = recurrent_activation(x W_z + s U_z + b_z)
        r = recurrent_activation(x W_r + s U_r + b_r)
        h = activation(x W_h + (r * s) U_h + b_h)
        new state = z * s + (1 - z) * h

    (Cho et al., Learning phrase representations using RNN encoder-decoder, 2014, in its first
    version). With `reset_after` the candidate is, as in cuDNN::

        h = activation(x W_h + b_h + r * (s U_h + c_h))

    and z and r get biases c of their own, too. Kernels and biases hold z, r, h in this order.

    Args:
        units: int, size of the output, which is also the state.
        activation: name or function, for the candidate; None for none.
        recurrent_activation: name or function, for the gates; None for none.
        use_bias: whether biases are added.
        kernel_initializer: initializer of the kernel of the inputs, W.
        recurrent_initializer: initializer of the kernel of the state, U.
        bias_initializer: initializer of the bias.
        kernel_regularizer: penalty on the kernel of the inputs.
        recurrent_regularizer: penalty on the kernel of the state.
        bias_regularizer: penalty on the bias.
        kernel_constraint: constraint of the kernel of the inputs.
        recurrent_constraint: constraint of the kernel of the state.
        bias_constraint: constraint of the bias.
        dropout: float, fraction of the inputs to drop in training. All steps of a sequence drop
            the same ones.
        recurrent_dropout: float, fraction of the state to drop likewise where it is multiplied
            with the kernel.
        implementation: 1, dropout draws a mask for each gate; or 2, one for all gates, which is
            faster. Without dropout they are the same.
        reset_after: whether the reset gate acts after the product with the kernel, as in cuDNN.

    Shapes:
        Inputs `(batch, features)`; state and output `(batch, units)`.
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
        # The second row belongs to the product of the state.
        return (2, 3 * self.units) if self.reset_after else (3 * self.units,)

    def weights_of_steps(self):
        if self.reset_after and self.use_bias:
            return self.kernel, self.recurrent_kernel, self.bias[0], self.bias[1]
        return super().weights_of_steps()

    def stepper(self, kernel, bias, masks):
        if self.reset_after:
            return self._reset_after(kernel, bias, masks)
        return self._reset_before(kernel, masks)

    def _reset_after(self, kernel, bias, masks):
        def step(inputs, states):
            state = states[0]
            x_z, x_r, x_h = K.split(inputs, 3)
            s_z, s_r, s_h = K.split(self.mapped(state, kernel, bias, masks), 3)
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
    output = z * state + (1. - z) * candidate
    return output, [output]


class GRU(LayerOfCell):
    """Gated recurrent unit: `RNN` of a `GRUCell`; see there for the formulas.

    It takes the arguments of the cell, and some of its own.

    Args:
        activity_regularizer: penalty on the outputs.
        return_sequences, return_state, go_backwards, stateful, unroll: see `RNN`.

    Shapes:
        Inputs `(batch, time, features)`, outputs `(batch, units)`, or `(batch, time, units)`
        with `return_sequences`; one state `(batch, units)`.

    Example:
        >>> model = Sequential([GRU(16, input_shape=(None, 8)), Dense(1)])
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
