"""Layers in a row."""
import numpy as np
import pytest

from keras import backend as K
from keras.engine.input_layer import Input, InputLayer
from keras.engine.sequential import Sequential
from keras.engine.training import Model
from keras.layers import BatchNormalization, Dense, Dropout, Lambda


def names(layers):
    return [layer.name for layer in layers]


def predict(model, x):
    return K.function(model.inputs, model.outputs)([x])[0]


def test_layers_with_an_input_shape():
    model = Sequential([Dense(3, input_dim=4, name='a', kernel_initializer='ones')])
    assert model.built and model.output_shape == (None, 3)
    model.add(Dropout(.5))
    model.add(Dense(2, name='b', kernel_initializer='ones'))
    assert model.name == 'sequential_1'
    assert names(model.layers) == ['a', 'dropout_1', 'b']
    assert model.input_names == ['a_input'] and model.output_names == ['b']
    assert model.input_shape == (None, 4) and model.output_shape == (None, 2)
    assert len(model._inbound_nodes) == 1 and model.uses_learning_phase
    assert sorted(model._nodes_by_depth) == [0, 1, 2, 3]
    np.testing.assert_allclose(predict(model, np.ones((1, 4))), [[12., 12.]])
    assert model.get_layer(index=0).name == 'a'
    with pytest.warns(UserWarning, match='Sequential.model is deprecated'):
        assert model.model is model


def test_build_later():
    model = Sequential([Dense(3), BatchNormalization()])
    assert not model.built and model.weights == [] and model.inputs is None
    assert len(model.layers) == 2
    with pytest.raises(ValueError, match='sequential_1 cannot be built without an input shape'):
        model.build()
    with pytest.raises(ValueError, match='sequential_1 has no summary before it is built'):
        model.summary()
    model.build((None, 4))
    assert model.built and model.input_shape == (None, 4) and model.output_shape == (None, 3)
    assert model.input_names == ['sequential_1_input'] and len(model.weights) == 6
    weights = model.weights
    model.build((None, 4))
    assert model.weights == weights
    model.add(Dense(2))
    assert model.output_shape == (None, 2) and len(model.layers) == 3
    Sequential().build((None, 3))


def test_build_by_calling():
    model = Sequential([Dense(3), Dense(2)])
    x = Input((5,))
    y = model(x)
    assert model.built and model.input_shape == (None, 5) and K.int_shape(y) == (None, 2)
    assert y._keras_history == (model, 1, 0)
    assert Model(x, y).count_params() == 18 + 8


def test_pop():
    model = Sequential([Dense(3, input_dim=4), Dense(2), Dense(1)])
    first, second, _ = model.layers
    model.pop()
    assert model.layers == [first, second] and model.output_shape == (None, 2)
    assert second._outbound_nodes == [] and len(model.weights) == 4
    model.add(Dense(7))
    assert model.output_shape == (None, 7)
    for _ in range(3):
        model.pop()
    assert not model.built and model.layers == [] and model.outputs is None
    with pytest.raises(TypeError, match='no layer to remove'):
        model.pop()
    model.add(Dense(2, input_dim=9))
    assert model.input_shape == (None, 9)
    model = Sequential([Dense(3), Dense(2)])
    model.pop()
    assert len(model.layers) == 1


def test_what_cannot_be_added():
    for thing in (3, 'Dense', Dense):
        with pytest.raises(TypeError, match='Only layers can be added'):
            Sequential([thing])
    with pytest.raises(TypeError, match='Instead of a tensor, add InputLayer'):
        Sequential([Input((3,))])
    with pytest.raises(TypeError, match=r'write Sequential\(\[dense_1\]\)'):
        Sequential(Dense(3))
    with pytest.raises(ValueError, match='"q" is used 2 times'):
        Sequential([Dense(3, name='q'), Dense(3, name='q')])
    x = Input((3,))
    two = Model(x, [Dense(2)(x), Dense(3)(x)], name='two')
    for layers in ([two], [Dense(3, input_dim=3), two]):
        with pytest.raises(ValueError, match='Layer two has 2 outputs.*Use Model'):
            Sequential(layers)
    deferred = Sequential([Lambda(lambda t: [t, t], output_shape=lambda s: [s, s], name='l')])
    with pytest.raises(ValueError, match='Layer l has 2 outputs'):
        deferred.build((None, 3))


