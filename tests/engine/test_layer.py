"""The base of all layers: names, weights, calls, nodes."""
import numpy as np
import pytest

from keras import backend as K
from keras.engine.base_layer import InputSpec, Layer, disable_tracking
from keras.engine.input_layer import Input, InputLayer
from keras.layers import LSTM, Add, Dense, Dropout, Lambda, deserialize
from keras.models import Model, Sequential


class Scale(Layer):
    """Multiplies by a weight, and knows no `compute_output_shape`."""

    def build(self, input_shape):
        self.factor = self.add_weight('factor', (input_shape[-1],), initializer='ones')
        self.count = self.add_weight('count', (), initializer='zeros', trainable=False)
        super().build(input_shape)

    def call(self, inputs):
        return inputs * self.factor


def run(inputs, outputs, arrays):
    return K.function(inputs, outputs)(arrays)


@pytest.mark.parametrize('class_name, expected', [
    # What Keras 2.3.1 calls them.
    ('Dense', 'dense_1'), ('Conv2DTranspose', 'conv2d_transpose_1'), ('LSTM', 'lstm_1'),
    ('LeakyReLU', 'leaky_re_lu_1'), ('PReLU', 'p_re_lu_1'), ('CuDNNLSTM', 'cu_dnnlstm_1'),
    ('AveragePooling1D', 'average_pooling1d_1'), ('ConvLSTM2D', 'conv_lst_m2d_1'),
    ('_Foo', 'private__foo_1'), ('My_Layer', 'my__layer_1'), ('ABCd2E', 'ab_cd2e_1')])
def test_automatic_names(class_name, expected):
    cls = type(class_name, (Layer,), {})
    assert cls().name == expected
    assert cls().name == expected[:-1] + '2'


def test_arguments():
    assert Dense(3, input_dim=4).batch_input_shape == (None, 4)
    assert Dense(3, input_shape=[4]).batch_input_shape == (None, 4)
    assert Dense(3, input_shape=(4,), batch_size=7).batch_input_shape == (7, 4)
    assert Dense(3, batch_input_shape=[7, 4]).batch_input_shape == (7, 4)
    assert not hasattr(Dense(3), 'batch_input_shape')
    assert Layer().dtype == 'float32'
    assert Layer(dtype='float64').dtype == 'float64'
    assert Layer(name='x', trainable=False).get_config() == {
        'name': 'x', 'trainable': False, 'dtype': 'float32'}


def test_unknown_arguments_are_named():
    with pytest.raises(TypeError, match='Dense.*input_shpe.*Did you mean input_shape'):
        Dense(3, input_shpe=(4,))
    with pytest.raises(TypeError, match='Dense.*activatoin.*activation'):
        Dense(3, activatoin='relu')
    with pytest.raises(TypeError, match=r'input_shape of layer d .* 4.*input_shape=\(4,\)'):
        Dense(3, input_shape=4, name='d')
    with pytest.raises(TypeError, match=r'input_shape of layer d .* ints.*\(2.5, 3\)'):
        Dense(3, input_shape=(2.5, 3), name='d')


def test_weights():
    layer = Scale(name='scale')
    assert not layer.built and layer.weights == []
    with pytest.raises(RuntimeError, match='layer scale .*build'):
        layer.count_params()
    layer(Input((3,)))
    assert layer.built
    assert layer.trainable_weights == [layer.factor]
    assert layer.non_trainable_weights == [layer.count]
    assert layer.count_params() == 4
    assert layer.factor.name == 'scale/factor:0'
    layer.set_weights([[1, 2, 3], 5])
    np.testing.assert_array_equal(layer.get_weights()[0], [1, 2, 3])
    np.testing.assert_array_equal(layer.get_weights()[1], 5)
    layer.trainable = False
    assert layer.trainable_weights == []
    assert layer.non_trainable_weights == [layer.factor, layer.count]


def test_set_weights_says_what_does_not_fit():
    layer = Scale(name='scale')
    layer.build((None, 3))
    with pytest.raises(ValueError, match=r'scale received 1 arrays.*expects 2.*\(3,\), \(\)'):
        layer.set_weights([np.zeros(3)])
    with pytest.raises(ValueError, match=r'scale received .*\(4,\).*weight 0 .*\(3,\)'):
        layer.set_weights([np.zeros(4), 0.])
    np.testing.assert_array_equal(layer.get_weights()[0], np.ones(3))


