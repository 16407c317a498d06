import numpy as np
import pytest
from layer_checks import check_layer, output_of, random
from numpy.testing import assert_allclose, assert_array_equal
from scipy import sparse

from keras import backend as K
from keras.layers import (
    Activation,
    ActivityRegularization,
    Dense,
    Dropout,
    Flatten,
    Input,
    Masking,
    Permute,
    RepeatVector,
    Reshape,
    SpatialDropout1D,
    SpatialDropout2D,
    SpatialDropout3D,
)

# What Keras 2.3.1 writes for a Dense(5, 'relu', kernel_constraint='nonneg').
DENSE_CONFIG = {
    'name': 'd', 'trainable': True, 'dtype': 'float32', 'units': 5, 'activation': 'relu',
    'use_bias': True,
    'kernel_initializer': {'class_name': 'VarianceScaling', 'config': {
        'scale': 1.0, 'mode': 'fan_avg', 'distribution': 'uniform', 'seed': None}},
    'bias_initializer': {'class_name': 'Zeros', 'config': {}},
    'kernel_regularizer': None, 'bias_regularizer': None, 'activity_regularizer': None,
    'kernel_constraint': {'class_name': 'NonNeg', 'config': {}}, 'bias_constraint': None}


class TestDense:
    def test_matrix(self):
        x, kernel, bias = random(4, 3), random(3, 5), random(5)
        check_layer(Dense(5), x, x @ kernel + bias, [kernel, bias])

    def test_more_axes_and_activation(self):
        x, kernel = random(4, 2, 6, 3), random(3, 5)
        check_layer(Dense(5, activation='tanh', use_bias=False), x, np.tanh(x @ kernel),
                    [kernel], free=(1, 2))

    def test_weights_regularizers_and_constraints(self):
        layer = Dense(2, kernel_regularizer='l2', bias_regularizer='l1', kernel_constraint='nonneg',
                      activity_regularizer='l2')
        layer(Input((3,)))
        assert [w.name.split('/')[-1] for w in layer.weights] == ['kernel:0', 'bias:0']
        assert len(layer.losses) == 3
        assert layer.kernel.constraint is layer.kernel_constraint
        assert layer.trainable_weights == [layer.kernel, layer.bias]

    def test_config_is_that_of_keras_2_3(self):
        layer = Dense(5, 'relu', kernel_constraint='nonneg', name='d')
        assert layer.get_config() == DENSE_CONFIG
        assert list(layer.get_config()) == list(DENSE_CONFIG)

    @pytest.mark.parametrize('units', [-3, 0, 2.5, 'a', None])
    def test_units_must_be_positive(self, units):
        with pytest.raises(ValueError, match=r'`units` of layer mine \(Dense\).*positive integer'):
            Dense(units, name='mine')

    def test_sparse_inputs(self):
        x = sparse.random(6, 8, density=0.3, format='csr', dtype='float32', random_state=1)
        tensor = Input((8,), sparse=True)
        layer = Dense(3)
        y = K.function([tensor], [layer(tensor)])([x])[0]
        assert_allclose(y, x @ layer.get_weights()[0], rtol=1e-5, atol=1e-6)

    def test_numpy_integers_will_do(self):
        assert Dense(np.int64(4)).get_config()['units'] == 4

    def test_size_of_last_axis_must_be_known(self):
        with pytest.raises(ValueError, match='mine.*last axis'):
            Dense(3, name='mine')(Input((None,)))

    def test_other_size_than_at_first_is_refused(self):
        layer = Dense(3, name='mine')
        layer(Input((4,)))
        with pytest.raises(ValueError, match='mine.*axis -1.*value 4'):
            layer(Input((5,)))


