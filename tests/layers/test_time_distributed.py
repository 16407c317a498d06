import numpy as np
import pytest
from layer_checks import check_layer, output_of, random
from numpy.testing import assert_allclose
from scipy.signal import correlate

from keras import backend as K
from keras.engine.base_layer import Layer
from keras.layers import (
    BatchNormalization,
    Concatenate,
    Conv1D,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    Input,
    Lambda,
    Masking,
    TimeDistributed,
    Wrapper,
)
from keras.models import Model, Sequential

DENSE = [random(3, 2), random(2)]


class Total(Layer):
    """Sums the steps that the mask lets through, and uses the mask up."""

    supports_masking = True

    def call(self, inputs, mask=None):
        if mask is not None:
            inputs = inputs * K.expand_dims(K.cast(mask, 'float32'))
        return K.sum(inputs, axis=1)

    def compute_mask(self, inputs, mask=None):
        return None

    def compute_output_shape(self, input_shape):
        return input_shape[:1] + input_shape[2:]


def mask_of(tensor):
    layer, node, index = tensor._keras_history
    return layer._inbound_nodes[node].output_masks[index]


class TestOutputs:
    def test_dense(self):
        x = random(4, 5, 3)
        check_layer(TimeDistributed(Dense(2)), x, x @ DENSE[0] + DENSE[1], DENSE, free=(1,))

    def test_more_axes(self):
        x = random(2, 3, 4, 3)
        check_layer(TimeDistributed(Dense(2)), x, x @ DENSE[0] + DENSE[1], DENSE, free=(1, 2))

    def test_convolution(self):
        x, kernel = random(2, 3, 5, 4, 1), random(2, 2, 1, 2)
        expected = [[np.stack([correlate(image[..., 0], kernel[..., 0, i], 'valid')
                               for i in range(2)], axis=-1) for image in film] for film in x]
        check_layer(TimeDistributed(Conv2D(2, 2, use_bias=False)), x, expected, [kernel],
                    free=(1, 2, 3))

    def test_several_layers_around_another(self):
        x = random(2, 3, 4, 3)
        check_layer(TimeDistributed(TimeDistributed(Dense(2))), x, x @ DENSE[0] + DENSE[1],
                    DENSE, free=(1, 2))

    def test_one_number_a_step(self):
        x = np.array([[[1], [2], [0]]], 'int32')
        check_layer(TimeDistributed(Embedding(3, 2)), x, DENSE[0][x], [DENSE[0]])

    @pytest.mark.parametrize('time', [5, None])
    def test_known_size_of_batch(self, time):
        layer = TimeDistributed(Dense(2, weights=DENSE))
        inputs = Input(batch_shape=(4, time, 3))
        model = Model(inputs, layer(inputs))
        assert model.output_shape == (4, time, 2)
        x = random(4, 5, 3)
        assert_allclose(model.predict(x, batch_size=4), x @ DENSE[0] + DENSE[1], atol=1e-6)

    def test_shape_of_a_function(self):
        x = random(2, 3, 4)
        layer = TimeDistributed(Lambda(lambda x: x[:, ::2]))
        assert_allclose(output_of(layer, x), x[:, :, ::2])
        assert layer.output_shape == (None, 3, 2)

    def test_shape_of_a_layer_that_does_not_say_it(self):
        class Twice(Layer):
            def call(self, inputs):
                return K.concatenate([inputs, inputs])
        x = random(2, 3, 4)
        layer = TimeDistributed(Twice())
        assert_allclose(output_of(layer, x), np.concatenate([x, x], axis=-1))
        assert layer.output_shape == (None, 3, 8)

    def test_model(self):
        inner = Sequential([Flatten(input_shape=(2, 2)), Dense(3)])
        layer = TimeDistributed(inner)
        x, kernel = random(3, 4, 2, 2), random(4, 3)
        check_layer(layer, x, x.reshape(3, 4, 4) @ kernel, [kernel, np.zeros(3)])

    def test_training_argument(self):
        x = np.ones((2, 3, 400), 'float32')
        layer = TimeDistributed(Dropout(0.5))
        assert_allclose(output_of(layer, x), x)
        y = output_of(layer, x, training=1)
        assert set(np.unique(y)) == {0, 2}
        assert len(np.unique(y.reshape(6, -1), axis=0)) == 6, 'each step drops others'
        inputs = Input((3, 400))
        always = Model(inputs, layer(inputs, training=True))
        assert set(np.unique(always.predict(x))) == {0, 2}


