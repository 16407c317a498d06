"""Every layer with weights, where its sizes are 1: outputs, and a step of training.

Engines rewrite graphs, and take one thing for another where sizes are 1.
"""
import itertools

import numpy as np
import pytest
from layer_checks import random
from recurrent_reference import gru, hard_sigmoid, lstm, run, simple

from keras import backend as K
from keras import layers
from keras.models import Sequential

ACTIVATIONS = {'linear': lambda x: x, 'tanh': np.tanh, 'relu': lambda x: np.maximum(x, 0)}


def check(make, shape, reference, batch=2, static=False):
    """Asserts the outputs of a layer, and its weights after one step with SGD and one with Adam.

    Args:
        make: function without arguments that returns the layer.
        shape: tuple, the shape of the input without the batch axis.
        reference: function of the input and the list of the weights, in NumPy.
        batch: int, number of samples.
        static: whether the model is told this number.
    """
    x = random(batch, *shape, seed=3)
    for optimizer in ('sgd', 'adam'):
        K.clear_session()
        model = Sequential([layers.InputLayer(batch_input_shape=(
            (batch if static else None,) + shape)), make()])
        model.compile(optimizer, 'mse')
        weights = [random(*w.shape, seed=i) for i, w in enumerate(model.get_weights())]
        model.set_weights(weights)
        expected = reference(x.astype('float64'), weights)
        np.testing.assert_allclose(model.predict(x, batch_size=batch), expected, rtol=1e-4,
                                   atol=1e-5)
        y = random(*expected.shape, seed=8)
        model.train_on_batch(x, y)
        for found, start, slope in zip(model.get_weights(), weights,
                                       _slopes(reference, x, y, weights)):
            # Adam's first step moves each weight by its learning rate, downhill: all but epsilon.
            step = (.01 * slope if optimizer == 'sgd' else
                    .001 * slope / (np.abs(slope) + 1e-7 / np.sqrt(1 - .999)))
            np.testing.assert_allclose(found - start, -step, rtol=1e-2, atol=1e-6)


def _slopes(reference, x, y, weights):
    """Returns the derivatives of the mean squared error by all weights, from differences."""
    weights = [w.astype('float64') for w in weights]
    slopes = [np.zeros(w.shape) for w in weights]
    for w, slope in zip(weights, slopes):
        for place in np.ndindex(*w.shape):
            start, losses = w[place], []
            for move in (1e-6, -1e-6):
                w[place] = start + move
                losses.append(np.mean((reference(x.astype('float64'), weights) - y) ** 2))
            w[place] = start
            slope[place] = (losses[0] - losses[1]) / 2e-6
    return slopes


def recurrent(step, units, states=1, sequences=True):
    """Returns the reference of a recurrent layer, from a function of weights to its step."""
    def reference(x, weights):
        start = [np.zeros((len(x), units)) for _ in range(states)]
        outputs, _ = run(step(weights), x, start)
        return outputs if sequences else outputs[:, -1]
    return reference


@pytest.mark.parametrize('activation', sorted(ACTIVATIONS))
@pytest.mark.parametrize('units, features', [(1, 1), (1, 2), (2, 1)])
def test_dense(units, features, activation):
    check(lambda: layers.Dense(units, activation=activation), (features,),
          lambda x, w: ACTIVATIONS[activation](x.dot(w[0]) + w[1]))


@pytest.mark.parametrize('shape', [(1, 1), (1, 1, 1), (1, 2)])
def test_dense_on_more_axes(shape):
    check(lambda: layers.Dense(1), shape, lambda x, w: x.dot(w[0]) + w[1], batch=1)
    check(lambda: layers.TimeDistributed(layers.Dense(1)), shape,
          lambda x, w: x.dot(w[0]) + w[1], batch=1)


@pytest.mark.parametrize('activation', sorted(ACTIVATIONS))
@pytest.mark.parametrize('sequences, unroll', itertools.product((True, False), repeat=2))
@pytest.mark.parametrize('units, features, steps, batch, static', [
    (1, 1, 1, 1, True), (1, 1, 3, 2, False), (1, 2, 3, 1, False), (2, 1, 1, 1, True)])
def test_simple_rnn(units, features, steps, batch, static, sequences, unroll, activation):
    check(lambda: layers.SimpleRNN(units, activation=activation, unroll=unroll,
                                   return_sequences=sequences), (steps, features),
          recurrent(lambda w: simple(w, ACTIVATIONS[activation]), units, sequences=sequences),
          batch, static)


@pytest.mark.parametrize('implementation', [1, 2])
@pytest.mark.parametrize('name', ['GRU', 'LSTM'])
@pytest.mark.parametrize('units, features', [(1, 1), (2, 1)])
def test_gates(units, features, name, implementation):
    step, states = (lstm, 2) if name == 'LSTM' else (gru, 1)
    check(lambda: getattr(layers, name)(units, activation='linear', return_sequences=True,
                                        recurrent_activation='sigmoid',
                                        implementation=implementation), (2, features),
          recurrent(lambda w: step(w, activation=ACTIVATIONS['linear']), units, states), 1)


def test_cells_one_on_the_other():
    def reference(x, w):
        step = recurrent(lambda w: simple(w, ACTIVATIONS['linear']), 1)
        return step(step(x, w[:3]), w[3:])
    cells = [1, 1]
    check(lambda: layers.RNN([layers.SimpleRNNCell(units, activation='linear') for units in cells],
                             return_sequences=True), (3, 1), reference)


