import json

import numpy as np
import pytest
from layer_checks import check_layer, output_of, random
from numpy.testing import assert_allclose
from recurrent_reference import hard_sigmoid, run, sigmoid
from scipy.signal import correlate

from keras import backend as K
from keras.engine.base_layer import Layer
from keras.layers import Bidirectional, ConvLSTM2D, ConvLSTM2DCell, Input, Masking
from keras.layers.convolutional_recurrent import ConvRNN2D
from keras.models import Model, Sequential, load_model

X = random(2, 3, 5, 4, 2)
WEIGHTS = [random(3, 3, 2, 12), random(3, 3, 3, 12, seed=1) / 4, random(12, seed=2)]


def conv(x, kernel, pad=1, stride=1):
    """Cross-correlation of `x`, (batch, rows, columns, channels)."""
    x = np.pad(x, [(0, 0), (pad, pad), (pad, pad), (0, 0)], mode='constant')
    full = np.stack([np.stack([sum(correlate(image[..., i], kernel[..., i, j], 'valid')
                                   for i in range(kernel.shape[2]))
                               for j in range(kernel.shape[3])], axis=-1) for image in x])
    return full[:, ::stride, ::stride]


def dilated(kernel):
    """Puts zeros between the rows and columns of a kernel."""
    spread = np.zeros((5, 5) + kernel.shape[2:])
    spread[::2, ::2] = kernel
    return spread


def step_of(weights, gate=hard_sigmoid, activation=np.tanh, **how):
    """Returns the step of a `ConvLSTM2D`."""
    kernel, recurrent, bias = weights

    def step(x, states):
        h, c = states
        maps = conv(x, kernel, **how) + conv(h, recurrent) + bias
        i, f, g, o = np.split(maps, 4, axis=-1)
        c = gate(f) * c + gate(i) * activation(g)
        h = gate(o) * activation(c)
        return h, [h, c]
    return step


def zeros(rows=5, columns=4):
    return [np.zeros((2, rows, columns, 3))] * 2


def images_first(x):
    """Moves the channels of `x` before rows and columns."""
    return np.moveaxis(x, -1, -3)


class TestOutputs:
    def test_same(self):
        expected, _ = run(step_of(WEIGHTS), X, zeros())
        layer = ConvLSTM2D(3, 3, padding='same', return_sequences=True)
        check_layer(layer, X, expected, WEIGHTS, free=(1, 2, 3))
        check_layer(ConvLSTM2D(3, 3, padding='same'), X, expected[:, -1], WEIGHTS, free=(1,))

    def test_valid(self):
        expected, _ = run(step_of(WEIGHTS, pad=0), X, zeros(3, 2))
        check_layer(ConvLSTM2D(3, (3, 3)), X, expected[:, -1], WEIGHTS, free=(2, 3))

    def test_strides(self):
        expected, _ = run(step_of(WEIGHTS, pad=0, stride=2), X, zeros(2, 1))
        check_layer(ConvLSTM2D(3, 3, strides=2), X, expected[:, -1], WEIGHTS)

    def test_dilation(self):
        kernel, recurrent, bias = WEIGHTS
        weights = [dilated(kernel), recurrent, bias]
        expected, _ = run(step_of(weights, pad=2), X, zeros())
        layer = ConvLSTM2D(3, 3, padding='same', dilation_rate=2)
        check_layer(layer, X, expected[:, -1], WEIGHTS)

    def test_channels_first(self):
        expected, _ = run(step_of(WEIGHTS), X, zeros())
        layer = ConvLSTM2D(3, 3, padding='same', data_format='channels_first',
                           return_sequences=True)
        check_layer(layer, images_first(X), images_first(expected), WEIGHTS, free=(1, 3))

    def test_other_activations_without_bias(self):
        weights = WEIGHTS[:2] + [np.zeros(12)]
        expected, _ = run(step_of(weights, sigmoid, lambda x: x), X, zeros())
        layer = ConvLSTM2D(3, 3, padding='same', activation=None, recurrent_activation='sigmoid',
                           use_bias=False)
        check_layer(layer, X, expected[:, -1], WEIGHTS[:2])

    @pytest.mark.parametrize('arguments', [{}, {'unroll': True}])
    def test_backwards(self, arguments):
        expected, _ = run(step_of(WEIGHTS), X, zeros(), go_backwards=True)
        layer = ConvLSTM2D(3, 3, padding='same', go_backwards=True, return_sequences=True,
                           **arguments)
        check_layer(layer, X, expected, WEIGHTS)

    def test_cell_by_itself(self):
        h, c = random(2, 5, 4, 3), random(2, 5, 4, 3, seed=1)
        cell = ConvLSTM2DCell(3, 3, padding='same')
        inputs = [K.placeholder(x.shape) for x in (X[:, 0], h, c)]
        cell.build(X[:, 0].shape)
        cell.set_weights(WEIGHTS)
        output, states = cell.call(inputs[0], inputs[1:])
        found = K.function(inputs, [output] + states)([X[:, 0], h, c])
        wanted, (new_h, new_c) = step_of(WEIGHTS)(X[:, 0], [h, c])
        for a, b in zip(found, [wanted, new_h, new_c]):
            assert_allclose(a, b, atol=1e-5)


