import numpy as np
import pytest
from layer_checks import check_layer, output_of, random
from numpy.testing import assert_allclose, assert_array_equal

from keras import backend as K
from keras.layers import BatchNormalization, Dense, Input
from keras.models import Sequential

EPSILON = 1e-3


def normalized(x, axis, gamma=1, beta=0, mean=None, variance=None):
    """Normalizes `x` along `axis` by given moments, or by its own."""
    others = tuple(i for i in range(x.ndim) if i != axis % x.ndim)
    mean = x.mean(axis=others) if mean is None else mean
    variance = x.var(axis=others) if variance is None else variance
    gamma, beta, mean, variance = [
        np.expand_dims(np.ones(x.shape[axis]) * p, others)
        for p in (gamma, beta, mean, variance)]
    return gamma * (x - mean) / np.sqrt(variance + EPSILON) + beta


CASES = [((6, 3), -1), ((6, 3), 1), ((3, 4, 2), -1), ((3, 4, 2), 1), ((2, 3, 4, 2), -1),
         ((2, 3, 4, 2), 1), ((2, 3, 4, 2), 2), ((2, 2, 3, 2, 4), -1), ((2, 2, 3, 2, 4), 1)]


def weights_for(n):
    """Returns gamma, beta, moving mean and moving variance."""
    return [random(n) + 1, random(n, seed=1), random(n, seed=2), random(n, seed=3) + 1.5]


@pytest.mark.parametrize('shape, axis', CASES)
def test_testing_uses_the_moving_averages(shape, axis):
    x, weights = random(*shape), weights_for(shape[axis])
    check_layer(BatchNormalization(axis=axis), x, normalized(x, axis, *weights), weights)


@pytest.mark.parametrize('shape, axis', CASES)
def test_training_uses_the_batch(shape, axis):
    x, weights = random(*shape), weights_for(shape[axis])
    free = [i for i in range(1, len(shape)) if i != axis % len(shape)]
    check_layer(BatchNormalization(axis=axis), x, normalized(x, axis, *weights[:2]), weights,
                training=1, free=free)


def test_without_scale_and_center():
    x, (_, beta, mean, variance) = random(6, 3), weights_for(3)
    check_layer(BatchNormalization(scale=False), x,
                normalized(x, -1, 1, beta, mean, variance), [beta, mean, variance])
    check_layer(BatchNormalization(center=False, scale=False), x, normalized(x, -1),
                [mean, variance], training=1)


def trained_once(layer, x, phase=1):
    """Returns the weights of a layer after its updates for `x`."""
    tensor = Input((None,) * (x.ndim - 2) + x.shape[-1:] if layer.axis == -1 else x.shape[1:])
    y = layer(tensor)
    K.function([tensor, K.learning_phase()], [y], updates=layer.updates)([x, phase])
    return dict(zip([w.name.split('/')[-1].split(':')[0] for w in layer.weights],
                    layer.get_weights()))


def test_moving_averages():
    # What Keras 2.3.1 has after one step on these numbers.
    x = np.array([[1.76, 0.4], [0.98, 2.24], [1.87, -0.98], [0.95, -0.15]], 'float32')
    weights = trained_once(BatchNormalization(momentum=0.5), x)
    assert list(weights) == ['gamma', 'beta', 'moving_mean', 'moving_variance']
    assert_allclose(weights['moving_mean'], [0.695, 0.18875], rtol=1e-5)
    assert_allclose(weights['moving_variance'], [0.62154055, 1.43205655], rtol=1e-5)


@pytest.mark.parametrize('phase', [0, 1])  # Keras 2.3.1 updates the averages in both
@pytest.mark.parametrize('shape, axis', CASES)
def test_moving_averages_over_several_axes(shape, axis, phase):
    x = random(*shape)
    weights = trained_once(BatchNormalization(axis=axis, momentum=0.7), x, phase)
    others = tuple(i for i in range(x.ndim) if i != axis % x.ndim)
    n = x.size // shape[axis]
    assert_allclose(weights['moving_mean'], 0.3 * x.mean(axis=others), rtol=1e-4, atol=1e-6)
    assert_allclose(weights['moving_variance'],
                    0.7 + 0.3 * x.var(axis=others) * n / (n - 1 - EPSILON), rtol=1e-4)


def test_moving_averages_with_a_fixed_phase():
    K.clear_session()
    K.set_learning_phase(0)
    try:
        weights = trained_once(BatchNormalization(momentum=0.5), np.array([[1.], [3.]]), phase=0)
    finally:
        K.clear_session()
    assert_allclose(weights['moving_mean'], [1.], rtol=1e-5)


@pytest.mark.parametrize('branch', [0, 1])
@pytest.mark.parametrize('shape', [(6, 3), (2, 3, 4, 2)])
def test_moments_are_known_outside_of_the_branch(shape, branch):
    x, moments = random(*shape), []
    tensor, axes = K.constant(x), list(range(len(shape) - 1))

    def normalize():
        y, make = K.normalize_by_moments(tensor, None, None, axes)
        moments.append(make)
        return y

    phase = K.placeholder(shape=(), dtype='bool')
    branches = [lambda: tensor, normalize]
    y = K.switch(phase, branches[branch], branches[1 - branch])
    function = K.function([phase], [y] + list(moments[0]()))
    for value in (False, True):
        output, mean, variance = function([value])
        assert_allclose(output, normalized(x, -1) if value == branch else x, atol=1e-5)
        assert_allclose(mean, x.mean(axis=tuple(axes)), atol=1e-5)
        assert_allclose(variance, x.var(axis=tuple(axes)), atol=1e-5)


