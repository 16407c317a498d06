"""RNN around cells of all kinds, and the configurations of recurrent layers."""
import json

import numpy as np
import pytest
import recurrent_reference as reference
from layer_checks import check_layer, output_of, random
from numpy.testing import assert_allclose

from keras import backend as K
from keras import layers
from keras.initializers import Identity
from keras.layers import (
    GRU,
    LSTM,
    RNN,
    GRUCell,
    Input,
    Layer,
    LSTMCell,
    SimpleRNN,
    SimpleRNNCell,
    StackedRNNCells,
)
from keras.models import Model, Sequential, load_model
from keras.utils.generic_utils import CustomObjectScope

X = random(3, 5, 2)
SIMPLE = reference.weights_of(1, 2, 4)
GATED = reference.weights_of(3, 2, 4)
MEMORY = reference.weights_of(4, 2, 4)


@pytest.mark.parametrize('cell, weights, step, states', [
    (SimpleRNNCell, SIMPLE, reference.simple(SIMPLE), 1),
    (GRUCell, GATED, reference.gru(GATED), 1),
    (LSTMCell, MEMORY, reference.lstm(MEMORY), 2)])
def test_own_cells(cell, weights, step, states):
    wanted, _ = reference.run(step, X, [np.zeros((3, 4))] * states)
    check_layer(RNN(cell(4), return_sequences=True), X, wanted, weights, free=(1,))
    # A cell on its own does a step.
    x, state = Input((2,)), Input((4,))
    one = cell(4)
    one.build((None, 2))
    one.set_weights(weights)
    output, new_states = one.call(x, [state] * states)
    h = random(3, 4)
    wanted, new = step(X[:, 0], [h] * states)
    found = K.function([x, state], [output] + new_states)([X[:, 0], h])
    for one, other in zip(found, [wanted] + new):
        assert_allclose(one, other, rtol=1e-4, atol=1e-5)


class TestStackedCells:
    sizes = (4, 3, 2)
    weights = (reference.weights_of(4, 2, 4) + reference.weights_of(3, 4, 3)
               + reference.weights_of(1, 3, 2))

    def cells(self):
        return [LSTMCell(4), GRUCell(3), SimpleRNNCell(2)]

    def step(self, x, states):
        h, c, s, t = states
        x, lstm = reference.lstm(self.weights[:3])(x, [h, c])
        x, gru = reference.gru(self.weights[3:6])(x, [s])
        x, simple = reference.simple(self.weights[6:])(x, [t])
        return x, lstm + gru + simple

    def test_outputs(self):
        zeros = [np.zeros((3, size)) for size in (4, 4, 3, 2)]
        outputs, states = reference.run(self.step, X, zeros)
        check_layer(RNN(self.cells(), return_sequences=True), X, outputs, self.weights, free=(1,))
        x = Input((5, 2))
        layer = RNN(StackedRNNCells(self.cells()), return_state=True)
        model = Model(x, layer(x))
        model.set_weights(self.weights)
        for found, wanted in zip(model.predict(X), [outputs[:, -1]] + states):
            assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)

    @pytest.mark.parametrize('reverse, order', [(False, (0, 1, 2, 3)), (True, (3, 2, 0, 1))])
    def test_initial_states(self, reverse, order):
        given = [random(3, size, seed=i) for i, size in enumerate((4, 4, 3, 2))]
        cell = StackedRNNCells(self.cells(), reverse_state_order=reverse)
        assert cell.state_size == tuple((4, 4, 3, 2)[i] for i in order)
        assert cell.output_size == 2
        x, states = Input((5, 2)), [Input((given[i].shape[1],)) for i in order]
        model = Model([x] + states, RNN(cell, return_state=True)(x, initial_state=states))
        copy = Model.from_config(json.loads(json.dumps(model.get_config())))
        outputs, last = reference.run(self.step, X, given)
        for one in (model, copy):
            one.set_weights(self.weights)
            found = one.predict([X] + [given[i] for i in order])
            for array, wanted in zip(found, [outputs[:, -1]] + [last[i] for i in order]):
                assert_allclose(array, wanted, rtol=1e-4, atol=1e-5)

    def test_training_and_file(self, tmp_path):
        model = Sequential([RNN([LSTMCell(4, dropout=.2), GRUCell(3, recurrent_dropout=.2)],
                                input_shape=(5, 2))])
        model.compile('adam', 'mse')
        model.train_on_batch(X, np.zeros((3, 3)))
        assert model.outputs[0]._uses_learning_phase
        path = str(tmp_path / 'model.h5')
        model.save(path)
        assert_allclose(load_model(path).predict(X), model.predict(X), rtol=1e-5)

    def test_penalties(self):
        layer = RNN([LSTMCell(4, kernel_regularizer='l2'), GRUCell(3, bias_regularizer='l1')])
        layer(Input((5, 2)))
        assert len(layer.losses) == len(layer.get_losses_for()) == 2
        assert len(layer.cell.get_losses_for()) == 2

    def test_the_same_cell_twice(self):
        cell = SimpleRNNCell(2)
        layer = RNN([cell, cell], return_sequences=True)
        x = Input((5, 2))
        y = layer(x)
        weights = reference.weights_of(1, 2, 2)
        layer.set_weights(weights)
        step = reference.simple(weights)

        def twice(x, states):
            x, first = step(x, states[:1])
            x, second = step(x, states[1:])
            return x, first + second
        wanted, _ = reference.run(twice, X, [np.zeros((3, 2))] * 2)
        assert_allclose(K.function([x], [y])([X])[0], wanted, rtol=1e-4, atol=1e-5)


