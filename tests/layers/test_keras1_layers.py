import json

import numpy as np
import pytest
from layer_checks import check_layer, random
from numpy.testing import assert_allclose

from keras import backend as K
from keras.layers import Conv1D, Conv2D, Input, InputSpec, Masking
from keras.legacy.layers import (
    AtrousConvolution1D,
    AtrousConvolution2D,
    ConvRecurrent2D,
    Highway,
    MaxoutDense,
    Recurrent,
)
from keras.models import Model, Sequential

old_layers = pytest.mark.filterwarnings('ignore:.* is a layer of Keras 1')


# Fully connected


def highway(x, W, W_carry, b=0, b_carry=0):
    gate = 1 / (1 + np.exp(-(x.dot(W_carry) + b_carry)))
    return gate * np.tanh(x.dot(W) + b) + (1 - gate) * x


@old_layers
def test_highway():
    x = random(4, 3)
    weights = [random(3, 3), random(3, 3, seed=1), random(3), random(3, seed=1)]
    check_layer(Highway(activation='tanh', W_regularizer='l2'), x, highway(x, *weights), weights)
    check_layer(Highway(activation='tanh', bias=False), x, highway(x, *weights[:2]), weights[:2])


@old_layers
def test_start_of_highway():
    layer = Highway(init='one', input_dim=3, name='h')
    Sequential([layer])
    for found, expected in zip(layer.get_weights(),
                               [np.ones((3, 3)), np.ones((3, 3)), np.zeros(3), np.ones(3)]):
        assert_allclose(found, expected)
    assert [w.name for w in layer.weights] == ['h/W:0', 'h/W_carry:0', 'h/b:0', 'h/b_carry:0']


@old_layers
def test_maxout():
    x, W, b = random(4, 3), random(5, 3, 2), random(5, 2)
    maps = np.einsum('bi,fio->bfo', x, W)
    check_layer(MaxoutDense(2, 5), x, (maps + b).max(axis=1), [W, b])
    check_layer(MaxoutDense(2, nb_feature=5, bias=False), x, maps.max(axis=1), [W])


@old_layers
def test_maxout_with_weights():
    W = random(4, 3, 2)
    layer = MaxoutDense(2, weights=[W, np.ones((4, 2))], input_dim=3, W_constraint='nonneg',
                        b_regularizer='l2')
    model = Sequential([layer])
    assert_allclose(layer.get_weights()[0], W)
    assert_allclose(K.eval(layer.losses[0]), 0.08, rtol=1e-5)
    assert layer.W.constraint is not None
    assert model.output_shape == (None, 2)
    config = layer.get_config()
    assert config['output_dim'] == 2
    assert config['nb_feature'] == 4
    assert config['input_dim'] == 3
    assert config['W_constraint']['class_name'] == 'NonNeg'


@pytest.mark.parametrize('make', [Highway, lambda: MaxoutDense(2)], ids=['Highway', 'MaxoutDense'])
def test_fully_connected_layers_say_that_they_are_old(make):
    with pytest.warns(UserWarning, match='is a layer of Keras 1') as caught:
        layer = make()
    assert caught[0].filename == __file__
    with pytest.raises(ValueError, match='expected ndim=2, found ndim=3'):
        layer(Input((3, 4)))


@old_layers
def test_wrong_sizes_of_maxout():
    with pytest.raises(ValueError, match='`nb_feature` of .* must be a positive integer'):
        MaxoutDense(2, nb_feature=0)
    with pytest.raises(ValueError, match=r'cannot have the shape \(4, None, 2\)'):
        MaxoutDense(2)(Input((None,)))


# Dilated convolutions


def test_atrous_convolutions():
    with pytest.warns(UserWarning) as caught:
        layer = AtrousConvolution2D(8, 3, 2, atrous_rate=(2, 2), name='a')
    assert type(layer) is Conv2D
    assert layer.get_config() == Conv2D(8, (3, 2), dilation_rate=2, name='a').get_config()
    assert 'Use Conv2D with the argument dilation_rate' in str(caught[0].message)
    assert caught[0].filename == __file__
    assert '`Conv2D(filters=8, kernel_size=(3, 2), dilation_rate=(2, 2), name=\'a\')`' \
        in str(caught[1].message)
    with pytest.warns(UserWarning, match='Use Conv1D'):
        layer = AtrousConvolution1D(8, 3, name='b')
    assert layer.get_config() == Conv1D(8, 3, name='b').get_config()


# Recurrent layers without cells. The expected numbers are those of Keras 2.3.1.


