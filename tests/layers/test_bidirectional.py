import json

import numpy as np
import pytest
from layer_checks import check_layer, output_of, random
from numpy.testing import assert_allclose
from recurrent_reference import gru, lstm, run, simple, weights_of

from keras import backend as K
from keras.engine.base_layer import Layer
from keras.layers import (
    GRU,
    LSTM,
    RNN,
    Bidirectional,
    Dense,
    Input,
    LSTMCell,
    Masking,
    SimpleRNN,
)
from keras.models import Model, Sequential, load_model

X = random(3, 4, 2)
SIMPLE = [weights_of(1, 2, 3), [w[::-1].copy() for w in weights_of(1, 2, 3)]]
LSTMS = [weights_of(4, 2, 3), [w[::-1].copy() for w in weights_of(4, 2, 3)]]
MERGES = {'concat': lambda a, b: np.concatenate([a, b], axis=-1), 'sum': np.add,
          'ave': lambda a, b: (a + b) / 2, 'mul': np.multiply}


def both(step, weights, x=X, states=None, mask=None):
    """Returns outputs, in the order of the inputs, and last states of both directions."""
    units = weights[0][1].shape[0]
    count = 2 if step is lstm else 1
    states = states or [np.zeros((len(x), units))] * 2 * count
    forward, forward_states = run(step(weights[0]), x, states[:count], mask)
    backward, backward_states = run(step(weights[1]), x, states[count:], mask, go_backwards=True)
    return (forward, backward[:, ::-1]), forward_states + backward_states


def masks_of(*tensors):
    return [layer._inbound_nodes[node].output_masks[i]
            for layer, node, i in (tensor._keras_history for tensor in tensors)]


def compare(found, wanted):
    assert len(found) == len(wanted)
    for a, b in zip(found, wanted):
        assert_allclose(a, b, atol=1e-5)


class TestOutputs:
    @pytest.mark.parametrize('mode', list(MERGES))
    def test_all_outputs(self, mode):
        (forward, backward), _ = both(simple, SIMPLE)
        layer = Bidirectional(SimpleRNN(3, return_sequences=True), merge_mode=mode)
        check_layer(layer, X, MERGES[mode](forward, backward), SIMPLE[0] + SIMPLE[1], free=(1,))

    @pytest.mark.parametrize('mode', list(MERGES))
    def test_last_outputs(self, mode):
        (forward, backward), _ = both(lstm, LSTMS)
        check_layer(Bidirectional(LSTM(3), merge_mode=mode), X,
                    MERGES[mode](forward[:, -1], backward[:, 0]), LSTMS[0] + LSTMS[1])

    def test_layer_that_goes_backwards(self):
        (forward, backward), _ = both(simple, SIMPLE)
        layer = Bidirectional(SimpleRNN(3, return_sequences=True, go_backwards=True))
        check_layer(layer, X, np.concatenate([backward, forward], axis=-1)[:, ::-1],
                    SIMPLE[1] + SIMPLE[0])

    def test_no_merging(self):
        (forward, backward), _ = both(simple, SIMPLE)
        inputs = Input((4, 2))
        layer = Bidirectional(SimpleRNN(3, return_sequences=True), merge_mode=None)
        outputs = layer(inputs)
        layer.set_weights(SIMPLE[0] + SIMPLE[1])
        compare(Model(inputs, outputs).predict(X), [forward, backward])
        assert [K.int_shape(y) for y in outputs] == [(None, 4, 3)] * 2
        assert layer.get_config()['merge_mode'] is None

    @pytest.mark.parametrize('mode, shapes', [
        ('concat', [(None, 4, 6)]), ('sum', [(None, 4, 3)]), (None, [(None, 4, 3)] * 2)])
    def test_states(self, mode, shapes):
        outputs, states = both(lstm, LSTMS)
        inputs = Input((4, 2))
        layer = Bidirectional(LSTM(3, return_sequences=True, return_state=True), merge_mode=mode)
        found = layer(inputs)
        layer.set_weights(LSTMS[0] + LSTMS[1])
        wanted = [MERGES[mode](*outputs)] if mode else list(outputs)
        compare(Model(inputs, found).predict(X), wanted + states)
        assert [K.int_shape(y) for y in found] == shapes + [(None, 3)] * 4
        assert layer.compute_output_shape((None, 4, 2)) == shapes + [(None, 3)] * 4

    def test_gates_and_two_biases(self):
        weights = [weights_of(3, 2, 3, reset_after=True)] * 2
        (forward, backward), _ = both(gru, weights)
        check_layer(Bidirectional(GRU(3, reset_after=True, unroll=True), merge_mode='ave'), X,
                    (forward[:, -1] + backward[:, 0]) / 2, weights[0] + weights[1])