class Images(Layer):
    """Cell whose state is an image and whose output is another one, with three axes."""

    state_size = [(2, 3), 1]
    output_size = (2, 3, 1)

    def call(self, inputs, states):
        image = states[0] + inputs
        return K.expand_dims(image), [image, states[1] + 1]


@pytest.mark.parametrize('unroll', [False, True])
def test_states_and_outputs_with_more_axes(unroll):
    x = random(3, 4, 2, 3)
    tensor = Input((4, 2, 3))
    layer = RNN(Images(), return_sequences=True, return_state=True, unroll=unroll)
    found = layer(tensor)
    assert [K.int_shape(y) for y in found] == [(None, 4, 2, 3, 1), (None, 2, 3), (None, 1)]
    outputs, image, count = K.function([tensor], found)([x])
    assert_allclose(outputs[..., 0], np.cumsum(x, axis=1), rtol=1e-4, atol=1e-6)
    assert_allclose(image, x.sum(axis=1), rtol=1e-4, atol=1e-6)
    assert count.tolist() == [[4]] * 3


def test_stateful_with_more_axes():
    x = random(3, 4, 2, 3)
    layer = RNN(Images(), stateful=True, batch_input_shape=(3, 4, 2, 3))
    model = Sequential([layer])
    model.predict(x, batch_size=3)
    assert_allclose(model.predict(x, batch_size=3)[..., 0], 2 * x.sum(axis=1), rtol=1e-4,
                    atol=1e-6)
    assert [K.int_shape(state) for state in layer.states] == [(3, 2, 3), (3, 1)]


def test_cell_that_is_no_layer():
    class Delay:
        state_size = 2

        def call(self, inputs, states):
            return states[0], [inputs]

    delayed = np.concatenate([np.zeros((3, 1, 2)), X[:, :-1]], axis=1)
    x = Input((None, 2))
    y = RNN(Delay(), return_sequences=True)(x)
    assert_allclose(K.function([x], [y])([X])[0], delayed)


class Residual(Layer):
    """Cell around another one, as written for Keras 2."""

    def __init__(self, cell, **kwargs):
        super().__init__(**kwargs)
        self.cell = cell
        self.state_size = cell.state_size

    def build(self, input_shape):
        self.cell.build(input_shape)
        super().build(input_shape)

    def call(self, inputs, states, training=None):
        output, states = self.cell.call(inputs, states, training=training)
        return output + inputs, states


@pytest.mark.parametrize('unroll', [False, True])
def test_cell_around_a_cell_drops_the_same_at_each_step(unroll):
    cell = SimpleRNNCell(6, activation=None, use_bias=False, kernel_initializer='identity',
                         recurrent_initializer='zeros', dropout=.5, recurrent_dropout=.5)
    layer = RNN(Residual(cell), return_sequences=True, unroll=unroll)
    ones = np.ones((20, 4, 6), 'float32')
    outputs = output_of(layer, ones, training=1)
    assert set(np.unique(outputs)) == {1, 3}
    assert_allclose(outputs, outputs[:, :1] * ones)
    assert len(layer.trainable_weights) == 2


