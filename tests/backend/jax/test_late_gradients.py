"""Gradients of loops that only JAX has."""
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
