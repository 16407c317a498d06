import numpy as np
import pytest
from numpy.testing import assert_allclose

from keras import backend as K
from keras import layers, regularizers
from keras.models import Sequential
from keras.regularizers import L1L2

X = np.array([[-3., -2.5, -1., -.2, 0.], [.3, 1., 2.5, 4., 0.]])
ABSOLUTE, SQUARES = 14.5, 39.63
HUNDREDTH = float(np.float32(.01))


def test_values():
    x = K.constant(X)
    values = K.function([], [
        regularizers.l1(.1)(x), regularizers.l2(.1)(x), regularizers.l1_l2(.1, .2)(x)])([])
    assert_allclose(values, [.1 * ABSOLUTE, .1 * SQUARES, .1 * ABSOLUTE + .2 * SQUARES], rtol=1e-6)


def test_nothing_to_add():
    assert L1L2()(K.constant(X)) == 0


def test_defaults():
    assert regularizers.l1().get_config() == {'l1': HUNDREDTH, 'l2': 0.}
    assert regularizers.l2().get_config() == {'l1': 0., 'l2': HUNDREDTH}
    assert regularizers.l1_l2().get_config() == {'l1': HUNDREDTH, 'l2': HUNDREDTH}


def test_configuration_holds_floats():
    config = L1L2(l1=np.float32(.5), l2=2).get_config()
    assert config == {'l1': .5, 'l2': 2.}
    assert {type(value) for value in config.values()} == {float}


def test_descriptions_come_back():
    described = {'class_name': 'L1L2', 'config': {'l1': .25, 'l2': .5}}
    regularizer = regularizers.deserialize(described)
    assert isinstance(regularizer, L1L2)
    assert regularizers.serialize(regularizer) == described


def test_get():
    assert regularizers.get(None) is None
    assert regularizers.get(abs) is abs
    for identifier in 'l2', regularizers.l2, {'class_name': 'l2', 'config': {}}:
        assert regularizers.get(identifier).get_config() == {'l1': 0., 'l2': HUNDREDTH}
    assert regularizers.get('l1_l2').get_config() == {'l1': HUNDREDTH, 'l2': HUNDREDTH}
    assert isinstance(regularizers.get(L1L2), L1L2)


def test_errors():
    with pytest.raises(ValueError, match="Unknown regularizer: 'l1l2'.*'L1L2'"):
        regularizers.get('l1l2')
    with pytest.raises(ValueError, match='Could not interpret 3 as regularizer'):
        regularizers.get(3)


def test_in_a_model():
    model = Sequential([layers.Dense(2, input_dim=2, kernel_regularizer=regularizers.l1(.5),
                                     activity_regularizer=regularizers.l2(.25),
                                     kernel_initializer='identity')])
    model.compile('sgd', 'mse')
    x = np.array([[1., 2.], [3., 4.]])
    # 0.5 * 2 for the kernel, and 0.25 * 30 for the outputs, which equal the targets.
    assert_allclose(model.evaluate(x, x, verbose=0), 1 + 7.5, rtol=1e-6)
