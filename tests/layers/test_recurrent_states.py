"""States that go in, come out and stay: initial_state, return_state, stateful, constants."""
import json

import numpy as np
import pytest
import recurrent_reference as reference
from layer_checks import random
from numpy.testing import assert_allclose

from keras import backend as K
from keras.layers import (
    GRU,
    LSTM,
    RNN,
    Add,
    Bidirectional,
    Dense,
    Embedding,
    Input,
    Layer,
    SimpleRNN,
)
from keras.models import Model, Sequential, load_model, model_from_json
from keras.optimizers import SGD

X = random(3, 5, 2)
H, C = random(3, 4), random(3, 4, seed=1)
WEIGHTS = reference.weights_of(4, 2, 4)
STEP = reference.lstm(WEIGHTS)


def close(found, wanted):
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted):
        assert_allclose(one, other, rtol=1e-4, atol=1e-5)


class TestInitialState:
    outputs, states = reference.run(STEP, X, [H, C])
    wanted = [outputs, *states]
    arguments = {'return_sequences': True, 'return_state': True}

    @pytest.mark.parametrize('way', ['argument', 'tuple', 'list of inputs'])
    def test_outputs_of_layers(self, way):
        x, h, c = Input((5, 2)), Input((4,)), Input((4,))
        layer = LSTM(4, **self.arguments)
        if way == 'list of inputs':
            found = layer([x, h, c])
        else:
            found = layer(x, initial_state=[h, c] if way == 'argument' else (h, c))
        assert [K.int_shape(y) for y in found] == [(None, 5, 4), (None, 4), (None, 4)]
        model = Model([x, h, c], found)
        model.set_weights(WEIGHTS)
        close(model.predict([X, H, C]), self.wanted)
        copy = Model.from_config(json.loads(json.dumps(model.get_config())))
        copy.set_weights(WEIGHTS)
        close(copy.predict([X, H, C]), self.wanted)
        # The model on other inputs.
        again = Model(model.inputs, model([model.inputs[0], model.inputs[2], model.inputs[1]]))
        outputs, states = reference.run(STEP, X, [C, H])
        close(again.predict([X, H, C]), [outputs, *states])

    @pytest.mark.parametrize('unroll', [False, True])
    def test_other_tensors(self, unroll):
        x = Input((5, 2))
        layer = LSTM(4, unroll=unroll, **self.arguments)
        found = layer(x, initial_state=[K.variable(H), K.constant(C)])
        layer.set_weights(WEIGHTS)
        close(K.function([x], found)([X]), self.wanted)

    def test_single_state(self):
        weights = reference.weights_of(3, 2, 4)
        x, h = Input((None, 2)), Input((4,))
        model = Model([x, h], GRU(4)(x, initial_state=h))
        model.set_weights(weights)
        outputs, _ = reference.run(reference.gru(weights), X, [H])
        close([model.predict([X, H])], [outputs[:, -1]])

    def test_of_another_layer(self):
        # An encoder hands its states to a decoder.
        x, z = Input((5, 2)), Input((None, 2))
        _, h, c = LSTM(4, return_state=True)(x)
        y = LSTM(4, return_sequences=True)(z, initial_state=[h, c])
        model = Model([x, z], y)
        model.set_weights(WEIGHTS + WEIGHTS)
        _, states = reference.run(STEP, X, [0 * H, 0 * C])
        outputs, _ = reference.run(STEP, X[:, :3], states)
        close([model.predict([X, X[:, :3]])], [outputs])

    def test_mask_of_the_sequence_alone_counts(self):
        x, h, c = Input((3,)), Input((4,)), Input((4,))
        embedded = Embedding(3, 2, mask_zero=True)(x)
        model = Model([x, h, c], LSTM(4)(embedded, initial_state=[h, c]))
        model.set_weights([random(3, 2)] + WEIGHTS)
        ids = np.array([[1, 0, 0], [2, 1, 0], [0, 0, 0]])
        outputs, _ = reference.run(STEP, random(3, 2)[ids], [H, C], mask=ids != 0)
        close([model.predict([ids, H, C])], [outputs[:, -1]])

    def test_states_that_do_not_fit(self):
        x, h, wide = Input((5, 2)), Input((4,)), Input((5,))
        for states, message in (
                ([h], r'lstm_1 needs 2 states.* got 1'),
                ([h, h, h], r'lstm_1 needs 2 states.* got 3'),
                ([h, wide], r'State 1 of layer lstm_1 must have shape \(None, 4\).*\(None, 5\)'),
                ([K.zeros((3, 4))], r'lstm_1 needs 2 states'),
                ([h, K.zeros((3, 4))], 'all initial states .* outputs of layers .* or none'),
                ([H, C], 'Expected a tensor')):
            K.reset_uids()
            with pytest.raises(ValueError, match=message):
                LSTM(4)(x, initial_state=states)
        with pytest.raises(ValueError, match='in only one way'):
            LSTM(4)([x, h, h], initial_state=[h, h])


