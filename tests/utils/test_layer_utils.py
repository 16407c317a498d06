"""Inputs behind a tensor, and converted weights."""
import numpy as np

from keras import backend as K
from keras.engine.input_layer import Input
from keras.engine.sequential import Sequential
from keras.layers import Add, Conv2D, Dense, Flatten, UpSampling2D
from keras.utils.layer_utils import (
    convert_all_kernels_in_model,
    convert_dense_weights_data_format,
    get_source_inputs,
)


def same(xs, ys):
    return len(xs) == len(ys) and all(x is y for x, y in zip(xs, ys))


def test_get_source_inputs():
    a, b = Input((3,)), Input((3,))
    dense = Dense(3)
    y = Add()([dense(a), b, dense(b), a])
    assert same(get_source_inputs(y), [a, b])
    assert same(get_source_inputs(a), [a])
    raw = K.placeholder((2, 3))
    assert same(get_source_inputs(raw), [raw])
    assert same(get_source_inputs(Dense(2)(raw)), [raw])
    assert same(get_source_inputs(y, dense, 0), [a])


def test_convert_all_kernels():
    model = Sequential([Conv2D(2, (2, 3), input_shape=(5, 5, 1)), UpSampling2D(), Flatten(),
                        Dense(2)])
    before = model.get_weights()
    convert_all_kernels_in_model(model)
    after = model.get_weights()
    np.testing.assert_array_equal(after[0], before[0][::-1, ::-1])
    for old, new in zip(before[1:], after[1:]):
        np.testing.assert_array_equal(new, old)


def test_convert_dense_weights():
    maps = np.arange(24.).reshape(1, 2, 3, 4)  # (batch, rows, columns, channels)
    first = maps.transpose(0, 3, 1, 2)
    dense = Dense(5)
    dense.build((None, 24))
    kernel, bias = dense.get_weights()
    expected = maps.reshape(1, 24).dot(kernel)
    convert_dense_weights_data_format(dense, (4, 2, 3), 'channels_first')
    np.testing.assert_allclose(first.reshape(1, 24).dot(dense.get_weights()[0]), expected,
                               rtol=1e-5)
    convert_dense_weights_data_format(dense, (2, 3, 4), 'channels_last')
    np.testing.assert_allclose(dense.get_weights()[0], kernel)
    np.testing.assert_allclose(dense.get_weights()[1], bias)