class TestMasks:
    mask = np.array([[1, 1, 0], [0, 1, 1]], 'float32')

    def outputs(self, **arguments):
        inputs, mask = Input((3, 5, 4, 2)), K.placeholder((None, 3))
        layer = ConvLSTM2D(3, 3, padding='same', return_sequences=True, return_state=True,
                           **arguments)
        outputs = layer(inputs, mask=mask)
        layer.set_weights(WEIGHTS)
        return layer, inputs, mask, outputs

    @pytest.mark.parametrize('unroll', [False, True])
    def test_steps_are_passed_over(self, unroll):
        _, inputs, mask, outputs = self.outputs(unroll=unroll)
        found = K.function([inputs, mask], outputs)([X, self.mask])
        expected, states = run(step_of(WEIGHTS), X, zeros(), self.mask)
        for a, b in zip(found, [expected] + states):
            assert_allclose(a, b, atol=1e-5)

    def test_gradients(self):
        layer, inputs, mask, outputs = self.outputs(recurrent_activation='sigmoid')
        factors = random(2, 3, 5, 4, 3)
        loss = K.sum(outputs[0] * factors) + K.sum(outputs[2])
        gradients = K.function([inputs, mask], K.gradients(loss, layer.weights))(
            [X, self.mask])

        def value(weights):
            expected, states = run(step_of(weights, sigmoid), X, zeros(), self.mask)
            return np.sum(expected * factors) + np.sum(states[1])

        for i, gradient in enumerate(gradients):
            direction = random(*gradient.shape, seed=5)
            ends = [value([w + (end * direction if i == j else 0)
                           for j, w in enumerate(WEIGHTS)]) for end in (-1e-4, 1e-4)]
            assert_allclose(np.sum(gradient * direction), (ends[1] - ends[0]) / 2e-4, rtol=1e-3)

    def test_masks_handed_on(self):
        masked = Masking()(Input((3, 5, 4, 2)))
        # A mask of `Masking` on images is one of pixels.
        with pytest.raises(ValueError, match='mask.*must have the shape'):
            ConvLSTM2D(3, 3)(masked)


class TestStates:
    starts = [random(2, 5, 4, 3), random(2, 5, 4, 3, seed=1)]

    def test_initial_and_last_states(self):
        inputs, states = Input((None, None, None, 2)), [Input((5, 4, 3)) for _ in range(2)]
        layer = ConvLSTM2D(3, 3, padding='same', return_state=True)
        model = Model([inputs] + states, layer(inputs, initial_state=states))
        assert model.output_shape == [(None, None, None, 3)] * 3
        model.set_weights(WEIGHTS)
        expected, last = run(step_of(WEIGHTS), X, self.starts)
        copy = Model.from_config(json.loads(json.dumps(model.get_config())))
        copy.set_weights(WEIGHTS)
        for one in (model, copy):
            found = one.predict([X] + self.starts)
            for a, b in zip(found, [expected[:, -1]] + last):
                assert_allclose(a, b, atol=1e-5)

    def test_stateful(self):
        layer = ConvLSTM2D(3, 3, padding='same', stateful=True, weights=WEIGHTS,
                           batch_input_shape=(2, None, 5, 4, 2))
        model = Sequential([layer])
        first, states = run(step_of(WEIGHTS), X, zeros())
        second, _ = run(step_of(WEIGHTS), X, states)
        for expected in (first, second):
            assert_allclose(model.predict(X, batch_size=2), expected[:, -1], atol=1e-5)
        model.reset_states()
        assert_allclose(model.predict(X, batch_size=2), first[:, -1], atol=1e-5)
        layer.reset_states(self.starts)
        expected, _ = run(step_of(WEIGHTS), X, self.starts)
        assert_allclose(model.predict(X, batch_size=2), expected[:, -1], atol=1e-5)
        with pytest.raises(ValueError, match=r'must have shape \(2, 5, 4, 3\), but got'):
            layer.reset_states([start[:, 1:] for start in self.starts])

    def test_wrong_states(self):
        inputs = Input((3, 5, 4, 2))
        layer = ConvLSTM2D(3, 3, name='mine')
        with pytest.raises(ValueError, match=r'mine must have shape \(None, 3, 2, 3\).*5, 4, 3\)'):
            layer(inputs, initial_state=[Input((5, 4, 3)) for _ in range(2)])
        with pytest.raises(ValueError, match='mine needs 2 states.*got 1'):
            layer(inputs, initial_state=Input((3, 2, 3)))


