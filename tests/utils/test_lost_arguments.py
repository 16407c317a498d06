"""Arguments of classes of one's own that no configuration holds."""
import warnings

import numpy as np
import pytest

from keras import backend as K
from keras import constraints, initializers, layers, losses, metrics, optimizers, regularizers
from keras.layers import GRU, RNN, Bidirectional, Dense, Input, Layer, SimpleRNNCell, Wrapper
from keras.models import Model, Sequential, clone_model
from keras.utils import lost_arguments


@pytest.fixture(autouse=True)
def first_time():
    lost_arguments._warned.clear()


def scale_class():
    class Scale(Layer):
        def __init__(self, by=2., **kwargs):
            self.by = by
            super().__init__(**kwargs)

        def call(self, x):
            return x * self.by
    return Scale


def in_sequence(layer):
    return Sequential([layer, Dense(2)])


@pytest.mark.parametrize('take', [
    lambda layer, path: in_sequence(layer).save(path),
    lambda layer, path: in_sequence(layer).to_json(),
    lambda layer, path: in_sequence(layer).to_yaml(),
    lambda layer, path: in_sequence(layer).get_config(),
    lambda layer, path: clone_model(in_sequence(layer)),
    lambda layer, path: layers.serialize(layer),
    lambda layer, path: layers.serialize(layers.TimeDistributed(layer)),
    lambda layer, path: graph(layer).get_config(),
])
def test_whenever_the_configuration_is_taken(tmp_path, take):
    layer = scale_class()(5., input_shape=(3,))
    with pytest.warns(UserWarning, match="Scale takes the argument 'by', .*by=self.by") as caught:
        take(layer, str(tmp_path / 'model.h5'))
    assert [warning.filename for warning in caught] == [__file__]


def graph(layer):
    x = Input((3,))
    return Model(x, layer(x))


def test_once_for_each_class():
    Scale, Other = scale_class(), scale_class()
    with pytest.warns(UserWarning) as caught:
        for cls in (Scale, Scale, Other, Scale):
            layers.serialize(cls(3.))
    assert len(caught) == 2


NUMBERS = np.zeros(2)


class TwoUnits(Dense):
    def __init__(self, more, units=2, scale=None, **kwargs):
        super().__init__(units, **kwargs)
        self.more, self.scale = more, scale


class Cell(SimpleRNNCell):
    def __init__(self, units, leak=0., **kwargs):
        super().__init__(units, **kwargs)
        self.leakage = leak


class OfUnits(RNN):
    def __init__(self, units, **kwargs):
        super().__init__(SimpleRNNCell(units), **kwargs)


class Around(Wrapper):
    def __init__(self, layer, *, times):
        super().__init__(layer)


class Slow(GRU):
    def __init__(self, units, step=1, **kwargs):
        super().__init__(units, **kwargs)


class L3(regularizers.L1L2):
    def __init__(self, l3, **kwargs):
        super().__init__(**kwargs)


class Ramp(initializers.Initializer):
    def __init__(self, slope=1.):
        self.slope = slope


class Above(constraints.Constraint):
    def __init__(self, least=0.):
        self.least = least


class Power(losses.Loss):
    def __init__(self, exponent=2):
        super().__init__(name='power')
        self.exponent = exponent

    def call(self, y_true, y_pred):
        return K.mean((y_true - y_pred) ** self.exponent, axis=-1)


class Share(metrics.Mean):
    def __init__(self, of=1, name='share', dtype=None):
        super().__init__(name, dtype)
        self.of = of


class Halving(optimizers.SGD):
    def __init__(self, every=10, **kwargs):
        super().__init__(**kwargs)
        self.every = every


@pytest.mark.parametrize('make, lost', [
    (lambda: TwoUnits(1), "'more', but"), (lambda: TwoUnits(1, scale=2), "s 'more', 'scale', but"),
    (lambda: Cell(2, .5), "'leak'"), (lambda: RNN(Cell(2, .5)), "'leak'"),
    (lambda: OfUnits(2), "'units'"), (lambda: Around(Dense(2), times=2), "'times'"),
    (lambda: Bidirectional(Slow(2)), "'step'"),
    (lambda: Dense(2, kernel_regularizer=L3(1.)), "'l3'"),
    (lambda: Dense(2, kernel_initializer=Ramp(3.)), "'slope'"),
    (lambda: Dense(2, kernel_constraint=Above(3.)), "'least'"),
    (lambda: Power(3), "'exponent'"), (lambda: Share(3), "'of'"), (lambda: Halving(3), "'every'"),
])
def test_classes_of_every_kind(make, lost):
    with pytest.warns(UserWarning, match='the argument.*%s' % lost):
        layers.serialize(make())


def test_what_a_model_is_compiled_with(tmp_path):
    model = Sequential([Dense(2, input_shape=(3,))])
    model.compile(Halving(3), Power(3), metrics=[Share(3)])
    with pytest.warns(UserWarning) as caught:
        model.save(str(tmp_path / 'model.h5'))
    assert sorted(str(warning.message).split()[0] for warning in caught) == [
        'Halving', 'Power', 'Share']


class WithConfig(Layer):
    def __init__(self, by=2., **kwargs):
        super().__init__(**kwargs)
        self.by = by

    def get_config(self):
        return dict(super().get_config(), by=self.by)


class OfBase(WithConfig):
    """Its base may well write down what a subclass takes."""

    def __init__(self, to, **kwargs):
        super().__init__(**kwargs)


class FromConfig(Layer):
    def __init__(self, by):
        super().__init__()

    @classmethod
    def from_config(cls, config):
        return cls(3)


class HandsOn(WithConfig):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)


class Fixed(Dense):
    def __init__(self, units=3, activation='relu', **kwargs):
        super().__init__(units, activation=activation, **kwargs)


class Shaped(Dense):
    def __init__(self, units, input_shape=None, weights=None, name=None, trainable=True):
        super().__init__(units, input_shape=input_shape, name=name, trainable=trainable)


class Plain(Dense):
    pass


class AtDefaults(Layer):
    def __init__(self, by=2., mode='sum', axes=None, **kwargs):
        super().__init__(**kwargs)
        self.by, self.mode, self.axes = by, mode, axes


@pytest.mark.parametrize('make', [
    lambda: WithConfig(5.), lambda: OfBase(5), lambda: FromConfig(5), lambda: HandsOn(5.),
    lambda: Fixed(2), lambda: Shaped(2, (3,)), lambda: Plain(2, input_shape=(3,)),
    lambda: AtDefaults(), lambda: RNN([SimpleRNNCell(2), SimpleRNNCell(3)]),
])
def test_no_false_alarm(make):
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        layers.serialize(make())


def test_variables_are_compared_with_nothing():
    class Table(Layer):
        def __init__(self, values=NUMBERS, **kwargs):
            super().__init__(**kwargs)
            self.values = K.variable(values)

    with pytest.warns(UserWarning, match="'values'"):
        layers.serialize(Table())