def test_a_layer_that_does_not_fit_leaves_the_model_as_it_was():
    model = Sequential([Dense(3, input_dim=4)])
    other = Dense(2)
    other.build((None, 7))
    with pytest.raises(ValueError, match='axis -1'):
        model.add(other)
    assert len(model.layers) == 1 and model.output_shape == (None, 3)


def test_models_inside():
    x = Input((4,))
    graph = Model(x, Dense(3)(x), name='graph')
    model = Sequential([graph, Dense(2)])
    assert model.input_names == ['graph_input'] and model.input_shape == (None, 4)
    assert names(model.layers) == ['graph', 'dense_2']
    row = Sequential([InputLayer((4,)), Dense(3)])
    assert Sequential([row, Dense(2)]).input_shape == (None, 4)
    unknown = Sequential([Sequential([Dense(3)]), Dense(2)])
    assert not unknown.built
    unknown.build((None, 4))
    assert unknown.layers[0].built and unknown.count_params() == 15 + 8


def test_compute_output_shape():
    model = Sequential([Dense(3), Dense(2)])
    assert model.compute_output_shape((7, 4)) == (7, 2)


def config_of_dense(**differences):
    config = Dense(3, **differences).get_config()
    return {'class_name': 'Dense', 'config': config}


def test_config_has_the_layout_of_keras_2():
    assert Sequential(name='e').get_config() == {'name': 'e', 'layers': []}
    first, second = config_of_dense(input_dim=4, name='a'), config_of_dense(name='b')
    model = Sequential.from_config({'name': 's', 'layers': [first, second]})
    assert model.get_config() == {'name': 's', 'layers': [first, second]}
    deferred = Sequential([Dense(3, name='b')], name='d')
    assert deferred.get_config() == {'name': 'd', 'layers': [second]}
    deferred.build((None, 5))
    assert deferred.get_config() == {'name': 'd', 'layers': [second],
                                     'build_input_shape': (None, 5)}


def test_from_config():
    x = Input((4,))
    models = [Sequential([Dense(3, input_dim=4), Dense(2)], name='s'),
              Sequential([InputLayer((4,)), Dense(2)]),
              Sequential([Model(x, Dense(3)(x)), Dense(2)]),
              Sequential([Sequential([InputLayer((4,)), Dense(2)]), Dense(2)]),
              Sequential([Sequential([Dense(2)]), Dense(2)])]
    models[-1].build((None, 4))
    for model in models:
        again = Sequential.from_config(model.get_config())
        assert again.get_config() == model.get_config() and again.name == model.name
        again.set_weights(model.get_weights())
        np.testing.assert_allclose(predict(again, np.eye(4)), predict(model, np.eye(4)))
    deferred = Sequential.from_config(Sequential([Dense(3)]).get_config())
    assert not deferred.built and len(deferred.layers) == 1


def test_from_config_of_a_list():
    model = Sequential.from_config([config_of_dense(input_dim=4), config_of_dense(name='b')])
    assert model.output_shape == (None, 3) and model.layers[1].name == 'b'


def test_attributes_are_no_layers():
    model = Sequential()
    model.extra = Dense(3)
    assert model.layers == []


def test_many_layers():
    model = Sequential([Dense(2, input_dim=2)])
    for _ in range(150):
        model.add(Dense(2))
    # No add walks the whole graph.
    assert model._mapped_graph is None
    assert len(model._graph.layers) == 152


def test_predict_classes_and_proba():
    model = Sequential([Dense(3, input_dim=3, kernel_initializer='identity')])
    scores = np.array([[.1, .7, .2], [.6, .3, .1]])
    np.testing.assert_array_equal(model.predict_classes(scores), [1, 0])
    np.testing.assert_allclose(model.predict_proba(scores), scores, rtol=1e-6)
    with pytest.warns(UserWarning, match='not probabilities'):
        model.predict_proba(2 * scores)
    model = Sequential([Dense(1, input_dim=1, kernel_initializer='ones')])
    classes = model.predict_classes(np.array([[.4], [.6]]))
    np.testing.assert_array_equal(classes, [[0], [1]])
    assert classes.dtype == 'int32'
