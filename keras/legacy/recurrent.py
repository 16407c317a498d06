"""The base class of recurrent layers before cells were introduced."""
from keras.engine.base_layer import InputSpec
from keras.layers.arguments import add_to_config
from keras.layers.recurrent.rnn import RNN
from keras.utils.generic_utils import is_all_none


class Recurrent(RNN):
    """A recurrent layer whose subclass computes the steps. For new layers, write a cell for `RNN`.

    A subclass sets `units`, and in `build` the list `states`, with None for each state. It
    overrides `step`, and optionally `preprocess_input`, `get_constants` and `get_initial_state`.

    Args:
        return_sequences: as in `RNN`.
        return_state: as in `RNN`.
        go_backwards: as in `RNN`.
        stateful: as in `RNN`.
        unroll: as in `RNN`.
        implementation: int, which subclasses may use.

    Example::

        from keras.legacy.recurrent import Recurrent

        class Sum(Recurrent):
            units = 8

            def build(self, input_shape):
                self.states = [None]
                super().build(input_shape)

            def step(self, inputs, states):
                total = inputs + states[0]
                return total, [total]
    """

    units = None
    dropout = recurrent_dropout = 0
    state_spec = None
    _num_states = 1
    _states = None

    def __init__(self, return_sequences=False, return_state=False, go_backwards=False,
                 stateful=False, unroll=False, implementation=0, **kwargs):
        super().__init__(_NoCell(), return_sequences, return_state, go_backwards, stateful,
                         unroll, **kwargs)
        self.implementation = implementation
        self.input_spec = [InputSpec(ndim=3)]

    def __call__(self, inputs, initial_state=None, **kwargs):
        return super().__call__(inputs, initial_state=initial_state, **kwargs)

    def call(self, inputs, mask=None, training=None, initial_state=None):
        return super().call(inputs, mask=mask, training=training, initial_state=initial_state)

    def _begin(self, sequence, states, constants, training):
        constants = list(self.get_constants(sequence, training=training))
        steps = self.preprocess_input(sequence, training=training)
        return steps, lambda inputs, states: self.step(inputs, list(states) + constants)

    def step(self, inputs, states):
        """Computes one step. Every subclass overrides it.

        Args:
            inputs: tensor (batch, ...), a step of the result of `preprocess_input`.
            states: list of the states, followed by the constants.

        Returns:
            The output, a tensor, and the list of the new states.
        """
        raise NotImplementedError('%s must define `step(self, inputs, states)`, which computes '
                                  'a step.' % type(self).__name__)

    def preprocess_input(self, inputs, training=None):
        """Computes what can be computed for all steps at once; by default, nothing.

        Args:
            inputs: tensor (batch, time, ...).
            training: whether to behave as in training; None for the learning phase.

        Returns:
            Tensor (batch, time, ...).
        """
        return inputs

    def get_constants(self, inputs, training=None):
        """Returns the list of tensors that each step gets; empty by default.

        Args:
            inputs: tensor (batch, time, ...).
            training: whether to behave as in training; None for the learning phase.
        """
        return []

    def _state_shapes(self, input_shape):
        if self.units is None:
            raise ValueError('Layer %s must set its attribute `units`, the size of its output '
                             'and its states.' % self.name)
        return [(self.units,)] * len(self.states)

    def _step_output_shape(self, input_shape):
        return self._state_shapes(input_shape)[0]

    @property
    def states(self):
        """List of the variables of the states; a list of None if the layer is not stateful."""
        return [None] * self._num_states if self._states is None else self._states

    @states.setter
    def states(self, states):
        self._num_states = len(states)
        self._states = None if is_all_none(states) else states

    def reset_states(self, states=None):
        """Sets the initial states of the next batch (see `RNN.reset_states`)."""
        shapes = self._state_shapes(self.input_spec[0].shape)
        self.state_spec = [InputSpec(shape=(None,) + shape) for shape in shapes]
        super().reset_states(states)

    def get_config(self):
        config = super().get_config()
        del config['cell']
        return add_to_config(config, self, 'implementation')

    @classmethod
    def from_config(cls, config):
        """Makes a layer from its configuration (see `Layer.from_config`)."""
        return cls(**config)


class _NoCell:
    """Replaces the cell of an `RNN` for a layer that computes the steps itself."""

    state_size = None

    def call(self, inputs, states):
        raise NotImplementedError

    def get_config(self):
        return {}
