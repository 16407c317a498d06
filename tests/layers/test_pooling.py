import numpy as np
import pytest
from layer_checks import check_layer, output_of, random
from numpy.testing import assert_allclose

from keras import backend as K
from keras.layers import (
    AveragePooling1D,
    AveragePooling2D,
    AveragePooling3D,
    Dense,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalAveragePooling3D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    GlobalMaxPooling3D,
    Input,
    Masking,
    MaxPooling1D,
    MaxPooling2D,
    MaxPooling3D,
)
from keras.models import Sequential

FIRST = {'data_format': 'channels_first'}


def pooled(x, size, strides, function, axes):
    """Applies `function` to all windows that fit into `x` along `axes`."""
    for axis, length, stride in zip(axes, size, strides):
        starts = range(0, x.shape[axis] - length + 1, stride)
        x = np.stack([function(np.take(x, range(i, i + length), axis=axis), axis=axis)
                      for i in starts], axis=axis)
    return x


class TestOneAxis:
    x = random(2, 7, 3)

    @pytest.mark.parametrize('make, function', [(MaxPooling1D, np.max),
                                                (AveragePooling1D, np.mean)])
    def test_outputs(self, make, function):
        x = self.x
        check_layer(make(), x, pooled(x, [2], [2], function, [1]), free=(1,))
        check_layer(make(3, strides=1), x, pooled(x, [3], [1], function, [1]))
        check_layer(make(3, **FIRST), x, pooled(x, [3], [3], function, [2]), free=(2,))

    def test_same_padding_counts_only_what_exists(self):
        x = np.array([1, 2, 3, 4, 9], 'float32').reshape(1, 5, 1)
        check_layer(AveragePooling1D(2, padding='same'), x, np.reshape([1.5, 3.5, 9], (1, 3, 1)))
        check_layer(MaxPooling1D(2, padding='same'), -x, np.reshape([-1, -3, -9], (1, 3, 1)))

    def test_config_is_that_of_keras_2_3(self):
        assert MaxPooling1D(3, name='m').get_config() == {
            'name': 'm', 'trainable': True, 'dtype': 'float32', 'strides': (3,),
            'pool_size': (3,), 'padding': 'valid', 'data_format': 'channels_last'}


class TestTwoAxes:
    x = random(2, 6, 7, 5)

    @pytest.mark.parametrize('make, function', [(MaxPooling2D, np.max),
                                                (AveragePooling2D, np.mean)])
    def test_outputs(self, make, function):
        x = self.x
        check_layer(make(), x, pooled(x, [2, 2], [2, 2], function, [1, 2]), free=(1, 2))
        check_layer(make((2, 3), strides=(1, 2)), x, pooled(x, [2, 3], [1, 2], function, [1, 2]))
        check_layer(make(2, **FIRST), x, pooled(x, [2, 2], [2, 2], function, [2, 3]), free=(2,))

    def test_same_padding_counts_only_what_exists(self):
        x = np.arange(9, dtype='float32').reshape(1, 3, 3, 1)
        expected = np.reshape([2, 3.5, 6.5, 8], (1, 2, 2, 1))
        check_layer(AveragePooling2D(2, padding='same'), x, expected, free=(1, 2))

    @pytest.mark.parametrize('arguments, message', [
        (dict(pool_size=(2, 2, 2)), '`pool_size` of .* must be an integer or a tuple of 2'),
        (dict(pool_size=0), '`pool_size` of .* must be at least 1'),
        (dict(strides=-1), '`strides` of .* must be at least 1'),
        (dict(padding='causal'), '`padding` of .* must be "valid" or "same"'),
        (dict(data_format='first'), 'data_format'),
    ])
    def test_bad_arguments(self, arguments, message):
        with pytest.raises(ValueError, match=message):
            MaxPooling2D(**arguments)

    def test_input_that_is_too_small(self):
        with pytest.raises(ValueError, match=r'mine.*\(None, 3, 3, 1\).*too small'):
            MaxPooling2D(4, name='mine')(Input((3, 3, 1)))


