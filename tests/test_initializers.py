import json

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from keras import backend as K
from keras import initializers
from keras.engine.base_layer import Layer
from keras.initializers import (
    Constant,
    Identity,
    Initializer,
    Ones,
    Orthogonal,
    RandomNormal,
    RandomUniform,
    TruncatedNormal,
    VarianceScaling,
    Zeros,
)

RANDOM = [RandomNormal, RandomUniform, TruncatedNormal, VarianceScaling, Orthogonal]


def test_constants():
    assert_array_equal(Zeros()((2, 3)), np.zeros((2, 3)))
    assert_array_equal(Ones()((2, 3)), np.ones((2, 3)))
    assert_array_equal(Constant(3)((2, 2)), [[3, 3], [3, 3]])
    assert_array_equal(Constant([1, 2, 3, 4])((2, 2)), [[1, 2], [3, 4]])
    assert_array_equal(Zeros()(()), 0.)


def test_constant_refuses_other_numbers_of_values():
    with pytest.raises(ValueError, match=r'shape \(3,\), which do not fill .* shape \(2, 3\)'):
        Constant([1, 2, 3])((2, 3))


def test_identity():
    assert_array_equal(Identity(2.)((2, 3)), [[2, 0, 0], [0, 2, 0]])
    with pytest.raises(ValueError, match=r'two axes, but got \(3,\)'):
        Identity()((3,))


def test_types():
    for initializer in [Zeros(), Ones(), Constant(1), Identity()] + [cls() for cls in RANDOM]:
        assert initializer((3, 3)).dtype == 'float32'
        assert initializer((3, 3), dtype='float64').dtype == 'float64'
    assert Zeros()((2,), dtype='int32').dtype == 'int32'
    K.set_floatx('float64')
    assert RandomNormal()((2,)).dtype == 'float64'


def test_normal():
    values = RandomNormal(mean=2., stddev=3., seed=1)((300, 300))
    assert abs(values.mean() - 2) < .03
    assert abs(values.std() - 3) < .03
    assert np.abs(values - 2).max() > 9


def test_uniform():
    values = RandomUniform(minval=-1., maxval=3., seed=1)((300, 300))
    assert values.min() >= -1 and values.max() <= 3
    assert abs(values.mean() - 1) < .02
    assert abs(values.std() - 4 / np.sqrt(12)) < .02


def test_truncated_normal():
    values = TruncatedNormal(mean=1., stddev=2., seed=1)((300, 300))
    assert np.abs(values - 1).max() <= 4.
    assert abs(values.mean() - 1) < .02
    # scipy.stats.truncnorm(-2, 2).std()
    assert abs(values.std() - 2 * .8796256) < .02


# The fans of Keras 2.3.1, weights of other than 2 to 5 axes among them.
FANS = [((200,), (14.142136, 14.142136)),
        ((100, 50), (100, 50)),
        ((3, 100, 50), (300, 150)),
        ((3, 3, 20, 30), (180, 270)),
        ((2, 3, 3, 20, 30), (360, 540)),
        ((2, 1, 3, 3, 20, 30), (103.923, 103.923))]


@pytest.mark.parametrize('shape, fans', FANS)
def test_variance_scaling(shape, fans):
    for mode, n in zip(('fan_in', 'fan_out', 'fan_avg'), fans + (sum(fans) / 2.,)):
        expected = np.sqrt(2. / n)
        count = np.prod(shape)
        normal, uniform = (VarianceScaling(2., mode, distribution, seed=5)(shape)
                           for distribution in ('normal', 'uniform'))
        assert normal.shape == shape
        for values in normal, uniform:
            assert abs(values.std() / expected - 1) < 2.5 / np.sqrt(count)
            assert abs(values.mean()) < 4 * expected / np.sqrt(count)
        # Both come close to their bounds, and stay within.
        assert .9 < np.abs(normal).max() / (2 * expected / .8796256) <= 1 + 1e-6
        assert .9 < np.abs(uniform).max() / (np.sqrt(3) * expected) <= 1 + 1e-6


@pytest.mark.parametrize('name, scale, mode, distribution', [
    ('lecun_uniform', 1., 'fan_in', 'uniform'), ('lecun_normal', 1., 'fan_in', 'normal'),
    ('glorot_uniform', 1., 'fan_avg', 'uniform'), ('glorot_normal', 1., 'fan_avg', 'normal'),
    ('he_uniform', 2., 'fan_in', 'uniform'), ('he_normal', 2., 'fan_in', 'normal')])
def test_named_variance_scaling(name, scale, mode, distribution):
    expected = {'scale': scale, 'mode': mode, 'distribution': distribution, 'seed': None}
    function = getattr(initializers, name)
    assert initializers.get(name).get_config() == expected
    assert initializers.get(function).get_config() == expected
    assert initializers.serialize(function(seed=3)) == {
        'class_name': 'VarianceScaling', 'config': dict(expected, seed=3)}
    described = {'class_name': name, 'config': {'seed': 3}}
    assert initializers.get(described).get_config() == dict(expected, seed=3)