def test_subclass_of_a_cell_that_changes_the_step():
    class Doubled(LSTMCell):
        def call(self, inputs, states, training=None):
            return super().call(2 * inputs, states, training=training)

    wanted, _ = reference.run(reference.lstm(MEMORY), 2 * X, [np.zeros((3, 4))] * 2)
    x = Input((5, 2))
    layer = RNN(Doubled(4))
    y = layer(x)
    layer.set_weights(MEMORY)
    assert_allclose(K.function([x], [y])([X])[0], wanted[:, -1], rtol=1e-4, atol=1e-5)


def test_subclass_of_a_layer():
    class Named(LSTM):
        def __init__(self, units, label='', **kwargs):
            super().__init__(units, **kwargs)
            self.label = label

        def get_config(self):
            return dict(super().get_config(), label=self.label)

    with CustomObjectScope({'Named': Named}):
        layer = layers.deserialize(layers.serialize(Named(4, 'x', dropout=.1)))
    assert (layer.label, layer.units, layer.dropout) == ('x', 4, .1)


def test_layers_share_a_cell():
    cell, x = LSTMCell(4), Input((5, 2))
    forth, back = RNN(cell), RNN(cell, go_backwards=True)
    model = Model(x, [forth(x), back(x)])
    forth.set_weights(MEMORY)
    for found, go_backwards in zip(model.predict(X), (False, True)):
        wanted, _ = reference.run(reference.lstm(MEMORY), X, [np.zeros((3, 4))] * 2,
                                  go_backwards=go_backwards)
        assert_allclose(found, wanted[:, -1], rtol=1e-4, atol=1e-5)


INITIALIZERS = {
    'kernel_initializer': {'class_name': 'VarianceScaling', 'config': {
        'scale': 1., 'mode': 'fan_avg', 'distribution': 'uniform', 'seed': None}},
    'recurrent_initializer': {'class_name': 'Orthogonal', 'config': {'gain': 1., 'seed': None}},
    'bias_initializer': {'class_name': 'Zeros', 'config': {}}}
REST = dict(INITIALIZERS, trainable=True, dtype='float32', units=3, kernel_regularizer=None,
            recurrent_regularizer=None, bias_regularizer=None, kernel_constraint=None,
            recurrent_constraint=None, bias_constraint=None)
OF_CELLS = dict(REST, activation='tanh', use_bias=True, dropout=0., recurrent_dropout=0.)
OF_LAYERS = dict(return_sequences=False, return_state=False, go_backwards=False, stateful=False,
                 activity_regularizer=None)


@pytest.mark.parametrize('layer, config', [
    (SimpleRNNCell(3), dict(OF_CELLS, name='simple_rnn_cell_1')),
    (GRUCell(3), dict(OF_CELLS, name='gru_cell_1', recurrent_activation='sigmoid',
                      implementation=2, reset_after=False)),
    (LSTMCell(3), dict(OF_CELLS, name='lstm_cell_1', recurrent_activation='sigmoid',
                       implementation=2, unit_forget_bias=True)),
    (SimpleRNN(3), dict(OF_CELLS, name='simple_rnn_1', unroll=False, **OF_LAYERS)),
    (GRU(3), dict(OF_CELLS, name='gru_1', recurrent_activation='sigmoid', unroll=False,
                  implementation=2, reset_after=False, **OF_LAYERS)),
    (LSTM(3), dict(OF_CELLS, name='lstm_1', recurrent_activation='sigmoid', unroll=False,
                   implementation=2, unit_forget_bias=True, **OF_LAYERS)),
    (layers.CuDNNGRU(3), dict(REST, name='cu_dnngru_1', **OF_LAYERS)),
    (layers.CuDNNLSTM(3), dict(REST, name='cu_dnnlstm_1', unit_forget_bias=True, **OF_LAYERS))],
    ids=lambda x: x.name if isinstance(x, Layer) else '')
def test_configuration_is_that_of_keras_2_3(layer, config):
    assert dict(layer.get_config(), name='') == dict(config, name='')