def test_weights_argument():
    kernel, bias = np.arange(6.).reshape(3, 2), np.array([1., 2.])
    layer = Dense(2, weights=[kernel, bias])
    layer(Input((3,)))
    np.testing.assert_array_equal(layer.get_weights()[0], kernel)
    np.testing.assert_array_equal(layer.get_weights()[1], bias)
    with pytest.raises(ValueError, match='expects 2'):
        Dense(2, weights=[kernel])(Input((3,)))


def test_add_weight():
    layer = Layer(name='x', dtype='float64')
    assert K.int_shape(layer.add_weight(initializer='zeros')) == ()
    weight = layer.add_weight('w', (2,), initializer='ones', regularizer=K.sum,
                              constraint=K.abs)
    assert K.dtype(weight) == 'float64'
    assert weight.constraint is K.abs
    assert [float(K.eval(loss)) for loss in layer.losses] == [2.]
    assert layer.get_losses_for(None) == layer.losses
    assert K.dtype(layer.add_weight('i', (2,), 'int32', 'zeros', trainable=False)) == 'int32'
    assert len(layer.trainable_weights) == 2 and len(layer.non_trainable_weights) == 1
    with pytest.raises(ValueError, match="'w' of layer x needs an initializer"):
        layer.add_weight('w', (2,))
    with pytest.raises(ValueError, match=r"'w' of layer x .*\(None, 2\).*must be known"):
        layer.add_weight('w', (None, 2), initializer='zeros')


def test_setting_lists_of_weights():
    layer = Layer()
    a, b = K.variable(1.), K.variable(2.)
    layer.a, layer.b = a, b
    layer.trainable_weights = [b]
    assert layer.weights == [b]
    layer.non_trainable_weights = [b]
    assert layer.trainable_weights == [] and layer.non_trainable_weights == [b]


class Tower(Layer):
    def __init__(self, **kwargs):
        self.first = Dense(4)
        super().__init__(**kwargs)
        self.second = Dense(3)
        self.offset = K.variable(np.ones(3))

    def call(self, inputs):
        return self.second(self.first(inputs)) + self.offset


def test_layers_and_variables_as_attributes_are_parts():
    layer = Tower()
    y = layer(Input((5,)))
    assert K.int_shape(y) == (None, 3)
    assert layer.weights == [layer.offset, layer.first.kernel, layer.first.bias,
                             layer.second.kernel, layer.second.bias]
    assert layer.count_params() == 3 + 24 + 15
    layer.first.trainable = False
    assert layer.non_trainable_weights == [layer.first.kernel, layer.first.bias]
    layer.trainable = False
    assert layer.trainable_weights == [] and len(layer.weights) == 5
    assert layer.second.trainable


