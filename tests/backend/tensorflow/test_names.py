"""Names that code on top of Keras 2 knows: of tensors (to cut frozen graphs), of functions."""
import numpy as np
import pytest

from keras import backend as K
from keras.backend import tensorflow_backend
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


def test_names_taken_from_the_backend():
    tf = tensorflow_backend.tf
    with tf.Session(config=tf.ConfigProto(device_count={'GPU': 0})) as session:
        tensorflow_backend.set_session(session)
        assert tensorflow_backend._get_available_gpus() == []
        x = tensorflow_backend._to_tensor([1, 2], 'float32')
        np.testing.assert_array_equal(session.run(tf.log(x)), np.log(np.float32([1, 2])))