def test_configuration_of_cells_in_cells():
    layer = RNN([LSTMCell(2), GRUCell(3)], return_state=True)
    config = layer.get_config()
    assert config['cell']['class_name'] == 'StackedRNNCells'
    assert [cell['class_name'] for cell in config['cell']['config']['cells']] == [
        'LSTMCell', 'GRUCell']
    assert set(config) == {'name', 'trainable', 'dtype', 'return_sequences', 'return_state',
                           'go_backwards', 'stateful', 'unroll', 'cell'}
    assert layers.deserialize(layers.serialize(layer)).get_config() == config


def test_implementation_of_old_files():
    config = dict(LSTM(3).get_config(), implementation=0)
    assert LSTM.from_config(config).implementation == 1 and config['implementation'] == 0
    with pytest.warns(UserWarning, match='implementation=0'):
        assert GRU(3, implementation=0).implementation == 1


def test_arguments_are_seen_on_the_layer():
    layer = LSTM(3, activation='relu', dropout=.1, implementation=1)
    assert (layer.units, layer.dropout, layer.implementation) == (3, .1, 1)
    assert layer.activation is layer.cell.activation
    assert not hasattr(layer, 'reset_after') and GRU(3, reset_after=True).reset_after
    with pytest.raises(AttributeError):
        layer.units = 4


def test_mistakes_in_arguments():
    with pytest.raises(TypeError, match='recurent_dropout. Did you mean recurrent_dropout'):
        LSTM(3, recurent_dropout=.1)
    with pytest.raises(ValueError, match='`units` of .* must be a positive integer, but got 0'):
        LSTM(0)
    with pytest.raises(ValueError, match='`dropout` of .* must be a number from 0 to 1, but got 2'):
        GRU(3, dropout=2)
    with pytest.raises(ValueError, match='`implementation` of .* must be 1 or 2, but got 3'):
        GRU(3, implementation=3)
    with pytest.raises(ValueError, match='method `call'):
        RNN(3)
    with pytest.raises(ValueError, match='method `call'):
        RNN([LSTMCell(3), 3])
    with pytest.raises(ValueError, match='`state_size`'):
        RNN(Layer())


def test_mistakes_in_inputs():
    with pytest.raises(ValueError, match=r'lstm_1: expected ndim=3, found ndim=2'):
        LSTM(3, name='lstm_1')(Input((5,)))
    with pytest.raises(ValueError, match='expected ndim=3, found ndim=4'):
        LSTM(3)(Input((5, 2, 2)))
    with pytest.raises(ValueError, match='lstm_1.* axis -1 of the input must have a known'):
        LSTM(3, name='lstm_1')(Input((5, None)))
    with pytest.raises(ValueError, match='gru_1 cannot unroll a sequence of unknown length.*'
                                         'input_length'):
        GRU(3, unroll=True, name='gru_1')(Input((None, 2)))
    layer = LSTM(3, name='lstm_1')
    layer(Input((5, 2)))
    with pytest.raises(ValueError, match=r'expected shape=\(None, None, 2\), found .*5, 4'):
        layer(Input((5, 4)))


@pytest.mark.parametrize('layer, gates', [
    (layers.SimpleRNN(2, recurrent_initializer='identity'), 1),
    (GRU(2, recurrent_initializer='identity'), 3), (LSTM(2, recurrent_initializer='identity'), 4),
    (layers.CuDNNGRU(2, recurrent_initializer='identity'), 3),
    (layers.CuDNNLSTM(2, recurrent_initializer='identity'), 4)])
def test_identity_is_one_for_each_gate(layer, gates):
    layer.build((None, 3, 4))
    assert_allclose(layer.get_weights()[1], np.tile(np.eye(2), gates))


def test_identity_of_gates_that_convolve():
    state = random(1, 3, 4, 2)
    cell = layers.ConvLSTM2DCell(2, (3, 2), recurrent_initializer=Identity(gain=.5))
    cell.build((None, 3, 4, 1))
    kernel = cell.get_weights()[1]
    assert kernel.shape == (3, 2, 2, 8)
    h = Input(state.shape[1:])
    found = K.function([h], [cell.recurrent_conv(h, K.constant(kernel))])([state])[0]
    assert_allclose(found, np.concatenate([.5 * state] * 4, axis=-1), atol=1e-6)
