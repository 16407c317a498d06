"""Attributes that become a part of the layer or model that holds them."""
import numpy as np
import pytest

from keras import backend as K
from keras.engine.base_layer import Layer
from keras.layers import BatchNormalization, Dense, Input
from keras.metrics import Mean, Precision
from keras.models import Model, Sequential
from keras.optimizers import SGD


class Holder(Layer):
    """A layer that calls those in a list."""

    def call(self, inputs):
        for layer in self.listed:
            inputs = layer(inputs)
        return inputs

    def compute_output_shape(self, input_shape):
        return input_shape


class HolderModel(Model):
    def call(self, inputs):
        for layer in self.listed:
            inputs = layer(inputs)
        return inputs


BOTH = pytest.mark.parametrize('cls', [Holder, HolderModel])


def dense(name, units=3):
    return Dense(units, name=name)


def names(layers):
    return [layer.name for layer in layers]


@pytest.mark.parametrize('base', [Layer, Model])
def test_set_again_and_deleted(base):
    class Two(base):
        def __init__(self):
            super().__init__()
            self.first, self.second = dense('first'), dense('second')
            self.scale = K.variable(1., name='scale')

    holder = Two()
    held = ['first', 'second']
    assert names(holder._layers) == held
    holder.first = dense('other')
    holder.first = None
    holder.again = holder.second
    del holder.second
    assert names(holder._layers) == held + ['other']  # what was a part stays one
    scale = holder.scale
    holder.scale = bias = K.variable(2., name='bias')
    holder.constant = K.constant(3.)
    assert holder._trainable_weights == [scale, bias]
    assert holder.weights == [scale, bias]


@BOTH
def test_layers_in_lists_tuples_and_dictionaries(cls):
    holder = cls()
    holder.listed = []
    holder.more = {'pair': (dense('b'), dense('c')), 'none': None, 'size': 4}
    holder.direct = dense('direct')
    holder.listed.append(dense('a'))  # after it was set
    holder.listed += list(holder.more['pair']) + [holder.direct]
    holder(Input((3,)))
    assert names(holder._layers) == ['direct', 'a', 'b', 'c']
    assert len(holder.trainable_weights) == 8
    holder.listed[1].trainable = False
    assert len(holder.trainable_weights) == 6 and len(holder.weights) == 8


@BOTH
def test_layers_set_one_by_one_come_in_that_order(cls):
    holder = cls()
    holder.listed, holder.norms = [], []
    for i in range(2):
        holder.listed.append(dense('dense_%d' % i))
        holder.norms.append(BatchNormalization(name='norm_%d' % i))
        setattr(holder, 'dense_%d' % i, holder.listed[i])
        setattr(holder, 'norm_%d' % i, holder.norms[i])
    holder(Input((3,)))
    assert names(holder._layers) == ['dense_0', 'norm_0', 'dense_1', 'norm_1']


def test_layers_that_list_their_owner():
    inner, outer = Holder(), Holder()
    inner.listed, inner.owners = [dense('a')], [outer, inner]
    outer.inner = inner
    outer.listed = [inner]
    outer(Input((3,)))
    assert names(outer._layers) == [inner.name] and names(inner._layers) == ['a']
    assert len(outer.weights) == 2


def test_listed_layers_are_there_before_the_model_is_built():
    model = HolderModel()
    model.listed = [dense('a'), dense('b')]
    assert names(model.layers) == ['a', 'b']
    model.get_layer('a').trainable = False
    model.compile('sgd', 'mse')
    x = np.ones((4, 3))
    model.fit(x, x, verbose=0)
    assert len(model.trainable_weights) == 2 and len(model.get_weights()) == 4


def test_listed_layers_are_trained():
    model = HolderModel()
    model.listed = [Dense(1, kernel_initializer='ones', use_bias=False)]
    model.compile(SGD(.5), 'mse')
    x = np.array([[1.]])
    model.fit(x, 3 * x, verbose=0)  # the gradient is 2 (1 - 3)
    np.testing.assert_allclose(model.get_weights(), [[[3.]]])


def test_metrics_and_layers_of_compile_are_no_parts():
    model = HolderModel()
    model.listed = [dense('a', 1)]
    model.compile('sgd', 'binary_crossentropy', metrics=[Precision(), 'mae'])
    x = np.ones((4, 1))
    model.fit(x, x, verbose=0)
    assert names(model.layers) == ['a'] and model._metrics == []
    model.mean = Mean()
    assert model._metrics == [model.mean] and names(model.layers) == ['a']


def test_losses_and_updates_of_parts_count():
    class Regular(Holder):
        def __init__(self):
            super().__init__()
            self.listed = [Dense(3, kernel_regularizer='l2', activity_regularizer='l1')]
            self.norm = BatchNormalization()

        def call(self, inputs):
            return self.norm(super().call(inputs))

    layer = Regular()
    x = Input((3,))
    model = Model(x, layer(x))
    assert len(layer.losses) == len(model.losses) == 2
    assert len(layer.updates) == len(model.updates) == 2
    assert len(layer.get_losses_for(x)) == len(layer.get_losses_for(None)) == 1
    layer.trainable = False
    assert model.updates == [] and model.trainable_weights == []


def test_a_weight_that_is_reached_twice_counts_once():
    class Calling(Layer):
        def __init__(self, part):
            super().__init__()
            self.part = part

        def build(self, input_shape):
            if not self.part.built:
                self.part.build(input_shape)
            self._trainable_weights += self.part.trainable_weights
            super().build(input_shape)

        def call(self, inputs):
            return self.part.call(inputs)

    part = Dense(1, use_bias=False, kernel_initializer='ones')
    x = Input((1,))
    model = Model(x, Calling(part)(Calling(part)(x)))
    assert model.weights == model.trainable_weights == [part.kernel]
    model.compile(SGD(.25), 'mse')
    one = np.array([[1.]])
    model.fit(one, 2 * one, verbose=0)  # y = w w x, so that the gradient is 2 (1 - 2) 2 w
    np.testing.assert_allclose(K.get_value(part.kernel), [[2.]])


def test_rows_and_graphs_have_the_layers_of_their_graph():
    model = Sequential([Dense(2, input_shape=(3,), name='a')])
    model.extra = dense('extra')
    model.listed = [dense('listed')]
    model.factor = K.variable(1.)
    model.add(dense('b'))
    assert names(model.layers) == ['a', 'b'] and len(model.weights) == 4
