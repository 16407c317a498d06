"""Layers with weights in the layout of cuDNN, and the way from there to plain layers and back."""
import numpy as np
import pytest
import recurrent_reference as reference
from layer_checks import check_layer, random
from numpy.testing import assert_allclose, assert_array_equal

from keras.engine.saving import preprocess_weights_for_loading
from keras.layers import GRU, LSTM, Bidirectional, CuDNNGRU, CuDNNLSTM, Dense, Embedding
from keras.models import Sequential

X = random(3, 5, 2)


def in_cudnn_layout(kernel, gates):
    return np.hstack([gate.T.reshape(gate.shape) for gate in np.hsplit(kernel, gates)])


def cudnn_weights(gates):
    kernel, recurrent, bias = reference.weights_of(gates, 2, 4, reset_after=True)
    return (kernel, recurrent, bias), [in_cudnn_layout(kernel, gates),
                                       in_cudnn_layout(recurrent, gates), bias.ravel()]


def test_gru():
    plain, weights = cudnn_weights(3)
    outputs, _ = reference.run(reference.gru(plain), X, [np.zeros((3, 4))])
    check_layer(CuDNNGRU(4), X, outputs[:, -1], weights, free=(1,))
    check_layer(CuDNNGRU(4, return_sequences=True), X, outputs, weights)


def test_lstm():
    (kernel, recurrent, bias), weights = cudnn_weights(4)
    step = reference.lstm([kernel, recurrent, bias.sum(axis=0)])
    outputs, _ = reference.run(step, X, [np.zeros((3, 4))] * 2)
    check_layer(CuDNNLSTM(4), X, outputs[:, -1], weights, free=(1,))
    check_layer(CuDNNLSTM(4, return_sequences=True), X, outputs, weights)


def test_start_of_the_bias():
    def bias(**arguments):
        layer = CuDNNLSTM(2, **arguments)
        layer.build((None, None, 3))
        return layer.get_weights()[2]
    # As in Keras 2.3.1.
    assert bias().tolist() == [0] * 10 + [1, 1] + [0] * 4
    assert bias(unit_forget_bias=False).tolist() == [0] * 16
    assert bias(bias_initializer='ones').tolist() == [1] * 16


def test_variables_of_the_layer():
    layer = CuDNNGRU(2)
    layer.build((None, None, 3))
    assert layer.weights == [layer.kernel, layer.recurrent_kernel, layer.bias]


def converted(layer, *shapes):
    layer.build((None, 4, 3))
    arrays = [np.arange(float(np.prod(shape))).reshape(shape) for shape in shapes]
    return preprocess_weights_for_loading(layer, arrays)


# The numbers below come from Keras 2.3.1.

def test_from_cudnn_to_lstm():
    kernel, recurrent, bias = converted(LSTM(2), (3, 8), (2, 8), (16,))
    assert_array_equal(kernel, [[0, 9, 2, 11, 4, 13, 6, 15], [1, 16, 3, 18, 5, 20, 7, 22],
                                [8, 17, 10, 19, 12, 21, 14, 23]])
    assert_array_equal(recurrent, [[0, 8, 2, 10, 4, 12, 6, 14], [1, 9, 3, 11, 5, 13, 7, 15]])
    assert_array_equal(bias, [8, 10, 12, 14, 16, 18, 20, 22])


def test_from_lstm_to_cudnn():
    kernel, recurrent, bias = converted(CuDNNLSTM(2), (3, 8), (2, 8), (8,))
    assert_array_equal(kernel, [[0, 8, 2, 10, 4, 12, 6, 14], [16, 1, 18, 3, 20, 5, 22, 7],
                                [9, 17, 11, 19, 13, 21, 15, 23]])
    assert_array_equal(recurrent, [[0, 8, 2, 10, 4, 12, 6, 14], [1, 9, 3, 11, 5, 13, 7, 15]])
    assert_array_equal(bias, 2 * [0, .5, 1, 1.5, 2, 2.5, 3, 3.5])


def test_from_cudnn_to_gru():
    kernel, recurrent, bias = converted(GRU(2, reset_after=True), (3, 6), (2, 6), (12,))
    assert_array_equal(kernel, [[0, 7, 2, 9, 4, 11], [1, 12, 3, 14, 5, 16],
                                [6, 13, 8, 15, 10, 17]])
    assert_array_equal(recurrent, [[0, 6, 2, 8, 4, 10], [1, 7, 3, 9, 5, 11]])
    assert_array_equal(bias, np.arange(12).reshape(2, 6))


def test_from_gru_to_cudnn():
    kernel, recurrent, bias = converted(CuDNNGRU(2), (3, 6), (2, 6), (2, 6))
    assert_array_equal(kernel, [[0, 6, 2, 8, 4, 10], [12, 1, 14, 3, 16, 5],
                                [7, 13, 9, 15, 11, 17]])
    assert_array_equal(recurrent, [[0, 6, 2, 8, 4, 10], [1, 7, 3, 9, 5, 11]])
    assert_array_equal(bias, np.arange(12))


@pytest.mark.parametrize('layer, bias, message', [
    (GRU(2), (12,), 'those of CuDNNGRU.*reset_after=True'),
    (GRU(2), (2, 6), r'those of GRU\(reset_after=True\).*reset_after=True'),
    (GRU(2, reset_after=True), (6,), r'those of GRU\(reset_after=False\).*reset_after=False'),
    (CuDNNGRU(2), (6,), r'of GRU\(reset_after=False\).*into a layer GRU\(reset_after=False\)\.')])
def test_weights_of_another_kind_of_gru(layer, bias, message):
    with pytest.raises(ValueError, match=message):
        converted(type(layer).from_config(layer.get_config()), (3, 6), (2, 6), bias)


@pytest.mark.parametrize('cudnn, plain', [
    (lambda: CuDNNLSTM(4, return_sequences=True), lambda: LSTM(4, return_sequences=True)),
    (lambda: CuDNNGRU(4), lambda: GRU(4, reset_after=True)),
    (lambda: Bidirectional(CuDNNLSTM(4)), lambda: Bidirectional(LSTM(4)))])
def test_files_load_into_the_other_layer(tmp_path, cudnn, plain):
    path = str(tmp_path / 'weights.h5')

    def model(layer):
        inner = Sequential([Dense(3, input_shape=(5, 2)), layer])
        return Sequential([Embedding(9, 2, input_length=5), inner, Dense(1)])
    x = np.random.RandomState(0).randint(9, size=(3, 5))
    for first, second in ((cudnn, plain), (plain, cudnn), (cudnn, cudnn)):
        saved, loaded = model(first()), model(second())
        inner = saved.layers[1].layers[1]
        inner.set_weights([random(*w.shape, seed=i)
                           for i, w in enumerate(inner.get_weights())])
        saved.save_weights(path)
        loaded.load_weights(path)
        assert_allclose(loaded.predict(x), saved.predict(x), rtol=1e-4, atol=1e-6)


def test_training():
    model = Sequential([CuDNNLSTM(4, return_sequences=True, input_shape=(5, 2)), CuDNNGRU(4),
                        Dense(1)])
    model.compile('adam', 'mse')
    losses = [model.train_on_batch(X, np.ones((3, 1))) for _ in range(5)]
    assert losses[-1] < losses[0]
