"""The loss of CTC as a function of JAX's arrays, against all paths there are."""
from itertools import product

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from keras.backend.ctc_labels import count_labels
from keras.backend.jax_backend import ctc_loss

EPSILON = 1e-7
TIMES, CLASSES = 5, 4
LABELS = np.array([[0, 1, 1], [2, 0, 0], [1, 1, 0], [0, 0, 0], [0, 1, 2], [2, 2, 2]], 'int32')
COUNTS = np.array([3, 2, 1, 0, 3, 3], 'int32')
INPUT_LENGTHS = np.array([5, 4, 3, 2, 3, 4], 'int32')  # for the last row, 5 would be needed


def probabilities(batch, times=TIMES, classes=CLASSES, dtype='float64'):
    return np.random.dirichlet(np.ones(classes), (batch, times)).astype(dtype)


def labels_of(path, blank):
    """Returns the labels of a path: repetitions removed, then blanks."""
    changes = [c for i, c in enumerate(path) if i == 0 or c != path[i - 1]]
    return [c for c in changes if c != blank]


def loss_of(labels, probabilities):
    """Returns -log of the summed probabilities of all paths that have the labels."""
    times, classes = probabilities.shape
    normalized = (probabilities + EPSILON) / (probabilities + EPSILON).sum(1, keepdims=True)
    chances = [np.prod(normalized[np.arange(times), path])
               for path in product(range(classes), repeat=times)
               if labels_of(path, classes - 1) == list(labels)]
    return -np.log(np.sum(chances)) if chances else np.inf


def losses(x, labels=LABELS, counts=COUNTS, input_lengths=INPUT_LENGTHS):
    return ctc_loss.losses(labels, counts, x, input_lengths, EPSILON)


@pytest.mark.parametrize('dtype, tolerance', [('float32', 1e-5), ('float64', 1e-12)])
def test_losses(dtype, tolerance):
    x = probabilities(len(LABELS), dtype=dtype)
    found = jax.jit(losses)(x)
    assert found.dtype == dtype
    expected = [[loss_of(labels[:count], row[:times])] for labels, count, row, times in zip(
        LABELS, COUNTS, x.astype('float64'), INPUT_LENGTHS)]
    assert_allclose(found, expected, rtol=tolerance)
    assert np.isinf(found[-1, 0]) and np.isfinite(found[:-1]).all()


def test_gradients():
    x = probabilities(len(LABELS))
    weights = np.random.uniform(1, 2, (len(LABELS) - 1, 1))

    def loss(x):
        return jnp.sum(losses(x)[:-1] * weights)

    changes = 1e-6 * np.eye(x.size).reshape((x.size,) + x.shape)
    slopes = jax.jit(jax.vmap(
        lambda change: (loss(x + change) - loss(x - change)) / 2e-6))(changes)
    assert_allclose(jax.jit(jax.grad(loss))(x), slopes.reshape(x.shape), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize('dtype', ['float32', 'float64'])
def test_gradients_of_rows_without_a_path_and_of_certain_outputs(dtype):
    x = np.zeros((len(LABELS), TIMES, CLASSES), dtype)
    x[..., 0] = 1  # no row has the label 0 all the time: each needs a class of probability 0
    found, gradient = jax.jit(jax.value_and_grad(lambda x: jnp.sum(losses(x))))(x)
    assert np.isinf(found) and gradient.dtype == dtype
    assert np.isfinite(gradient).all()
    assert_array_equal(gradient[-1], 0)
    assert (np.abs(gradient[:-1]).max(axis=(1, 2)) > 0).all()
    for row, times in enumerate(INPUT_LENGTHS):
        assert_array_equal(gradient[row, times:], 0)


def test_many_time_steps():
    x = probabilities(2, 2000, 30, 'float32')
    labels, counts = np.random.randint(0, 29, (2, 50)), np.array([50, 20])
    singles, doubles = (jax.jit(losses)(x.astype(dtype), labels, counts, np.array([2000, 1500]))
                        for dtype in ('float32', 'float64'))
    assert_allclose(singles, doubles, rtol=1e-5)


def test_one_time_step_and_no_labels():
    x = probabilities(3, times=1)
    found = losses(x, LABELS[:3, :1], np.array([0, 1, 1]), np.ones(3, 'int32'))
    expected = -np.log((x + EPSILON) / (1 + CLASSES * EPSILON))[np.arange(3), 0, [3, 2, 1]]
    assert_allclose(found[:, 0], expected, rtol=1e-12)
    found = losses(x, np.zeros((3, 0), 'int32'), np.zeros(3, 'int32'), np.ones(3, 'int32'))
    assert_allclose(found[:, 0], -np.log((x + EPSILON) / (1 + CLASSES * EPSILON))[:, 0, 3])


def refused(*args):
    try:
        count_labels(*args)
    except ValueError:
        return True
    return False


def test_checks_and_counts():
    """They are those of `count_labels`, which knows the values."""
    is_wrong = jax.jit(ctc_loss.is_wrong, static_argnums=(3, 4))
    found = set()
    for _ in range(400):
        labels = np.random.choice([0, 1, 2, 3, 4, -1], (2, 3), p=[.35, .25, .1, .18, .1, .02])
        lengths = np.random.randint(0, 5, 2)
        input_lengths = np.random.choice([1, 2, 3, 4, 5, 6, 0], 2, p=[.1, .1, .3, .3, .1, .05, .05])
        wrong = refused(labels, lengths, input_lengths, TIMES, CLASSES)
        assert bool(is_wrong(labels, lengths, input_lengths, TIMES, CLASSES)) == wrong
        found.add(wrong)
        if not wrong:
            assert_array_equal(ctc_loss.count(labels, lengths, CLASSES),
                               count_labels(labels, lengths, input_lengths, TIMES, CLASSES))
    assert found == {True, False}