def test_variance_scaling_refuses_bad_arguments():
    with pytest.raises(ValueError, match='scale .* greater than 0, but got 0'):
        VarianceScaling(scale=0)
    with pytest.raises(ValueError, match="mode .* 'fan_avg', but got 'fan_inn'"):
        VarianceScaling(mode='fan_inn')
    with pytest.raises(ValueError, match="distribution .* but got 'gauss'"):
        VarianceScaling(distribution='gauss')


@pytest.mark.parametrize('shape', [(5, 5), (7, 3), (3, 7), (2, 2, 3, 5)])
def test_orthogonal(shape):
    matrix = Orthogonal(gain=2., seed=1)(shape).reshape(-1, shape[-1])
    if matrix.shape[0] < matrix.shape[1]:
        matrix = matrix.T
    assert_allclose(matrix.T @ matrix, 4 * np.eye(matrix.shape[1]), atol=1e-5)


def test_orthogonal_of_old_seeds():
    # What Keras 2.3.1 makes of this seed.
    assert_allclose(Orthogonal(seed=3)((2, 3)), [[-.97430278, -.18953441, -.12169958],
                                                [-.00843325, .57062212, -.82116945]], rtol=1e-5)


def test_orthogonal_needs_two_axes():
    with pytest.raises(ValueError, match=r'at least two axes, but got \(3,\)'):
        Orthogonal()((3,))


@pytest.mark.parametrize('cls', RANDOM)
def test_seeds(cls):
    first, other = cls(seed=4), cls(seed=4)
    values = first((3, 4))
    assert_array_equal(values, other((3, 4)))
    assert not np.array_equal(values, cls(seed=6)((3, 4)))
    # A shared object does not repeat itself, and its configuration stays.
    assert not np.array_equal(values, first((3, 4)))
    assert first.get_config()['seed'] == 4
    assert_array_equal(values, cls.from_config(first.get_config())((3, 4)))


@pytest.mark.parametrize('cls', RANDOM)
def test_numpy_fixes_what_has_no_seed(cls):
    np.random.seed(11)
    values = cls()((3, 4))
    assert not np.array_equal(values, cls()((3, 4)))
    np.random.seed(11)
    assert_array_equal(values, cls()((3, 4)))


def test_configurations_come_back():
    for initializer in [Zeros(), Ones(), Constant(.5), Identity(2.), RandomNormal(1., 2., 3),
                        RandomUniform(1., 2., 3), TruncatedNormal(1., 2., 3), Orthogonal(2., 3),
                        VarianceScaling(2., 'fan_out', 'uniform', 3)]:
        described = json.loads(json.dumps(initializers.serialize(initializer)))
        again = initializers.deserialize(described)
        assert type(again) is type(initializer)
        assert initializers.serialize(again) == described
        assert_array_equal(again((3, 3)), initializer((3, 3)))


def test_entry_of_tf_keras_is_left_out():
    described = {'class_name': 'Zeros', 'config': {'dtype': 'float32'}}
    assert isinstance(initializers.get(described), Zeros)


@pytest.mark.parametrize('name, cls', [
    ('zero', Zeros), ('zeros', Zeros), ('Zeros', Zeros), ('one', Ones), ('ones', Ones),
    ('constant', Constant), ('uniform', RandomUniform), ('random_uniform', RandomUniform),
    ('normal', RandomNormal), ('random_normal', RandomNormal),
    ('truncated_normal', TruncatedNormal), ('identity', Identity), ('orthogonal', Orthogonal),
    ('VarianceScaling', VarianceScaling)])
def test_names(name, cls):
    assert type(initializers.get(name)) is cls
    assert type(initializers.get(cls)) is cls


def test_functions_of_a_shape():
    def mine(shape, dtype=None):
        return np.full(shape, 7., dtype)

    assert initializers.get(mine) is mine
    assert initializers.deserialize('mine', custom_objects={'mine': mine}) is mine


def test_errors():
    with pytest.raises(ValueError, match="Unknown initializer: 'glorot_unifrom'.*glorot_uniform"):
        initializers.get('glorot_unifrom')
    for wrong in None, 3:
        with pytest.raises(ValueError, match='Could not interpret %r as initializer' % wrong):
            initializers.get(wrong)
    with pytest.raises(NotImplementedError, match='Initializer does not define its values'):
        Initializer()((2,))


def test_weights_that_are_drawn_late_have_the_numbers_of_their_turn():
    def weights(initializer):
        np.random.seed(3)
        layer = Layer(dtype='float64')
        first = layer.add_weight('a', (3, 4), initializer=initializer)
        second = layer.add_weight('b', (2, 5), initializer=initializer)
        return K.get_value(second), K.get_value(first), np.random.rand()

    for late, now in zip(weights('he_normal'), weights(lambda shape, dtype: VarianceScaling(
            2., 'fan_in', 'normal')(shape, dtype))):
        assert_array_equal(late, now)


def test_weights_of_an_initializer_of_ones_own():
    class Mine(VarianceScaling):
        def __call__(self, shape, dtype=None):
            return np.full(shape, 7, dtype)

    assert_array_equal(K.get_value(Layer().add_weight('a', (2, 2), initializer=Mine())),
                       [[7, 7], [7, 7]])
