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


def test_loops_of_tensorflow():
    # The loss of keras-yolo3 goes through the images of a batch so.
    x = K.constant([[1., 2.], [3., 4.], [5., 6.]])
    masks = K.tensor_array_ops.TensorArray('float32', size=1, dynamic_size=True)

    def body(i, masks):
        return i + 1, masks.write(i, K.sum(x[i]))
    _, masks = K.control_flow_ops.while_loop(lambda i, *args: i < 3, body, [0, masks])
    np.testing.assert_array_equal(K.eval(masks.stack()), [3, 7, 11])
    assert K.eval(K.control_flow_ops.cond(K.constant(1.) > 0, lambda: K.constant(2.),
                                          lambda: K.constant(3.))) == 2
    np.testing.assert_array_equal(K.eval(K.functional_ops.map_fn(K.sum, x)), [3, 7, 11])
    assert tensorflow_backend.control_flow_ops is K.control_flow_ops


def test_moving_averages_of_tensorflow():
    x = K.variable(4.)
    K.function([], [], updates=[K.moving_averages.assign_moving_average(
        x, K.constant(0.), 0.75, zero_debias=False)])([])
    assert K.get_value(x) == 3


def test_inputs_and_paddings_for_convolutions_of_tensorflow():
    images = K.placeholder((None, 3, 8, 9))
    x, data_format = tensorflow_backend._preprocess_conv2d_input(images, 'channels_first')
    padding = tensorflow_backend._preprocess_padding('same')
    y = tensorflow_backend.tf.nn.convolution(x, K.ones((3, 3, 3, 2)), padding,
                                             data_format=data_format)
    assert K.int_shape(y) == (None, 8, 9, 2)
    x, data_format = tensorflow_backend._preprocess_conv1d_input(K.zeros((2, 4, 3)),
                                                                 'channels_last')
    assert (K.int_shape(x), data_format) == ((2, 4, 3), 'NWC')
    x, data_format = tensorflow_backend._preprocess_conv3d_input(K.zeros((1, 2, 3, 4, 5)),
                                                                 'channels_first')
    assert (K.int_shape(x), data_format) == ((1, 3, 4, 5, 2), 'NDHWC')
    with pytest.raises(ValueError, match='padding'):
        tensorflow_backend._preprocess_padding('full')


@pytest.mark.parametrize('name', ['_regular_normalize_batch_in_training',
                                  '_broadcast_normalize_batch_in_training'])
def test_normalization_of_tensorflow(name):
    x = np.random.rand(4, 3).astype('float32')
    axes = [0] if 'regular' in name else [1]
    normalize = getattr(tensorflow_backend, name)
    y, mean, variance = [K.eval(part) for part in normalize(K.variable(x), None, None, axes)]
    np.testing.assert_allclose(mean.ravel(), x.mean(axis=axes[0]), rtol=1e-5)
    np.testing.assert_allclose(variance.ravel(), x.var(axis=axes[0]), rtol=1e-4)
    wanted = (x - x.mean(axes[0], keepdims=True)) / np.sqrt(x.var(axes[0], keepdims=True) + 1e-3)
    np.testing.assert_allclose(y, wanted, rtol=1e-3, atol=1e-5)


def test_names_taken_from_the_backend():
    tf = tensorflow_backend.tf
    with tf.Session(config=tf.ConfigProto(device_count={'GPU': 0})) as session:
        tensorflow_backend.set_session(session)
        assert tensorflow_backend._get_available_gpus() == []
        x = tensorflow_backend._to_tensor([1, 2], 'float32')
        np.testing.assert_array_equal(session.run(tf.log(x)), np.log(np.float32([1, 2])))
