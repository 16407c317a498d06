"""Arguments of layers become attributes and the configuration, each in its place."""
import inspect

import pytest

from keras import activations, constraints, initializers, layers, regularizers
from keras.engine.base_layer import Layer
from keras.layers import LSTM, Conv2D, Dense, PReLU, SimpleRNNCell
from keras.models import Sequential

BASE = ['name', 'trainable', 'dtype']
DENSE = BASE + [
    'units', 'activation', 'use_bias', 'kernel_initializer', 'bias_initializer',
    'kernel_regularizer', 'bias_regularizer', 'activity_regularizer', 'kernel_constraint',
    'bias_constraint']
KINDS = {
    'initializer': lambda i: initializers.RandomUniform(-i, i),
    'regularizer': lambda i: regularizers.L1L2(l1=i),
    'constraint': lambda i: constraints.MaxNorm(i),
}
SIZES = {'units': 3, 'filters': 3, 'kernel_size': 2, 'input_dim': 5, 'output_dim': 3}


@pytest.mark.parametrize('cls', [
    layers.Dense, layers.Embedding, layers.BatchNormalization, layers.PReLU, layers.Conv1D,
    layers.Conv2D, layers.Conv3D, layers.Conv2DTranspose, layers.Conv3DTranspose,
    layers.SeparableConv1D, layers.SeparableConv2D, layers.DepthwiseConv2D,
    layers.LocallyConnected1D, layers.LocallyConnected2D, layers.SimpleRNNCell, layers.GRUCell,
    layers.LSTMCell, layers.ConvLSTM2DCell, layers.SimpleRNN, layers.GRU, layers.LSTM,
    layers.ConvLSTM2D, layers.CuDNNGRU, layers.CuDNNLSTM])
def test_no_argument_takes_the_place_of_another(cls):
    parameters = list(inspect.signature(cls).parameters.values())
    given = {}
    for i, parameter in enumerate(parameters[:-1], 1):
        name = parameter.name
        kind = KINDS.get(name.rpartition('_')[2])
        if kind:
            given[name] = kind(i)
        elif name.endswith('activation'):
            given[name] = ['elu', 'selu'][name == 'activation']
        elif name.endswith('dropout'):
            given[name] = i / 100.
        elif isinstance(parameter.default, bool):
            given[name] = not parameter.default
        else:
            given[name] = SIZES.get(name, parameter.default)
    config = cls(*given.values(), name='layer').get_config()
    for name, value in given.items():
        if name.rpartition('_')[2] in KINDS:
            assert config[name]['config'] == value.get_config(), name
        elif name.endswith(('activation', 'dropout')) or isinstance(value, bool):
            assert config[name] == value, name


def test_order_of_the_configuration():
    assert list(Dense(3).get_config()) == DENSE
    assert list(Dense(3, input_shape=(2,)).get_config()) == (
        BASE[:2] + ['batch_input_shape'] + DENSE[2:])
    assert list(Conv2D(3, 2).get_config()) == BASE + [
        'filters', 'kernel_size', 'strides', 'padding', 'data_format', 'dilation_rate',
    ] + DENSE[4:]


def test_attributes_are_objects():
    layer = Dense(3, activation='relu', kernel_initializer='ones', kernel_regularizer='l2',
                  kernel_constraint='nonneg')
    assert layer.activation is activations.relu
    assert isinstance(layer.kernel_initializer, initializers.Ones)
    assert isinstance(layer.kernel_regularizer, regularizers.L1L2)
    assert isinstance(layer.kernel_constraint, constraints.NonNeg)
    assert layer.bias_constraint is None and layer.use_bias is True


@pytest.mark.filterwarnings('ignore:The layer .* is used as the activation')
def test_layer_as_an_activation():
    model = Sequential([Dense(3, activation=PReLU(), use_bias=False, input_shape=(2,))])
    assert [w.shape for w in model.get_weights()] == [(2, 3), (3,)]