def test_weights_of_parts_may_be_listed_as_ones_own():
    class Wrapper(Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.inner = Dense(2)

        def build(self, input_shape):
            self.inner.build(input_shape)
            self._trainable_weights = self.inner.trainable_weights
            super().build(input_shape)

    layer = Wrapper()
    layer.build((None, 3))
    assert layer.count_params() == 3 * 2 + 2


def test_disable_tracking():
    class Hidden(Layer):
        @disable_tracking
        def __init__(self):
            super().__init__()
            self.part = Dense(2)

    layer = Hidden()
    layer.part.build((None, 3))
    assert layer.weights == []
    layer.other = layer.part
    assert len(layer.weights) == 2


def test_shape_of_output_is_what_the_engine_knows():
    class Pair(Layer):
        def call(self, inputs):
            return K.concatenate([inputs, inputs])

    assert K.int_shape(Pair()(Input((3,)))) == (None, 6)
    assert K.int_shape(Scale()(Input(batch_shape=(2, 3)))) == (2, 3)


def test_shape_of_one_output_of_two_inputs():
    class First(Layer):
        def call(self, inputs):
            return inputs[0]

    class Product(Layer):
        def call(self, inputs):
            return K.dot(*inputs)

    class Second(Layer):
        def call(self, inputs):
            return K.squeeze(inputs[1], 0)

        def compute_output_shape(self, input_shape):
            return input_shape

    class Both(Layer):
        def call(self, inputs):
            return [inputs, inputs[:, :1]]

    a, b = Input((3,)), Input(batch_shape=(3, 2))
    assert K.int_shape(First()([a, b])) == (None, 3)
    assert K.int_shape(Product()([a, b])) == (None, 2)
    assert K.int_shape(Second()([a, Input(batch_shape=(1, 5))])) == (5,)
    assert [K.int_shape(y) for y in Both()(a)] == [(None, 3), (None, 1)]


def test_forgotten_parts_of_a_layer():
    class NoReturn(Layer):
        def call(self, inputs):
            inputs + 1

    class NoConstructor(Layer):
        def __init__(self):
            self.units = 3

    class WrongShapes(Layer):
        def call(self, inputs):
            return [inputs, inputs]

        def compute_output_shape(self, input_shape):
            return input_shape

    with pytest.raises(ValueError, match='call method of layer no_return_1 .* returned None'):
        NoReturn()(Input((3,)))
    with pytest.raises(RuntimeError, match=r'NoConstructor must call super\(\)'):
        NoConstructor()(Input((3,)))
    with pytest.raises(ValueError, match='wrong_shapes_1 returned 1 shapes.* for 2 outputs'):
        WrongShapes()(Input((3,)))


def test_errors_inside_a_layer_name_it():
    class Broken(Layer):
        def build(self, input_shape):
            raise ValueError('no luck')

    with pytest.raises(ValueError, match=r'Layer oops \(Broken\).*\(None, 3\): no luck'):
        Broken(name='oops')(Input((3,)))
    with pytest.raises(TypeError, match='Layer s .*unexpected'):
        Scale(name='s')(Input((3,)), mode='fast')


@pytest.mark.parametrize('value', [None, 3, np.zeros((2, 3)), 'x'])
def test_only_tensors_go_in(value):
    with pytest.raises(ValueError, match='Layer d was called with an input that is not a symbolic'):
        Dense(2, name='d')(value)


def test_specs():
    def spec_error(message, **demands):
        layer = Layer(name='x')
        layer.input_spec = InputSpec(**demands)
        with pytest.raises(ValueError, match=message):
            layer(Input(batch_shape=(2, 3)))

    spec_error('Input 0 is incompatible with layer x: expected ndim=3, found ndim=2', ndim=3)
    spec_error('expected max_ndim=1, found ndim=2', max_ndim=1)
    spec_error('expected min_ndim=3, found ndim=2', min_ndim=3)
    spec_error('expected dtype=int32, found dtype=float32', dtype='int32')
    spec_error(r'axis -1 .* value 4, found shape=\(2, 3\)', axes={-1: 4})
    spec_error(r'expected an axis 4, found shape=\(2, 3\)', axes={4: 4})
    spec_error(r'expected shape=\(None, 4\), found shape=\(2, 3\)', shape=(None, 4))
    layer = Layer(name='x')
    layer.input_spec = [InputSpec(shape=(None, 3)), None]
    layer.assert_input_compatibility([Input((3,)), Input((7,))])
    with pytest.raises(ValueError, match='Layer x expects 2 inputs, but it received 1'):
        layer.assert_input_compatibility(Input((3,)))
    assert repr(InputSpec(min_ndim=2, axes={-1: 5})) == 'InputSpec(min_ndim=2, axes={-1: 5})'
    assert InputSpec(shape=(None, 3)).ndim == 2


def test_properties_of_a_layer_called_never_once_and_twice():
    layer = Dense(4, name='d')
    for name in ('input', 'output', 'input_mask', 'output_mask', 'input_shape', 'output_shape'):
        assert not hasattr(layer, name)
        with pytest.raises(RuntimeError, match='Layer d has never been called'):
            getattr(layer, 'get_%s_at' % name)(0)
    x = Input((5,))
    y = layer(x)
    assert layer.input is x and layer.output is y
    assert layer.input_mask is None and layer.output_mask is None
    assert layer.input_shape == (None, 5) and layer.output_shape == (None, 4)
    x2 = Input(batch_shape=(7, 5))
    y2 = layer(x2)
    with pytest.raises(AttributeError, match=r'd has been called 2 times.*get_input_at'):
        layer.input  # noqa: B018
    with pytest.raises(AttributeError, match='several shapes.*get_output_shape_at'):
        layer.output_shape  # noqa: B018
    assert layer.get_input_at(1) is x2 and layer.get_output_at(-1) is y2
    assert layer.get_input_shape_at(0) == (None, 5) and layer.get_output_shape_at(1) == (7, 4)
    with pytest.raises(ValueError, match='layer d at node 2.*only 2 times'):
        layer.get_output_at(2)


def test_node():
    a, b = Input((3,), name='a'), Input((3,), name='b')
    layer = Add(name='add')
    y = layer((a, b))
    node, = layer._inbound_nodes
    assert y._keras_history == (layer, 0, 0)
    assert node.outbound_layer is layer
    assert [x.name for x in node.inbound_layers] == ['a', 'b']
    assert node.input_tensors[1] is b and node.output_tensors[0] is y
    assert node.input_shapes == [(None, 3)] * 2 and node.output_shapes == [(None, 3)]
    assert a._keras_history[0]._outbound_nodes == [node]
    assert node.get_config() == {'outbound_layer': 'add', 'inbound_layers': ['a', 'b'],
                                 'node_indices': [0, 0], 'tensor_indices': [0, 0]}
    dropout = Dropout(.5)
    dropout(y, training=True)
    assert dropout._inbound_nodes[0].arguments == {'training': True}


def test_tensors_that_no_layer_made():
    layer = Dense(3)
    y = layer(K.placeholder((2, 4)))
    assert layer._inbound_nodes[0].inbound_layers == [None]
    assert layer.output_shape == K.int_shape(y) == (2, 3)
    with pytest.raises(ValueError, match='number of axes is unknown'):
        Layer()(K.placeholder())


def test_a_tensor_that_comes_out_as_it_went_in_is_another():
    x = Input((3,))
    y = Layer()(x)
    z = Layer()(y)
    assert x is not y and y is not z
    assert x._keras_history[0] is not y._keras_history[0]
    np.testing.assert_array_equal(run([x], [z], [np.ones((2, 3))])[0], np.ones((2, 3)))


def test_a_model_finds_the_learning_phase_in_its_graph():
    x = Input((3,))
    model = Model(x, Layer()(Lambda(lambda y: K.in_train_phase(y * 0, y) + 1)(x)))
    assert model.uses_learning_phase
    model.compile('sgd', 'mse')
    ones = np.ones((2, 3))
    assert model.train_on_batch(ones, ones) == 0
    assert model.test_on_batch(ones, ones) == 1


def test_a_model_finds_the_learning_phase_in_its_losses():
    x = Input((3,))
    model = Model(x, Layer()(x))
    model.add_loss(K.in_train_phase(K.constant(3.), K.constant(5.)))
    model.compile('sgd')
    assert model.train_on_batch(np.ones((2, 3)), None) == 3
    assert model.test_on_batch(np.ones((2, 3)), None) == 5


def test_learning_phase_is_handed_on():
    x = Input((3,))
    assert not Dense(2)(x)._uses_learning_phase
    assert Dense(2)(Dropout(.5)(x))._uses_learning_phase
    assert Layer()(Dropout(.5)(x))._uses_learning_phase
    assert not Dropout(.5)(x, training=True)._uses_learning_phase
    with_states = LSTM(2, dropout=.5, return_state=True)(Input((3, 1)))
    assert all(y._uses_learning_phase for y in with_states)


def test_layer_from_config():
    layer = Dense(3, input_dim=4, dtype='float64', trainable=False, activation='relu')
    copy = deserialize({'class_name': 'Dense', 'config': layer.get_config()})
    assert copy.get_config() == layer.get_config()
    assert copy.batch_input_shape == (None, 4)


def test_names_of_layers_have_counters_of_their_own():
    # As in Keras 2.3.1, where inputs and models share those of K.get_uid.
    assert [K.get_uid('dense'), Dense(1).name, K.get_uid('dense'), Dense(1).name] == [
        1, 'dense_1', 2, 'dense_2']
    assert [K.get_uid('input'), InputLayer((1,)).name, K.get_uid('input')] == [1, 'input_2', 3]
    assert [K.get_uid('sequential'), Sequential().name] == [1, 'sequential_2']
    K.reset_uids()
    assert [Dense(1).name, K.get_uid('dense'), InputLayer((1,)).name] == ['dense_1', 1, 'input_1']
    K.clear_session()
    assert [Dense(1).name, K.get_uid('dense')] == ['dense_1', 1]
