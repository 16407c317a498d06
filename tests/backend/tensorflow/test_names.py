"""The names of tensors by which frozen graphs are cut and fed."""
import pytest

from keras import backend as K
from keras.layers import Activation, AveragePooling2D, Conv2D, Dense, Input, MaxPooling2D


@pytest.mark.parametrize('layer, shape, expected', [
    (Dense(2, name='a'), (3,), 'a/BiasAdd:0'),
    (Dense(2, use_bias=False, name='a'), (3,), 'a/MatMul:0'),
    (Dense(2, activation='softmax', name='a'), (3,), 'a/Softmax:0'),
    (Conv2D(2, 3, name='a'), (8, 8, 3), 'a/BiasAdd:0'),
    (Conv2D(2, 3, use_bias=False, name='a'), (8, 8, 3), 'a/convolution:0'),
    (MaxPooling2D(name='a'), (8, 8, 3), 'a/MaxPool:0'),
    (AveragePooling2D(name='a'), (8, 8, 3), 'a/AvgPool:0'),
    (Activation('relu', name='a'), (3,), 'a/Relu:0')])
def test_names_of_keras_2(layer, shape, expected):
    K.clear_session()
    assert layer(Input(shape)).name == expected