class Blur(Layer):
    """A cell of one's own: adds a convolution of the inputs to its state."""

    kernel_size, strides, dilation_rate = (3, 3), (1, 1), (1, 1)
    padding, data_format = 'same', 'channels_last'
    state_size = 3

    def build(self, input_shape):
        assert input_shape == (None, 5, 4, 2)
        self.kernel = self.add_weight('kernel', (3, 3, 2, 3), initializer='glorot_uniform')

    def call(self, inputs, states):
        total = states[0] + K.conv2d(inputs, self.kernel, padding='same')
        return total, [total]


class TestConvRNN2D:
    def test_cell_of_ones_own(self):
        layer = ConvRNN2D(Blur(), return_sequences=True)
        kernel = WEIGHTS[0][..., :3]
        assert_allclose(output_of(layer, X).shape, (2, 3, 5, 4, 3))
        layer.set_weights([kernel])
        expected = np.cumsum([conv(X[:, t], kernel) for t in range(3)], axis=0)
        assert_allclose(output_of(layer, X), np.moveaxis(expected, 0, 1), atol=1e-5)
        copy = ConvRNN2D.from_config(layer.get_config(), custom_objects={'Blur': Blur})
        assert isinstance(copy.cell, Blur)

    def test_is_what_conv_lstm_is(self):
        expected, _ = run(step_of(WEIGHTS, pad=0), X, zeros(3, 2))
        check_layer(ConvRNN2D(ConvLSTM2DCell(3, 3)), X, expected[:, -1], WEIGHTS, free=(1, 2))
        assert isinstance(ConvLSTM2D(3, 3), ConvRNN2D)

    def test_wrong_cells(self):
        with pytest.raises(TypeError, match='takes a single cell, not a list'):
            ConvRNN2D([ConvLSTM2DCell(3, 3), ConvLSTM2DCell(3, 3)])
        with pytest.raises(ValueError, match='has no attributes kernel_size, strides, padding'):
            ConvRNN2D(Layer())


class TestTraining:
    def test_loss_falls(self):
        model = Sequential([ConvLSTM2D(2, 3, padding='same', input_shape=(3, 5, 4, 2),
                                       kernel_regularizer='l2', activity_regularizer='l2')])
        assert len(model.losses) == 2
        model.compile('adam', 'mse')
        K.set_value(model.optimizer.lr, 0.05)
        y = X[:, 0]
        before = model.test_on_batch(X, y)
        model.fit(X, y, epochs=30, verbose=0)
        assert model.test_on_batch(X, y) < before / 2

    @pytest.mark.parametrize('arguments', [{'dropout': 0.5}, {'recurrent_dropout': 0.5}])
    def test_dropout(self, arguments):
        layer = ConvLSTM2D(3, 3, padding='same', weights=WEIGHTS, **arguments)
        expected, _ = run(step_of(WEIGHTS), X, zeros())
        assert_allclose(output_of(layer, X), expected[:, -1], atol=1e-5)
        assert np.any(np.abs(output_of(layer, X, training=1) - expected[:, -1]) > 0.01)

    def test_dropout_keeps_what_it_drops(self):
        # Ones through a kernel of one pixel: each gate shows what is dropped for it.
        weights = [np.ones((1, 1, 1, 4)), np.zeros((1, 1, 1, 4)), np.zeros(4)]
        layer = ConvLSTM2D(1, 1, activation=None, recurrent_activation=None, dropout=0.5,
                           return_sequences=True, weights=weights)
        y = output_of(layer, np.ones((1, 3, 20, 20, 1), 'float32'), training=1)[0, ..., 0]
        # The gates are 0 or 2: o * (f * c + i * g), with the same draws at each step.
        assert set(np.unique(y[0])) == {0, 8}
        kept = y[0] > 0
        assert set(np.unique(y[1][kept])) == {8, 24}
        assert_allclose(y[2][y[1] == 24], 56)
        assert not np.any(y[1:, ~kept])


