"""Graphs of layers as layers and models."""
import copy
import pickle
import warnings

import numpy as np
import pytest

from keras import backend as K
from keras.engine.base_layer import Layer
from keras.engine.input_layer import Input
from keras.engine.network import Network
from keras.engine.training import Model
from keras.layers import Activation, Add, BatchNormalization, Concatenate, Dense, Dropout, Lambda


def predict(model, *arrays):
    return K.function(model.inputs, model.outputs)(list(arrays))


def identity(name, scale=1.):
    """A dense layer of three units that multiplies by `scale`."""
    return Dense(3, name=name, weights=[scale * np.eye(3), np.zeros(3)])


def two_by_two():
    """`(a, b) -> (2a + b, 2b)`, with a layer that is shared."""
    a, b = Input((3,), name='a'), Input((3,), name='b')
    double = identity('double', 2.)
    doubled = double(a)
    return Model([a, b], [Add(name='sum')([doubled, b]), double(b)], name='m')


A, B = np.array([[1., 2., 3.]]), np.array([[10., 20., 30.]])


def test_several_inputs_and_outputs():
    model = two_by_two()
    first, second = predict(model, A, B)
    np.testing.assert_allclose(first, 2 * A + B)
    np.testing.assert_allclose(second, 2 * B)
    assert model.input_names == ['a', 'b'] and model.output_names == ['sum', 'double']
    assert model.input_shape == [(None, 3)] * 2 and model.output_shape == [(None, 3)] * 2
    assert model.name == 'm' and model.built
    assert [layer.name for layer in model.layers] == ['a', 'double', 'b', 'sum']
    assert len(model.weights) == 2
    assert Model(model.inputs[0], model.layers[1].get_output_at(0)).name == 'model_1'


def test_names_of_arguments():
    x = Input((3,))
    y = Dense(2)(x)
    assert Model(inputs=x, outputs=y, name='n').name == 'n'
    assert Network([x], [y]).inputs == [x]
    assert not Model(x, y, trainable=False).trainable
    with pytest.raises(TypeError, match='needs both `inputs` and `outputs`'):
        Model(x)
    with pytest.raises(TypeError, match='understood by Model: ouputs'):
        Model(inputs=x, outputs=y, ouputs=y)
    with pytest.raises(TypeError, match='4 arguments'):
        Model(x, y, 'm', 3)


def test_call_on_other_inputs():
    inner = two_by_two()
    x = Input((3,))
    first, second = inner([x, x])
    third, _ = inner([second, first])
    outer = Model(x, third)
    # 2 * (2x) + 3x
    np.testing.assert_allclose(predict(outer, A)[0], 7 * A)
    assert third._keras_history == (inner, 2, 0)
    assert [layer.name for layer in outer.layers][1] == 'm'
    assert len(inner.layers[1]._inbound_nodes) == 2


def test_call_on_arrays_of_tensors():
    inner = two_by_two()
    first, _ = inner([K.constant(A), K.constant(B)])
    np.testing.assert_allclose(K.eval(first), 2 * A + B)
    with pytest.raises(ValueError, match='Layer m expects 2 inputs, but it received 1'):
        inner(K.constant(A))
    with pytest.raises(ValueError, match=r'Layer m .*Layer double .*\(None, 4\)'):
        inner([Input((4,)), Input((3,))])


def test_the_same_inputs_are_not_computed_twice():
    inner = two_by_two()
    a, b = Input((3,)), Input((3,))
    outputs, masks, shapes = inner.run_internal_graph([a, b])
    assert inner.run_internal_graph([a, b])[0][0] is outputs[0]
    assert inner.run_internal_graph([b, a])[0][0] is not outputs[0]
    assert masks == [None, None] and shapes == [(None, 3)] * 2
    assert inner.run_internal_graph(inner.inputs)[0][0] is inner.outputs[0]
    with pytest.raises(ValueError, match='m expects 2 inputs, but it received 3'):
        inner.run_internal_graph([a, b, a])


