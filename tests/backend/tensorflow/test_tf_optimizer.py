"""Optimizers of TensorFlow within Keras."""
import numpy as np
import pytest
from numpy.testing import assert_allclose

from keras import backend as K
from keras import optimizers
from keras.optimizers import TFOptimizer

if K.backend() != 'tensorflow':
    pytest.skip('TFOptimizer needs TensorFlow.', allow_module_level=True)

import tensorflow as tf  # noqa: E402

train = tf.compat.v1.train
START = np.array([[1., -2.], [.5, 3.]])


def trained(optimizer, steps=3, **options):
    w = K.variable(START, **options)
    loss = K.sum(K.square(w))
    step = K.function([], [loss], optimizer.get_updates(loss, [w]))
    losses = [step([])[0] for _ in range(steps)]
    return K.get_value(w), losses


def test_gradient_descent():
    optimizer = optimizers.get(train.GradientDescentOptimizer(.1))
    assert isinstance(optimizer, TFOptimizer)
    value, losses = trained(optimizer)
    assert_allclose(value, START * .8 ** 3, rtol=1e-5)
    assert_allclose(losses, np.sum(START ** 2) * .64 ** np.arange(3), rtol=1e-5)
    assert K.get_value(optimizer.iterations) == 3


def test_memory_is_kept_between_steps():
    value, _ = trained(TFOptimizer(train.MomentumOptimizer(.1, momentum=.5)))
    w, velocity = START, 0.
    for _ in range(3):
        velocity = .5 * velocity + 2 * w
        w = w - .1 * velocity
    assert_allclose(value, w, rtol=1e-5)


def test_adam_is_that_of_keras():
    value, _ = trained(TFOptimizer(train.AdamOptimizer(.1, epsilon=1e-7)))
    assert_allclose(value, trained(optimizers.Adam(.1))[0], rtol=1e-5)


def test_constraint():
    value, _ = trained(TFOptimizer(train.GradientDescentOptimizer(.1)), steps=1,
                       constraint=lambda w: K.clip(w, -1., 1.))
    assert_allclose(value, np.clip(START * .8, -1, 1), rtol=1e-5)


def test_several_parameters_step_at_once():
    a, b = K.variable([2.]), K.variable([3.])
    loss = K.sum(a * b)
    updates = TFOptimizer(train.GradientDescentOptimizer(.1)).get_updates(loss, [a, b])
    total = K.function([], [a + b], updates)([])[0]
    assert_allclose(total, [5.])
    assert_allclose(K.get_value(a), [2 - .3], rtol=1e-6)
    assert_allclose(K.get_value(b), [3 - .2], rtol=1e-6)


def test_parameter_without_gradient_is_named():
    w, unused = K.variable(1., name='used'), K.variable(2., name='left_out')
    with pytest.raises(ValueError, match='respect to left_out'):
        TFOptimizer(train.GradientDescentOptimizer(.1)).get_updates(K.square(w), [w, unused])


def test_what_tensorflow_keeps_to_itself():
    optimizer = TFOptimizer(train.GradientDescentOptimizer(.1))
    for read in (lambda: optimizer.weights, optimizer.get_weights, optimizer.get_config,
                 lambda: TFOptimizer.from_config({})):
        with pytest.raises(NotImplementedError, match='TensorFlow'):
            read()
    assert not hasattr(optimizer, 'lr')