class TestMasks:
    x = X.copy()
    x[0, 2:] = x[1, 0] = 0
    mask = np.any(x != 0, axis=-1)

    @pytest.mark.parametrize('mode', ['concat', None])
    def test_steps_are_passed_over(self, mode):
        outputs, states = both(lstm, LSTMS, self.x, mask=self.mask)
        inputs = Input((4, 2))
        layer = Bidirectional(LSTM(3, return_sequences=True, return_state=True), merge_mode=mode)
        found = layer(Masking()(inputs))
        layer.set_weights(LSTMS[0] + LSTMS[1])
        wanted = [MERGES[mode](*outputs)] if mode else list(outputs)
        compare(Model(inputs, found).predict(self.x), wanted + states)
        masks = masks_of(*found)
        assert masks[-4:] == [None] * 4
        for mask in masks[:-4]:
            assert_allclose(K.function([inputs], [mask])([self.x])[0], self.mask)

    def test_last_output_has_no_mask(self):
        masked = Masking()(Input((4, 2)))
        assert masks_of(Bidirectional(LSTM(3))(masked)) == [None]
        assert masks_of(*Bidirectional(LSTM(3), merge_mode=None)(masked)) == [None, None]


class TestInitialState:
    starts = [random(3, 3, seed=seed) for seed in range(4)]

    def check(self, layer, outputs, tensors):
        layer.set_weights(LSTMS[0] + LSTMS[1])
        (forward, backward), _ = both(lstm, LSTMS, states=self.starts)
        model = Model(tensors, outputs)
        wanted = np.concatenate([forward[:, -1], backward[:, 0]], axis=-1)
        assert_allclose(model.predict([X] + self.starts), wanted, atol=1e-5)
        copy = Model.from_config(json.loads(json.dumps(model.get_config())))
        copy.set_weights(model.get_weights())
        assert_allclose(copy.predict([X] + self.starts), wanted, atol=1e-5)

    def test_outputs_of_layers(self):
        inputs, states = Input((4, 2)), [Input((3,)) for _ in range(4)]
        layer = Bidirectional(LSTM(3))
        self.check(layer, layer(inputs, initial_state=states), [inputs] + states)

    def test_within_the_list_of_inputs(self):
        inputs, states = Input((4, 2)), [Input((3,)) for _ in range(4)]
        layer = Bidirectional(LSTM(3))
        self.check(layer, layer([inputs] + states), [inputs] + states)

    def test_other_tensors(self):
        inputs = Input((4, 2))
        layer = Bidirectional(LSTM(3))
        outputs = layer(inputs, initial_state=[K.variable(start) for start in self.starts])
        layer.set_weights(LSTMS[0] + LSTMS[1])
        (forward, backward), _ = both(lstm, LSTMS, states=self.starts)
        found, = K.function([inputs], [outputs])([X])
        assert_allclose(found, np.concatenate([forward[:, -1], backward[:, 0]], axis=-1),
                        atol=1e-5)

    def test_states_of_an_encoder(self):
        inputs = Input((4, 2))
        encoder = Bidirectional(LSTM(3, return_state=True))
        _, *states = encoder(inputs)
        decoder = Bidirectional(LSTM(3))
        outputs = decoder(inputs, initial_state=states)
        encoder.set_weights(LSTMS[1] + LSTMS[0])
        decoder.set_weights(LSTMS[0] + LSTMS[1])
        starts = both(lstm, LSTMS[::-1])[1]
        (forward, backward), _ = both(lstm, LSTMS, states=starts)
        assert_allclose(Model(inputs, outputs).predict(X),
                        np.concatenate([forward[:, -1], backward[:, 0]], axis=-1), atol=1e-5)

    def test_wrong_states(self):
        inputs, states = Input((4, 2)), [Input((3,)) for _ in range(6)]
        layer = Bidirectional(LSTM(3, name='l'), name='mine')
        with pytest.raises(ValueError, match='layer mine takes initial states for the forward '
                                             'layer and as many for the backward.*got 3'):
            layer(inputs, initial_state=states[:3])
        with pytest.raises(ValueError, match='forward_l needs 2 states.*got 1'):
            layer(inputs, initial_state=states[:2])
        with pytest.raises(ValueError, match='forward_l needs 2 states.*got 3'):
            layer(inputs, initial_state=states)
        with pytest.raises(ValueError,
                           match=r'backward_l must have shape \(None, 3\).*\(None, 5\)'):
            layer(inputs, initial_state=states[:3] + [Input((5,))])
        with pytest.raises(ValueError, match='Either all initial states and constants'):
            layer(inputs, initial_state=states[:3] + [K.zeros((3, 3))])


