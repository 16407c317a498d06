import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import special

from keras import activations, layers
from keras import backend as K
from keras.models import Model
from keras.utils.generic_utils import CustomObjectScope

X = np.array([[-30., -3., -2.5, -1., -.2, 0., .3, 1., 2.5, 4., 30.]])

EXPECTED = {
    'linear': X,
    'relu': np.maximum(X, 0),
    'elu': np.where(X > 0, X, np.expm1(X)),
    'selu': 1.05070098 * np.where(X > 0, X, 1.67326324 * np.expm1(X)),
    'sigmoid': special.expit(X),
    'hard_sigmoid': np.clip(.2 * X + .5, 0, 1),
    'tanh': np.tanh(X),
    'softplus': np.logaddexp(X, 0),
    'softsign': X / (1 + np.abs(X)),
    'exponential': np.exp(X),
    'softmax': special.softmax(X, axis=-1),
}


def test_values():
    x = K.placeholder(shape=(None, 11))
    names = sorted(EXPECTED)
    values = K.function([x], [activations.get(name)(x) for name in names])([X])
    for name, value in zip(names, values):
        assert_allclose(value, EXPECTED[name], rtol=2e-6, atol=1e-7, err_msg=name)


def test_arguments():
    x = K.constant(X)
    block = np.arange(12.).reshape(2, 3, 2)
    elu, relu, low, probabilities = K.function([], [
        activations.elu(x, alpha=.5),
        activations.relu(x, alpha=.1, max_value=2., threshold=.5),
        activations.relu(x, threshold=-1.),
        activations.softmax(K.constant(block), axis=1)])([])
    assert_allclose(elu, np.where(X > 0, X, .5 * np.expm1(X)), rtol=1e-6)
    assert_allclose(relu, np.where(X >= .5, np.minimum(X, 2), .1 * (X - .5)), rtol=1e-6)
    assert_allclose(low, np.where(X > -1, X, 0), rtol=1e-6)
    assert_allclose(probabilities, special.softmax(block, axis=1), rtol=1e-6)


def test_softmax_is_stable():
    values = K.eval(activations.softmax(K.constant([[1000., 1000., -1000.]])))
    assert_allclose(values, [[.5, .5, 0.]])


def test_softmax_refuses_a_batch_of_numbers():
    with pytest.raises(ValueError, match=r'at least two axes.* but got shape \(3,\)'):
        activations.softmax(K.constant([1., 2., 3.]))


def test_get():
    def mine(x):
        return x

    assert activations.get(None) is activations.linear
    assert activations.get('tanh') is activations.tanh
    assert activations.get(mine) is mine
    assert activations.deserialize('mine', custom_objects={'mine': mine}) is mine
    with CustomObjectScope({'mine': mine}):
        assert activations.get('mine') is mine


def test_get_names_close_matches():
    with pytest.raises(ValueError, match="Unknown activation function: 'reluu'.*'relu'"):
        activations.get('reluu')


def test_get_refuses_what_is_no_activation():
    with pytest.raises(ValueError, match='Could not interpret 3 as activation function'):
        activations.get(3)


def test_names_come_back():
    for name in EXPECTED:
        assert activations.serialize(activations.get(name)) == name
        assert activations.deserialize(name) is activations.get(name)


def test_layer_as_activation_survives_its_config():
    x = layers.Input((2,))
    with pytest.warns(UserWarning, match="layer 'leaky_re_lu_1' is used as the activation"):
        dense = layers.Dense(2, activation=layers.LeakyReLU(alpha=.25),
                             kernel_initializer='identity')
    model = Model(x, dense(x))
    again = Model.from_config(model.get_config())
    assert_allclose(again.predict(np.array([[-4., 2.]])), [[-1., 2.]])
