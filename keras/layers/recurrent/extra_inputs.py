"""Calls of recurrent layers with initial states and constants."""
from keras import backend as K
from keras.utils.generic_utils import to_list


class ExtraInputs:
    """Mixin for layers whose calls take initial states and constants besides the sequence.

    If these tensors come from layers, they become inputs like the sequence, so that the model can
    trace its graph through them: the layer is called on the list of the sequence, the states and
    the constants. Other tensors are passed as arguments of the call.
    """

    _num_constants = 0

    def __call__(self, inputs, initial_state=None, constants=None, **kwargs):
        states, constants = as_list(initial_state), as_list(constants)
        if constants:
            self._num_constants = len(constants)
        extra = states + constants
        if extra and isinstance(inputs, (list, tuple)):
            raise ValueError('Layer %s received initial states or constants both in its list of '
                             'inputs and as arguments. Pass them in only one way.' % self.name)
        from_layers = [x for x in extra if K.is_keras_tensor(x)]
        if from_layers and len(from_layers) < len(extra):
            raise ValueError(
                'Either all initial states and constants of layer %s must be outputs of layers (or '
                'Input), or none, but %d of %d are.'
                % (self.name, len(from_layers), len(extra)))
        if from_layers:
            inputs = [inputs] + extra
        else:
            kwargs.update((name, given) for name, given in (
                ('initial_state', states), ('constants', constants)) if given)
        return super().__call__(inputs, **kwargs)

    def _split_inputs(self, inputs, initial_state=None, constants=None):
        """Returns the sequence, the list of states and the list of constants.

        Args:
            inputs: tensor, or list of tensors; or the shapes of tensors.
            initial_state: tensor or list of tensors, used if `inputs` holds no states.
            constants: tensor or list of tensors, used if `inputs` holds no constants.
        """
        if not isinstance(inputs, list):
            return inputs, as_list(initial_state), as_list(constants)
        end = len(inputs) - self._num_constants
        return (inputs[0], inputs[1:end] or as_list(initial_state),
                inputs[end:] or as_list(constants))


def as_list(tensors):
    """Returns an empty list for None, a list of one tensor for a tensor, and a list unchanged."""
    return [] if tensors is None else to_list(tensors, allow_tuple=True)
