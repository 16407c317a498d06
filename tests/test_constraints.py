import json

import numpy as np
import pytest
from numpy.testing import assert_allclose

from keras import backend as K
from keras import constraints, layers
from keras.constraints import Constraint, MaxNorm, MinMaxNorm, NonNeg, UnitNorm
from keras.models import Sequential

W = np.array([[-3., .5, 0., .001], [4., .2, 0., -.002], [1., -.1, 0., 1e-9]])


def norms(w, axis=0):
    return np.sqrt(np.sum(np.square(w), axis=axis, keepdims=True))


def test_values():
    w = K.variable(W)
    along_0, along_1, by_two = norms(W), norms(W, 1), norms(W, (0, 1))
    cases = [
        (MaxNorm(), W * np.clip(along_0, 0, 2) / (1e-7 + along_0)),
        (MaxNorm(1., axis=1), W * np.clip(along_1, 0, 1) / (1e-7 + along_1)),
        (NonNeg(), np.maximum(W, 0)),
        (UnitNorm(), W / (1e-7 + along_0)),
        (UnitNorm(axis=[0, 1]), W / (1e-7 + by_two)),
        (MinMaxNorm(), W * np.clip(along_0, 0, 1) / (1e-7 + along_0)),
        (MinMaxNorm(2., 3.), W * np.clip(along_0, 2, 3) / (1e-7 + along_0)),
        (MinMaxNorm(.5, 1., rate=.7, axis=1),
         W * (.7 * np.clip(along_1, .5, 1) + .3 * along_1) / (1e-7 + along_1)),
        (Constraint(), W),
    ]
    values = K.function([], [constraint(w) for constraint, _ in cases])([])
    for (constraint, expected), value in zip(cases, values):
        assert_allclose(value, expected, rtol=1e-6, atol=1e-12, err_msg=repr(constraint))


def test_small_norms():
    # What Keras 2.3.1 makes of a norm near epsilon.
    value = K.eval(UnitNorm()(K.variable([[1e-7], [2e-7]])))
    assert_allclose(value, [[.30901699], [.61803399]], rtol=1e-5)


@pytest.mark.parametrize('constraint, config', [
    (MaxNorm(3., axis=[0, 1]), {'max_value': 3., 'axis': [0, 1]}),
    (NonNeg(), {}),
    (UnitNorm(axis=1), {'axis': 1}),
    (MinMaxNorm(.1, .2, .3, 1), {'min_value': .1, 'max_value': .2, 'rate': .3, 'axis': 1})])
def test_configurations_come_back(constraint, config):
    described = json.loads(json.dumps(constraints.serialize(constraint)))
    assert described == {'class_name': type(constraint).__name__, 'config': config}
    assert constraints.deserialize(described).get_config() == config


@pytest.mark.parametrize('name, cls', [
    ('max_norm', MaxNorm), ('maxnorm', MaxNorm), ('MaxNorm', MaxNorm), ('non_neg', NonNeg),
    ('nonneg', NonNeg), ('unit_norm', UnitNorm), ('unitnorm', UnitNorm),
    ('min_max_norm', MinMaxNorm)])
def test_names(name, cls):
    assert type(constraints.get(name)) is cls
    assert type(constraints.get(cls)) is cls


def test_get():
    assert constraints.get(None) is None
    assert constraints.get(abs) is abs


def test_errors():
    with pytest.raises(ValueError, match="Unknown constraint: 'max_nrom'.*'max_norm'"):
        constraints.get('max_nrom')
    with pytest.raises(ValueError, match='Could not interpret 3 as constraint'):
        constraints.get(3)


def test_training_keeps_constraints():
    model = Sequential([layers.Dense(3, input_dim=4, kernel_constraint='unit_norm',
                                     bias_constraint=constraints.non_neg())])
    model.compile('sgd', 'mse')
    model.train_on_batch(np.ones((2, 4)), -np.ones((2, 3)))
    kernel, bias = model.get_weights()
    assert_allclose(norms(kernel), np.ones((1, 3)), rtol=1e-5)
    assert (bias >= 0).all()
