"""Undocumented names of Keras 2 that cells written for it import from here."""
from keras import backend as K

from .extra_inputs import as_list


def _generate_dropout_mask(ones, rate, training=None, count=1):
    """Returns a dropout mask, or a list of `count` of them, of the shape of `ones`."""
    masks = [K.in_train_phase(lambda: K.dropout(ones, rate), ones, training=training)
             for _ in range(count)]
    return masks if count > 1 else masks[0]


def _standardize_args(inputs, initial_state, constants, num_constants):
    """Splits the list that a recurrent layer was called on.

    Returns:
        The sequence, the list of states and the list of constants; None for an empty list.
    """
    if isinstance(inputs, list):
        end = len(inputs) - (num_constants or 0)
        inputs, initial_state, constants = inputs[0], inputs[1:end], inputs[end:]
    return inputs, as_list(initial_state) or None, as_list(constants) or None