class AddingCell(Layer):
    """Adds inputs and constants up."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = self.state_size = units

    def build(self, input_shape):
        step, constant = input_shape
        assert step == (None, 2) and constant == (None, 3)
        self.scale = self.add_weight('scale', (), initializer='ones')

    def call(self, inputs, states, constants):
        total = states[0] + self.scale * K.sum(inputs, axis=-1, keepdims=True) + constants[0]
        return total, [total]

    def get_config(self):
        return dict(super().get_config(), units=self.units)


class TestConstants:
    def test_both_layers_get_them(self):
        inputs, constant, start = Input((4, 2)), Input((3,)), Input((3,))
        layer = Bidirectional(RNN(AddingCell(3)))
        outputs = layer(inputs, constants=constant, initial_state=[start, start])
        model = Model([inputs, constant, start], outputs)
        values = random(3, 3), random(3, 3, seed=1)
        wanted = values[1] + X.sum((1, 2))[:, None] + 4 * values[0]
        wanted = np.concatenate([wanted, wanted], axis=-1)
        assert_allclose(model.predict([X] + list(values)), wanted, atol=1e-5)
        config = layer.get_config()
        assert config['num_constants'] == 1
        copy = Bidirectional.from_config(config, custom_objects={'AddingCell': AddingCell})
        outputs = copy([inputs, start, start, constant])
        model = Model([inputs, constant, start], outputs)
        assert_allclose(model.predict([X] + list(values)), wanted, atol=1e-5)


class TestStateful:
    def test_states_go_on(self):
        layer = Bidirectional(SimpleRNN(3, return_sequences=True, stateful=True),
                              batch_input_shape=(3, 4, 2), weights=SIMPLE[0] + SIMPLE[1])
        model = Sequential([layer])
        assert model.stateful
        first, states = both(simple, SIMPLE)
        second, _ = both(simple, SIMPLE, states=states)
        assert_allclose(model.predict(X, batch_size=3), np.concatenate(first, -1), atol=1e-5)
        assert_allclose(model.predict(X, batch_size=3), np.concatenate(second, -1), atol=1e-5)
        model.reset_states()
        assert_allclose(model.predict(X, batch_size=3), np.concatenate(first, -1), atol=1e-5)

    def test_size_of_batch_must_be_known(self):
        with pytest.raises(ValueError, match='is stateful.*batch_input_shape'):
            Bidirectional(LSTM(3, stateful=True))(Input((4, 2)))


class TestWeights:
    def test_names_are_those_of_keras_2_3(self):
        layer = Bidirectional(LSTM(3, name='l'), name='b')
        layer(Input((4, 2)))
        assert [w.name for w in layer.weights] == [
            'b/%s_l/%s:0' % (direction, name) for direction in ('forward', 'backward')
            for name in ('kernel', 'recurrent_kernel', 'bias')]

    def test_start_values(self):
        weights = SIMPLE[0] + SIMPLE[1]
        layer = Bidirectional(SimpleRNN(3), weights=weights)
        layer(Input((4, 2)))
        compare(layer.get_weights(), weights)
        compare(layer.backward_layer.get_weights(), SIMPLE[1])
        with pytest.raises(ValueError, match='`weights` of .* must be .*but got .5 arrays'):
            Bidirectional(SimpleRNN(3), weights=weights[1:])
        layer.set_weights(weights[3:] + weights[:3])
        compare(layer.forward_layer.get_weights(), SIMPLE[1])
        with pytest.raises(ValueError, match='received 4 arrays'):
            layer.set_weights(weights[2:])

    def test_weights_of_the_given_layer_start_the_forward_layer(self):
        given = SimpleRNN(3)
        given(Input((4, 2)))
        given.set_weights(SIMPLE[0])
        for layer in (Bidirectional(given), Bidirectional(SimpleRNN(3, weights=SIMPLE[0]))):
            layer(Input((4, 2)))
            compare(layer.forward_layer.get_weights(), SIMPLE[0])
            assert len(layer.weights) == 6

    def test_trainable(self):
        layer = Bidirectional(LSTM(3), trainable=False)
        layer(Input((4, 2)))
        assert not layer.forward_layer.trainable
        assert not layer.trainable_weights and len(layer.non_trainable_weights) == 6
        layer.trainable = True
        assert layer.backward_layer.trainable and len(layer.trainable_weights) == 6
        assert not Bidirectional(LSTM(3, trainable=False)).trainable

    def test_penalties(self):
        inputs = Input((4, 2))
        layer = Bidirectional(SimpleRNN(3, kernel_regularizer='l2', activity_regularizer='l1'),
                              merge_mode='sum', weights=SIMPLE[0] + SIMPLE[1])
        outputs = layer(inputs)
        model = Model(inputs, outputs)
        assert len(model.losses) == len(layer.losses) == 3
        assert len(layer.get_losses_for(None)) == 2
        assert len(layer.get_losses_for(inputs)) == 1
        model.compile('sgd', 'mse')
        (forward, backward), _ = both(simple, SIMPLE)
        wanted = forward[:, -1] + backward[:, 0]
        penalties = 0.01 * (sum(np.sum(w[0] ** 2) for w in SIMPLE) + np.sum(np.abs(wanted)))
        assert_allclose(model.test_on_batch(X, wanted), penalties, rtol=1e-5)

    def test_training_reaches_both(self):
        model = Sequential([Bidirectional(GRU(3), input_shape=(4, 2)), Dense(1)])
        model.compile('sgd', 'mse')
        before = model.get_weights()
        model.train_on_batch(X, np.ones((3, 1)))
        assert all(np.any(a != b) for a, b in zip(before, model.get_weights()))

    def test_dropout(self):
        layer = Bidirectional(SimpleRNN(3, dropout=0.5, recurrent_dropout=0.5),
                              weights=SIMPLE[0] + SIMPLE[1])
        (forward, backward), _ = both(simple, SIMPLE)
        wanted = np.concatenate([forward[:, -1], backward[:, 0]], axis=-1)
        assert_allclose(output_of(layer, X), wanted, atol=1e-5)
        assert np.all(np.any(output_of(layer, X, training=1) != wanted, axis=-1))
        inputs = Input((4, 2))
        outputs = layer(inputs)
        assert Model(inputs, outputs).uses_learning_phase


class TestConfig:
    def test_is_that_of_keras_2_3(self):
        inner = LSTM(3, name='l')
        layer = Bidirectional(inner, name='b', input_shape=(4, 2))
        assert layer.get_config() == {
            'name': 'b', 'trainable': True, 'batch_input_shape': (None, 4, 2),
            'dtype': 'float32', 'merge_mode': 'concat',
            'layer': {'class_name': 'LSTM', 'config': inner.get_config()}}
        assert inner.name == layer.layer.name == 'l'
        assert layer.forward_layer.name == 'forward_l'

    def test_cell_of_ones_own_needs_no_scope(self):
        layer = Bidirectional(RNN([LSTMCell(2), AddingCell(3)]))
        assert isinstance(layer.backward_layer.cell.cells[1], AddingCell)
        with pytest.raises(ValueError, match='Unknown layer'):
            Bidirectional.from_config(layer.get_config())

    def test_file(self, tmp_path):
        path = str(tmp_path / 'model.h5')
        model = Sequential([Bidirectional(LSTM(3, return_sequences=True), input_shape=(4, 2)),
                            Bidirectional(RNN([LSTMCell(2), LSTMCell(3)]), merge_mode='mul')])
        model.save(path)
        assert_allclose(load_model(path, compile=False).predict(X), model.predict(X), rtol=1e-6)


class TestBadInput:
    @pytest.mark.parametrize('wrapped, error, message', [
        (3, TypeError, 'Bidirectional wraps a layer, but got 3'),
        (LSTM, TypeError, r'Bidirectional\(LSTM\(...\)\)'),
        (Dense(3, name='d'), ValueError, 'recurrent layers such as LSTM, but d is a Dense'),
        (LSTMCell(3, name='c'), ValueError, 'recurrent layers such as LSTM, but c is a LSTMCell'),
    ])
    def test_no_recurrent_layer(self, wrapped, error, message):
        with pytest.raises(error, match=message):
            Bidirectional(wrapped)

    def test_merge_mode(self):
        with pytest.raises(ValueError, match='`merge_mode` of .* must be .*but got \'add\''):
            Bidirectional(LSTM(3), merge_mode='add')

    def test_unknown_argument(self):
        with pytest.raises(TypeError, match='not understood by Bidirectional: merge.*merge_mode'):
            Bidirectional(LSTM(3), merge='sum')

    def test_wrong_rank(self):
        with pytest.raises(ValueError, match='mine.*expected ndim=3, found ndim=2'):
            Bidirectional(LSTM(3), name='mine')(Input((4,)))
