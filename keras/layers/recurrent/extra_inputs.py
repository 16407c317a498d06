"""Calls of recurrent layers with more than a sequence."""
from keras import backend as K
from keras.utils.generic_utils import to_list


class ExtraInputs:
    """Calls with initial states and constants beside the sequence, for layers to inherit.

    Where layers made them, they become inputs like the sequence, so that a model finds its way
    back through them: the layer is called on the list of the sequence, the states and the
    constants. Other tensors are arguments of the call.
    """

    _num_constants = 0

    def __call__(self, inputs, initial_state=None, constants=None, **kwargs):
        states, constants = as_list(initial_state), as_list(constants)
        if constants:
            self._num_constants = len(constants)
        extra = states + constants
        if extra and isinstance(inputs, (list, tuple)):
            raise ValueError('Layer %s received initial states or constants in its list of inputs '
                             'and as arguments. Pass them in one way.' % self.name)
        from_layers = [x for x in extra if K.is_keras_tensor(x)]
        if from_layers and len(from_layers) < len(extra):
            raise ValueError(
                'The initial states and constants of layer %s should all be outputs of layers (or '
                'Input), or none of them; but %d of %d are.'
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
            inputs: tensor, or list of tensors; or shapes of tensors.
            initial_state: tensor or list of tensors, in case that no states are in `inputs`.
            constants: likewise.
        """
        if not isinstance(inputs, list):
            return inputs, as_list(initial_state), as_list(constants)
        end = len(inputs) - self._num_constants
        return (inputs[0], inputs[1:end] or as_list(initial_state),
                inputs[end:] or as_list(constants))


def as_list(tensors):
    """Returns None as an empty list, a tensor as a list of it, and a list as it is."""
    return [] if tensors is None else to_list(tensors, allow_tuple=True)
