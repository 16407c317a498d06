"""Losses, updates and metrics that layers add to models."""
import numpy as np
import pytest
from small_models import AddsUp

from keras import backend as K
from keras.engine.base_layer import Layer
from keras.engine.input_layer import Input
from keras.engine.sequential import Sequential
from keras.engine.training import Model
from keras.layers import (
    RNN,
    BatchNormalization,
    Bidirectional,
    Dense,
    GRUCell,
    LSTMCell,
    SimpleRNN,
    TimeDistributed,
)
from keras.regularizers import l2


def same(xs, ys):
    return len(xs) == len(ys) and all(x is y for x, y in zip(xs, ys))


def test_losses_with_and_without_inputs():
    layer, a, b = Layer(), Input((3,)), Input((3,))
    for_a, for_b, for_none = K.sum(a), [K.sum(b), K.mean(b)], K.constant(3.)
    layer.add_loss(for_a, inputs=a)
    layer.add_loss(for_b, [b])
    layer.add_loss(for_none)
    layer.add_loss(None)
    assert same(layer.get_losses_for(a), [for_a])
    assert same(layer.get_losses_for([b]), for_b)
    assert same(layer.get_losses_for(None), [for_none])
    assert same(layer.losses, [for_a] + for_b + [for_none])
    layer.trainable = False
    assert len(layer.losses) == 4


def test_equal_numbers_are_different_losses():
    layer = Layer()
    layer.add_loss([1., 1.])
    assert layer.losses == [1., 1.]


def test_updates_rest_with_a_layer_that_is_not_trainable():
    layer, x = Layer(), Input((3,))
    count = K.variable(0.)
    step, reset = K.update_add(count, K.sum(x)), K.update(count, 0.)
    layer.add_update(step, x)
    layer.add_update([reset])
    assert same(layer.updates, [step, reset])
    assert same(layer.get_updates_for(x), [step])
    assert same(layer.get_updates_for(None), [reset])
    layer.trainable = False
    assert layer.updates == layer.get_updates_for(x) == layer.get_updates_for(None) == []
    layer.stateful = True
    assert same(layer.updates, [step, reset])


def test_updates_that_a_function_makes_once_they_are_asked_for():
    layer, x, calls = Layer(), Input((3,)), []
    count = K.variable(0.)
    step = K.update_add(count, K.sum(x))

    def updates():
        calls.append(1)
        return [step]

    layer.add_update(updates, x)
    layer.add_update(lambda: step)
    assert not calls
    layer.trainable = False
    assert layer.updates == layer.get_updates_for(x) == []
    assert not calls
    layer.trainable = True
    assert same(layer.updates, [step])
    assert same(layer.get_updates_for(x), [step])
    assert same(layer.get_updates_for(None), [step])
    assert len(calls) == 1


