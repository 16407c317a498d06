"""Copies of models."""
import numpy as np
import pytest

from keras import backend as K
from keras.engine.base_layer import Layer
from keras.layers import Add, Dense, Dropout
from keras.models import Input, Model, Sequential, clone_model


def predict(model, *arrays):
    return K.function(model._feed_inputs, model.outputs)(list(arrays))[0]


def check_same(clone, model, data):
    assert clone.get_config() == model.get_config()
    assert not {id(w) for w in clone.weights} & {id(w) for w in model.weights}
    clone.set_weights(model.get_weights())
    np.testing.assert_allclose(predict(clone, data), predict(model, data))


DATA = np.arange(12.).reshape(3, 4)


def graph():
    x = Input((4,), name='x')
    shared = Dense(4, name='shared')
    inner = Model(x, Add()([shared(x), shared(shared(x))]), name='inner')
    y = Input((4,), name='y')
    return Model(y, Dropout(.5)(inner(inner(y)), training=False), name='outer')


def test_graph():
    model = graph()
    clone = clone_model(model)
    check_same(clone, model, DATA)
    assert clone.inputs[0] is not model.inputs[0]
    assert clone.layers[1] is not model.layers[1]


def test_graph_on_given_tensors():
    model = graph()
    x = Input((4,), name='new')
    clone = clone_model(model, x)
    assert clone.inputs[0] is x and clone.input_names == ['new']
    clone.set_weights(model.get_weights())
    np.testing.assert_allclose(predict(clone, DATA), predict(model, DATA))
    fixed = clone_model(model, [K.variable(DATA)])
    fixed.set_weights(model.get_weights())
    np.testing.assert_allclose(predict(fixed), predict(model, DATA))


def test_sequential():
    model = Sequential([Dense(3, input_dim=4), Dense(2)])
    clone = clone_model(model)
    assert isinstance(clone, Sequential)
    check_same(clone, model, DATA)
    on_input = clone_model(model, Input((4,), name='new'))
    assert on_input.input_names == ['new'] and len(on_input.layers) == 2
    fixed = clone_model(model, K.variable(DATA))
    fixed.set_weights(model.get_weights())
    np.testing.assert_allclose(predict(fixed), predict(model, DATA))


def test_sequential_that_was_built_later():
    model = Sequential([Dense(3)])
    assert not clone_model(model).built
    model.build((None, 4))
    check_same(clone_model(model), model, DATA)


def test_layers_that_nobody_has_made_known():
    class Double(Layer):
        def call(self, inputs):
            return inputs * 2

    inner = Sequential([Double(input_shape=(4,))])
    x = Input((4,))
    clone = clone_model(Model(x, inner(x)))
    np.testing.assert_allclose(predict(clone, DATA), 2 * DATA)


def test_errors():
    with pytest.raises(ValueError, match='expects a model, but got 3'):
        clone_model(3)
    with pytest.raises(ValueError, match='one input, but 2 input_tensors'):
        clone_model(Sequential([Dense(3)]), [Input((4,)), Input((4,))])
    with pytest.raises(ValueError, match='outer has 1 inputs, but 2 input_tensors'):
        clone_model(graph(), [Input((4,)), Input((4,))])

    class Own(Model):
        def call(self, inputs):
            return inputs

    with pytest.raises(ValueError, match='own_1 is a subclass'):
        clone_model(Own())