class Doubling(Recurrent):
    """new state = output = inputs W + 2 * state, with W ones; the 2 is a constant."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.state_spec = InputSpec(shape=(None, units))

    def build(self, input_shape):
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        batch_size = input_shape[0] if self.stateful else None
        self.input_spec[0] = InputSpec(shape=(batch_size, None, input_shape[2]))
        self.states = [None]
        if self.stateful:
            self.reset_states()
        self.W = self.add_weight(shape=(input_shape[2], self.units), name='W', initializer='ones')
        self.built = True

    def preprocess_input(self, inputs, training=None):
        return 10 * inputs

    def get_constants(self, inputs, training=None):
        return [K.constant(2.)]

    def step(self, inputs, states):
        state, factor = states
        output = K.dot(inputs, self.W) + factor * state
        return output, [output]

    def get_config(self):
        return dict(super().get_config(), units=self.units)


SEQUENCES = np.arange(12.).reshape(2, 3, 2) / 10
STEPS = np.array([[1, 7, 23], [13, 43, 107]])


def in_columns(x):
    return np.stack([x, x], axis=-1)


def predicted(layer, x=SEQUENCES, **arguments):
    inputs = Input(batch_shape=(2,) + x.shape[1:])
    return Model(inputs, layer(inputs, **arguments)).predict(x, batch_size=2)


@pytest.mark.parametrize('unroll', [False, True])
def test_own_steps(unroll):
    assert_allclose(predicted(Doubling(2, unroll=unroll)), in_columns(STEPS[:, -1]), rtol=1e-5)
    assert_allclose(predicted(Doubling(2, unroll=unroll, return_sequences=True)),
                    in_columns(STEPS), rtol=1e-5)
    backwards = Doubling(2, unroll=unroll, return_sequences=True, go_backwards=True)
    assert_allclose(predicted(backwards), in_columns([[9, 23, 47], [21, 59, 131]]), rtol=1e-5)


def test_own_steps_with_returned_states():
    layer = Doubling(2, return_state=True)
    output, state = predicted(layer)
    assert_allclose(output, in_columns(STEPS[:, -1]), rtol=1e-5)
    assert_allclose(state, output)
    assert layer.compute_output_shape((2, 3, 2)) == [(2, 2), (2, 2)]


def test_own_steps_with_initial_states():
    expected = in_columns([31, 115])
    assert_allclose(predicted(Doubling(2), initial_state=K.ones((2, 2))), expected, rtol=1e-5)
    x, state = Input((3, 2)), Input((2,))
    model = Model([x, state], Doubling(2)(x, initial_state=state))
    assert_allclose(model.predict([SEQUENCES, np.ones((2, 2))]), expected, rtol=1e-5)


def test_own_steps_with_a_mask():
    x = np.array(SEQUENCES)
    x[0, 2] = x[1, 0] = 0
    inputs = Input((3, 2))
    model = Model(inputs, Doubling(2)(Masking()(inputs)))
    assert_allclose(model.predict(x), in_columns([7, 55]), rtol=1e-5)


def test_own_steps_that_keep_states():
    layer = Doubling(2, stateful=True)
    inputs = Input(batch_shape=(2, 3, 2))
    model = Model(inputs, layer(inputs))
    first, second = in_columns([23, 107]), in_columns([207, 963])
    assert_allclose(model.predict(SEQUENCES, batch_size=2), first, rtol=1e-5)
    assert_allclose(model.predict(SEQUENCES, batch_size=2), second, rtol=1e-5)
    layer.reset_states()
    assert_allclose(model.predict(SEQUENCES, batch_size=2), first, rtol=1e-5)
    layer.reset_states(np.ones((2, 2)))
    assert_allclose(model.predict(SEQUENCES, batch_size=2), in_columns([31, 115]), rtol=1e-5)
    with pytest.raises(ValueError, match='State 0 of layer'):
        layer.reset_states([np.ones((2, 3))])


def test_own_steps_train():
    model = Sequential([Doubling(1, input_shape=(3, 2))])
    model.compile('sgd', 'mse')
    before = model.get_weights()[0]
    loss = model.train_on_batch(SEQUENCES, np.zeros((2, 1)))
    assert_allclose(loss, np.mean(STEPS[:, -1] ** 2), rtol=1e-5)
    assert np.all(model.get_weights()[0] < before)


def test_configuration_of_own_steps():
    layer = Doubling(2, return_sequences=True, implementation=1)
    config = json.loads(json.dumps(layer.get_config()))
    assert config == {'name': layer.name, 'trainable': True, 'dtype': 'float32',
                      'return_sequences': True, 'return_state': False, 'go_backwards': False,
                      'stateful': False, 'unroll': False, 'implementation': 1, 'units': 2}
    assert Doubling.from_config(config).get_config() == config


def test_missing_parts_of_own_steps():
    with pytest.raises(ValueError, match='Layer recurrent_1 must set its attribute `units`'):
        Recurrent()(Input((3, 2)))
    layer = Recurrent()
    layer.units = 2
    with pytest.raises(NotImplementedError, match='must define `step'):
        layer(Input((3, 2)))
    with pytest.raises(AttributeError, match='without stateful=True'):
        layer.reset_states()


@pytest.mark.parametrize('data_format, image', [
    ('channels_last', (4, 4, 4)), ('channels_first', (4, 3, 1))])
def test_shapes_of_own_steps_on_images(data_format, image):
    options = {'strides': 2, 'data_format': data_format}
    shape = (2, 5, 9, 8, 3)
    layer = ConvRecurrent2D(4, (3, 2), **options)
    assert layer.compute_output_shape(shape) == (2,) + image
    layer = ConvRecurrent2D(4, (3, 2), return_sequences=True, return_state=True, **options)
    assert layer.compute_output_shape(shape) == [(2, 5) + image, (2,) + image, (2,) + image]


class Summing(ConvRecurrent2D):
    def step(self, inputs, states):
        total = states[0] + self.kernel_size[0] * inputs[:, :2, :2]
        return total, [total, states[1]]


def test_own_steps_on_images():
    x = random(2, 3, 3, 3, 4)
    layer = Summing(4, 2)
    assert_allclose(predicted(layer, x), 2 * x[:, :, :2, :2].sum(axis=1), rtol=1e-5, atol=1e-6)
    config = layer.get_config()
    assert config['kernel_size'] == (2, 2)
    assert Summing.from_config(config).get_config() == config
