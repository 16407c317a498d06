"""What SimpleRNN, GRU and LSTM compute, against loops in NumPy."""
import numpy as np
import pytest
import recurrent_reference as reference
from layer_checks import check_layer, output_of, random
from numpy.testing import assert_allclose

from keras import backend as K
from keras.layers import GRU, LSTM, Activation, Dense, Embedding, Input, Masking, SimpleRNN
from keras.models import Model, Sequential

X = random(3, 5, 2)
MASK = np.array([[0, 1, 1, 0, 1], [1, 1, 0, 0, 0], [0, 0, 0, 0, 0]], 'float32')

SIMPLE = reference.weights_of(1, 2, 4)
PLAIN_GRU = reference.weights_of(3, 2, 4)
GRU_AFTER = reference.weights_of(3, 2, 4, reset_after=True)
PLAIN_LSTM = reference.weights_of(4, 2, 4)

# Class, arguments, weights, step in NumPy, number of states.
CASES = {
    'simple': (SimpleRNN, {}, SIMPLE, reference.simple(SIMPLE), 1),
    'gru': (GRU, {}, PLAIN_GRU, reference.gru(PLAIN_GRU), 1),
    'gru 1': (GRU, {'implementation': 1}, PLAIN_GRU, reference.gru(PLAIN_GRU), 1),
    'gru after': (GRU, {'reset_after': True}, GRU_AFTER, reference.gru(GRU_AFTER), 1),
    'gru after 1': (GRU, {'reset_after': True, 'implementation': 1}, GRU_AFTER,
                    reference.gru(GRU_AFTER), 1),
    'lstm': (LSTM, {}, PLAIN_LSTM, reference.lstm(PLAIN_LSTM), 2),
    'lstm 1': (LSTM, {'implementation': 1}, PLAIN_LSTM, reference.lstm(PLAIN_LSTM), 2),
}
each_case = pytest.mark.parametrize('case', sorted(CASES))
KINDS = ['simple', 'gru', 'gru after', 'lstm']
each_kind = pytest.mark.parametrize('case', KINDS)


def made(case, **more):
    cls, arguments, weights, step, states = CASES[case]
    return cls(4, **dict(arguments, **more)), weights, step, states


def expected(case, x=X, **how):
    _, _, _, step, states = CASES[case]
    zeros = np.zeros((len(x), 4), 'float32')
    return reference.run(step, x, [zeros] * states, **how)


@each_case
def test_last_output(case):
    layer, weights, _, _ = made(case)
    check_layer(layer, X, expected(case)[0][:, -1], weights, free=(1,))


@each_kind
@pytest.mark.parametrize('arguments', [{}, {'go_backwards': True}])
def test_all_outputs(case, arguments):
    layer, weights, _, _ = made(case, return_sequences=True, **arguments)
    check_layer(layer, X, expected(case, **arguments)[0], weights, free=(1,))


@each_kind
@pytest.mark.parametrize('go_backwards', [False, True])
def test_unrolled(case, go_backwards):
    layer, weights, _, _ = made(case, unroll=True, return_sequences=True,
                                go_backwards=go_backwards)
    check_layer(layer, X, expected(case, go_backwards=go_backwards)[0], weights)


@each_kind
@pytest.mark.parametrize('unroll', [False, True])
def test_mask_and_states(case, unroll):
    for go_backwards in (False, True):
        layer, weights, _, _ = made(case, unroll=unroll, return_sequences=True, return_state=True,
                                    go_backwards=go_backwards)
        x = Input((5, 2))
        mask = Input((5,))
        found = layer(x, mask=mask)
        assert [K.int_shape(y) for y in found] == [(None, 5, 4)] + [(None, 4)] * (len(found) - 1)
        layer.set_weights(weights)
        outputs, states = expected(case, mask=MASK, go_backwards=go_backwards)
        for array, wanted in zip(K.function([x, mask], found)([X, MASK]), [outputs] + states):
            assert_allclose(array, wanted, rtol=1e-4, atol=1e-5)


