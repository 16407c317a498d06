"""Runs a recurrent layer in both directions."""
from keras import backend as K
from keras.engine.tracking import disable_tracking
from keras.layers.arguments import refuse
from keras.layers.recurrent.extra_inputs import ExtraInputs
from keras.utils.generic_utils import CustomObjectScope, has_arg, to_list, unpack_singleton
from keras.utils.lost_arguments import config_of

from .wrapper import Wrapper, check_layer

_MERGES = {
    'concat': lambda forward, backward: [K.concatenate([forward, backward])],
    'sum': lambda forward, backward: [forward + backward],
    'ave': lambda forward, backward: [(forward + backward) / 2],
    'mul': lambda forward, backward: [forward * backward],
    None: lambda forward, backward: [forward, backward],
}


class Bidirectional(ExtraInputs, Wrapper):
    """Runs a recurrent layer forward over a sequence, and a copy of it backward.

    With `return_sequences` the outputs of both directions are in the order of the inputs. With
    `return_state` the states of the forward layer follow the outputs, then those of the backward
    layer. Source: Schuster and Paliwal, Bidirectional recurrent neural networks, 1997.

    Args:
        layer: recurrent layer, such as `LSTM`. It is the template of the two layers that are used;
            it is not used itself.
        merge_mode: how to merge the outputs of both directions: `'concat'` (along the last axis),
            `'sum'`, `'ave'` (mean), `'mul'` (product), or None to return both.
        weights: list of arrays, initial weights of the forward layer, then of the backward layer.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Call arguments:
        - `inputs`: tensor `(batch, time, features)`.
        - `mask`: tensor `(batch, time)`, False at steps to skip.
        - `training`: bool, whether to run in training mode; None uses the learning phase.
        - `initial_state`: list of tensors, the initial states of the forward layer, then of the
          backward layer.
        - `constants`: tensor or list of tensors, passed to the cells of both layers.

    Attributes:
        forward_layer: the layer that runs forward.
        backward_layer: the layer that runs backward.

    Shapes:
        Inputs `(batch, time, features)`; outputs as those of the recurrent layer, with twice the
        size if they are concatenated.

    Raises:
        TypeError: if `layer` is not a layer.
        ValueError: if `layer` is not recurrent, `merge_mode` is unknown, or the number of arrays in
            `weights` is odd.

    Example:
        >>> from keras.layers import Bidirectional, Dense, LSTM
        >>> model = keras.Sequential([Bidirectional(LSTM(10), input_shape=(5, 8)), Dense(3)])
        >>> model.layers[0].output_shape
        (None, 20)
    """

    supports_masking = True

    @disable_tracking
    def __init__(self, layer, merge_mode='concat', weights=None, **kwargs):
        check_layer(type(self).__name__, layer)
        if not (hasattr(layer, 'go_backwards') and hasattr(layer, 'return_sequences')):
            raise ValueError('Bidirectional takes recurrent layers such as LSTM, but %s is a %s, '
                             'which has no attributes go_backwards and return_sequences.'
                             % (layer.name, type(layer).__name__))
        self.forward_layer = _copy_layer(layer, 'forward_', go_backwards=layer.go_backwards)
        self.backward_layer = _copy_layer(layer, 'backward_', go_backwards=not layer.go_backwards)
        self._layers = [self.forward_layer, self.backward_layer]
        super().__init__(layer, **kwargs)
        if merge_mode not in _MERGES:
            refuse(self, 'merge_mode', '"concat", "sum", "ave", "mul" or None', merge_mode)
        self.merge_mode = merge_mode
        self.return_sequences = layer.return_sequences
        self.return_state = getattr(layer, 'return_state', False)
        self.stateful = layer.stateful
        self._share_out(layer, weights)

    def _share_out(self, layer, weights):
        """Sets the initial weights; by default the forward layer takes those of `layer`."""
        if weights is None:
            self.forward_layer._initial_weights = (
                layer.get_weights() if layer.built else layer._initial_weights)
            return
        if len(weights) % 2:
            refuse(self, 'weights', 'a list of as many arrays for the backward as for the forward '
                   'layer', '%d arrays' % len(weights))
        half = len(weights) // 2
        self.forward_layer._initial_weights = weights[:half]
        self.backward_layer._initial_weights = weights[half:]

    @property
    def trainable(self):
        """Whether training changes the weights of both layers."""
        return self._trainable

    @trainable.setter
    def trainable(self, value):
        self._trainable = value
        for layer in self._layers:
            layer.trainable = value

    def build(self, input_shape=None):
        sequence, states, constants = self._split_inputs(input_shape)
        for layer, own_states in self._with_states(states):
            layer._num_constants = self._num_constants
            with K.name_scope(layer.name):
                layer._build_for(unpack_singleton([
                    K.placeholder(shape=shape) for shape in [sequence] + own_states + constants]))
        super().build(input_shape)

    def call(self, inputs, mask=None, training=None, initial_state=None, constants=None):
        sequence, states, constants = self._split_inputs(inputs, initial_state, constants)
        arguments = {'mask': to_list(mask)[0], 'training': training}
        arguments = {name: value for name, value in arguments.items()
                     if has_arg(self.layer.call, name)}
        results = [self._run(layer, unpack_singleton([sequence] + own_states + constants),
                             **arguments)
                   for layer, own_states in self._with_states(states)]
        outputs = [result[0] for result in results]
        last_states = [state for result in results for state in result[1:]]
        random = any(getattr(y, '_uses_learning_phase', False) for y in outputs)
        if self.return_sequences:
            outputs[1] = K.reverse(outputs[1], 1)
        outputs = _MERGES[self.merge_mode](*outputs)
        for y in outputs:
            y._uses_learning_phase = random
        return unpack_singleton(outputs + last_states)

    def _with_states(self, states):
        """Returns pairs of each layer and its part of the initial states."""
        half = len(states) // 2
        if len(states) % 2:
            raise ValueError('layer %s takes initial states for the forward layer and as many for '
                             'the backward layer, but got %d.' % (self.name, len(states)))
        return [(self.forward_layer, states[:half]), (self.backward_layer, states[half:])]

    def compute_output_shape(self, input_shape):
        sequence, _, _ = self._split_inputs(input_shape)
        output, *states = to_list(self.forward_layer.compute_output_shape(sequence))
        if self.merge_mode == 'concat':
            size = output[-1]
            output = tuple(output[:-1]) + (None if size is None else 2 * size,)
        outputs = [output] * (1 if self.merge_mode else 2)
        return unpack_singleton(outputs + 2 * states)

    def compute_mask(self, inputs, mask):
        mask, *state_masks = to_list(self.forward_layer.compute_mask(inputs, mask))
        masks = [mask] * (1 if self.merge_mode else 2)
        return unpack_singleton(masks + 2 * state_masks)

    def reset_states(self):
        """Resets the states of both layers to zeros."""
        self.forward_layer.reset_states()
        self.backward_layer.reset_states()

    def get_config(self):
        config = super().get_config()
        config['merge_mode'] = self.merge_mode
        if self._num_constants:
            config['num_constants'] = self._num_constants
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        config = dict(config)
        constants = config.pop('num_constants', 0)
        layer = super().from_config(config, custom_objects=custom_objects)
        layer._num_constants = constants or 0
        return layer


def _copy_layer(layer, prefix, **changes):
    """Creates a layer from the configuration of another one, with new weights.

    Args:
        layer: the layer.
        prefix: string, put before its name.
        **changes: arguments that replace those of the layer.
    """
    config = dict(config_of(layer), name=prefix + layer.name, **changes)
    with CustomObjectScope({type(part).__name__: type(part) for part in _parts(layer)}):
        return type(layer).from_config(config)


def _parts(layer):
    """Yields the layers that a layer holds, such as the cell of a recurrent layer."""
    for part in layer._layers:
        yield part
        yield from _parts(part)
