"""The layer that runs a cell over the steps of a sequence."""
import numpy as np

from keras import backend as K
from keras.engine.base_layer import InputSpec, Layer
from keras.engine.input_spec import check_tensors
from keras.engine.registry import deserialize
from keras.layers.arguments import add_to_config
from keras.utils.generic_utils import has_arg, serialize_keras_object, to_list
from keras.utils.limits import check_effort, check_numbers

from .cells import Cell
from .extra_inputs import ExtraInputs
from .stacked import StackedRNNCells
from .states import (
    check_cell,
    check_states,
    forget_masks,
    output_shape,
    state_shapes,
    zero_state,
)


class RNN(ExtraInputs, Layer):
    """Runs a cell over the steps of a sequence.

    A cell has a method `call(inputs, states)` that computes one step: it takes the inputs of one
    time step and the list of states, and returns the output and the list of new states. Its
    attribute `state_size` is the size of the state, or a list of sizes for several states; a size
    is an int or, for a state with several axes, a tuple. `output_size` is the size of the output,
    by default that of the first state. `call` may also take `training`, and `constants`, a list of
    tensors that are the same at each step. A cell with weights is a `Layer`; its `build` creates
    them from the shape of a step's inputs (a list of shapes if there are constants).

    A subclass whose shapes differ from those of the cell overrides `_state_shapes` and
    `_step_output_shape` (and `get_initial_state`, if a state does not start with zeros). One that
    creates its own cell is a `LayerOfCell`.

    Args:
        cell: a cell; or a list of cells, each of which takes the output of the previous one.
        return_sequences: bool, whether to return the outputs of all steps instead of the last one.
        return_state: bool, whether to also return the final states, after the output.
        go_backwards: bool, whether to process the steps in reverse order; the outputs of all steps
            are then in that order, too.
        stateful: bool, whether each batch starts with the final states of the previous batch,
            sample by sample. This needs a fixed batch size.
        unroll: bool, whether to unroll the loop over the steps, which can be faster for short
            sequences but takes more memory. This needs a known number of steps.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Call arguments:
        - `inputs`: tensor `(batch, time, ...)`.
        - `mask`: tensor `(batch, time)`, False at steps to skip.
        - `training`: bool, whether to run in training mode; None uses the learning phase.
        - `initial_state`: tensor or list of tensors, the initial states; zeros by default.
        - `constants`: tensor or list of tensors, passed to the cell at each step.

    Shapes:
        Inputs `(batch, time, ...)`; outputs `(batch, ...)`, or `(batch, time, ...)` with
        `return_sequences`.

    Raises:
        ValueError: if the cell has no method `call` or no attribute `state_size`.

    Example::

        from keras.layers import Input, Layer, RNN

        class Sum(Layer):
            state_size = 8

            def call(self, inputs, states):
                total = inputs + states[0]
                return total, [total]

        sums = RNN(Sum(), return_sequences=True)(Input((None, 8)))
    """

    supports_masking = True

    def __init__(self, cell, return_sequences=False, return_state=False, go_backwards=False,
                 stateful=False, unroll=False, **kwargs):
        if isinstance(cell, (list, tuple)):
            cell = StackedRNNCells(cell)
        check_cell(cell)
        super().__init__(**kwargs)
        self.cell = cell
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.unroll = unroll
        self.input_spec = [InputSpec(min_ndim=3)]
        self._states = None

    # Calls

    def assert_input_compatibility(self, inputs):
        inputs, states, _ = self._split_inputs(inputs)
        check_tensors(self.name, [inputs] + states)
        super().assert_input_compatibility(inputs)
        if states:
            check_states(self.name, states, self._state_shapes(K.int_shape(inputs)))

    def _state_shapes(self, input_shape):
        """Returns the shapes of the states, without the batch axis, for an input shape."""
        return state_shapes(self.cell)

    def _step_output_shape(self, input_shape):
        """Returns the output shape of a step, without the batch axis, for an input shape."""
        return output_shape(self.cell)

    def build(self, input_shape):
        input_shape, _, constants = self._split_inputs(input_shape)
        self._check_constants(constants)
        if isinstance(self.cell, Layer) and not self.cell.built:
            step_shape = (input_shape[0],) + tuple(input_shape[2:])
            self.cell.build([step_shape] + constants if constants else step_shape)
            self.cell.built = True
        batch_size = input_shape[0] if self.stateful else None
        self.input_spec = [InputSpec(shape=(batch_size, None) + tuple(input_shape[2:]))]
        self.state_spec = [InputSpec(shape=(None,) + shape)
                           for shape in self._state_shapes(input_shape)]
        if self.stateful and self._states is None:
            self.reset_states()
        super().build(input_shape)

    def call(self, inputs, mask=None, training=None, initial_state=None, constants=None):
        sequence, states, constants = self._split_inputs(inputs, initial_state, constants)
        if states:
            check_states(self.name, states, self._state_shapes(K.int_shape(sequence)))
        else:
            states = self.states if self.stateful else self.get_initial_state(sequence)
        time = K.int_shape(sequence)[1]
        if self.unroll and time is None:
            raise ValueError('Layer %s cannot unroll a sequence of unknown length. Specify the '
                             'length in the input shape (or as input_length of a preceding '
                             'Embedding), or omit unroll=True.' % self.name)
        forget_masks(self.cell)
        check_effort('layer %s' % self.name, self._cell_count() * (5 * time if self.unroll else 50))
        steps, step = self._begin(sequence, states, constants, training)
        last_output, outputs, states = K.rnn(
            step, steps, states, go_backwards=self.go_backwards, mask=to_list(mask)[0],
            unroll=self.unroll, input_length=time)
        if self.stateful:
            self.add_update([K.update(old, new) for old, new in zip(self.states, states)], inputs)
        output = outputs if self.return_sequences else last_output
        output._uses_learning_phase = getattr(last_output, '_uses_learning_phase', False)
        return [output] + list(states) if self.return_state else output

    def _cell_count(self):
        return len(self.cell.cells) if isinstance(self.cell, StackedRNNCells) else 1

    def _begin(self, sequence, states, constants, training):
        """Returns what the steps take from the sequence, and the function of a step."""
        call = self.cell.call
        # Our cells compute whatever does not depend on the states for the whole sequence at once.
        if getattr(call, '__func__', None) is Cell.call and not constants:
            return self.cell.begin(sequence, states, training)
        arguments = {'training': training} if has_arg(call, 'training') else {}
        if constants:
            self._check_constants(constants)
            arguments['constants'] = constants
        return sequence, lambda inputs, states: call(inputs, states, **arguments)

    def _check_constants(self, constants):
        if constants and not has_arg(self.cell.call, 'constants'):
            raise ValueError('Layer %s received constants, but the call method of its cell, a %s, '
                             'has no argument `constants`. Add one.'
                             % (self.name, type(self.cell).__name__))

    def compute_output_shape(self, input_shape):
        input_shape, _, _ = self._split_inputs(input_shape)
        axes = input_shape[:2] if self.return_sequences else input_shape[:1]
        output = tuple(axes) + self._step_output_shape(input_shape)
        if not self.return_state:
            return output
        return [output] + [(input_shape[0],) + shape for shape in self._state_shapes(input_shape)]

    def compute_mask(self, inputs, mask):
        mask = to_list(mask)[0] if self.return_sequences else None
        return [mask] + [None] * len(self.states) if self.return_state else mask

    # States

    def get_initial_state(self, inputs):
        """Returns the initial states of a batch of sequences: a list of zeros.

        Args:
            inputs: tensor `(batch, time, ...)`.

        Returns:
            List of tensors `(batch, ...)`.
        """
        return [zero_state(inputs, shape, self.dtype)
                for shape in self._state_shapes(K.int_shape(inputs))]

    @property
    def states(self):
        """List of the variables that hold the states; of None if the layer is not stateful."""
        if self._states is None:
            return [None] * len(state_shapes(self.cell))
        return self._states

    @states.setter
    def states(self, states):
        self._states = states

    def reset_states(self, states=None):
        """Sets the states with which the next batch starts.

        Args:
            states: array, or list of arrays for several states, `(batch, ...)`; None sets zeros.

        Raises:
            AttributeError: if the layer is not stateful.
            ValueError: if the arrays do not fit the states, or the batch size is unknown.
        """
        if not self.stateful:
            raise AttributeError('Layer %s has no states to reset: it was created without '
                                 'stateful=True.' % self.name)
        if self._states is None:
            self._states = self._new_states()
        if states is None:
            states = [np.zeros(K.int_shape(state)) for state in self._states]
        states = [np.asarray(state) for state in to_list(states, allow_tuple=True)]
        shapes = [spec.shape[1:] for spec in self.state_spec]
        check_states(self.name, states, shapes, self._batch_size())
        K.batch_set_value(list(zip(self._states, states)))

    def _batch_size(self):
        return self.input_spec[0].shape and self.input_spec[0].shape[0]

    def _new_states(self):
        size = self._batch_size()
        if size is None:
            raise ValueError(
                'Layer %s is stateful, so it needs to know the batch size. Pass it to the first '
                'layer of a Sequential model, as in batch_input_shape=(32, None, 8), or to '
                'Input, as in Input(batch_shape=(32, None, 8)).' % self.name)
        shapes = [(size,) + spec.shape[1:] for spec in self.state_spec]
        for shape in shapes:
            check_numbers(self.name, 'states', shape)
        return [K.zeros(shape, dtype=self.dtype) for shape in shapes]

    # Configuration

    def get_config(self):
        config = add_to_config(super().get_config(), self, 'return_sequences', 'return_state',
                               'go_backwards', 'stateful', 'unroll')
        if self._num_constants:
            config['num_constants'] = self._num_constants
        config['cell'] = serialize_keras_object(self.cell)
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        config = dict(config)
        constants = config.pop('num_constants', 0)
        cell = deserialize(config.pop('cell'), custom_objects=custom_objects)
        layer = cls(cell, **config)
        layer._num_constants = constants or 0
        return layer