@each_kind
def test_mask_of_another_layer(case):
    x = X.copy()
    x[0, 1] = x[1, 3:] = 0
    layer, weights, _, _ = made(case)
    model = Sequential([Masking(input_shape=(None, 2)), layer])
    model.set_weights(weights)
    mask = np.any(x != 0, axis=-1)
    assert_allclose(model.predict(x), expected(case, x, mask=mask)[0][:, -1], rtol=1e-4, atol=1e-5)


def test_masks_handed_on():
    x = Masking()(Input((5, 2)))
    layer = LSTM(4)
    layer(x)
    assert layer.output_mask is None
    layer = LSTM(4, return_sequences=True, return_state=True)
    layer(x)
    mask, *others = layer.output_mask
    assert mask is layer.input_mask and others == [None, None]


@each_kind
def test_no_bias_and_other_activations(case):
    layer, weights, _, states = made(case, use_bias=False, activation='relu', name='plain')
    weights = weights[:2] + [0 * weights[2]]
    step = {'simple': reference.simple, 'lstm': reference.lstm}.get(case, reference.gru)
    others = {'activation': lambda x: np.maximum(x, 0)}
    if case != 'simple':
        config = dict(layer.get_config(), recurrent_activation='hard_sigmoid')
        layer = type(layer).from_config(config)
        others['gate'] = reference.hard_sigmoid
    wanted, _ = reference.run(step(weights, **others), X, [np.zeros((3, 4))] * states)
    check_layer(layer, X, wanted[:, -1], weights[:2])


def test_no_activation():
    layer = SimpleRNN(4, activation=None)
    wanted, _ = reference.run(reference.simple(SIMPLE, lambda x: x), X, [np.zeros((3, 4))])
    check_layer(layer, X, wanted[:, -1], SIMPLE)


@each_kind
@pytest.mark.parametrize('unroll', [False, True])
@pytest.mark.parametrize('masked, return_sequences', [(True, True), (True, False), (False, False)])
def test_gradients(case, unroll, masked, return_sequences):
    K.set_floatx('float64')
    layer, weights, _, _ = made(case, return_sequences=return_sequences, unroll=unroll)
    x, mask = Input((5, 2)), Input((5,))
    outputs = layer(x, mask=mask if masked else None)
    layer.set_weights(weights)
    loss = K.sum(outputs * K.constant(random(3, 5, 4) if return_sequences else random(3, 4)))
    point = [X.astype('float64'), MASK]
    gradients = K.function([x, mask], K.gradients(loss, [x] + layer.weights))(point)
    function = K.function([x, mask], [loss])
    check_differences(gradients[0], point[0], lambda: function(point)[0])
    for weight, gradient, array in zip(layer.weights, gradients[1:], layer.get_weights()):
        def value(weight=weight, array=array):
            K.set_value(weight, array)
            return function(point)[0]
        check_differences(gradient, array, value)