class TestDropout:
    def test_drops_and_scales_in_training_only(self):
        x = np.ones((100, 200), 'float32')
        y = output_of(Dropout(0.25), x, training=1)
        assert_allclose(np.unique(y), [0, 1 / 0.75], rtol=1e-6)
        assert abs((y == 0).mean() - 0.25) < 0.01
        check_layer(Dropout(0.25), x[:2], x[:2])

    @pytest.mark.parametrize('rate', [0, 1])
    def test_extreme_rates_do_nothing(self, rate):
        x = random(3, 4)
        check_layer(Dropout(rate), x, x, training=1)

    def test_training_argument_overrides_phase(self):
        x = np.ones((50, 50), 'float32')
        tensor = Input((50,))
        on, off = Dropout(0.5)(tensor, training=True), Dropout(0.5)(tensor, training=False)
        on, off = K.function([tensor], [on, off])([x])
        assert (on == 0).any()
        assert_array_equal(off, x)

    def test_noise_shape(self):
        x = np.ones((20, 7, 30), 'float32')
        y = output_of(Dropout(0.5, noise_shape=(None, 1, 30)), x, training=1)
        assert_array_equal(y, y[:, :1] * np.ones((1, 7, 1)))
        assert 0 < (y == 0).mean() < 1

    def test_seed_fixes_the_choice(self):
        x = np.ones((20, 30), 'float32')
        tensor = Input((30,))
        pair = [Dropout(0.5, seed=3)(tensor, training=True) for _ in range(2)]
        one, two = K.function([tensor], pair)([x])
        assert_array_equal(one, two)

    @pytest.mark.parametrize('rate', [-0.1, 1.5, 50, 'a', None])
    def test_rate_must_be_a_fraction(self, rate):
        with pytest.raises(ValueError, match=r'`rate` of .*\(Dropout\).*from 0 to 1'):
            Dropout(rate)

    @pytest.mark.parametrize('layer, shape, axes', [
        (SpatialDropout1D(0.5), (8, 5, 20), (1,)),
        (SpatialDropout2D(0.5), (8, 5, 4, 20), (1, 2)),
        (SpatialDropout2D(0.5, data_format='channels_first'), (8, 20, 5, 4), (2, 3)),
        (SpatialDropout3D(0.5), (8, 3, 2, 4, 10), (1, 2, 3)),
        (SpatialDropout3D(0.5, data_format='channels_first'), (8, 10, 2, 4, 3), (2, 3, 4)),
    ])
    def test_spatial_dropout_drops_whole_maps(self, layer, shape, axes):
        # The parametrized layers hold no tensors, so they outlive the session of another test.
        copy = type(layer).from_config(layer.get_config())
        y = output_of(copy, np.ones(shape, 'float32'), training=1)
        assert_array_equal(y.max(axis=axes), y.min(axis=axes))
        assert set(np.unique(y)) == {0, 2}

    def test_spatial_dropout_configuration(self):
        config = SpatialDropout2D(0.3, name='s').get_config()
        assert config == {'name': 's', 'trainable': True, 'dtype': 'float32', 'rate': 0.3,
                          'noise_shape': None, 'seed': None}
        with pytest.raises(ValueError, match='data_format'):
            SpatialDropout2D(0.3, data_format='channel_last')


class TestActivations:
    def test_activation(self):
        x = random(3, 4)
        check_layer(Activation('tanh'), x, np.tanh(x), free=(1,))
        assert Activation(None).get_config()['activation'] == 'linear'

    def test_unknown_activation(self):
        with pytest.raises(ValueError, match='rleu'):
            Activation('rleu')

    def test_activity_regularization(self):
        x = random(3, 4)
        layer = check_layer(ActivityRegularization(l1=0.1, l2=0.2), x, x)
        tensor = Input((4,))
        layer(tensor)
        loss = K.function([tensor], layer.get_losses_for(tensor))([x])[0]
        assert_allclose(loss, 0.1 * np.abs(x).sum() + 0.2 * (x ** 2).sum(), rtol=1e-5)


class TestMasking:
    def test_masks_steps_and_sets_them_to_zero(self):
        x = random(2, 3, 2)
        x[0, 1] = x[1, 2] = -1
        x[1, 0, 0] = -1  # The other feature of this step is not the mask value.
        expected = x.copy()
        expected[0, 1] = expected[1, 2] = 0
        check_layer(Masking(-1), x, expected, free=(1,))
        tensor = Input((3, 2))
        layer = Masking(-1)
        layer(tensor)
        mask = K.function([tensor], [layer.output_mask])([x])[0]
        assert_array_equal(mask, [[True, False, True], [True, True, False]])