def test_training_argument():
    x = random(5, 3)
    tensor = Input((3,))
    layer = BatchNormalization()
    off = layer(tensor, training=False)
    assert not layer.updates
    on = layer(tensor, training=True)
    assert len(layer.updates) == len(layer.get_updates_for(tensor)) == 2
    assert not off._uses_learning_phase
    assert not on._uses_learning_phase
    function = K.function([tensor, K.learning_phase()], [off, on])
    for phase in (0, 1):
        off_value, on_value = function([x, phase])
        assert_allclose(off_value, x / np.sqrt(1 + EPSILON), rtol=1e-5)
        assert_allclose(on_value, normalized(x, -1), atol=1e-5)


def test_frozen_layer():
    x = random(5, 3)
    layer = BatchNormalization(trainable=False)
    assert_allclose(output_of(layer, x, training=1), normalized(x, -1), atol=1e-5)
    assert layer.updates == []
    assert layer.trainable_weights == []
    layer.trainable = True
    assert len(layer.updates) == 2


def test_gradient_flows_through_the_moments():
    x = random(5, 3)
    tensor = Input((3,))
    factors = random(5, 3, seed=1)
    y = BatchNormalization()(tensor, training=True)
    function = K.function([tensor], [K.sum(y * factors)] + K.gradients(K.sum(y * factors), tensor))
    gradient = function([x])[1]
    step = 1e-3
    for i, j in ((0, 0), (3, 2)):
        bump = np.zeros_like(x)
        bump[i, j] = step
        slope = (normalized((x + bump).astype('float64'), -1) * factors).sum()
        slope -= (normalized((x - bump).astype('float64'), -1) * factors).sum()
        assert_allclose(gradient[i, j], slope / (2 * step), rtol=1e-3, atol=1e-3)


def test_float16():
    K.set_floatx('float16')
    x = random(8, 4, 4, 3).astype('float16')
    layer = BatchNormalization(momentum=0.5)
    weights = trained_once(layer, x)
    assert weights['moving_variance'].dtype == 'float32'
    assert_allclose(weights['moving_mean'], 0.5 * x.astype('float32').mean(axis=(0, 1, 2)),
                    atol=1e-3)


def test_regularizers_and_constraints():
    layer = BatchNormalization(beta_regularizer='l1', gamma_regularizer='l2',
                               beta_constraint='nonneg', gamma_constraint='nonneg')
    layer(Input((3,)))
    assert len(layer.losses) == 2
    assert layer.gamma.constraint and layer.beta.constraint
    assert [w.name.split('/')[-1] for w in layer.non_trainable_weights] == [
        'moving_mean:0', 'moving_variance:0']


def test_shared_layer_keeps_the_updates_of_each_input():
    layer = BatchNormalization()
    a, b = Input((3,)), Input((3,))
    layer(a)
    layer(b)
    assert len(layer.updates) == 4
    assert len(layer.get_updates_for(a)) == 2


@pytest.mark.parametrize('axis, shape', [(-1, (None,)), (5, (3, 4)), (1, (None, 3))])
def test_axis_must_be_known(axis, shape):
    with pytest.raises(ValueError, match='mine.*axis=%s' % axis):
        BatchNormalization(axis=axis, name='mine')(Input(shape))


@pytest.mark.parametrize('axis', [None, [1, 2], 1.5])
def test_axis_must_be_an_integer(axis):
    with pytest.raises(ValueError, match=r'`axis` of .*\(BatchNormalization\) must be an integer'):
        BatchNormalization(axis=axis)


def test_other_size_than_at_first_is_refused():
    layer = BatchNormalization()
    layer(Input((4,)))
    with pytest.raises(ValueError, match='axis -1.*value 4'):
        layer(Input((5,)))


def test_config_is_that_of_keras_2_3():
    zeros, ones = [{'class_name': name, 'config': {}} for name in ('Zeros', 'Ones')]
    assert BatchNormalization(name='b').get_config() == {
        'name': 'b', 'trainable': True, 'dtype': 'float32', 'axis': -1, 'momentum': 0.99,
        'epsilon': 0.001, 'center': True, 'scale': True, 'beta_initializer': zeros,
        'gamma_initializer': ones, 'moving_mean_initializer': zeros,
        'moving_variance_initializer': ones, 'beta_regularizer': None,
        'gamma_regularizer': None, 'beta_constraint': None, 'gamma_constraint': None}


def test_in_a_model():
    x = 3 * random(64, 4) + 2
    model = Sequential([BatchNormalization(momentum=0.5, input_shape=(4,)), Dense(1)])
    model.compile('sgd', 'mse')
    for _ in range(20):
        model.train_on_batch(x, np.zeros((64, 1)))
    layer = model.layers[0]
    assert_allclose(K.get_value(layer.moving_mean), x.mean(axis=0), rtol=1e-3)
    assert_allclose(K.get_value(layer.moving_variance), x.var(axis=0) * 64 / 63, rtol=1e-3)
    before = model.get_weights()[2:4]
    model.predict(x)
    model.evaluate(x, np.zeros((64, 1)), verbose=0)
    assert_array_equal(before, model.get_weights()[2:4])
