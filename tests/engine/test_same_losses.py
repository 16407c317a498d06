"""The same start and batches give the same losses on every engine, step by step.

`same_losses.json` holds the losses that TensorFlow gave, as this file prints them when it is run.
"""
import json
import os

import numpy as np
import pytest

from keras import backend as K
from keras.layers import (
    GRU,
    LSTM,
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Embedding,
    Flatten,
    MaxPooling2D,
    SeparableConv2D,
)
from keras.models import Sequential
from keras.optimizers import SGD, Adam, RMSprop
from keras.regularizers import l2

EXPECTED = os.path.join(os.path.dirname(__file__), 'same_losses.json')
STEPS = 20
WAYS_TO_COMPILE = {'as tests do': {}}
if K.backend() == 'theano':
    # The other tests leave most of Theano's optimizations out.
    import theano
    WAYS_TO_COMPILE['optimized'] = {'mode': theano.Mode('py', 'fast_run')}


def mlp(numbers, **how):
    model = Sequential([
        Dense(64, activation='relu', kernel_regularizer=l2(1e-3), input_shape=(20,)),
        Dense(32, activation='tanh'),
        Dense(5, activation='softmax'),
    ])
    model.compile(Adam(), 'categorical_crossentropy', **how)
    return model, numbers.normal(size=(32, 20)), np.eye(5)[numbers.randint(5, size=32)]


def convnet(numbers, **how):
    model = Sequential([
        Conv2D(8, 3, padding='same', strides=2, input_shape=(13, 13, 3)),
        BatchNormalization(),
        Activation('relu'),
        MaxPooling2D(padding='same'),
        SeparableConv2D(12, 3, padding='same'),
        BatchNormalization(),
        Activation('relu'),
        AveragePooling2D(padding='same'),
        Flatten(),
        Dense(5, activation='softmax'),
    ])
    model.compile(RMSprop(), 'sparse_categorical_crossentropy', **how)
    return model, numbers.normal(size=(32, 13, 13, 3)), numbers.randint(5, size=(32, 1))


def masked_lstm(numbers, **how):
    model = Sequential([
        Embedding(50, 16, mask_zero=True),
        LSTM(16, return_sequences=True),
        GRU(8, reset_after=True),
        Dense(1, activation='sigmoid'),
    ])
    model.compile(SGD(.3, momentum=.9, nesterov=True), 'binary_crossentropy', **how)
    lengths = numbers.randint(3, 12, size=(32, 1))
    words = numbers.randint(50, size=(32, 12)) * (np.arange(12) < lengths)
    return model, words, numbers.randint(2, size=(32, 1))


def losses(make, **how):
    numbers = np.random.RandomState(0)
    model, x, y = make(numbers, **how)
    model.set_weights([start_value(numbers, weight) for weight in model.get_weights()])
    return [float(model.train_on_batch(x, y)) for _ in range(STEPS)]


def start_value(numbers, weight):
    """Returns a random matrix; vectors (biases, moments) stay as they are."""
    if weight.ndim < 2:
        return weight
    return numbers.normal(scale=np.prod(weight.shape[:-1]) ** -.5, size=weight.shape)


@pytest.mark.parametrize('way', sorted(WAYS_TO_COMPILE))
@pytest.mark.parametrize('make', [mlp, convnet, masked_lstm], ids=lambda make: make.__name__)
def test_the_losses_are_those_of_tensorflow(make, way):
    with open(EXPECTED) as file:
        expected = json.load(file)[make.__name__]
    assert expected[-1] < .9 * expected[0]
    np.testing.assert_allclose(losses(make, **WAYS_TO_COMPILE[way]), expected, rtol=1e-4, atol=1e-5)


if __name__ == '__main__':
    print(json.dumps({make.__name__: [round(loss, 7) for loss in losses(make)]
                      for make in (mlp, convnet, masked_lstm)}, indent=1))