class TestReshape:
    @pytest.mark.parametrize('target, shape', [
        ((2, 6), (2, 6)), ((-1,), (12,)), ((3, -1), (3, 4)), ((-1, 1, 12), (1, 1, 12))])
    def test_target_shapes(self, target, shape):
        x = random(5, 4, 3)
        check_layer(Reshape(target), x, x.reshape((5,) + shape))

    def test_unknown_lengths(self):
        x = random(5, 4, 3)
        check_layer(Reshape((-1, 6)), x, x.reshape(5, 2, 6), free=(1,))
        check_layer(Reshape((6, 2)), x, x.reshape(5, 6, 2), free=(1, 2))
        assert Reshape((-1, 6)).compute_output_shape((None, None, 3)) == (None, None, 6)

    def test_samples_never_mix(self):
        tensor = Input((None, 2))
        function = K.function([tensor], [Reshape((3, 2))(tensor)])
        with pytest.raises(Exception, match='reshape|shape'):
            function([random(4, 6, 2)])

    @pytest.mark.parametrize('target', [(5, 2), (5, -1), (0, 12), (0, -1)])
    def test_sizes_that_do_not_fit(self, target):
        with pytest.raises(ValueError, match=r'12 entries.*target shape'):
            Reshape(target)(Input((4, 3)))

    @pytest.mark.parametrize('target', [3, (-1, -1), (2, -2), (2, None), ('a',), (2., 3)])
    def test_bad_targets(self, target):
        with pytest.raises(ValueError, match='`target_shape` of .* must be'):
            Reshape(target)


class TestPermute:
    def test_order(self):
        x = random(2, 3, 4, 5)
        check_layer(Permute((3, 1, 2)), x, x.transpose(0, 3, 1, 2), free=(1, 3))

    @pytest.mark.parametrize('dims', [(0, 1), (1, 1), (1, 3), (), 2, ('a',)])
    def test_bad_dims(self, dims):
        with pytest.raises(ValueError, match='`dims` of .* must be'):
            Permute(dims)

    def test_wrong_number_of_axes(self):
        with pytest.raises(ValueError, match='expected ndim=4'):
            Permute((2, 1, 3))(Input((3, 4)))


class TestFlatten:
    def test_channels_last(self):
        x = random(2, 3, 4, 5)
        check_layer(Flatten(data_format='channels_last'), x, x.reshape(2, 60))

    @pytest.mark.parametrize('shape, order', [((2, 3, 4), (0, 2, 1)),
                                              ((2, 3, 4, 5), (0, 2, 3, 1))])
    def test_channels_first_come_last(self, shape, order):
        x = random(*shape)
        check_layer(Flatten(data_format='channels_first'), x,
                    x.transpose(order).reshape(2, -1))

    def test_default_is_that_of_images(self):
        K.set_image_data_format('channels_first')
        assert Flatten().get_config()['data_format'] == 'channels_first'

    def test_needs_known_lengths(self):
        with pytest.raises(ValueError, match=r'\(None, 3, None\)'):
            Flatten()(Input((3, None)))

    def test_needs_something_to_flatten(self):
        with pytest.raises(ValueError, match='min_ndim=3'):
            Flatten()(Input((3,)))


class TestRepeatVector:
    def test_repeats(self):
        x = random(2, 3)
        check_layer(RepeatVector(4), x, np.stack([x] * 4, axis=1))

    @pytest.mark.parametrize('n', [0, -1, 2.5, (2,)])
    def test_bad_numbers(self, n):
        with pytest.raises(ValueError, match='`n` of .* must be a positive integer'):
            RepeatVector(n)


def test_misspelled_argument():
    with pytest.raises(TypeError, match='kernel_initialiser.*Did you mean kernel_initializer'):
        Dense(3, kernel_initialiser='ones')