def check_differences(gradient, array, value, step=1e-5):
    """Compares a gradient with central differences of `value()` at some entries of `array`."""
    indices = list(np.ndindex(*array.shape))
    for index in indices[::max(1, len(indices) // 8)]:
        middle = array[index]
        array[index] = middle + step
        above = value()
        array[index] = middle - step
        below = value()
        array[index] = middle
        value()
        assert_allclose(gradient[index], (above - below) / (2 * step), rtol=1e-5, atol=1e-8)


def size_of_graph(model):
    """Returns the number of operations that a training step is made of."""
    if K.backend() == 'tensorflow':
        return len(K.get_session().graph.get_operations())
    if K.backend() in ('cntk', 'jax'):
        from keras.backend.recorded.graph import ordered
        return len(ordered([model.total_loss]))
    from theano.gof.graph import io_toposort
    return len(io_toposort([], [model.total_loss]))


@each_kind
def test_long_sequences_take_no_larger_graph(case):
    def operations(time):
        K.clear_session()
        layer, _, _, _ = made(case)
        model = Sequential([Embedding(10, 2, input_length=time, mask_zero=True), layer, Dense(1)])
        model.compile('sgd', 'mse')
        x = np.random.RandomState(0).randint(10, size=(2, time))
        losses = [model.train_on_batch(x, np.ones((2, 1))) for _ in range(3)]
        assert losses[2] < losses[1] < losses[0]
        return size_of_graph(model)
    assert operations(400) == operations(4)


def test_learns_to_count():
    rng = np.random.RandomState(0)
    x = rng.randint(2, size=(256, 8, 1)).astype('float32')
    for layer in (GRU(8, input_shape=(None, 1)), LSTM(8, input_shape=(None, 1))):
        model = Sequential([layer, Dense(1)])
        model.compile('adam', 'mse')
        y = x.sum(axis=1) / 8
        before = model.evaluate(x, y, verbose=0)
        model.fit(x, y, epochs=8, verbose=0)
        assert model.evaluate(x, y, verbose=0) < before / 4


class TestDropout:
    """With simple weights, the outputs tell what was dropped."""

    ones = np.ones((50, 4, 6), 'float32')

    def outputs(self, training=1, **arguments):
        layer = SimpleRNN(6, activation=None, use_bias=False, return_sequences=True,
                          kernel_initializer='identity', **arguments)
        return output_of(layer, self.ones, training=training)

    @pytest.mark.parametrize('unroll', [False, True])
    def test_inputs(self, unroll):
        outputs = self.outputs(dropout=.5, recurrent_initializer='zeros', unroll=unroll)
        assert set(np.unique(outputs)) == {0, 2}
        assert abs(np.mean(outputs) - 1) < .25
        assert_allclose(outputs, outputs[:, :1] * self.ones)

    @pytest.mark.parametrize('unroll', [False, True])
    def test_states(self, unroll):
        outputs = self.outputs(recurrent_dropout=.5, recurrent_initializer='identity',
                               unroll=unroll)
        # 1 + m (1 + m (1 + m)), where a unit's m stays 0 or stays 2
        kept = outputs[:, 1] == 3
        assert 0 < kept.mean() < 1
        assert_allclose(outputs, np.where(kept[:, None], [[[1], [3], [7], [15]]], 1))

    def test_not_outside_of_training(self):
        outputs = self.outputs(0, dropout=.5, recurrent_dropout=.5, recurrent_initializer='zeros')
        assert_allclose(outputs, self.ones)

    def test_argument_training(self):
        x = Input((4, 6))
        layer = LSTM(3, dropout=.5, recurrent_dropout=.5)
        by_phase, never, always = layer(x), layer(x, training=False), layer(x, training=True)
        assert [y._uses_learning_phase for y in (by_phase, never, always)] == [True, False, False]
        never, always = K.function([x], [never, always])([self.ones])
        assert np.ptp(never, axis=0).max() < 1e-6 < np.ptp(always, axis=0).max()

    def test_new_draws_for_each_batch(self):
        layer = SimpleRNN(6, dropout=.5, recurrent_dropout=.5, input_shape=(4, 6))
        model = Sequential([layer])
        function = K.function([model.input, K.learning_phase()], [model.output])
        assert np.any(function([self.ones, 1])[0] != function([self.ones, 1])[0])

    @pytest.mark.parametrize('implementation, wanted', [(1, 1 / 8), (2, 1 / 2)])
    def test_lstm_draws_for_each_gate_or_for_all(self, implementation, wanted):
        # The output of the first step is i * c * o: not zero, if none of them is dropped.
        arguments = {'activation': None, 'recurrent_activation': None, 'use_bias': False,
                     'implementation': implementation}
        inputs = LSTM(1, dropout=.5, kernel_initializer='ones', **arguments)
        found = output_of(inputs, np.ones((2000, 1, 1), 'float32'), training=1)
        assert set(np.unique(found)) == {0, 8}
        assert abs(np.mean(found == 8) - wanted) < .05
        states = LSTM(1, recurrent_dropout=.5, kernel_initializer='zeros',
                      recurrent_initializer='ones', **arguments)
        x, h, c = Input((1, 1)), Input((1,)), Input((1,))
        function = K.function([x, h, c, K.learning_phase()],
                              [states(x, initial_state=[h, c])])
        ones = np.ones((2000, 1), 'float32')
        found = function([ones[:, None], ones, 0 * ones, 1])[0]
        assert abs(np.mean(found == 8) - wanted) < .05

    @pytest.mark.parametrize('reset_after', [False, True])
    @pytest.mark.parametrize('implementation', [1, 2])
    def test_gru_draws_for_each_gate_or_for_all(self, reset_after, implementation):
        # From a state of 0 the output is (1 - z) h; here z is 0 or -1, h is 0 or 2.
        layer = GRU(1, activation=None, recurrent_activation=None, use_bias=False, dropout=.5,
                    implementation=implementation, reset_after=reset_after)
        x = Input((1, 1))
        function = K.function([x, K.learning_phase()], [layer(x)])
        layer.set_weights([np.array([[-.5, 1, 1]]), np.zeros((1, 3))])
        found = function([np.ones((500, 1, 1)), 1])[0]
        assert set(np.unique(found)) == ({0, 2, 4} if implementation == 1 else {0, 4})

    @pytest.mark.parametrize('reset_after', [False, True])
    @pytest.mark.parametrize('implementation', [1, 2])
    def test_gru_drops_states_before_the_kernel_alone(self, reset_after, implementation):
        # z is 1/2, r is 1: the output is s / 2 + m s / 2, with m 0 or 2.
        layer = GRU(1, activation=None, recurrent_activation=None, recurrent_dropout=.5,
                    implementation=implementation, reset_after=reset_after)
        x, s = Input((1, 1)), Input((1,))
        function = K.function([x, s, K.learning_phase()], [layer(x, initial_state=s)])
        bias = np.array([.5, 1, 0])
        layer.set_weights([np.zeros((1, 3)), np.array([[0, 0, 1]]),
                           np.array([bias, 0 * bias]) if reset_after else bias])
        found = function([np.ones((500, 1, 1)), np.ones((500, 1)), 1])[0]
        assert set(np.unique(found)) == {.5, 1.5}


def test_activity_regularizer_and_penalties():
    layer = LSTM(4, kernel_regularizer='l2', recurrent_regularizer='l2', bias_regularizer='l2',
                 activity_regularizer='l1', input_shape=(5, 2))
    model = Sequential([layer])
    model.compile('sgd', lambda target, output: 0 * output)
    model.set_weights(PLAIN_LSTM)
    outputs = expected('lstm')[0][:, -1]
    wanted = .01 * sum(np.sum(w ** 2) for w in PLAIN_LSTM) + .01 * np.abs(outputs).sum()
    assert_allclose(model.test_on_batch(X, outputs), wanted, rtol=1e-4)
    assert len(layer.losses) == 4 and len(layer.get_losses_for(None)) == 3


def test_constraints():
    layer = LSTM(4, kernel_constraint='non_neg', recurrent_constraint='non_neg',
                 bias_constraint='non_neg', input_shape=(5, 2))
    model = Sequential([layer])
    model.compile('sgd', 'mse')
    model.train_on_batch(X, np.zeros((3, 4)))
    assert all(w.min() >= 0 for w in layer.get_weights())


def test_start_of_the_bias():
    def bias(**arguments):
        layer = LSTM(2, **arguments)
        layer.build((None, None, 3))
        return layer.get_weights()[2]
    assert bias().tolist() == [0, 0, 1, 1, 0, 0, 0, 0]
    assert bias(unit_forget_bias=False).tolist() == [0] * 8
    other = bias(bias_initializer=lambda shape, dtype=None: 3 * K.ones(shape))
    assert other.tolist() == [3, 3, 1, 1, 3, 3, 3, 3]


@each_kind
def test_trainable(case):
    layer, _, _, _ = made(case, input_shape=(5, 2))
    Sequential([layer])
    assert len(layer.trainable_weights) == 3 and not layer.non_trainable_weights
    layer.trainable = False
    assert not layer.trainable_weights and len(layer.non_trainable_weights) == 3
    assert layer.count_params() == sum(w.size for w in layer.get_weights())


def test_other_float_type():
    layer = GRU(4, dtype='float64')
    x = Input((5, 2), dtype='float64')
    y = layer(x)
    assert K.dtype(y) == K.dtype(layer.weights[0]) == 'float64'


def test_one_layer_on_several_inputs():
    layer, x, z = LSTM(4), Input((5, 2)), Input((None, 2))
    model = Model([x, z], [layer(x), Activation('linear')(layer(z))])
    layer.set_weights(PLAIN_LSTM)
    for found, wanted in zip(model.predict([X, X[:, :3]]), (
            expected('lstm')[0][:, -1], expected('lstm', X[:, :3])[0][:, -1])):
        assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)