class PlainCell(layers.Layer):
    """A recurrent cell that multiplies its input within the loop."""

    def __init__(self, units):
        super().__init__()
        self.state_size = units

    def build(self, input_shape):
        shapes = [(input_shape[-1], self.state_size), (self.state_size, self.state_size)]
        self.kernels = [self.add_weight('w%d' % i, shape, initializer='zeros')
                        for i, shape in enumerate(shapes)]
        super().build(input_shape)

    def call(self, inputs, states):
        output = K.dot(inputs, self.kernels[0]) + K.dot(states[0], self.kernels[1])
        return output, [output]


@pytest.mark.parametrize('units, features', [(1, 1), (3, 1), (1, 3)])
def test_cell_of_ones_own(units, features):
    def reference(x, w):
        return recurrent(lambda w: simple(w + [0.], ACTIVATIONS['linear']), units)(x, w)
    check(lambda: layers.RNN(PlainCell(units), return_sequences=True), (2, features), reference)


class RowBias(layers.Layer):
    """A dense layer whose bias is a row."""

    def build(self, input_shape):
        self.kernel = self.add_weight('kernel', (input_shape[-1], 1), initializer='zeros')
        self.bias = self.add_weight('bias', (1, 1), initializer='zeros')
        super().build(input_shape)

    def call(self, inputs):
        return K.relu(K.dot(inputs, self.kernel) + self.bias)

    def compute_output_shape(self, input_shape):
        return input_shape[:-1] + (1,)


def test_bias_that_is_a_row():
    for batch, static in itertools.product((1, 2), (True, False)):
        check(RowBias, (1,), lambda x, w: np.maximum(x.dot(w[0]) + w[1], 0), batch, static)


# With a kernel of one place, a convolution multiplies the channels of each place by a matrix.

@pytest.mark.parametrize('activation', ['linear', 'relu'])
@pytest.mark.parametrize('rank', [1, 2, 3])
@pytest.mark.parametrize('filters', [1, 2])
def test_convolutions(filters, rank, activation):
    kind = getattr(layers, 'Conv%dD' % rank)
    for size in (1, 2):
        check(lambda: kind(filters, 1, activation=activation), (size,) * rank + (1,),
              lambda x, w: ACTIVATIONS[activation](x * w[0].ravel() + w[1]), batch=1)


@pytest.mark.parametrize('kind', ['Conv2DTranspose', 'Conv3DTranspose'])
def test_transposed_convolutions(kind):
    rank = int(kind[4])
    for size in (1, 2):
        check(lambda: getattr(layers, kind)(1, 1), (size,) * rank + (1,),
              lambda x, w: x * w[0].ravel() + w[1])


@pytest.mark.parametrize('bias', [True, False])
@pytest.mark.parametrize('channels, multiplier', [(1, 1), (1, 2), (2, 1)])
def test_depthwise_convolutions(channels, multiplier, bias):
    def reference(x, w):
        products = x[..., None] * w[0].reshape(channels, multiplier)
        return products.reshape(x.shape[:-1] + (channels * multiplier,)) + (w[1] if bias else 0)
    for size in (1, 2):
        check(lambda: layers.DepthwiseConv2D(1, depth_multiplier=multiplier, use_bias=bias),
              (size, size, channels), reference)


@pytest.mark.parametrize('rank', [1, 2])
@pytest.mark.parametrize('filters, channels', [(1, 1), (2, 1), (1, 2)])
def test_separable_convolutions(filters, channels, rank):
    kind = getattr(layers, 'SeparableConv%dD' % rank)
    for size in (1, 2):
        check(lambda: kind(filters, 1), (size,) * rank + (channels,),
              lambda x, w: (x * w[0].ravel()).dot(w[1].reshape(channels, filters)) + w[2])


@pytest.mark.parametrize('rank', [1, 2])
@pytest.mark.parametrize('size', [1, 2])
def test_local_convolutions(size, rank):
    kind = getattr(layers, 'LocallyConnected%dD' % rank)
    shape = (size,) * rank + (1,)
    check(lambda: kind(1, 1), shape, lambda x, w: x * w[0].reshape(shape) + w[1])


def test_conv_lstm():
    def reference(x, w):
        flat = [w[0].reshape(1, 4), w[1].reshape(1, 4), w[2]]
        step = recurrent(lambda w: lstm(w, hard_sigmoid, ACTIVATIONS['linear']), 1, 2)
        return step(x.reshape(x.shape[:2] + (1,)), flat).reshape(x.shape)
    check(lambda: layers.ConvLSTM2D(1, 1, activation='linear', return_sequences=True),
          (2, 1, 1, 1), reference)


def test_prelu():
    check(layers.PReLU, (1,), lambda x, w: np.where(x > 0, x, x * w[0]))
    check(lambda: layers.PReLU(shared_axes=[1]), (2, 1), lambda x, w: np.where(x > 0, x, x * w[0]))


def test_batch_normalization_for_prediction():
    for shape in [(1,), (1, 1), (1, 1, 1)]:
        model = Sequential([layers.BatchNormalization(input_shape=shape)])
        model.set_weights([[2.], [3.], [.5], [4.]])
        x = random(1, *shape)
        np.testing.assert_allclose(model.predict(x), 2 * (x - .5) / np.sqrt(4.001) + 3, rtol=1e-5)


@pytest.mark.parametrize('count, size', [(1, 1), (1, 2), (3, 1)])
def test_embedding(count, size):
    model = Sequential([layers.Embedding(count, size, input_length=1)])
    model.compile('sgd', 'mse')
    table = random(count, size)
    model.set_weights([table])
    row = count - 1
    np.testing.assert_allclose(model.predict(np.array([[row]])), table[None, [row]], rtol=1e-6)
    model.train_on_batch(np.array([[row]]), np.zeros((1, 1, size)))
    table[row] -= .01 * 2 * table[row] / size
    np.testing.assert_allclose(model.get_weights()[0], table, rtol=1e-5)
