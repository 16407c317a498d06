"""Small models with known weights, and data for them."""
import numpy as np

from keras import backend as K
from keras.layers import Dense, Input, Layer
from keras.models import Model, Sequential
from keras.optimizers import SGD

X = np.array([[1., 2], [3, -1], [0, 1], [2, 2], [-1, .5]])
Y = np.array([[1.], [0], [2], [-1], [3]])
WEIGHTS = np.array([1., 2, .5, 0, 3])
LABELS = np.array([0, 2, 1, 1, 0])
ONE_HOT = np.eye(3)[LABELS]
TWO_CLASSES = np.eye(2)[[0, 1, 1, 0, 1]]

KERNEL, BIAS = np.array([[.5], [-.25]]), np.array([.1])
SOFTMAX_WEIGHTS = [np.array([[.5, .1, -.2], [-.25, .3, .2]]), np.array([.1, 0, -.1])]
TWO_LOSSES = {'a': 'mse', 'b': 'categorical_crossentropy'}


def linear(loss='mse', lr=.1, layer=None, **kwargs):
    """Returns a compiled model that computes `x @ KERNEL + BIAS`."""
    model = Sequential([Dense(1, input_shape=(2,), name='out', weights=[KERNEL, BIAS],
                              **(layer or {}))])
    model.compile(SGD(lr), loss, **kwargs)
    return model


def softmax(loss, **kwargs):
    """Returns a compiled model with three classes."""
    model = Sequential([Dense(3, input_shape=(2,), name='out', activation='softmax',
                              weights=SOFTMAX_WEIGHTS)])
    model.compile(SGD(.1), loss, **kwargs)
    return model


def two_outputs(loss=None, layer=None, **kwargs):
    """Returns a compiled model with the input `x` and the outputs `a` and `b`."""
    x = Input((2,), name='x')
    a = Dense(1, name='a', weights=[KERNEL, BIAS], **(layer or {}))(x)
    b = Dense(2, name='b', activation='softmax',
              weights=[np.array([[.5, .1], [-.25, .3]]), np.array([.1, 0])])(x)
    model = Model(x, [a, b])
    model.compile(SGD(.1), TWO_LOSSES if loss is None else loss, **kwargs)
    return model


def predicted():
    """Returns what `linear` predicts for `X` before training."""
    return X.dot(KERNEL) + BIAS


def step(kernel, bias, x, y, lr=.1):
    """Makes a step of gradient descent on the mean squared error of a linear model.

    Returns:
        New kernel, new bias and the loss before the step.
    """
    error = x.dot(kernel) + bias - y
    new_kernel = kernel - lr * 2 * x.T.dot(error) / len(x)
    new_bias = bias - lr * 2 * error.mean(axis=0)
    return new_kernel, new_bias, np.mean(error ** 2)


def recorded(model, mode='train'):
    """Lets a function of a model note what it is called with.

    Returns:
        List, to which each call appends its list of arrays.
    """
    getattr(model, '_make_%s_function' % mode)()
    function = getattr(model, mode + '_function')
    calls = []

    def noting(arrays):
        calls.append([np.array(array) for array in arrays])
        return function(arrays)

    setattr(model, mode + '_function', noting)
    return calls


def is_phase_fed(model):
    return not isinstance(K.learning_phase(), int) and model.uses_learning_phase


class AddsUp(Layer):
    """Adds the sum of all entries that it has seen, its state, to its inputs."""

    stateful = True

    def build(self, input_shape):
        self.state = self.add_weight('state', (), initializer='zeros', trainable=False)
        super().build(input_shape)

    def call(self, inputs):
        self.add_update(K.update_add(self.state, K.sum(inputs)), inputs)
        return inputs + self.state

    def reset_states(self):
        K.set_value(self.state, 0.)