class TestStateful:

    @pytest.mark.parametrize('unroll', [False, True])
    def test_batches_go_on_where_the_last_one_ended(self, unroll):
        layer = LSTM(4, stateful=True, unroll=unroll, return_sequences=True,
                     batch_input_shape=(3, 5, 2))
        model = Sequential([layer])
        model.set_weights(WEIGHTS)
        first, states = reference.run(STEP, X, [0 * H, 0 * C])
        second, states = reference.run(STEP, X, states)
        close([model.predict(X, batch_size=3)], [first])
        close([model.predict(X, batch_size=3)], [second])
        close(K.batch_get_value(layer.states), states)
        model.reset_states()
        close([model.predict(X, batch_size=3)], [first])
        layer.reset_states([H, C])
        close([model.predict(X, batch_size=3)], [reference.run(STEP, X, [H, C])[0]])

    def test_training_and_testing_go_on_too(self):
        layer = SimpleRNN(2, stateful=True, activation=None, use_bias=False,
                          kernel_initializer='identity', recurrent_initializer='identity',
                          batch_input_shape=(1, 1, 2))
        layer.trainable = False
        model = Sequential([layer])
        model.compile('sgd', 'mae')
        x, zero = np.ones((1, 1, 2)), np.zeros((1, 2))
        for count in range(1, 4):
            assert_allclose(model.train_on_batch(x, zero), count)
        assert_allclose(model.test_on_batch(x, zero), 4)
        assert_allclose(model.predict_on_batch(x), [[5, 5]])

    def test_all_sequences_of_a_set(self):
        layer = SimpleRNN(2, stateful=True, activation=None, use_bias=False,
                          kernel_initializer='identity', recurrent_initializer='identity')
        x = Input(batch_shape=(2, None, 2))
        model = Model(x, layer(x))
        x = random(6, 3, 2)
        assert_allclose(model.predict(x, batch_size=2), np.cumsum(
            x.sum(axis=1).reshape(3, 2, 2), axis=0).reshape(6, 2), rtol=1e-4, atol=1e-5)

    def test_initial_state_goes_before(self):
        x, h = Input(batch_shape=(3, 5, 2)), Input(batch_shape=(3, 4))
        layer = LSTM(4, stateful=True)
        model = Model([x, h], layer(x, initial_state=[h, h]))
        model.set_weights(WEIGHTS)
        outputs, states = reference.run(STEP, X, [H, H])
        for _ in range(2):
            close([model.predict([X, H], batch_size=3)], [outputs[:, -1]])
        close(K.batch_get_value(layer.states), states)

    def test_states_before_they_are_kept(self):
        assert LSTM(4).states == [None, None] and GRU(4).states == [None]

    def test_file(self, tmp_path):
        model = Sequential([LSTM(4, stateful=True, batch_input_shape=(3, 5, 2))])
        path = str(tmp_path / 'model.h5')
        model.save(path)
        copy = load_model(path, compile=False)
        close([copy.predict(X, batch_size=3)], [model.predict(X, batch_size=3)])
        close([copy.predict(X, batch_size=3)], [model.predict(X, batch_size=3)])

    def test_unknown_size_of_batches(self):
        for layer in (LSTM(4, stateful=True), GRU(4, stateful=True)):
            with pytest.raises(ValueError, match=r'is stateful.*batch_input_shape=.*batch_shape='):
                layer(Input((5, 2)))
        with pytest.raises(ValueError, match='is stateful'):
            Sequential([SimpleRNN(4, stateful=True, input_shape=(5, 2))])

    def test_states_that_do_not_fit(self):
        layer = LSTM(4, stateful=True, batch_input_shape=(3, 5, 2))
        Sequential([layer])
        with pytest.raises(ValueError, match='needs 2 states.* got 1'):
            layer.reset_states(H)
        with pytest.raises(ValueError, match=r'State 1 .*\(3, 4\).*\(3, 5\)'):
            layer.reset_states([H, random(3, 5)])
        with pytest.raises(AttributeError, match='without stateful=True'):
            LSTM(4).reset_states()


