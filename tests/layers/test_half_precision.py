"""Layers in float16 learn what they learn in float32."""
import numpy as np
import pytest
from numpy.testing import assert_allclose

from keras import backend as K
from keras.layers import (
    GRU,
    LSTM,
    BatchNormalization,
    Conv1D,
    Conv2D,
    Conv2DTranspose,
    ConvLSTM2D,
    Dense,
    Embedding,
    GlobalAveragePooling1D,
    LocallyConnected1D,
    MaxPooling2D,
    SeparableConv2D,
    UpSampling2D,
)
from keras.models import Sequential
from keras.optimizers import SGD

LAYERS = {
    'dense': lambda: [Dense(2, input_dim=3)],
    'convolution': lambda: [Conv2D(2, 2, input_shape=(4, 4, 1)), MaxPooling2D()],
    'dilation': lambda: [Conv1D(2, 2, dilation_rate=2, padding='causal', input_shape=(4, 2))],
    'transposed convolution': lambda: [Conv2DTranspose(2, 2, strides=2, input_shape=(2, 2, 2))],
    'separable convolution': lambda: [SeparableConv2D(2, 2, input_shape=(3, 3, 2))],
    'local convolution': lambda: [LocallyConnected1D(2, 2, input_shape=(3, 2))],
    'upsampling': lambda: [Conv2D(2, 1, input_shape=(2, 2, 1)),
                           UpSampling2D(interpolation='bilinear')],
    'batch normalization': lambda: [Dense(2, input_shape=(2, 2, 3)), BatchNormalization()],
    'recurrence': lambda: [LSTM(2, input_shape=(3, 2), return_sequences=True), GRU(2)],
    'recurrent convolution': lambda: [ConvLSTM2D(2, 2, input_shape=(2, 3, 3, 1))],
    'embedding': lambda: [Embedding(3, 2, input_length=3), GlobalAveragePooling1D()],
}


def trained(layers, floatx, weights=None):
    """Returns a model's weights before and after a step, and its predictions after."""
    K.set_floatx(floatx)
    model = Sequential(layers())
    model.compile(SGD(.5), 'mse')
    if weights is not None:
        model.set_weights(weights)
    before = model.get_weights()
    shape = (4,) + model.input_shape[1:]
    x = np.arange(np.prod(shape)).reshape(shape) % 3
    loss = model.train_on_batch(x, np.ones((4,) + model.output_shape[1:]))
    predicted = model.predict(x)
    assert predicted.dtype == floatx and np.isfinite(loss)
    return before, model.get_weights(), predicted


@pytest.mark.parametrize('name', sorted(LAYERS))
def test_a_step(name):
    before, expected, predicted = trained(LAYERS[name], 'float32')
    _, found, predicted_half = trained(LAYERS[name], 'float16', before)
    assert all(w.dtype == 'float16' for w in found)
    for wanted, weights in zip(expected, found):
        assert_allclose(weights, wanted, rtol=5e-3, atol=2e-3)
    assert_allclose(predicted_half, predicted, rtol=1e-2, atol=1e-2)
