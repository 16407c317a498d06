"""Some of what docs/differences.md says. Keras 2.3.1's numbers come from running it."""
import json

import numpy as np
import pytest

from keras import backend as K
from keras.layers import (
    Bidirectional,
    Conv2D,
    Dense,
    Embedding,
    Input,
    Masking,
    MaxPooling2D,
    SimpleRNN,
    TimeDistributed,
)
from keras.models import Model, Sequential
from keras.optimizers import SGD


def test_relu_with_a_maximum_and_a_negative_threshold():
    x = np.array([-5., -2., -.5, .5, 7.])
    # Keras 2.3.1: 0 for -2 and -.5
    np.testing.assert_allclose(K.eval(K.relu(K.constant(x), max_value=5., threshold=-2.8)),
                               [0., -2., -.5, .5, 5.])
    np.testing.assert_allclose(K.eval(K.relu(K.constant(x), .1, 5., -2.8)),
                               [-.22, -2., -.5, .5, 5.], 1e-5)


@pytest.fixture
def two_outputs():
    x = Input((3,))
    model = Model(x, [Dense(1, name='p')(x), Dense(1, name='q')(x)])
    model.compile('sgd', 'mse')
    return model


DATA = np.ones((4, 3)), [np.ones((4, 1))] * 2


@pytest.mark.parametrize('argument, weights', [('sample_weight', np.full(4, 2.)),
                                               ('class_weight', {1: 2.})])
def test_weights_of_outputs(two_outputs, argument, weights):
    for known in (weights, weights), [weights, weights], {'p': weights, 'q': weights}:
        two_outputs.test_on_batch(*DATA)
        two_outputs.train_on_batch(*DATA, **{argument: known})
    with pytest.raises(ValueError, match=r"%s dictionary: \['other'\].*\['p', 'q'\]" % argument):
        two_outputs.train_on_batch(*DATA, **{argument: {'p': weights, 'other': weights}})


def test_tuples_of_weights_weigh(two_outputs):
    zeros = np.zeros(4)
    loss = two_outputs.train_on_batch(*DATA, sample_weight=(zeros, zeros))
    np.testing.assert_array_equal(loss, [0., 0., 0.])


@pytest.mark.parametrize('layer, size', [(Conv2D(1, 5), -1), (MaxPooling2D(5), 0)])
def test_inputs_that_are_too_small(layer, size):
    with pytest.raises(ValueError, match=r'too small, the output would have shape \(None, %d, %d'
                       % (size, size)):
        layer(Input((3, 3, 1)))


def test_costs_of_ctc():
    cost = K.ctc_batch_cost(
        K.constant([[0, 1], [1, 0]], dtype='int32'), K.constant(np.full((2, 4, 3), 1 / 3)),
        K.constant([[4], [4]], dtype='int32'), K.constant([[2], [2]], dtype='int32'))
    # Of the 81 sequences of 4 out of 3 classes, 15 collapse to a label of 2 different classes.
    np.testing.assert_allclose(K.eval(cost), np.full((2, 1), -np.log(15 / 81)), 1e-5)


@pytest.mark.parametrize('options, rows', [
    ({}, [.5, -1., 3.]),
    # The gradients are .5 for row 0, and 3 times 1 for row 1.
    ({'clipvalue': .1}, [.9, 1.9, 3.]),  # Keras 2.3.1 on TensorFlow: 1.7
    ({'clipnorm': .1}, [1 - .05 / np.sqrt(9.25), 2 - .3 / np.sqrt(9.25), 3.])])
def test_clipped_gradients_of_embeddings(options, rows):
    model = Sequential([Embedding(3, 1, input_length=4, weights=[np.array([[1.], [2.], [3.]])])])
    model.compile(SGD(1., **options), 'mse')
    model.train_on_batch(np.array([[0, 1, 1, 1]]), np.zeros((1, 4, 1)))
    np.testing.assert_allclose(model.get_weights()[0][:, 0], rows, 1e-4)


def test_states_of_bidirectional_layers_stay():
    inner = SimpleRNN(1, activation='linear', stateful=True, kernel_initializer='ones',
                      recurrent_initializer='ones')
    model = Sequential([Bidirectional(inner, batch_input_shape=(1, 2, 1))])
    ones = np.ones((1, 2, 1))
    assert [model.predict(ones).tolist() for _ in range(2)] == [[[2., 2.]], [[4., 4.]]]
    model.reset_states()
    assert model.predict(ones).tolist() == [[2., 2.]]


def test_masked_losses_and_metrics():
    model = Sequential([Masking(input_shape=(4, 1)),
                        TimeDistributed(Dense(1, kernel_initializer='ones'))])
    model.compile('sgd', 'mse', metrics=['mse'])
    x = np.array([[[2.], [2.], [0.], [0.]]])
    # The loss is divided by the 4 steps, the metric by the 2 that count, as in Keras 2.3.1.
    assert model.evaluate(x, np.zeros_like(x), verbose=0) == [2., 4.]


def test_histories_are_json():
    model = Sequential([Dense(1, input_shape=(3,))])
    model.compile('sgd', 'mse', metrics=['mae'])
    history = model.fit(DATA[0], DATA[1][0], validation_split=.5, verbose=0).history
    assert {type(value) for values in history.values() for value in values} == {float}
    assert json.loads(json.dumps(history)) == history