class TestContributions:
    def test_activity_regularizer_counts_once(self):
        layer = TimeDistributed(Dense(2, use_bias=False, kernel_initializer='ones',
                                      activity_regularizer='l2'))
        model = Sequential([layer])
        model.build((None, 5, 3))
        model.compile('sgd', 'mse')
        # As Keras 2.3.1: the mean square is 9, the penalty 0.01 * 9 for each of 40 outputs.
        assert_allclose(model.test_on_batch(np.ones((4, 5, 3)), np.zeros((4, 5, 2))), 12.6,
                        rtol=1e-6)
        assert len(layer.losses) == len(model.losses) == 1
        assert layer.get_losses_for(None) == []

    def test_weight_regularizer(self):
        layer = TimeDistributed(Dense(2, kernel_regularizer='l2'))
        model = Sequential([layer])
        model.build((None, 5, 3))
        assert model.losses == layer.losses == layer.get_losses_for() == layer.layer.losses != []

    def test_batch_normalization_sees_all_steps(self):
        layer = TimeDistributed(BatchNormalization(momentum=0.))
        model = Sequential([layer])
        model.build((None, 5, 3))
        model.compile('sgd', 'mse')
        assert len(model.updates) == len(layer.get_updates_for(model.inputs)) == 2
        assert layer.get_updates_for() == []
        x = random(4, 5, 3)
        model.train_on_batch(x, x)
        assert_allclose(model.get_weights()[2], x.mean((0, 1)), atol=1e-6)
        layer.trainable = False
        assert model.updates == []

    def test_losses_and_updates_within_a_model(self):
        inner = Sequential([Dense(2, input_shape=(3,), activity_regularizer='l2'),
                            BatchNormalization(momentum=0.)])
        inputs = Input((5, 3))
        model = Model(inputs, TimeDistributed(inner)(inputs))
        assert len(model.losses) == 1 and len(model.updates) == 2
        model.compile('sgd', 'mse')
        x, y = random(4, 5, 3), random(4, 5, 2)
        model.train_on_batch(x, y)
        assert np.any(inner.get_weights()[4] != 0)

    def test_gradients_reach_the_layer(self):
        x = random(8, 3, 3)
        model = Sequential([TimeDistributed(Dense(2), input_shape=(3, 3))])
        model.compile('adam', 'mse')
        K.set_value(model.optimizer.lr, 0.05)
        model.fit(x, x @ DENSE[0] + DENSE[1], epochs=150, verbose=0)
        for found, wanted in zip(model.get_weights(), DENSE):
            assert_allclose(found, wanted, atol=0.05)


class TestMasks:
    x = random(2, 3, 4, 3)
    x[0, 0, 2:] = x[0, 2] = x[1, 1, 0] = 0
    masks = np.any(x != 0, axis=-1)

    def test_mask_of_steps_is_handed_on(self):
        masked = Masking()(Input((4, 3)))
        y = TimeDistributed(Dense(2))(masked)
        mask, = K.function([masked._keras_history[0].input], [mask_of(y)])([self.x[0]])
        assert_allclose(mask, self.masks[0])

    def test_layer_makes_a_mask(self):
        inputs = Input((None, 4, 3))
        y = TimeDistributed(Masking())(inputs)
        mask, = K.function([inputs], [mask_of(y)])([self.x])
        assert_allclose(mask, self.masks)

    def test_layer_uses_up_the_masks_of_steps(self):
        inputs = Input((None, 4, 3))
        ones = Lambda(K.ones_like, mask=lambda inputs, mask: mask)
        y = TimeDistributed(Total())(ones(TimeDistributed(Masking())(inputs)))
        found, mask = K.function([inputs], [y, mask_of(y)])([self.x])
        assert_allclose(found, np.repeat(self.masks.sum(2)[..., None], 3, axis=2))
        assert_allclose(mask, self.masks.any(axis=2))

    def test_model_within(self):
        inner = Sequential([Masking(input_shape=(4, 3)), Lambda(
            K.ones_like, mask=lambda inputs, mask: mask), Total()])
        inputs = Input((3, 4, 3))
        y = TimeDistributed(inner)(inputs)
        assert mask_of(y) is None
        assert_allclose(Model(inputs, y).predict(self.x)[..., 0], self.masks.sum(2))

    def test_embedding(self):
        inputs = Input((None, 4), dtype='int32')
        y = TimeDistributed(Embedding(5, 2, mask_zero=True))(inputs)
        x = np.array([[[1, 2, 0, 0], [0, 0, 0, 0]]])
        mask, = K.function([inputs], [mask_of(y)])([x])
        assert_allclose(mask, x != 0)

    def test_layer_without_masks(self):
        masked = Masking()(Input((5, 4, 3)))
        with pytest.raises(TypeError, match='Layer mine does not support masking'):
            TimeDistributed(Conv1D(2, 2, name='mine'))(masked)