class Adding(Layer):
    """Cell whose output is the sum of state, inputs and constants, times a weight."""

    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.size = self.state_size = size

    def build(self, input_shape):
        shapes = input_shape if isinstance(input_shape, list) else [input_shape]
        assert shapes[0] == (None, self.size)
        self.shapes = shapes
        self.factor = self.add_weight('factor', (self.size,), initializer='ones')
        super().build(input_shape)

    def call(self, inputs, states, constants=None):
        total = inputs + states[0]
        for constant in constants or []:
            total = total + constant
        total = total * self.factor
        return total, [total]

    def get_config(self):
        return dict(super().get_config(), size=self.size)


class TestConstants:
    a, b = random(3, 2, seed=3), random(3, 2, seed=4)
    wanted = np.cumsum(X + (a + b)[:, None], axis=1)

    @pytest.mark.parametrize('unroll', [False, True])
    def test_outputs_of_layers(self, unroll):
        x, a, b = Input((5, 2)), Input((2,)), Input((2,))
        layer = RNN(Adding(2), return_sequences=True, unroll=unroll)
        model = Model([x, a, b], layer(x, constants=[a, b]))
        assert layer.cell.shapes == [(None, 2)] * 3
        arrays = [X, self.a, self.b]
        close([model.predict(arrays)], [self.wanted])
        copy = model_from_json(model.to_json(), custom_objects={'Adding': Adding})
        assert copy.layers[-1].get_config()['num_constants'] == 2
        close([copy.predict(arrays)], [self.wanted])
        close([Model(model.inputs, layer(model.inputs)).predict(arrays)], [self.wanted])

    def test_along_with_a_state(self):
        x, h, a = Input((5, 2)), Input((2,)), Input((2,))
        layer = RNN(Adding(2), return_sequences=True)
        model = Model([x, h, a], layer(x, initial_state=h, constants=a))
        arrays = [X, self.b, self.a]
        wanted = np.cumsum(X + self.a[:, None], axis=1) + self.b[:, None]
        close([model.predict(arrays)], [wanted])
        close([Model(model.inputs, layer([x, h, a])).predict(arrays)], [wanted])

    def test_other_tensors(self):
        x = Input((5, 2))
        y = RNN(Adding(2), return_sequences=True)(
            x, constants=[K.constant(self.a), K.variable(self.b)])
        close(K.function([x], [y])([X]), [self.wanted])

    def test_no_constants(self):
        x = Input((5, 2))
        layer = RNN(Adding(2))
        model = Model(x, layer(x))
        assert 'num_constants' not in layer.get_config()
        close([model.predict(X)], [X.sum(axis=1)])

    def test_cell_that_takes_none(self):
        with pytest.raises(ValueError, match='a LSTMCell, has no argument `constants`'):
            LSTM(4)(Input((5, 2)), constants=Input((4,)))


def test_training_through_states():
    x, z = Input((5, 2)), Input((4, 2))
    encoder = LSTM(4, return_state=True)
    _, h, c = encoder(x)
    y = Dense(1)(LSTM(4, return_sequences=True)(z, initial_state=[h, c]))
    model = Model([x, z], y)
    model.compile('adam', 'mse')
    before = encoder.get_weights()
    losses = [model.train_on_batch([X, X[:, :4]], np.ones((3, 4, 1))) for _ in range(5)]
    assert losses[-1] < losses[0]
    assert all(np.any(new != old) for new, old in zip(encoder.get_weights(), before))


@pytest.mark.parametrize('chosen', [
    lambda x: LSTM(3, dropout=.5, return_state=True)(x)[1],
    lambda x: LSTM(3, dropout=.5, return_state=True)(x)[2],
    lambda x: GRU(3, recurrent_dropout=.5, return_state=True)(x)[1],
    lambda x: Add()(Bidirectional(LSTM(3, dropout=.5, return_state=True))(x)[1:])])
def test_dropout_counts_where_only_states_are_used(chosen):
    x = Input((3, 5))
    model = Model(x, chosen(x))
    model.compile(SGD(0.), 'mse')
    data = np.ones((6, 3, 5)), np.zeros((6,) + model.output_shape[1:])
    assert len({float(model.train_on_batch(*data)) for _ in range(5)}) > 1
    assert len({float(model.test_on_batch(*data)) for _ in range(5)}) == 1
