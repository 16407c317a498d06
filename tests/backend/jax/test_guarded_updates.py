"""Nothing changes in a call that raises the error of a check."""
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from keras import backend as K
from keras.layers import BatchNormalization, Dense, Dropout, Embedding, Flatten
from keras.models import Sequential


def test_training_on_a_wrong_index():
    model = Sequential([Embedding(5, 3, input_length=2), BatchNormalization(), Dropout(.5),
                        Flatten(), Dense(1)])
    model.compile('adam', 'mse', metrics=['mae'])
    x, y = np.array([[0, 1], [4, 2]]), np.ones((2, 1))
    first = model.train_on_batch(x, y)
    variables = model.weights + model.optimizer.weights + model.metrics[0].weights
    before = K.batch_get_value(variables)
    places = K.random_states(model.train_function)
    with pytest.raises(ValueError, match='5'):
        model.train_on_batch(np.array([[0, 1], [5, 2]]), y)
    for found, wanted in zip(K.batch_get_value(variables), before):
        assert_array_equal(found, wanted)
    K.set_random_states(model.train_function, places)
    assert model.train_on_batch(x, y)[0] < first[0]
    assert any((found != wanted).any()
               for found, wanted in zip(K.batch_get_value(variables), before))


def test_updates_with_and_without_gradients():
    table, count, total = K.variable(np.eye(3)), K.variable(0.), K.variable(0.)
    indices = K.placeholder((2,), dtype='int32')
    rows = K.gather(table, indices)
    gradient, = K.gradients(K.sum(K.square(rows)), [table])
    noise = K.random_uniform((), 1., 2., seed=3)
    function = K.function([indices], [K.sum(rows)], updates=[
        K.update_sub(table, .25 * gradient), K.update_add(count, 1.),
        K.update_add(total, noise * K.sum(gradient))])
    assert function([[0, 2]]) == [2.]
    assert_allclose(K.get_value(table), np.diag([.5, 1., .5]))
    reached = K.get_value(total)
    assert 4 <= reached <= 8 and K.get_value(count) == 1
    with pytest.raises(ValueError, match='3'):
        function([[0, 3]])
    assert K.get_value(count) == 1 and K.get_value(total) == reached
    assert_allclose(K.get_value(table), np.diag([.5, 1., .5]))


def test_an_index_that_only_updates_use():
    table, last = K.variable([1., 2.]), K.variable(0.)
    index = K.placeholder((), dtype='int32')
    function = K.function([index], [], updates=[K.update(last, K.gather(table, index))])
    function([1])
    assert K.get_value(last) == 2
    with pytest.raises(ValueError, match='2'):
        function([2])
    assert K.get_value(last) == 2