def test_a_model_called_twice_on_the_same_inputs_keeps_its_place():
    x = Input((3,))
    inner = Model(x, Dense(2)(x), name='inner')
    first = inner(x)
    second = inner(x)
    assert first._keras_history[1:] == (1, 0) and second._keras_history[1:] == (2, 0)
    assert inner.outputs[0]._keras_history[0] is inner.layers[1]
    outer = Model(x, first)
    assert outer.get_config()['output_layers'] == [['inner', 1, 0]]


def test_compute_output_shape():
    model = two_by_two()
    assert model.compute_output_shape([(5, 3), (5, 3)]) == [(5, 3), (5, 3)]
    x = Input((3,))
    assert Model(x, Dense(2)(x)).compute_output_shape((7, 3)) == (7, 2)


def test_learning_phase():
    x = Input((3,))
    inner = Model(x, Dropout(.5)(x))
    assert inner.uses_learning_phase
    x2 = Input((3,))
    assert Model(x2, Dense(2)(inner(x2))).uses_learning_phase
    assert not two_by_two().uses_learning_phase
    assert not Model(x, Dropout(.5)(x, training=True)).uses_learning_phase


def test_trainable():
    x = Input((4,))
    first, norm, last = Dense(3), BatchNormalization(), Dense(2)
    model = Model(x, last(norm(first(x))))
    outer = Model(x, model(x))
    assert outer.weights == model.weights
    trainable = first.weights + norm.weights[:2] + last.weights
    assert model.trainable_weights == trainable
    assert model.non_trainable_weights == norm.weights[2:]
    first.trainable = False
    assert outer.trainable_weights == norm.trainable_weights + last.weights
    assert outer.non_trainable_weights == first.weights + norm.weights[2:]
    first.trainable, model.trainable = True, False
    assert outer.trainable_weights == []
    assert outer.non_trainable_weights == trainable + norm.weights[2:]
    assert first.trainable


def test_weights_go_layer_by_layer():
    x = Input((4,))
    norm, dense = BatchNormalization(), Dense(2)
    model = Model(x, dense(norm(x)))
    shapes = [(4,)] * 4 + [(4, 2), (2,)]
    assert [w.shape for w in model.get_weights()] == shapes
    norm.trainable = False
    assert [w.shape for w in model.get_weights()] == shapes
    values = [np.full(shape, i) for i, shape in enumerate(shapes)]
    model.set_weights(values)
    np.testing.assert_array_equal(norm.get_weights()[3], values[3])
    np.testing.assert_array_equal(dense.get_weights()[0], values[4])
    with pytest.raises(ValueError, match='set_weights of model_1 received 1 arrays.*expects 6'):
        model.set_weights([np.zeros(3)])
    with pytest.raises(ValueError, match=r'\(9,\) for weight 5 .*\(2,\)'):
        model.set_weights(values[:5] + [np.zeros(9)])
    assert model.count_params() == 16 + 8 + 2


def test_get_layer():
    model = two_by_two()
    assert model.get_layer('sum') is model.layers[3]
    assert model.get_layer(index=-1) is model.get_layer('a', index=3) is model.layers[3]
    with pytest.raises(ValueError, match='No such layer: doubel. Did you mean double'):
        model.get_layer('doubel')
    with pytest.raises(ValueError, match=r"No such layer: xyz. The layers of m are \['a'"):
        model.get_layer('xyz')
    with pytest.raises(ValueError, match='index 7: the model m has only 4 layers'):
        model.get_layer(index=7)
    with pytest.raises(ValueError, match='a layer name or a layer index'):
        model.get_layer()


