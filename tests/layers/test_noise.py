import numpy as np
import pytest
from layer_checks import check_layer, output_of, random
from numpy.testing import assert_allclose, assert_array_equal

from keras.layers import AlphaDropout, GaussianDropout, GaussianNoise

ONES = np.ones((200, 500), 'float32')


@pytest.mark.parametrize('layer', [GaussianNoise, GaussianDropout, AlphaDropout])
def test_nothing_happens_outside_of_training(layer):
    x = random(3, 4)
    check_layer(layer(0.3), x, x, free=(1,))


@pytest.mark.parametrize('layer', [GaussianDropout, AlphaDropout])
@pytest.mark.parametrize('rate', [0, 1])
def test_extreme_rates_do_nothing(layer, rate):
    x = random(3, 4)
    check_layer(layer(rate), x, x, training=1)


def test_gaussian_noise():
    y = output_of(GaussianNoise(0.3), ONES, training=1)
    assert_allclose(y.mean(), 1, atol=5e-3)
    assert_allclose(y.std(), 0.3, rtol=0.02)


def test_gaussian_dropout():
    y = output_of(GaussianDropout(0.3), 2 * ONES, training=1)
    assert_allclose(y.mean(), 2, atol=0.02)
    assert_allclose(y.std(), 2 * np.sqrt(0.3 / 0.7), rtol=0.02)


def test_alpha_dropout():
    y = output_of(AlphaDropout(0.3), ONES, training=1)
    # The two values that Keras 2.3.1 gives for 1, dropped and kept.
    assert_allclose(np.unique(y), [-1.05955, 1.31504], rtol=1e-5)
    assert_allclose((y < 0).mean(), 0.3, atol=0.01)


def test_alpha_dropout_keeps_mean_and_variance():
    x = np.random.normal(size=(300, 1000)).astype('float32')
    y = output_of(AlphaDropout(0.4), x, training=1)
    assert_allclose(y.mean(), 0, atol=0.01)
    assert_allclose(y.std(), 1, atol=0.01)


def test_alpha_dropout_noise_shape_and_seed():
    layer = AlphaDropout(0.5, noise_shape=(None, 1), seed=3)
    y = output_of(layer, ONES[:50, :20], training=1)
    assert_array_equal(y, y[:, :1] * np.ones((1, 20)))
    assert len(np.unique(y)) == 2
    assert layer.get_config()['noise_shape'] == (None, 1)
    assert list(AlphaDropout(0.5).get_config()) == ['name', 'trainable', 'dtype', 'rate']


@pytest.mark.parametrize('layer, argument', [(GaussianNoise, 'stddev'), (GaussianDropout, 'rate'),
                                             (AlphaDropout, 'rate')])
def test_bad_arguments(layer, argument):
    with pytest.raises(ValueError, match='`%s` of .* must be a number' % argument):
        layer(-0.1)
    with pytest.raises(ValueError, match='`%s` of .* must be a number' % argument):
        layer('0.1')