class TestWeights:
    def test_names_and_start(self):
        layer = ConvLSTM2D(2, 3, name='l', bias_initializer='zeros')
        layer(Input((3, 5, 4, 2)))
        assert [w.name for w in layer.weights] == [
            'l/kernel:0', 'l/recurrent_kernel:0', 'l/bias:0']
        assert_allclose(layer.get_weights()[2], [0, 0, 1, 1, 0, 0, 0, 0])

    def test_file(self, tmp_path):
        path = str(tmp_path / 'model.h5')
        model = Sequential([ConvLSTM2D(3, 3, return_sequences=True, input_shape=(3, 5, 4, 2)),
                            Bidirectional(ConvLSTM2D(2, (3, 2)))])
        assert model.output_shape == (None, 1, 1, 4)
        model.save(path)
        assert_allclose(load_model(path, compile=False).predict(X), model.predict(X), rtol=1e-6)

    def test_config_is_that_of_keras_2_3(self):
        config = ConvLSTM2D(2, 3, name='c', input_shape=(4, 5, 5, 3)).get_config()
        glorot = {'class_name': 'VarianceScaling', 'config': {
            'scale': 1.0, 'mode': 'fan_avg', 'distribution': 'uniform', 'seed': None}}
        orthogonal = {'class_name': 'Orthogonal', 'config': {'gain': 1.0, 'seed': None}}
        assert config == {
            'name': 'c', 'trainable': True, 'batch_input_shape': (None, 4, 5, 5, 3),
            'dtype': 'float32', 'return_sequences': False, 'return_state': False,
            'go_backwards': False, 'stateful': False, 'unroll': False, 'filters': 2,
            'kernel_size': (3, 3), 'strides': (1, 1), 'padding': 'valid',
            'data_format': 'channels_last', 'dilation_rate': (1, 1), 'activation': 'tanh',
            'recurrent_activation': 'hard_sigmoid', 'use_bias': True,
            'kernel_initializer': glorot, 'recurrent_initializer': orthogonal,
            'bias_initializer': {'class_name': 'Zeros', 'config': {}},
            'unit_forget_bias': True, 'kernel_regularizer': None,
            'recurrent_regularizer': None, 'bias_regularizer': None,
            'activity_regularizer': None, 'kernel_constraint': None,
            'recurrent_constraint': None, 'bias_constraint': None, 'dropout': 0.0,
            'recurrent_dropout': 0.0}

    def test_implementation_of_older_files_is_passed_over(self):
        config = ConvLSTM2D(2, 3).get_config()
        assert ConvLSTM2D.from_config(dict(config, implementation=0)).get_config() == config


class TestBadInput:
    @pytest.mark.parametrize('arguments, message', [
        (dict(filters=0), '`filters` of .* must be a positive integer, but got 0'),
        (dict(kernel_size=(3, 3, 3)), '`kernel_size`.*tuple of 2 integers'),
        (dict(strides=0), '`strides` of .* must be at least 1'),
        (dict(padding='causal'), '`padding` of .* must be "valid" or "same"'),
        (dict(data_format='channel_last'), 'data_format.*channel_last'),
        (dict(strides=2, dilation_rate=2), '`dilation_rate` of .* must be 1 where strides'),
        (dict(dropout=1.5), '`dropout` of .* must be a number from 0 to 1'),
    ])
    def test_arguments(self, arguments, message):
        with pytest.raises(ValueError, match=message):
            ConvLSTM2D(**dict({'filters': 2, 'kernel_size': 3}, **arguments))

    def test_inputs(self):
        layer = ConvLSTM2D(2, 3, name='mine')
        with pytest.raises(ValueError, match='mine: expected ndim=5, found ndim=4'):
            layer(Input((5, 4, 2)))
        with pytest.raises(ValueError, match='mine.*axis -1 of the input must have a known size'):
            layer(Input((3, 5, 4, None)))
        with pytest.raises(ValueError, match=r'mine.*too small.*\(3, 0, 2\)'):
            layer(Input((3, 5, 2, 2)))
        with pytest.raises(ValueError, match='mine.*cannot unroll'):
            ConvLSTM2D(2, 3, unroll=True, name='mine')(Input((None, 5, 4, 2)))

    def test_stateful_needs_sizes(self):
        with pytest.raises(ValueError, match='mine is stateful.*batch_input_shape'):
            ConvLSTM2D(2, 3, stateful=True, name='mine')(Input((3, 5, 4, 2)))
        with pytest.raises(ValueError, match='mine is stateful, so the size of its images'):
            ConvLSTM2D(2, 3, stateful=True, name='mine')(
                Input(batch_shape=(2, 3, None, 4, 2)))
