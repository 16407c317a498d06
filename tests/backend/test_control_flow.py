"""Branches, phases, and functions over entries."""
import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference import check, check_gradient, evaluate, random

from keras import backend as K

X, Y = random(2, 3, 4), random(2, 3, 4, seed=1)


def wrapped(x, as_function):
    return (lambda: x) if as_function else x


@pytest.mark.parametrize('as_functions', [(False, False), (True, True), (True, False)])
class TestSwitch:
    @pytest.mark.parametrize('dtype', ['bool', 'int32', 'float32'])
    def test_scalar_condition(self, as_functions, dtype):
        def op(c, x, y):
            return K.switch(c, wrapped(x, as_functions[0]), wrapped(y, as_functions[1]))

        for value in (0, 1, 2):
            check(op, X if value else Y, np.array(value, dtype), X, Y)

    @pytest.mark.parametrize('shape', [(2,), (2, 3), (2, 1), (2, 1, 4), (2, 3, 4)])
    def test_condition_for_entries(self, as_functions, shape):
        condition = np.arange(np.prod(shape)).reshape(shape) % 2 == 0
        broad = np.broadcast_to(condition.reshape(shape + (1,) * (3 - len(shape))), X.shape)

        def op(x, y, c=condition):
            return K.switch(K.constant(c, dtype='bool'), wrapped(x, as_functions[0]),
                            wrapped(y, as_functions[1]))

        check(op, np.where(broad, X, Y), X, Y)
        check_gradient(op, X, Y)


def test_switch_with_a_condition_of_unknown_size():
    condition = np.array([True, False])
    check(lambda c, x, y: K.switch(c, x, y), np.where(condition[:, None, None], X, Y),
          condition, X, Y)


def test_switch_takes_numbers():
    condition = X > 0
    check(lambda c, x: K.switch(c, x, 0.), np.where(condition, X, 0), condition, X)
    check(lambda c, x: K.switch(c, 1., x), np.where(condition, 1, X), condition, X)


def test_switch_by_a_scalar_computes_one_branch_only():
    # The other branch would raise.
    x, good = K.placeholder((2,)), K.placeholder((), dtype='bool')

    def broken():
        return K.gather(x, K.constant([7], dtype='int32'))[0] * x

    f = K.function([good, x], [K.switch(good, lambda: x + 1, broken)])
    assert_allclose(f([True, [1, 2]])[0], [2, 3])


def test_gradient_through_a_scalar_switch():
    for value, expected in [(True, 6.), (False, 1.)]:
        gradient = evaluate(lambda c, x: K.gradients(
            K.switch(c, lambda: x * x, lambda: x), [x])[0], np.array(value), np.float32(3))
        assert gradient == expected


def test_a_condition_with_too_many_axes_is_named():
    with pytest.raises(ValueError, match=r'condition.*\(2, 3, 4\).*2 and 1'):
        K.switch(K.placeholder((2, 3, 4), dtype='bool'), K.ones((2, 3)), K.ones((3,)))


class TestPhases:
    def test_by_the_learning_phase(self):
        x, y = K.placeholder((2,)), K.placeholder((2,))
        train = K.in_train_phase(lambda: x, y)
        test = K.in_test_phase(x, lambda: y)
        assert train._uses_learning_phase and test._uses_learning_phase
        f = K.function([x, y, K.learning_phase()], [train, test])
        for phase in (1, True):
            assert_allclose(f([[1, 2], [3, 4], phase]), [[1, 2], [3, 4]])
        for phase in (0, False):
            assert_allclose(f([[1, 2], [3, 4], phase]), [[3, 4], [1, 2]])

    @pytest.mark.parametrize('training', [True, False, 1, 0, np.bool_(True), np.bool_(False)])
    def test_by_a_known_phase(self, training):
        x, y = K.placeholder((2,)), K.placeholder((2,))
        assert K.in_train_phase(x, lambda: y, training=training) is (x if training else y)
        assert K.in_test_phase(lambda: x, y, training=training) is (y if training else x)

    @pytest.mark.parametrize('phase', [0, 1])
    def test_by_a_learning_phase_that_is_set(self, phase):
        K.set_learning_phase(phase)
        x, y = K.placeholder((2,)), K.placeholder((2,))
        chosen = K.in_train_phase(x, y)
        assert chosen is (x if phase else y)
        assert not chosen._uses_learning_phase

    def test_by_a_tensor(self):
        def op(training, x, y):
            chosen = K.in_train_phase(x, y, training=training)
            assert not getattr(chosen, '_uses_learning_phase', False)
            return [chosen, K.in_test_phase(x, y, training=training)]

        check(op, [X, Y], np.array(True), X, Y)
        check(op, [Y, X], np.array(0), X, Y)

    def test_the_learning_phase_given_by_hand_is_marked_too(self):
        x = K.in_train_phase(K.ones((2,)), K.zeros((2,)), training=K.learning_phase())
        assert x._uses_learning_phase


