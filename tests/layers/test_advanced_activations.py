import numpy as np
import pytest
from layer_checks import check_layer, random
from scipy.special import softmax

from keras.layers import ELU, Input, LeakyReLU, PReLU, ReLU, Softmax, ThresholdedReLU

X = np.array([[-2, -0.5, 0, 0.5, 2]], 'float32')


@pytest.mark.parametrize('layer, arguments, expected', [
    (LeakyReLU, {}, [-0.6, -0.15, 0, 0.5, 2]),
    (LeakyReLU, {'alpha': -0.1}, [0.2, 0.05, 0, 0.5, 2]),
    (ELU, {}, [np.expm1(-2), np.expm1(-0.5), 0, 0.5, 2]),
    (ELU, {'alpha': 0.5}, [np.expm1(-2) / 2, np.expm1(-0.5) / 2, 0, 0.5, 2]),
    (ThresholdedReLU, {}, [0, 0, 0, 0, 2]),
    (ThresholdedReLU, {'theta': 0.4}, [0, 0, 0, 0.5, 2]),
    (ReLU, {}, [0, 0, 0, 0.5, 2]),
    (ReLU, {'max_value': 1}, [0, 0, 0, 0.5, 1]),
    (ReLU, {'negative_slope': 0.25}, [-0.5, -0.125, 0, 0.5, 2]),
    # What Keras 2.3.1 gives: at the threshold itself it is still the slope.
    (ReLU, {'max_value': 1, 'negative_slope': 0.1, 'threshold': 0.5},
     [-0.25, -0.1, -0.05, 0, 1]),
    (ReLU, {'max_value': 1, 'negative_slope': 0.1, 'threshold': -1}, [-0.1, -0.5, 0, 0.5, 1]),
])
def test_without_weights(layer, arguments, expected):
    check_layer(layer(**arguments), X, [expected], free=(1,))


@pytest.mark.parametrize('axis', [-1, 1, 2])
def test_softmax(axis):
    x = random(2, 3, 4)
    check_layer(Softmax(axis=axis), x, softmax(x, axis=axis), free=(1,))


class TestPReLU:
    x = random(2, 3, 4, 5)

    @pytest.mark.parametrize('shared_axes, shape', [
        (None, (3, 4, 5)), ([1, 2], (1, 1, 5)), (2, (3, 1, 5)), ((3,), (3, 4, 1))])
    def test_slopes(self, shared_axes, shape):
        alpha = random(*shape)
        expected = np.where(self.x > 0, self.x, alpha * self.x)
        check_layer(PReLU(shared_axes=shared_axes), self.x, expected, [alpha])

    def test_shared_axes_may_be_unknown(self):
        alpha = random(1, 1, 5)
        check_layer(PReLU(shared_axes=[1, 2]), self.x, np.where(self.x > 0, self.x, alpha * self.x),
                    [alpha], free=(1, 2))

    def test_weights_and_config(self):
        layer = PReLU(alpha_regularizer='l1', alpha_constraint='nonneg', shared_axes=[1],
                      name='p')
        layer(Input((3, 4)))
        assert layer.alpha.name.endswith('/alpha:0')
        assert layer.alpha.constraint
        assert len(layer.losses) == 1
        assert list(layer.get_config()) == ['name', 'trainable', 'dtype', 'alpha_initializer',
                                            'alpha_regularizer', 'alpha_constraint',
                                            'shared_axes']
        with pytest.raises(ValueError, match='axis 2.*value 4'):
            layer(Input((3, 5)))

    @pytest.mark.parametrize('axes', [[0], [-1], 1.5, 'a'])
    def test_bad_axes(self, axes):
        with pytest.raises(ValueError, match='`shared_axes` of .* must be a positive integer'):
            PReLU(shared_axes=axes)

    @pytest.mark.parametrize('axes', [None, [2]])
    def test_unknown_lengths(self, axes):
        with pytest.raises(ValueError, match='known length.*shared_axes'):
            PReLU(shared_axes=axes)(Input((None, 4)))

    def test_axis_that_is_not_there(self):
        with pytest.raises(ValueError, match=r'shared_axes=\[3\].*axes of the input'):
            PReLU(shared_axes=3)(Input((3, 4)))


def test_configurations_are_those_of_keras_2_3():
    base = {'name': 'x', 'trainable': True, 'dtype': 'float32'}
    assert LeakyReLU(name='x').get_config() == dict(base, alpha=0.30000001192092896)
    assert ELU(name='x').get_config() == dict(base, alpha=1.0)
    assert ThresholdedReLU(0.3, name='x').get_config() == dict(base, theta=0.30000001192092896)
    assert Softmax(name='x').get_config() == dict(base, axis=-1)
    assert ReLU(6, name='x').get_config() == dict(base, max_value=6., negative_slope=0.,
                                                  threshold=0.)
    assert ReLU(name='x').get_config()['max_value'] is None


@pytest.mark.parametrize('argument', ['max_value', 'negative_slope'])
def test_relu_with_negative_arguments(argument):
    with pytest.raises(ValueError, match='`%s` of .* must be a number of at least 0' % argument):
        ReLU(**{argument: -1})


def test_axis_must_be_an_integer():
    with pytest.raises(ValueError, match=r'`axis` of .*\(Softmax\) must be an integer'):
        Softmax(axis='last')