def test_config_has_the_layout_of_keras_2():
    config = two_by_two().get_config()
    dense = config['layers'][1].pop('config')
    assert dense['units'] == 3
    shape = {'batch_input_shape': (None, 3), 'dtype': 'float32', 'sparse': False}
    assert config == {
        'name': 'm',
        'layers': [
            {'name': 'a', 'class_name': 'InputLayer', 'config': dict(shape, name='a'),
             'inbound_nodes': []},
            {'name': 'double', 'class_name': 'Dense',
             'inbound_nodes': [[['a', 0, 0, {}]], [['b', 0, 0, {}]]]},
            {'name': 'b', 'class_name': 'InputLayer', 'config': dict(shape, name='b'),
             'inbound_nodes': []},
            {'name': 'sum', 'class_name': 'Add',
             'config': {'name': 'sum', 'trainable': True, 'dtype': 'float32'},
             'inbound_nodes': [[['double', 0, 0, {}], ['b', 0, 0, {}]]]}],
        'input_layers': [['a', 0, 0], ['b', 0, 0]],
        'output_layers': [['sum', 0, 0], ['double', 1, 0]]}


def test_calls_outside_of_the_model_are_not_described():
    x, other = Input((3,), name='x'), Input((3,), name='other')
    shared = Dense(3, name='shared')
    inner = Model(x, shared(shared(x)), name='inner')
    shared(other)
    inner(other)
    outer = Model(other, Dense(2, name='d')(inner(inner(other))))
    config = outer.get_config()
    assert [layer['inbound_nodes'] for layer in config['layers']] == [
        [], [[['other', 0, 0, {}]], [['inner', 1, 0, {}]]], [[['inner', 2, 0, {}]]]]
    assert config['layers'][1]['config']['layers'][1]['inbound_nodes'] == [
        [['x', 0, 0, {}]], [['shared', 0, 0, {}]]]


def make_again(model):
    again = type(model).from_config(model.get_config())
    assert again.get_config() == model.get_config()
    again.set_weights(model.get_weights())
    return again


def test_from_config():
    again = make_again(two_by_two())
    first, second = predict(again, A, B)
    np.testing.assert_allclose(first, 2 * A + B)
    np.testing.assert_allclose(second, 2 * B)


def test_from_config_with_a_model_inside():
    inner = two_by_two()
    x = Input((3,))
    outer = Model(x, inner([inner([x, x])[1], Dropout(.5)(x, training=False)]))
    again = make_again(outer)
    np.testing.assert_allclose(predict(again, A)[0], 5 * A)
    np.testing.assert_allclose(predict(again, A)[1], 2 * A)
    assert again.layers[2]._inbound_nodes[0].arguments == {'training': False}


def test_from_config_in_any_order():
    model = two_by_two()
    config = model.get_config()
    config['layers'].reverse()
    # The model lists its layers in the same order, that of the weights in a file.
    assert Model.from_config(config).get_config() == config
    # As Keras 1 wrote them: without arguments of the call.
    keras1 = copy.deepcopy(config)
    keras1['layers'][0]['inbound_nodes'] = [[['double', 0, 0], ['b', 0, 0]]]
    assert Model.from_config(keras1).get_config() == config


def test_from_config_with_own_layers():
    class Triple(Layer):
        def call(self, inputs):
            return 3 * inputs

    x = Input((3,))
    model = Model(x, Triple()(x))
    again = Model.from_config(model.get_config(), custom_objects={'Triple': Triple})
    np.testing.assert_allclose(predict(again, A)[0], 3 * A)
    with pytest.raises(ValueError, match='Triple'):
        Model.from_config(model.get_config())


def test_config_that_cannot_be_connected():
    config = two_by_two().get_config()
    config['layers'][3]['inbound_nodes'] = [[['double', 5, 0, {}], ['b', 0, 0, {}]]]
    with pytest.raises(ValueError, match=r"layers \['sum'\] of the configuration cannot"):
        Model.from_config(config)
    config['layers'][3]['inbound_nodes'] = [[['triple', 0, 0, {}], ['b', 0, 0, {}]]]
    with pytest.raises(ValueError, match="'triple'.*describes only"):
        Model.from_config(config)


