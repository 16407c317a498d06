"""Loops: what only JAX can do."""
import numpy as np
from reference import check_gradient, random

from keras import backend as K


def test_gradients_of_gradients_of_kernels():
    x, h, kernel, recurrent = (
        random(3, 4, 2), random(3, 2, seed=1), random(2, 2, seed=2), random(2, 2, seed=3))

    def gradient(x, h, kernel, recurrent):
        def step(x, states):
            h = K.tanh(K.dot(x, kernel) + K.dot(states[0], recurrent))
            return h, [h]
        last = K.rnn(step, x, [h])[0]
        return K.dot(*K.gradients(K.sum(K.square(last)), [kernel, recurrent]))
    check_gradient(gradient, x, h, kernel, recurrent)


def test_outputs_keep_their_dtype_beside_narrower_states():
    x = K.placeholder((2, 3, 2), dtype='float64')

    def step(inputs, states):
        h = inputs + K.cast(states[0], 'float64')
        return h, [h]
    last, outputs, _ = K.rnn(step, x, [K.zeros((2, 2))])
    last, outputs = K.function([x], [last, outputs])([np.full((2, 3, 2), 1 / 3)])
    assert last.dtype == outputs.dtype == 'float64'
    np.testing.assert_array_equal(last, outputs[:, -1])
