"""Building models that learn what their inputs are from the first data."""
import itertools

import numpy as np

from keras.utils.generic_utils import to_list, unpack_singleton

from .batches import is_sequence
from .input_layer import Input
from .network import Network


def build_for_data(model, x):
    """Builds a model such that it takes data of the shape of `x`.

    Args:
        model: `Sequential` without an input shape, or a subclass that overrides `call`.
        x: array, or list or dictionary of arrays.

    Raises:
        ValueError: if there are no data to learn from, or no layers.
    """
    if not model.layers and type(model).call is Network.call:
        raise ValueError('The model %s has no layers yet: add() some first.' % model.name)
    if isinstance(x, dict):
        x = list(x.values())
    arrays = [x] if hasattr(x, 'shape') else list(x or [])
    if not arrays:
        raise ValueError('The model %s is not built yet, and there are no data that tell the shape '
                         'of its inputs.' % model.name)
    if not hasattr(arrays[0], 'shape'):
        arrays = [np.asarray(arrays)]
    shapes = [(None,) + (tuple(array.shape[1:]) or (1,)) for array in arrays]
    if type(model).call is Network.call:
        model.build(unpack_singleton(shapes))
    else:
        inputs = [Input(batch_shape=shape) for shape in shapes]
        outputs = model(unpack_singleton(inputs))
        model.inputs, model.outputs = inputs, to_list(outputs)


def first_inputs(stream):
    """Looks at the inputs of the first batch of a generator or sequence.

    Args:
        stream: iterator, or object with a length and indices.

    Returns:
        The inputs, and the stream, which still has that batch.
    """
    if is_sequence(stream) or not hasattr(stream, '__next__'):
        batch = stream[0]
    else:
        batch = next(stream)
        stream = itertools.chain([batch], stream)
    return batch[0] if isinstance(batch, tuple) else batch, stream