class TestWeights:
    def test_names_are_those_of_keras_2_3(self):
        layer = TimeDistributed(Dense(2), name='td')
        layer(Input((5, 3)))
        assert [w.name for w in layer.weights] == ['td/kernel:0', 'td/bias:0']
        assert layer.count_params() == 8

    def test_trainable(self):
        layer = TimeDistributed(Dense(2, trainable=False))
        layer(Input((5, 3)))
        assert not layer.trainable and not layer.trainable_weights
        assert len(layer.non_trainable_weights) == 2
        layer.trainable = True
        assert layer.layer.trainable and len(layer.trainable_weights) == 2
        assert not TimeDistributed(Dense(2), trainable=False).layer.trainable

    def test_arrays_come_in_the_order_of_the_layer(self):
        inner = Sequential([BatchNormalization(input_shape=(3,)), Dense(2)])
        layer = TimeDistributed(inner)
        layer(Input((5, 3)))
        assert [w.shape for w in layer.get_weights()] == [(3,)] * 4 + [(3, 2), (2,)]
        arrays = [random(*w.shape) for w in layer.get_weights()]
        layer.set_weights(arrays)
        for found, wanted in zip(inner.get_weights(), arrays):
            assert_allclose(found, wanted)
        with pytest.raises(ValueError, match='received 5 arrays'):
            layer.set_weights(arrays[1:])

    def test_shared_layer(self):
        inner = Dense(2)
        one, two = TimeDistributed(inner), TimeDistributed(inner)
        x = random(2, 4, 3)
        assert_allclose(output_of(one, x), output_of(two, x))
        assert one.weights == two.weights == inner.weights


class TestConfig:
    def test_is_that_of_keras_2_3(self):
        inner = Dense(3, name='d')
        layer = TimeDistributed(inner, name='t', input_shape=(2, 3))
        assert layer.get_config() == {
            'name': 't', 'trainable': True, 'batch_input_shape': (None, 2, 3),
            'dtype': 'float32', 'layer': {'class_name': 'Dense', 'config': inner.get_config()}}

    def test_custom_layer(self):
        config = TimeDistributed(Total()).get_config()
        layer = TimeDistributed.from_config(config, custom_objects={'Total': Total})
        assert isinstance(layer.layer, Total)
        assert 'layer' in config, 'the configuration is left as it was'
        with pytest.raises(ValueError, match="Unknown layer: 'Total'"):
            TimeDistributed.from_config(config)


class TestBadInput:
    @pytest.mark.parametrize('wrapped, message', [
        (3, 'TimeDistributed wraps a layer, but got 3'),
        (Dense, r'Create one from the class: TimeDistributed\(Dense\(...\)\)'),
    ])
    def test_no_layer(self, wrapped, message):
        with pytest.raises(TypeError, match=message):
            TimeDistributed(wrapped)

    def test_tensor(self):
        with pytest.raises(TypeError, match=r'TimeDistributed\(layer\)\(tensor\)'):
            TimeDistributed(Input((3, 2)))

    def test_wrong_argument(self):
        with pytest.raises(TypeError, match='not understood by TimeDistributed: units'):
            TimeDistributed(Dense(3), units=3)

    def test_wrong_rank(self):
        with pytest.raises(ValueError, match='mine: expected min_ndim=3, found ndim=2'):
            TimeDistributed(Dense(3), name='mine')(Input((5,)))
        with pytest.raises(ValueError, match='incompatible with layer inner: expected ndim=4'):
            TimeDistributed(Conv2D(3, 3, name='inner'))(Input((5, 8, 3)))

    def test_several_tensors(self):
        with pytest.raises(ValueError, match='mine expects 1 inputs, but it received 2'):
            TimeDistributed(Concatenate(), name='mine')([Input((5, 2)), Input((5, 2))])
        with pytest.raises(ValueError, match='mine.*inner has 2 outputs'):
            TimeDistributed(Lambda(lambda x: [x, x], name='inner'), name='mine')(Input((5, 2)))

    def test_other_number_of_features_the_second_time(self):
        layer = TimeDistributed(Dense(3, name='inner'))
        layer(Input((5, 2)))
        layer(Input((7, 2)))
        with pytest.raises(ValueError, match='layer inner: expected axis -1.*value 2'):
            layer(Input((5, 4)))


class Doubling(Wrapper):
    """A wrapper of one's own, with a weight that it puts into the wrapped layer."""

    def build(self, input_shape=None):
        if not self.layer.built:
            self.layer.build(input_shape)
            self.layer.built = True
        self.factor = self.layer.add_weight('factor', (), initializer='ones')
        self.layer.add_loss(K.square(self.factor))
        super().build()

    def call(self, inputs):
        return 2 * self.factor * self.layer.call(inputs)

    def compute_output_shape(self, input_shape):
        return self.layer.compute_output_shape(input_shape)


def test_wrapper_of_ones_own():
    layer = Doubling(Dense(2))
    x = random(4, 3)
    check_layer(layer, x, 2 * (x @ DENSE[0] + DENSE[1]), DENSE + [1.])
    assert len(layer.losses) == 1
    assert len(layer.trainable_weights) == 3