class TestThreeAxes:
    x = random(2, 4, 5, 4, 4)

    @pytest.mark.parametrize('make, function', [(MaxPooling3D, np.max),
                                                (AveragePooling3D, np.mean)])
    def test_outputs(self, make, function):
        x = self.x
        check_layer(make(), x, pooled(x, [2] * 3, [2] * 3, function, [1, 2, 3]), free=(1, 2, 3))
        check_layer(make((2, 3, 1), strides=1), x,
                    pooled(x, [2, 3, 1], [1] * 3, function, [1, 2, 3]))
        check_layer(make(2, **FIRST), x, pooled(x, [2] * 3, [2] * 3, function, [2, 3, 4]))


@pytest.mark.parametrize('average, maximum, shape', [
    (GlobalAveragePooling1D, GlobalMaxPooling1D, (2, 4, 3)),
    (GlobalAveragePooling2D, GlobalMaxPooling2D, (2, 4, 3, 5)),
    (GlobalAveragePooling3D, GlobalMaxPooling3D, (2, 4, 3, 5, 2)),
])
def test_global_poolings(average, maximum, shape):
    x = random(*shape)
    last, first = tuple(range(1, x.ndim - 1)), tuple(range(2, x.ndim))
    check_layer(average(), x, x.mean(axis=last), free=last)
    check_layer(maximum(), x, x.max(axis=last), free=last)
    check_layer(average(**FIRST), x, x.mean(axis=first), free=first)
    check_layer(maximum(**FIRST), x, x.max(axis=first))
    assert average(name='g').get_config() == {
        'name': 'g', 'trainable': True, 'dtype': 'float32', 'data_format': 'channels_last'}


class TestMasks:
    def test_masked_steps_do_not_count(self):
        x = np.arange(12, dtype='float32').reshape(2, 3, 2)
        x[1, 2] = 0
        model = Sequential([Masking(input_shape=(None, 2)), GlobalAveragePooling1D()])
        # The first step of the first sample is (0, 1): no mask.
        assert_allclose(output_of(model, x), [[2, 3], [7, 8]])
        assert model.layers[-1].output_mask is None

    def test_channels_first(self):
        # The mask is one of steps, as if it came from elsewhere.
        x = random(2, 3, 4)
        layer = GlobalAveragePooling1D(**FIRST)
        steps = np.array([[1, 1, 0, 0], [1, 1, 1, 1]], 'float32')
        tensor, mask = Input((3, 4)), Input((4,))
        y = K.function([tensor, mask], [layer(tensor, mask=mask)])([x, steps])[0]
        assert_allclose(y, [x[0, :, :2].mean(1), x[1].mean(1)], rtol=1e-5)

    def test_the_mean_of_padding_alone_is_zero_and_so_is_its_gradient(self):
        x = np.array([[[1., 3.], [0., 0.], [5., -1.]], np.zeros((3, 2))])
        sequence = Input((3, 2))
        y = GlobalAveragePooling1D()(Masking()(sequence))
        mean, gradient = K.function([sequence], [y] + K.gradients(K.sum(y), [sequence]))([x])
        assert_allclose(mean, [[3., 1.], [0., 0.]])
        half = [.5, .5]
        assert_allclose(gradient, [[half, [0., 0.], half], np.zeros((3, 2))])

    def test_training_goes_on_after_a_row_of_padding_alone(self):
        x = np.array([[[1.], [2.]], [[0.], [0.]]])
        model = Sequential([Masking(input_shape=(2, 1)), Dense(2), GlobalAveragePooling1D(),
                            Dense(1)])
        model.compile('adam', 'mse')
        for batch in (x, x[1:]):
            model.train_on_batch(batch, np.ones((len(batch), 1)))
        assert all(np.isfinite(weight).all() for weight in model.get_weights())

    def test_max_pooling_takes_no_mask(self):
        with pytest.raises(TypeError, match='does not support masking'):
            GlobalMaxPooling1D()(Masking()(Input((3, 2))))