def test_arguments_of_calls_that_json_cannot_hold():
    class Shift(Layer):
        def call(self, inputs, by=None, also=None):
            return inputs + by

    x = Input((3,))
    model = Model(x, Shift(name='shift')(x, by=K.constant(2.), also=[1]))
    with pytest.warns(UserWarning, match='argument by=.*layer shift'):
        config = model.get_config()
    assert config['layers'][1]['inbound_nodes'] == [[[x._keras_history[0].name, 0, 0,
                                                      {'also': [1]}]]]
    x2 = Input((3,))
    np.testing.assert_allclose(predict(Model(x2, model(x2)), A)[0], A + 2)
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        two_by_two().get_config()


def test_layer_with_several_outputs():
    x = Input((3,))
    parts = Lambda(lambda t: [t, 2 * t], output_shape=lambda s: [s, s], name='parts')(x)
    model = Model(x, Concatenate()([parts[1], parts[0]]))
    np.testing.assert_allclose(predict(model, A)[0], np.concatenate([2 * A, A], axis=1))
    x2 = Input((3,))
    np.testing.assert_allclose(predict(Model(x2, model(x2)), A)[0],
                               np.concatenate([2 * A, A], axis=1))
    assert model.get_config()['layers'][2]['inbound_nodes'] == [
        [['parts', 0, 1, {}], ['parts', 0, 0, {}]]]


def test_an_input_may_be_an_output():
    x = Input((3,))
    model = Model(x, [x, Dense(2)(x)])
    np.testing.assert_allclose(predict(model, A)[0], A)
    assert model.output_names[0] == model.input_names[0]


def test_attributes_of_a_graph_are_no_parts_of_it():
    model = two_by_two()
    model.encoder = Dense(4)
    model.factor = K.variable(1.)
    assert len(model.layers) == 4 and len(model.weights) == 2


class Subclassed(Model):
    def __init__(self):
        super().__init__(name='own')
        self.hidden = identity('hidden', 2.)
        self.shift = K.variable([1., 1., 1.])

    def call(self, inputs):
        return self.hidden(inputs) + self.shift


def test_subclass_with_a_call_of_its_own():
    model = Subclassed()
    assert [layer.name for layer in model.layers] == ['hidden']
    assert model.inputs is None and not model.built
    with pytest.raises(ValueError, match='model own has no summary'):
        model.summary()
    x = Input((3,))
    y = model(x)
    np.testing.assert_allclose(K.function([x], [y])([A])[0], 2 * A + 1)
    assert K.int_shape(y) == (None, 3)
    assert model.weights == [model.shift] + model.hidden.weights
    with pytest.raises(NotImplementedError, match='Subclassed own .*save_weights'):
        model.get_config()
    outer = Model(x, Dense(2)(y))
    assert len(outer.trainable_weights) == 5


def test_subclass_that_forgets_the_constructor():
    class Forgetful(Model):
        def __init__(self):
            self.dense = Dense(3)

    with pytest.raises(RuntimeError, match=r'Forgetful must call super\(\).__init__'):
        Forgetful()


def test_copies():
    model = two_by_two()
    for again in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert again.get_config() == model.get_config()
        np.testing.assert_allclose(predict(again, A, B)[0], 2 * A + B)
        assert again.weights[0] is not model.weights[0]


def test_layers_of_a_configuration_in_any_order():
    x = Input((3,))
    shared = Dense(3, name='shared')
    y = shared(x)
    for i in range(5):
        y = Activation('tanh', name='a%d' % i)(y)
        y = shared(y)
    model = Model(x, Add()([y, x]))
    config = model.get_config()
    data = np.array([[1., 2., 3.]])
    for layers in config['layers'][::-1], sorted(config['layers'], key=lambda one: one['name']):
        again = Model.from_config(dict(config, layers=layers))
        again.get_layer('shared').set_weights(shared.get_weights())
        np.testing.assert_array_equal(again.predict(data), model.predict(data))
