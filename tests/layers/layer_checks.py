"""Checking a layer from all sides at once, against numbers computed elsewhere."""
import json

import numpy as np
from numpy.testing import assert_allclose

from keras import backend as K
from keras.layers import Input
from keras.models import Sequential


def random(*shape, **how):
    """Returns a float32 array of `shape`, drawn evenly from -1 to 1; `seed` gives others."""
    generator = np.random.RandomState(how.get('seed', 0) + int(np.prod(shape)))
    return generator.uniform(-1, 1, shape).astype('float32')


def check_layer(layer, inputs, expected, weights=(), **how):
    """Asserts what a layer computes, and that it does so however it is put to use.

    The output must be the expected one from the layer itself, from a layer made of its
    configuration (through JSON) and, with a single input, from that layer in a `Sequential`
    model; with lengths known and unknown. The shapes that the layer announces must come out.

    Args:
        layer: layer that has not been called yet.
        inputs: array, or list of arrays.
        expected: array, or function of the inputs that returns one.
        weights: list of arrays to set.
        free: axes of the inputs (other than the batch) that may also have an unknown length.
        training: learning phase, 0 or 1.
        atol: absolute tolerance.

    Returns:
        The layer.
    """
    arrays = inputs if isinstance(inputs, list) else [inputs]
    expected = expected(*arrays) if callable(expected) else np.asarray(expected)
    outputs, tensors, announced = [], [], []

    def put_to_use(layer, free=()):
        placeholders = [Input(batch_shape=_shape(x, free), dtype=x.dtype.name) for x in arrays]
        called_on = placeholders if len(arrays) > 1 else placeholders[0]
        outputs.append(layer(called_on))
        tensors.extend(placeholders)
        announced.append(K.int_shape(outputs[-1]))
        shapes = [K.int_shape(x) for x in placeholders]
        assert layer.compute_output_shape(shapes if len(arrays) > 1 else shapes[0]) \
            == announced[-1]

    put_to_use(layer)
    assert [w.shape for w in layer.get_weights()] == [np.shape(w) for w in weights]
    copy = _copied(layer)
    put_to_use(copy)
    copies = [layer, copy]
    if how.get('free'):
        copies.append(_copied(layer))
        put_to_use(copies[-1], how['free'])
    if len(arrays) == 1:
        model = Sequential([_copied(layer, batch_input_shape=_shape(arrays[0]))])
        copies.append(model)
        tensors.append(model.inputs[0])
        outputs.append(model.outputs[0])
        announced.append(model.output_shape)
    for one in copies:
        one.set_weights(weights)
    function = K.function(tensors + [K.learning_phase()], outputs)
    found = function(arrays * (len(tensors) // len(arrays)) + [how.get('training', 0)])
    for array, shape in zip(found, announced):
        assert array.shape == expected.shape
        assert all(size in (None, length) for size, length in zip(shape, array.shape)), shape
        assert_allclose(array, expected, rtol=1e-5, atol=how.get('atol', 1e-5))
    assert None not in announced[0][1:]
    return layer


def _shape(array, free=()):
    return (None,) + tuple(None if axis in free else length
                           for axis, length in enumerate(array.shape))[1:]


def _copied(layer, **more):
    config = layer.get_config()
    as_file = json.loads(json.dumps(config))
    copy = type(layer).from_config(dict(as_file, **more))
    if not more:
        assert _without_code(json.loads(json.dumps(copy.get_config()))) == _without_code(as_file)
    return copy


def _without_code(config):
    # One and the same function has its bytecode written in several ways.
    return {key: value for key, value in config.items() if config.get(key + '_type') != 'lambda'}


def output_of(layer, *arrays, **how):
    """Returns what a layer computes from arrays, with the learning phase `training` (0)."""
    tensors = [Input(batch_shape=(None,) + x.shape[1:], dtype=x.dtype.name) for x in arrays]
    outputs = layer(tensors if len(tensors) > 1 else tensors[0])
    function = K.function(tensors + [K.learning_phase()], [outputs])
    return function(list(arrays) + [how.get('training', 0)])[0]