class Block(Layer):
    """A layer that normalizes inside, and adds a loss of its own."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = Dense(3, kernel_initializer='ones', kernel_regularizer=l2(1.))
        self.norm = BatchNormalization(momentum=0.)

    def call(self, inputs):
        self.add_loss(K.sum(inputs))
        return self.norm(self.dense(inputs))

    def compute_output_shape(self, input_shape):
        return input_shape[:-1] + (3,)


def values(model, tensors, x):
    return K.function(model.inputs, tensors)([x])


def test_contributions_of_a_layer_inside_a_layer_inside_models():
    block, x = Block(), Input((2,))
    model = Model(x, block(x))
    x2 = Input((2,))
    outer = Model(x2, Dense(1)(model(x2)))
    data = np.array([[1., 2.], [3., 4.]])
    # The sum of the data, and of the squares of a (2, 3) kernel of ones.
    assert sorted(values(model, model.losses, data)) == [6., 10.]
    assert sorted(values(outer, outer.losses, data)) == [6., 10.]
    assert len(model.updates) == len(outer.updates) == 2
    assert not set(map(id, model.updates)) & set(map(id, outer.updates))
    K.function(outer.inputs + [K.learning_phase()], outer.outputs,
               updates=outer.updates)([data, 1])
    # The rows of the dense layer are 3 and 7.
    np.testing.assert_allclose(K.get_value(block.norm.moving_mean), [5.] * 3, rtol=1e-6)
    block.norm.trainable = False
    assert outer.updates == model.updates == []
    block.norm.trainable = True
    model.trainable = False
    assert outer.updates == model.updates == []
    assert len(outer.losses) == 2


def test_calling_a_model_on_its_own_inputs_adds_nothing_twice():
    x = Input((3,))
    inner = Model(x, BatchNormalization()(Dense(3, activity_regularizer=l2(1.))(x)))
    outer = Model(x, inner(x))
    assert len(inner.losses) == len(outer.losses) == 1
    assert len(inner.updates) == len(outer.updates) == 2


def test_layers_that_are_built_while_others_are_called():
    class Outer(Layer):
        def __init__(self):
            super().__init__()
            self.row = Sequential([Dense(3, activity_regularizer=l2(1.)), BatchNormalization()])

        def call(self, inputs):
            return self.row(inputs)

        def compute_output_shape(self, input_shape):
            return input_shape[:-1] + (3,)

    x = Input((2,))
    model = Model(x, Outer()(x))
    assert len(model.updates) == 2 and len(model.losses) == 1
    model.compile('sgd', 'mse')
    assert np.isfinite(model.train_on_batch(np.ones((4, 2)), np.ones((4, 3))))


def test_what_was_given_to_the_cells_of_a_layer():
    x = Input((None, 5))
    cells = [LSTMCell(3), GRUCell(2)]
    layer = RNN(cells)
    total = K.sum(x)
    for call_first in (False, True):
        if call_first:
            layer(x)
        else:
            layer.build((None, None, 5))
            cells[1].add_loss(total, inputs=x)
            cells[0].add_update([1, 2], inputs=x)
            cells[0].add_update(3)
        assert same(layer.get_losses_for(x), [total]) and same(layer.losses, [total])
        assert layer.get_losses_for(None) == layer.get_losses_for(Input((None, 5))) == []
        assert layer.get_updates_for(x) == [1, 2] and layer.get_updates_for(None) == [3]


def test_what_was_given_to_wrapped_layers():
    x = Input((4, 5))
    for wrapper in (Bidirectional(SimpleRNN(3)), TimeDistributed(Dense(3))):
        for i, part in enumerate(wrapper._layers):
            part.add_update(2 * i, inputs=x)
            part.add_update(2 * i + 1, inputs=None)
        count = len(wrapper._layers)
        assert wrapper.get_updates_for(x) == list(range(0, 2 * count, 2))
        assert wrapper.get_updates_for(None) == list(range(1, 2 * count, 2))
        assert len(wrapper.updates) == 2 * count


def test_what_a_layer_was_given_elsewhere_stays_there():
    """A layer that is a part of another one, and has a loss in a model of its own."""
    x = Input((3,))
    shared = Dense(3, activity_regularizer='l2')
    Model(x, shared(x))

    class Doubling(Layer):
        def __init__(self):
            super().__init__()
            self.part = shared

        def call(self, inputs):
            return self.part(2 * inputs)

    model = Model(x, Doubling()(x))
    assert len(model.losses) == 1
    assert not same(model.losses, shared.get_losses_for(x))


def test_a_graph_run_by_hand():
    x, x2 = Input((2,)), Input((2,))
    model = Model(x, BatchNormalization()(x))
    model.run_internal_graph([x2])
    assert len(model.get_updates_for(x2)) == 2
    outer = Model(x2, model(x2))
    assert same(outer.updates, model.get_updates_for(x2))


def test_activity_regularization():
    x = Input((2,))
    model = Model(x, Dense(3, kernel_initializer='ones', activity_regularizer=l2(.5))(x))
    # Two rows of three times 2.
    assert values(model, model.losses, np.ones((2, 2))) == [12.]


def test_contributions_of_a_model():
    x = Input((3,))
    model = Model(x, Dense(2)(x))
    loss, counter = K.sum(model.outputs[0]), K.variable(0.)
    model.add_loss(loss)
    step = K.update_add(counter, 1.)
    model.add_update(step)
    assert same(model.losses, [loss]) and same(model.updates, [step])
    model.trainable = False
    assert model.updates == []


def test_state_updates():
    x, x2 = Input((3,)), Input((3,))
    inner = Model(x, BatchNormalization()(AddsUp()(x)))
    outer = Model(x2, inner(x2))
    assert inner.stateful and outer.stateful
    assert len(outer.updates) == 3
    assert len(outer.state_updates) == len(inner.state_updates) == 1
    step = K.function(outer.inputs, outer.outputs, updates=outer.state_updates)
    step([np.ones((1, 3))])
    state = inner.layers[1].state
    assert K.get_value(state) == 3.
    outer.reset_states()
    assert K.get_value(state) == 0.


def test_add_metric():
    class Watched(Layer):
        def call(self, inputs):
            self.add_metric(K.sum(inputs), name='total')
            return inputs * 2.

    layer, x = Watched(), Input((3,))
    model = Model(x, layer(x))
    x2 = Input((3,))
    outer = Model(x2, model(x2))
    metric, = layer.metrics
    assert metric.name == 'total'
    assert same(outer.layers[1].metrics, [metric])
    assert [t._metric_obj for t in model._metric_tensors] == [metric]
    assert [t._metric_obj for t in outer._metric_tensors] == [metric]
    assert model._metric_tensors[0] is not outer._metric_tensors[0]
    outer.add_metric(K.sum(outer.outputs[0]), name='sum of outputs')
    assert len(outer._metric_tensors) == 2


def test_metric_as_an_attribute():
    from keras.metrics import Mean

    class Watched(Layer):
        def __init__(self):
            super().__init__()
            self.mean = Mean(name='m')

        def call(self, inputs):
            self.add_metric(self.mean(inputs))
            return inputs * 2.

    layer = Watched()
    layer(Input((3,)))
    assert same(layer.metrics, [layer.mean])
    assert layer.weights == []


@pytest.mark.parametrize('inputs', [None, []])
def test_nothing_filed(inputs):
    assert Layer().get_losses_for(inputs) == [] == Layer().get_updates_for(inputs)


def test_a_layer_with_a_metric_in_two_models():
    class Watched(Layer):
        def call(self, inputs):
            self.add_metric(K.sum(inputs), name='total')
            return inputs * 2.

    x, x2 = Input((3,)), Input((3,))
    inner = Model(x, Dense(1)(Watched()(x)))
    outer = Model(x2, inner(x2))
    for model, rows in ((inner, 2), (outer, 4)):
        model.compile('sgd', 'mse')
        assert model.metrics_names == ['loss', 'total']
        found = model.train_on_batch(np.ones((rows, 3)), np.ones((rows, 1)))
        assert found[1] == 3 * rows


def test_a_layer_that_is_the_loss():
    """The pattern of variational autoencoders: the last layer takes inputs and outputs."""
    class Error(Layer):
        def call(self, inputs):
            x, y = inputs
            self.add_loss(K.mean(K.square(x - y)), inputs=inputs)
            return x

    x = Input((2,))
    model = Model(x, Error()([x, Dense(2, kernel_initializer='zeros')(x)]))
    assert model.output_shape == (None, 2)
    model.compile('sgd', loss=None)
    data = np.array([[1., 2.], [3., 4.]])
    assert model.evaluate(data, None, verbose=0) == pytest.approx(7.5)
    history = model.fit(data, validation_data=(data, None), verbose=0).history
    assert history['loss'] == pytest.approx([7.5]) and history['val_loss'][0] < 7.5
    with pytest.raises(ValueError, match='expects no targets'):
        model.fit(data, data)