@pytest.mark.parametrize('call, text', [
    (lambda: Dense(), r'__init__\(\) missing 1 required positional argument: .units.'),
    (lambda: Dense(3, units=3), r"__init__\(\) got multiple values for argument 'units'"),
    (lambda: Dense(3, unit=3), r'not understood by Dense: unit.* Did you mean'),
])
def test_calls_that_do_not_fit(call, text):
    with pytest.raises(TypeError, match=text) as caught:
        call()
    assert caught.value.__context__ is None


class Tied(Dense):
    """Has other arguments, and leaves the configuration to its base."""

    def __init__(self, to, units=1, **kwargs):
        super().__init__(2 * units, **kwargs)
        self.to = to


class Noisy(Tied):
    def __init__(self, sigma, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sigma = sigma

    def get_config(self):
        return dict(super().get_config(), sigma=self.sigma)


class FromScratch(Dense):
    """Passes over the constructor and the configuration of its base."""

    def __init__(self, width, **kwargs):
        super(Dense, self).__init__(**kwargs)
        self.width = width

    def get_config(self):
        return dict(super(Dense, self).get_config(), width=self.width)


class Late(Dense):
    def __init__(self, units, **kwargs):
        super().__init__(units, **kwargs)
        self.units, self.activation = 9, activations.tanh


class Leaky(SimpleRNNCell):
    def __init__(self, units, leak=.1, **kwargs):
        super().__init__(units, recurrent_dropout=.2, **kwargs)
        self.leak = leak

    def get_config(self):
        return dict(super().get_config(), leak=self.leak)


class Sequences(LSTM):
    def __init__(self, units, step=1, **kwargs):
        super().__init__(units, return_sequences=True, **kwargs)
        self.step = step

    def get_config(self):
        return dict(super().get_config(), step=self.step)


class TestSubclasses:
    def test_other_arguments(self):
        config = Tied('it', 3, activation='relu').get_config()
        assert list(config) == DENSE
        assert (config['units'], config['activation']) == (6, 'relu')

    def test_more_arguments(self):
        layer = Noisy(.5, 'it', activation='relu')
        assert list(layer.get_config()) == DENSE + ['sigma']
        assert Dense.get_config(layer) == Tied.get_config(layer)

    def test_that_passes_over_its_base(self):
        config = FromScratch(3, name='layer').get_config()
        assert list(config) == BASE + ['width']
        assert FromScratch.from_config(config).width == 3

    def test_that_changes_attributes(self):
        config = Late(3, activation='relu').get_config()
        assert (config['units'], config['activation']) == (9, 'tanh')

    def test_cells(self):
        config = Leaky(3, .4).get_config()
        assert list(config) == list(SimpleRNNCell(3).get_config()) + ['leak']
        assert (config['units'], config['recurrent_dropout'], config['leak']) == (3, .2, .4)

    def test_recurrent_layers(self):
        config = Sequences(3, 4).get_config()
        assert list(config) == list(LSTM(3).get_config()) + ['step']
        assert config['return_sequences'] and config['step'] == 4


def test_only_the_decorated_class_writes_its_arguments():
    layer = Conv2D(3, 2)
    assert list(Layer.get_config(layer)) == BASE
    assert 'rank' in super(Conv2D, layer).get_config()


@pytest.mark.parametrize('cls', [
    layers.SimpleRNN, layers.GRU, layers.LSTM, layers.ConvLSTM2D, layers.CuDNNGRU,
    layers.CuDNNLSTM])
def test_help_on_recurrent_layers_has_each_argument_once(cls):
    section = inspect.getdoc(cls).split('Args:\n')[1].split('\n\n')[0]
    entries = [line.strip().split(': ')[0] for line in section.splitlines()
               if not line.startswith(' ' * 8)]
    names = [entry.lstrip('*') for entry in entries]
    assert sorted(names) == sorted(inspect.signature(cls).parameters)
    assert names.index('units' if 'units' in names else 'filters') == 0
    assert 'initializer of the input kernel' in section
