"""Masks on their way through layers and models."""
import numpy as np
import pytest

from keras import backend as K
from keras.engine.base_layer import Layer
from keras.engine.input_layer import Input
from keras.engine.training import Model
from keras.layers import Dense, Flatten, Masking


class Average(Layer):
    """Average over time of the steps that are not masked."""

    supports_masking = True

    def call(self, inputs, mask=None):
        if mask is None:
            return K.mean(inputs, axis=1)
        weights = K.expand_dims(K.cast(mask, 'float32'))
        return K.sum(inputs * weights, axis=1) / K.sum(weights, axis=1)

    def compute_mask(self, inputs, mask=None):
        return None

    def compute_output_shape(self, input_shape):
        return input_shape[:1] + input_shape[2:]


DATA = np.array([[[1., 2.], [3., 4.], [0., 0.]]])


def predict(model, data=DATA):
    return K.function(model.inputs, model.outputs)([data])[0]


def test_mask_is_handed_on_and_used():
    x = Input((3, 2))
    masked = Masking()(x)
    h = Dense(2, kernel_initializer='identity')(masked)
    layer = Average()
    model = Model(x, layer(h))
    assert layer.input_mask is not None and layer.output_mask is None
    assert masked._keras_history[0].input_mask is None
    np.testing.assert_allclose(predict(model), [[2., 3.]])


def test_mask_in_a_model_called_on_other_inputs():
    x = Input((3, 2))
    masking = Model(x, Masking()(x))
    x2 = Input((3, 2))
    model = Model(x2, Average()(masking(x2)))
    np.testing.assert_allclose(predict(model), [[2., 3.]])
    x3 = Input((3, 2))
    outer = Model(x3, model(x3))
    np.testing.assert_allclose(predict(outer), [[2., 3.]])


def test_mask_goes_into_a_model():
    x = Input((3, 2))
    average = Model(x, Average()(x))
    np.testing.assert_allclose(predict(average), [[4 / 3, 2.]], rtol=1e-6)
    x2 = Input((3, 2))
    model = Model(x2, average(Masking()(x2)))
    np.testing.assert_allclose(predict(model), [[2., 3.]])


def test_mask_given_by_hand():
    x = Input((3, 2))
    model = Model(x, Average()(x, mask=K.constant([[True, False, False]], dtype='bool')))
    np.testing.assert_allclose(predict(model), [[1., 2.]])


def test_layer_without_support_refuses_a_mask():
    with pytest.raises(TypeError, match='Layer flat does not support masking.*supports_masking'):
        Flatten(name='flat')(Masking()(Input((3, 4))))
    with pytest.raises(TypeError, match='does not support masking'):
        Layer().compute_mask(None, [None, K.constant([True], dtype='bool')])
    assert Layer().compute_mask(None, [None, None]) is None


def test_compute_mask_of_a_model():
    x = Input((3, 2))
    model = Model(x, Masking()(x))
    assert model.compute_mask(x, None) is model.output_mask
    other = Input((3, 2))
    mask = model.compute_mask(other, None)
    found = K.function([other], [mask])([DATA])[0]
    np.testing.assert_array_equal(found, [[True, True, False]])
