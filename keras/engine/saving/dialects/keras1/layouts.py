"""Weights in the layouts of Keras 1."""
import itertools

import numpy as np

from keras import backend as K
from keras.engine.registry import is_a

from .kernels import old_axes

# The gates of recurrent layers, which had separate weights: their order in Keras 1, and their order
# in the joined weights of Keras 2.
_GATES = {'LSTMCell': ('icfo', 'ifco'), 'ConvLSTM2DCell': ('icfo', 'ifco'),
          'GRUCell': ('zrh', 'zrh')}

_CONVOLUTIONS = ('Conv1D', 'Conv2D', 'Conv3D', 'SeparableConv1D', 'SeparableConv2D',
                 'ConvLSTM2DCell')


def weights(arrays, layer, variables, written):
    """Converts the weights of a layer or model, where they fit, to the layouts of Keras 2.

    The arrays may also be those of the same shapes that an optimizer keeps for each weight.
    """
    if not written.by_keras1:
        return arrays
    return [array for owner, own, taken in _runs(layer, variables, arrays)
            for array in _relaid(owner, own, taken)]


def names_of(layer, variables, names, arrays):
    """Returns the names of the Keras 1 weights of a layer that became some of its weights.

    Args:
        layer: layer or model.
        variables: list of some of its weights.
        names: list of the names of its weights in Keras 1.
        arrays: list of these weights.

    Returns:
        List of names.
    """
    wanted = {id(variable) for variable in variables}
    named = iter(names)
    return [name for owner, own, taken in _runs(layer, layer.weights, arrays)
            for i, name in enumerate(itertools.islice(named, len(taken)))
            if own and id(own[min(i, len(own) - 1)]) in wanted]


def _runs(layer, variables, arrays):
    """Yields innermost layers, each with its weights among the variables and the arrays for them.

    Remaining arrays come last, without a layer.
    """
    owners = _owners(layer)
    arrays = list(arrays)
    for owner, run in itertools.groupby(variables, lambda variable: owners.get(id(variable))):
        own = list(run)
        number = len(own) * len(_separate_gates(owner, own, arrays) or '1')
        yield owner, own, arrays[:number]
        del arrays[:number]
    if arrays:
        yield None, [], arrays


def _owners(layer):
    """Returns a dictionary from the ids of variables to the innermost layers that have them."""
    owners = {id(w): layer for w in layer._trainable_weights + layer._non_trainable_weights}
    for inner in layer._layers:
        owners.update(_owners(inner))
    return owners


def _separate_gates(owner, own, arrays):
    """Returns the gates, in order, if the next arrays are weights of single gates."""
    names = [cls.__name__ for cls in type(owner).__mro__ if cls.__name__ in _GATES]
    if not names or not arrays or arrays[0].shape == K.int_shape(own[0]):
        return None
    return _GATES[names[0]][0]


def _relaid(owner, own, arrays):
    """Returns the converted arrays of an innermost layer; unchanged if they do not fit."""
    gates = _separate_gates(owner, own, arrays)
    if gates:
        return _side_by_side(owner, own, arrays, gates)
    if type(owner).__name__ == 'Highway':  # whose kernels came with their biases in Keras 1.0
        arrays = sorted(arrays, key=lambda array: -array.ndim)
    return [_kernel(owner, K.int_shape(variable), array)
            for variable, array in zip(own, arrays)] + arrays[len(own):]


def _side_by_side(owner, own, arrays, gates):
    """Joins the weights of single gates."""
    order = [gates.index(gate) for gate in dict(_GATES.values())[gates]]
    joined = []
    for kind, variable in enumerate(own):
        *lengths, last = K.int_shape(variable)
        shape = tuple(lengths) + (last // len(gates),)
        parts = [_kernel(owner, shape, array) for array in arrays[kind::len(own)]]
        if [part.shape for part in parts] != [shape] * len(gates):
            return arrays
        joined.append(np.concatenate([parts[i] for i in order], axis=-1))
    return joined


def _kernel(owner, shape, array):
    """Transposes the kernel of a convolution to a shape, if possible."""
    for axes in _possible_axes(owner, array):
        transposed = array.transpose(axes)
        if len(shape) == 3 and transposed.shape[1] == 1:  # sequences were images with one column
            transposed = transposed[:, 0]
        if transposed.shape == shape:
            return transposed
    return array


def _possible_axes(owner, array):
    if not is_a(owner, *_CONVOLUTIONS) or array.ndim not in (4, 5):
        return []
    orderings = ('th', 'tf') if owner.data_format == 'channels_first' else ('tf', 'th')
    return [old_axes(array.ndim, ordering, is_a(owner, 'Conv2DTranspose'))
            for ordering in orderings]