def chosen_numbers():
    return K.in_train_phase(lambda: K.constant([1., 2.]), lambda: K.constant([3., 4.]))


@pytest.mark.parametrize('depending', [
    K.learning_phase, chosen_numbers, lambda: K.exp(chosen_numbers() * 2) + 1,
    lambda: K.map_fn(lambda entry: K.in_train_phase(entry, -entry), K.ones((2, 3))),
    lambda: K.rnn(lambda x, states: (x, [states[0] + chosen_numbers()]),
                  K.placeholder((4, 3, 2)), [K.zeros((4, 2))])[2][0]])
def test_what_depends_on_the_learning_phase(depending):
    assert K.depends_on_learning_phase([K.placeholder((2,)), depending()])


def test_what_does_not_depend_on_the_learning_phase():
    x = K.placeholder((2,))
    chosen_numbers()
    assert not K.depends_on_learning_phase([])
    assert not K.depends_on_learning_phase([x, K.variable([1.]), K.constant(2.), K.exp(x) + 1])
    assert not K.depends_on_learning_phase([K.in_train_phase(x, x + 1, training=False)])
    K.set_learning_phase(1)
    assert not K.depends_on_learning_phase([chosen_numbers()])


def test_map_fn():
    check(lambda x: K.map_fn(lambda entry: K.sum(entry, axis=0) + 1, x), X.sum(1) + 1, X)
    check(lambda x, y: K.map_fn(lambda xy: K.sum(xy[0] * xy[1]), [x, y], dtype=K.dtype(x)),
          (X * Y).sum((1, 2)), X, Y)
    check(lambda x: K.map_fn(lambda entry: K.argmax(entry, axis=-1), x, dtype='int64'),
          X.argmax(-1), X)
    check_gradient(lambda x: K.map_fn(lambda entry: K.sum(entry * entry), x), X)


def test_folds():
    x = np.array([[1., 2], [3, 4], [5, 6]], 'float32')

    def halve_and_add(total, entry):
        return total / 2 + entry

    check(lambda x: K.foldl(halve_and_add, x), (x[0] / 2 + x[1]) / 2 + x[2], x)
    check(lambda x: K.foldr(halve_and_add, x), (x[2] / 2 + x[1]) / 2 + x[0], x)
    start = np.array([8., 16], 'float32')
    check(lambda x, s: K.foldl(halve_and_add, x, initializer=s),
          ((start / 2 + x[0]) / 2 + x[1]) / 2 + x[2], x, start)
    check(lambda x, s: K.foldr(halve_and_add, x, initializer=s),
          ((start / 2 + x[2]) / 2 + x[1]) / 2 + x[0], x, start)
    check_gradient(lambda x: K.foldl(lambda total, entry: total * entry, x), x)
    check_gradient(lambda x: K.foldr(lambda total, entry: total * entry + total, x), x)


@pytest.mark.parametrize('length', [
    pytest.param(0, marks=pytest.mark.skipif(K.backend() == 'theano',
                                             reason='a loop of Theano has at least one step')),
    1, 3])
@pytest.mark.parametrize('fold, way', [(K.foldl, 1), (K.foldr, -1)])
def test_gradients_of_folds_of_any_length(fold, way, length):
    x, start, kernel = random(3, 2, 2)[:length], random(2, 2, seed=1), random(2, 2, seed=2)
    entries, first, matrix = [K.placeholder((None, 2, 2)), K.placeholder((2, 2)),
                              K.placeholder((2, 2))]
    folded = fold(lambda total, entry: K.dot(total, matrix) + entry, entries, initializer=first)
    gradients = K.gradients(K.sum(folded), [first, matrix])
    by_start, by_kernel = K.function([entries, first, matrix], gradients)([x, start, kernel])

    totals = [start]
    for entry in x[::way]:
        totals.append(totals[-1].dot(kernel) + entry)
    row, wanted = np.ones(2), np.zeros((2, 2))
    for before in reversed(totals[:-1]):
        wanted += np.outer(before.sum(axis=0), row)
        row = kernel.dot(row)
    assert_allclose(by_kernel, wanted, rtol=1e-4, atol=1e-6)
    assert_allclose(by_start, np.tile(row, (2, 1)), rtol=1e-4)
