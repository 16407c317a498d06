"""Models that Keras 2 saved, and what it computed with them (files in tests/golden)."""
import os
import pickle

import numpy as np
import pytest

from keras import backend as K
from keras.models import load_model

GOLDEN = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'golden')


def case(name):
    """Returns the path of a golden case without its ending, and a function that lists arrays.

    The arrays are x0, x1, ... (inputs), y0, ... (outputs or targets), w0, ... (weights),
    o0, ... (the optimizer's) and log (losses and metrics of each step).
    """
    base = os.path.join(GOLDEN, *name.split('/'))
    with np.load(base + '.npz') as store:
        arrays = dict(store)

    def series(letter):
        names = ('%s%d' % (letter, i) for i in range(len(arrays)))
        return [arrays[name] for name in names if name in arrays]
    return base, series, arrays.get('log')


def predictions(model, inputs):
    outputs = model.predict(inputs if len(inputs) > 1 else inputs[0], batch_size=len(inputs[0]))
    return outputs if isinstance(outputs, list) else [outputs]


def check_predictions(model, series):
    found = predictions(model, series('x'))
    assert len(found) == len(series('y'))
    for output, expected in zip(found, series('y')):
        np.testing.assert_allclose(output, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize('name', [
    'keras-2.3.1/dense', 'keras-2.3.1/conv2d_same', 'keras-2.3.1/multi_io_shared',
    'keras-2.3.1/nested_sequential', 'keras-2.3.1/sequential_convnet',
    'keras-2.0.8/conv_lstm2d', 'keras-2.0.8/stateful_lstm', 'keras-2.2.4/bidirectional_concat',
    'keras-2.3.1-theano/conv2d_same', 'keras-2.3.1-theano/separable_conv2d',
])
def test_predictions(name):
    base, series, _ = case(name)
    check_predictions(load_model(base + '.h5', compile=False), series)


def test_bytecode_of_functions_of_keras():
    """Lambda layers of functions of its backend, its activations, its networks and its helpers.

    The names in the bytecode are as Keras 2.3.1 wrote them on Python 3.6; the code is taken out.
    """
    base, series, _ = case('keras-2.3.1/lambda_of_own_functions')
    for safe_mode in True, False, None:
        check_predictions(load_model(base + '.h5', compile=False, safe_mode=safe_mode), series)


def test_state_of_an_older_optimizer():
    base, series, _ = case('keras-2.0.8/train_rmsprop')
    model = load_model(base + '.h5')
    # Keras did not save the number of iterations then.
    for found, expected in zip(K.batch_get_value(model.optimizer.weights[1:]), series('o')):
        np.testing.assert_allclose(found, expected, rtol=1e-6)
    check_predictions(model, series)


def test_pickled_model():
    base, series, _ = case('keras-2.3.1/pickled_model')
    with open(base + '.pkl', 'rb') as file:
        model = pickle.load(file)
    check_predictions(model, series)
    assert [K.int_shape(w) for w in model.optimizer.weights[1:]] == [(4, 3), (3,), (3, 2), (2,)]


@pytest.mark.parametrize('name', ['keras-2.3.1/train_adam', 'keras-2.3.1/train_multi_io'])
def test_trained_model_with_its_optimizer(name):
    base, series, _ = case(name)
    model = load_model(base + '.h5')
    for found, expected in zip(model.get_weights(), series('w')):
        np.testing.assert_allclose(found, expected, rtol=1e-6)
    found = K.batch_get_value(model.optimizer.weights)
    assert len(found) == len(series('o'))
    for array, expected in zip(found, series('o')):
        np.testing.assert_allclose(array, expected, rtol=1e-6)
    check_predictions(model, series)


@pytest.mark.parametrize('name', ['keras-2.3.1-theano/train_conv_batchnorm',
                                  'keras-2.3.1-theano/train_multi_io'])
def test_training_goes_the_same_way(name):
    base, series, log = case(name)
    model = load_model(base + '.start.h5')
    x, y = (values if len(values) > 1 else values[0]
            for values in (series('x'), series('y')))
    for step, expected in enumerate(log):
        found = np.atleast_1d(model.train_on_batch(x, y))
        np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-4,
                                   err_msg='step %d' % step)
    for found, expected in zip(model.get_weights(), series('w')):
        np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-4)
    # The state of the optimizer is rotated along with the kernels it belongs to.
    ended = load_model(base + '.end.h5')
    for found, expected in zip(K.batch_get_value(ended.optimizer.weights),
                               K.batch_get_value(model.optimizer.weights)):
        np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-4)
