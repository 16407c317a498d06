"""Activations, losses, dropout and normalization, against their formulas in NumPy."""
import re

import numpy as np
import pytest
from numpy.testing import assert_allclose
from reference import FLOATS, check, check_gradient, evaluate, random

from keras import backend as K
from keras.backend.derived import nn as derived

EPSILON = 1e-7
FORMATS = ('channels_last', 'channels_first')


def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


ACTIVATIONS = {
    'softplus': lambda x: np.log1p(np.exp(x)),
    'softsign': lambda x: x / (1 + np.abs(x)),
    'sigmoid': lambda x: 1 / (1 + np.exp(-x)),
    'hard_sigmoid': lambda x: np.clip(0.2 * x + 0.5, 0, 1),
    'tanh': np.tanh,
    'relu': lambda x: np.maximum(x, 0),
    'elu': lambda x: np.where(x > 0, x, np.exp(x) - 1),
    'softmax': softmax,
}


@pytest.mark.parametrize('name', sorted(ACTIVATIONS))
def test_activation(name):
    op, formula = getattr(K, name), ACTIVATIONS[name]
    for shape in [(5,), (3, 4), (2, 3, 4), (2, 3, 2, 2)]:
        x = random(*shape, low=-4, high=4)
        check(op, formula(x), x)
    for dtype in FLOATS:
        x = random(3, 4, low=-4, high=4, dtype=dtype)
        check(op, formula(x), x, ways=['static'])
        assert K.dtype(op(K.constant(x, dtype=dtype))) == dtype
    check_gradient(op, random(3, 4, low=-2, high=2))
    check_gradient(op, random(3, 4, low=-2, high=2), way='unknown')


@pytest.mark.parametrize('name', ['softplus', 'softsign', 'sigmoid', 'tanh', 'elu', 'softmax'])
def test_activation_of_large_values_is_finite(name):
    y = evaluate(getattr(K, name), np.array([[-200., 0., 200.]], 'float32'))
    assert np.all(np.isfinite(y))


@pytest.mark.parametrize('how', [
    dict(alpha=0.1),
    dict(max_value=6),
    dict(max_value=1.5),
    dict(threshold=1.),
    dict(threshold=-1.),
    dict(threshold=-2., max_value=1.5),
    dict(alpha=0.1, threshold=-2., max_value=1.5),
    dict(alpha=0.2, threshold=1.),
    dict(alpha=0.3, max_value=2.),
    dict(alpha=0.3, max_value=2., threshold=0.5),
    dict(alpha=-0.5, max_value=0.7),
    dict(alpha=np.array(0.1, 'float32')),
    dict(alpha=np.array([0.1, 0.2, 0.3], 'float32')),
])
def test_relu(how):
    # From Keras 2.3 also: the threshold itself counts as below it.
    x = np.array([[-3., -1., 0.], [.5, 1., 2.], [7., 5.9, 6.1]], 'float32')
    below = how.get('alpha', 0) * (x - how.get('threshold', 0))
    above = np.minimum(x, how.get('max_value', np.inf))
    check(lambda x: K.relu(x, **how), np.where(x > how.get('threshold', 0), above, below), x)
    check_gradient(lambda x: K.relu(x, **how), x + 0.05)


def test_leaky_relu_leaks_at_zero():
    x = K.placeholder((3,))
    f = K.function([x], K.gradients(K.relu(x, alpha=0.5), x))
    np.testing.assert_allclose(f([[-1., 0., 1.]])[0], [0.5, 0.5, 1])


def test_relu_of_infinities():
    check(K.relu, np.array([0., np.inf]), np.array([-np.inf, np.inf]))


def test_relu_takes_a_tensor_for_alpha():
    x = random(2, 3)
    check(lambda x, a: K.relu(x, alpha=a), np.where(x > 0, x, 0.4 * x), x, np.float32(0.4))
    check_gradient(lambda x, a: K.relu(x, alpha=a), x, np.array([0.1, 0.2, 0.3]))


@pytest.mark.parametrize('alpha', [0.3, 2])
def test_elu(alpha):
    x = random(3, 4, low=-3, high=3)
    check(lambda x: K.elu(x, alpha), np.where(x > 0, x, alpha * (np.exp(x) - 1)), x)
    check_gradient(lambda x: K.elu(x, alpha), x)


@pytest.mark.parametrize('axis', [0, 1, 2, -1, -2, -3])
def test_softmax_along_an_axis(axis):
    x = random(2, 3, 4, low=-3, high=3)
    check(lambda x: K.softmax(x, axis), softmax(x, axis), x)
    check_gradient(lambda x: K.softmax(x, axis), x)


@pytest.mark.parametrize('classes', [2, 10, 64, 65, 300])
def test_softmax_of_rows(classes):
    x = random(5, classes, low=-3, high=3)
    x[1] = 1e4
    x[2, 0], x[3, -1] = 1e4, -1e4
    check(K.softmax, softmax(x, -1), x)
    check(K.softmax, softmax(x.astype('float16'), -1), x.astype('float16'))


@pytest.mark.parametrize('shape, axis', [((2, 3), 2), ((2, 3), -3), ((), -1)])
def test_an_axis_that_is_not_there_is_named(shape, axis):
    x = K.placeholder(shape)
    for op in [lambda x: K.softmax(x, axis=axis),
               lambda x: K.categorical_crossentropy(x, x, axis=axis),
               lambda x: K.sparse_categorical_crossentropy(x, x, axis=axis)]:
        with pytest.raises(ValueError, match=r'axis %d .*\(%s' % (axis, shape[0] if shape else '')):
            op(x)


class TestDropout:
    @pytest.mark.parametrize('level', [0.1, 0.3, 0.5, 0.9])
    def test_drops_the_level_and_keeps_the_mean(self, level):
        y = evaluate(lambda x: K.dropout(x, level, seed=5), np.ones((199, 101), 'float32'))
        assert_allclose(np.unique(y), [0, 1 / (1 - level)], rtol=1e-6)
        dropped = y == 0
        assert abs(np.mean(dropped) - level) < 0.02
        assert abs(y.mean() - 1) < 0.03 / (1 - level)
        # Neighbors are dropped independently of each other.
        for pair in [(dropped[:, 1:] & dropped[:, :-1]), (dropped[1:] & dropped[:-1])]:
            assert abs(np.mean(pair) - level ** 2) < 0.02

    @pytest.mark.parametrize('dtype', FLOATS)
    def test_keeps_the_dtype(self, dtype):
        y = evaluate(lambda x: K.dropout(x, 0.5), np.ones((9, 9), dtype), way='unknown')
        assert y.dtype == dtype
        assert np.array_equal(np.unique(y), [0, 2])

    def test_level_may_be_a_tensor(self):
        y = evaluate(lambda x, level: K.dropout(x, level), np.ones((50, 50), 'float32'),
                     np.float32(0.75))
        assert np.array_equal(np.unique(y), [0, 4])

    def test_almost_everything_may_be_dropped(self):
        y = evaluate(lambda x: K.dropout(x, 1 - 1e-7), np.ones((10, 10), 'float32'))
        assert np.mean(y == 0) > 0.9

    def test_level_zero_drops_nothing(self):
        x = random(3, 4)
        check(lambda x: K.dropout(x, 0.), x, x)

    @pytest.mark.parametrize('noise_shape', [(20, 1, 5), (None, 1, None), (20, 1, None)])
    def test_noise_shape(self, noise_shape):
        def op(x):
            return K.dropout(x, 0.5, noise_shape=noise_shape)

        for way in ('static', 'unknown'):
            y = evaluate(op, np.ones((20, 4, 5), 'float32'), way=way)
            assert np.all(y == y[:, :1])
            assert len(np.unique(y)) == 2

    def test_noise_shape_may_hold_tensors(self):
        y = evaluate(lambda x: K.dropout(x, 0.5, (K.shape(x)[0], 1)), np.ones((40, 3), 'float32'),
                     way='unknown')
        assert np.all(y == y[:, :1])
        assert len(np.unique(y)) == 2

    def test_the_seed_of_numpy_fixes_it(self):
        def draws():
            x = K.ones((10, 10))
            f = K.function([], [K.dropout(x, 0.5), K.dropout(x, 0.5), K.dropout(x, 0.5, seed=3)])
            return f([]) + f([])

        np.random.seed(7)
        first = draws()
        K.clear_session()
        np.random.seed(7)
        second = draws()
        for a, b in zip(first, second):
            assert np.array_equal(a, b)
        assert len({a.tobytes() for a in first}) == 6

    def test_gradient_flows_where_nothing_is_dropped(self):
        x = K.placeholder((10, 10))
        y = K.dropout(x, 0.5)
        y, gradient = K.function([x], [y] + K.gradients(K.sum(y), [x]))([np.ones((10, 10))])
        assert_allclose(gradient, y)

    @pytest.mark.parametrize('level', [1, -0.1, 1.5])
    def test_a_wrong_level_is_named(self, level):
        with pytest.raises(ValueError, match='level.*%s' % level):
            K.dropout(K.ones((2, 2)), level)


@pytest.mark.parametrize('axis', [None, 0, -1, (0, 2), [1, 2]])
def test_l2_normalize(axis):
    x = random(2, 3, 4)
    along = tuple(axis) if isinstance(axis, list) else axis
    check(lambda x: K.l2_normalize(x, axis),
          x / np.sqrt(np.sum(x ** 2, axis=along, keepdims=True)), x)
    check_gradient(lambda x: K.l2_normalize(x, axis), x)


def test_l2_normalize_of_zeros_is_zero():
    check(lambda x: K.l2_normalize(x, 1), [[0., 0.], [.6, .8]],
          np.array([[0, 0], [3, 4]], 'float32'))


@pytest.mark.parametrize('k, expected', [(1, [True, False, True]), (2, [True, False, True]),
                                         (3, [True, True, True])])
@pytest.mark.parametrize('dtype', FLOATS)
def test_in_top_k(k, expected, dtype):
    predictions = np.array([[.1, .5, .2, .2], [.1, .2, .4, .3], [.3, .3, .2, .2]], dtype)
    for targets in ([1, 1, 1], [1., 1., 1.]):
        targets = np.array(targets, 'int32' if isinstance(targets[0], int) else 'float32')
        check(lambda p, t: K.in_top_k(p, t, k), np.array(expected), predictions, targets)


@pytest.mark.parametrize('k', [1, 2, 5])
def test_targets_that_are_no_classes_are_not_in_top_k(k):
    predictions = np.array([[.2, .5, .3]] * 5, 'float32')
    check(lambda p, t: K.in_top_k(p, t, k), np.array([True, False, False, False, False]),
          predictions, np.array([1, 3, -1, -3, 2**31 - 1], 'int32'))


@pytest.mark.parametrize('k', [1, 2, 5])
def test_nothing_is_in_top_k_of_predictions_that_are_not_finite(k):
    # As TensorFlow has it: the accuracy of a model that predicts NaN is 0, not 1.
    predictions = np.array([[.9, np.nan, .1], [np.nan] * 3, [.9, -np.inf, .1], [np.inf, .2, .1],
                            [.9, .2, .1]], 'float32')
    check(lambda p, t: K.in_top_k(p, t, k), np.array([False] * 4 + [True]), predictions,
          np.zeros(5, 'int32'))


def test_logits_of():
    x = K.placeholder((2, 3, 4))
    assert K.logits_of(K.sigmoid(x), 'sigmoid') is x
    assert K.logits_of(K.sigmoid(x), 'softmax') is None
    for y in (K.softmax(x), K.softmax(x, 2)):
        assert K.logits_of(y, 'softmax') is x
        assert K.logits_of(y, 'softmax', 2) is x
        assert K.logits_of(y, 'softmax', 1) is None
        assert K.logits_of(y, 'sigmoid') is None
    for y in (K.relu(x), x, K.variable([[1.]]), K.constant([1.])):
        assert K.logits_of(y, 'softmax') is K.logits_of(y, 'sigmoid') is None


@pytest.mark.parametrize('shape', [(4, 3), (2, 3, 4)])
def test_crossentropies_that_engines_write(shape):
    target, logits = np.eye(shape[-1])[random(*shape).argmax(-1)], random(*shape, low=-3, high=3)
    expected = -np.sum(target * np.log(softmax(logits)), -1)
    check(lambda t, o: K.softmax_crossentropy(t, o, -1), expected, target, logits)
    check(K.sparse_softmax_crossentropy, expected, target.argmax(-1), logits)


class TestCategoricalCrossentropy:
    shapes = [((4, 3), -1), ((4, 3), 1), ((4, 3), 0), ((2, 3, 4), -1), ((2, 3, 4), 1),
              ((2, 2, 3, 4), -1), ((2, 2, 3, 4), 1)]

    @pytest.mark.parametrize('shape, axis', shapes)
    def test_of_probabilities(self, shape, axis):
        target = softmax(random(*shape, seed=1), axis)
        output = random(*shape, low=0.1, high=1)
        expected = -np.sum(target * np.log(output / output.sum(axis, keepdims=True)), axis)

        def op(t, o):
            return K.categorical_crossentropy(t, o, axis=axis)

        check(op, expected, target, output)
        check_gradient(op, target, output)

    @pytest.mark.parametrize('shape, axis', shapes)
    def test_of_logits(self, shape, axis):
        target = softmax(random(*shape, seed=1), axis)
        logits = random(*shape, low=-3, high=3)
        expected = -np.sum(target * np.log(softmax(logits, axis)), axis)

        def op(t, o):
            return K.categorical_crossentropy(t, o, from_logits=True, axis=axis)

        check(op, expected, target, logits)
        check_gradient(op, target, logits)
        check(lambda t, o: derived.softmax_crossentropy(t, o, axis), expected, target, logits)
        check(lambda t, o: K.categorical_crossentropy(t, K.softmax(o, axis), axis=axis),
              expected, target, logits)

    @pytest.mark.parametrize('shape', [(3, 4), (3, 1), (4,)])
    def test_of_targets_that_are_repeated(self, shape):
        target, logits = random(*shape, low=0, high=1), random(3, 4, low=-3, high=3)
        expected = np.log1p(np.exp(logits)) - target * logits
        check(K.sigmoid_crossentropy, expected, target, logits)
        check_gradient(K.sigmoid_crossentropy, target, logits)

    @pytest.mark.parametrize('target', [0., .3, 1.])
    @pytest.mark.parametrize('dtype', ['float32', 'float64'])
    def test_of_sigmoids_of_any_logits(self, target, dtype):
        x = np.array([-80, -20, -5, -1e-3, 0, 1e-3, 5, 20, 80])
        expected = np.maximum(x, 0) - x * target + np.log1p(np.exp(-abs(x)))
        slopes = 1 / (1 + np.exp(-x)) - target
        targets, logits = K.constant(np.full(9, target), dtype), K.variable(x, dtype)
        loss = K.sigmoid_crossentropy(targets, logits)
        # Small losses are as exact as large ones.
        np.testing.assert_allclose(K.eval(loss), expected, rtol=2e-6, atol=0)
        np.testing.assert_allclose(K.eval(K.gradients(K.sum(loss), [logits])[0]), slopes,
                                   rtol=2e-6, atol=2e-7)

    def test_of_extreme_probabilities(self):
        target = np.array([[1., 0, 0], [0, .5, .5]], 'float32')
        output = np.array([[0., 1, 0], [0, 1, 0]], 'float32')
        check(K.categorical_crossentropy, [-np.log(EPSILON), -.5 * np.log(EPSILON)],
              target, output)

    def test_of_extreme_logits(self):
        target = np.array([[1., 0], [0, 1]], 'float32')
        logits = np.array([[0., 100], [0, 100]], 'float32')
        check(lambda t, o: K.categorical_crossentropy(t, K.softmax(o)), [100., 0.], target, logits)


class TestSparseCategoricalCrossentropy:
    shapes = [((4, 3), -1), ((4, 3), 0), ((2, 3, 4), -1), ((2, 3, 4), 1), ((2, 2, 3, 4), -1),
              ((2, 2, 3, 4), 2), ((2, 2, 3, 2, 3), -1)]

    @staticmethod
    def case(shape, axis, dtype='int32'):
        classes = shape[axis]
        rest = np.delete(shape, axis if axis >= 0 else len(shape) + axis)
        target = np.random.RandomState(3).randint(classes, size=rest)
        one_hot = np.moveaxis(np.eye(classes)[target], -1, axis)
        return target.astype(dtype), one_hot

    @pytest.mark.parametrize('shape, axis', shapes)
    def test_of_probabilities(self, shape, axis):
        target, one_hot = self.case(shape, axis)
        output = softmax(random(*shape, low=-2, high=2), axis)
        check(lambda t, o: K.sparse_categorical_crossentropy(t, o, axis=axis),
              -np.log(np.sum(one_hot * output, axis)), target, output)
        check_gradient(lambda t, o: K.sparse_categorical_crossentropy(t, o, axis=axis),
                       target, output, wrt=[1])

    @pytest.mark.parametrize('shape, axis', shapes)
    def test_of_logits(self, shape, axis):
        target, one_hot = self.case(shape, axis)
        logits = random(*shape, low=-3, high=3)
        expected = -np.log(np.sum(one_hot * softmax(logits, axis), axis))
        check(lambda t, o: K.sparse_categorical_crossentropy(t, o, True, axis),
              expected, target, logits)
        check(lambda t, o: K.sparse_categorical_crossentropy(t, K.softmax(o, axis), axis=axis),
              expected, target, logits)

    @pytest.mark.parametrize('dtype', ['int32', 'int64', 'uint8', 'float32'])
    @pytest.mark.parametrize('shape', [(4, 3), (2, 3, 4)])
    def test_targets_of_many_kinds(self, shape, dtype):
        target, one_hot = self.case(shape, -1, dtype)
        output = softmax(random(*shape))
        expected = -np.log(np.sum(one_hot * output, -1))
        check(K.sparse_categorical_crossentropy, expected, target, output)
        check(K.sparse_categorical_crossentropy, expected, target[..., None], output)

    @pytest.mark.parametrize('wrong', [3, -1, -3, 2**31 - 1, np.nan])
    @pytest.mark.parametrize('from_logits', [True, False])
    def test_targets_that_are_no_classes_raise(self, wrong, from_logits):
        dtype = 'float32' if np.isnan(wrong) else 'int32'
        target, output = K.placeholder((None,), dtype=dtype), K.placeholder((None, 3))
        loss = K.sparse_categorical_crossentropy(target, output, from_logits)
        probabilities = np.full((2, 3), 1 / 3, 'float32')
        for wanted in (loss, K.gradients(K.sum(loss), [output])[0]):
            f = K.function([target, output], [wanted])
            with pytest.raises(Exception, match=r'must be in \[0, 3\)|outside the valid range|'
                                                r'out of bounds|float NaN to integer'):
                f([[0, wrong], probabilities])
            assert np.all(np.isfinite(f([[0, 2], probabilities])[0]))

    def test_of_extreme_probabilities(self):
        check(K.sparse_categorical_crossentropy, [-np.log(EPSILON), 0.], np.array([0, 1]),
              np.array([[0., 1.], [0., 1.]], 'float32'))
        check(lambda t, o: K.sparse_categorical_crossentropy(t, K.softmax(o)), [100., 0.],
              np.array([0, 1]), np.array([[0., 100.], [0., 100.]], 'float32'))


class TestBinaryCrossentropy:
    @pytest.mark.parametrize('shape', [(5,), (4, 3), (2, 3, 4)])
    def test_of_probabilities_and_logits(self, shape):
        target, logits = random(*shape, low=0, high=1, seed=1), random(*shape, low=-3, high=3)
        output = ACTIVATIONS['sigmoid'](logits)
        expected = -target * np.log(output) - (1 - target) * np.log(1 - output)
        check(K.binary_crossentropy, expected, target, output)
        check(lambda t, o: K.binary_crossentropy(t, o, from_logits=True), expected, target, logits)
        check(lambda t, o: K.binary_crossentropy(t, K.sigmoid(o)), expected, target, logits)
        check_gradient(K.binary_crossentropy, target, output)
        check_gradient(lambda t, o: K.binary_crossentropy(t, o, True), target, logits)

    def test_of_extreme_probabilities(self):
        # As Keras 2.3 on TensorFlow 1.15 computes them. Of the logarithm's argument, about
        # 2e-7, the order of additions changes the second digit.
        check(K.binary_crossentropy, [15.333239, 15.424949, 7.7124743],
              np.array([0, 1, .5], 'float32'), np.array([1, 0, 0], 'float32'), tolerance=.01)

    def test_of_extreme_logits(self):
        target = np.array([0, 1, 1, 1, 0], 'float32')
        logits = np.array([100, -100, 100, 20, 0], 'float32')
        for op in [lambda t, o: K.binary_crossentropy(t, K.sigmoid(o)),
                   lambda t, o: K.binary_crossentropy(t, o, from_logits=True)]:
            check(op, [100, 100, 0, np.log1p(np.exp(-20)), np.log(2)], target, logits)
            x = K.constant(logits)
            gradient = K.gradients(K.sum(op(K.constant(target), x)), [x])[0]
            assert_allclose(K.eval(gradient), [1, -1, 0, -np.exp(-20), .5], atol=1e-8)

    def test_takes_targets_of_another_dtype(self):
        check(K.binary_crossentropy, -np.log([.2, .6]), np.array([1, 0]),
              np.array([.2, .4], 'float32'))


@pytest.mark.parametrize('data_format', FORMATS)
@pytest.mark.parametrize('shape', [(2, 3), (2, 3, 4), (2, 3, 4, 5), (2, 3, 2, 4, 5)])
def test_bias_add(shape, data_format):
    x = random(*shape)
    first = data_format == 'channels_first'
    channels = shape[1 if first else -1]

    def op(x, b):
        return K.bias_add(x, b, data_format)

    bias = random(channels)
    along = [1] * len(shape)
    along[1 if first else -1] = channels
    check(op, x + bias.reshape(along), x, bias)
    check_gradient(op, x, bias)
    if len(shape) > 2:
        bias = random(*shape[2:] + shape[1:2]) if first else random(*shape[1:])
        per_place = bias.reshape(shape[1:]) if first else bias
        check(lambda x: op(x, K.constant(bias)), x + per_place, x)


def test_bias_add_names_the_shapes():
    with pytest.raises(ValueError, match=r'\(2, 3, 4, 5\).*\(3, 5\)'):
        K.bias_add(K.placeholder((2, 3, 4, 5)), K.ones((3, 5)))
    with pytest.raises(ValueError, match=r'3 channels.*\(2, 3, 4, 1\).*has 1'):
        K.bias_add(K.placeholder((2, 3, 4, 1)), K.ones((3,)))
    with pytest.raises(ValueError, match='data_format.*channels'):
        K.bias_add(K.placeholder((2, 3)), K.ones((3,)), 'channels')


def along(x, axis, parameter):
    shape = [1] * x.ndim
    shape[axis] = -1
    return parameter.reshape(shape)


@pytest.mark.parametrize('shape, axis', [((4, 3), -1), ((2, 4, 3), -1), ((2, 3, 4), 1),
                                         ((2, 4, 5, 3), -1), ((2, 3, 4, 5), 1), ((2, 4, 3, 5), 2),
                                         ((2, 3, 2, 4, 3), -1), ((2, 3, 2, 2, 4), 1)])
def test_batch_normalization(shape, axis):
    x = random(*shape)
    mean, var, beta, gamma = (random(3, low=low, high=2, seed=i)
                              for i, low in enumerate((-2, .5, -2, -2)))
    m, v, b, g = (along(x, axis, p) for p in (mean, var, beta, gamma))
    normalized = (x - m) / np.sqrt(v + .01)

    def op(*tensors):
        return K.batch_normalization(*tensors, axis=axis, epsilon=.01)

    check(op, normalized * g + b, x, mean, var, beta, gamma)
    check(op, normalized * g + b, x, m, v, b, g)
    check(lambda x, m, v, b: op(x, m, v, b, None), normalized + b, x, mean, var, beta)
    check(lambda x, m, v, g: op(x, m, v, None, g), normalized * g, x, mean, var, gamma)
    check_gradient(op, x, mean, var, beta, gamma)


@pytest.mark.parametrize('axis', [-1, 1])
def test_gradient_of_batch_normalization_by_moving_moments(axis):
    x = random(2, 3, 4, 3)
    mean, var = K.variable([0., 1., 2.]), K.variable([1., 2., 3.])
    tensors = [K.placeholder(x.shape), K.variable([.1, .2, .3]), K.variable([1., 2., 3.])]
    y = K.batch_normalization(tensors[0], mean, var, tensors[1], tensors[2], axis=axis)
    weights = random(2, 3, 4, 3, seed=1)
    gradients = K.gradients(K.sum(y * weights), tensors)
    scale = 1 / np.sqrt(along(x, axis, np.array([1., 2, 3])) + 1e-3)
    centered = (x - along(x, axis, np.array([0., 1, 2]))) * scale
    others = tuple(i for i in range(4) if i != axis % 4)
    expected = [weights * scale * along(x, axis, np.array([1., 2, 3])),
                weights.sum(others), (weights * centered).sum(others)]
    for gradient, wanted in zip(K.function(tensors[:1], gradients)([x]), expected):
        assert_allclose(gradient, wanted, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize('shape, axes', [
    ((5, 3), [0]),
    ((4, 2, 3), [0, 1]),
    ((4, 3, 2), [0, 2]),
    ((4, 2, 3), [0]),
    ((2, 3, 4, 2), [0, 1, 2]),
    ((2, 2, 3, 4), [0, 2, 3]),
    ((2, 4, 3, 5), [0, 1, 3]),
    ((2, 3, 2, 3, 2), [0, 1, 2, 3]),
    ((2, 2, 3, 2, 3), (0, 2, 3, 4)),
])
def test_normalize_batch_in_training(shape, axes):
    x = random(*shape, low=-1, high=3)
    kept = [size for axis, size in enumerate(shape) if axis not in axes]
    gamma, beta = random(*kept, low=1, high=2), random(*kept)
    mean = x.mean(tuple(axes), keepdims=True)
    var = x.var(tuple(axes), keepdims=True)
    normalized = (x - mean) / np.sqrt(var + 1e-3)
    moments = [mean.reshape(kept), var.reshape(kept)]
    scaled = normalized * gamma.reshape(mean.shape) + beta.reshape(mean.shape)

    def op(x, g, b):
        return K.normalize_batch_in_training(x, g, b, axes)

    check(op, [scaled] + moments, x, gamma, beta)
    check(lambda x: op(x, None, None), [normalized] + moments, x)
    check_gradient(lambda *tensors: op(*tensors)[0], x, gamma, beta)


@pytest.mark.parametrize('shape, axes', [((5, 3), [0]), ((2, 3, 4, 2), [0, 1, 2]),
                                         ((2, 2, 3, 4), [0, 2, 3])])
def test_normalize_by_moments(shape, axes):
    x = random(*shape, low=-1, high=3)
    mean, var = (moment(tuple(axes), keepdims=True) for moment in (x.mean, x.var))

    def op(x):
        normalized, moments = K.normalize_by_moments(x, None, None, axes, epsilon=.01)
        return (normalized,) + tuple(moments())

    check(op, [(x - mean) / np.sqrt(var + .01), mean.ravel(), var.ravel()], x)


@pytest.mark.parametrize('axes, same', [
    ('per-activation', [0]), ('spatial', [0, 2, 3]), ([0, 0], [0]), ([-1, 1], [1, 3])], ids=str)
@pytest.mark.parametrize('parameters', ['both', 'gamma', 'beta', 'none'])
def test_ways_to_tell_reduction_axes(axes, same, parameters):
    x = random(2, 4, 2, 3)
    mean, var = x.mean(tuple(same), keepdims=True), x.var(tuple(same), keepdims=True)
    kept = np.squeeze(mean, tuple(same)).shape
    gamma, beta = random(*kept), random(*kept, seed=1)
    scale = gamma.reshape(mean.shape) if parameters in ('both', 'gamma') else 1
    shift = beta.reshape(mean.shape) if parameters in ('both', 'beta') else 0

    def op(x, g, b):
        return K.normalize_batch_in_training(
            x, g if parameters in ('both', 'gamma') else None,
            b if parameters in ('both', 'beta') else None, axes)

    check(op, [(x - mean) / np.sqrt(var + 1e-3) * scale + shift, mean.reshape(kept),
               var.reshape(kept)], x, gamma, beta)


@pytest.mark.parametrize('axes', ['per_activation', [4], [0, -5], ['0'], None, 0], ids=str)
def test_reduction_axes_that_are_not_there_are_named(axes):
    with pytest.raises(ValueError, match='reduction_axes .* which has 4, .* %s' % re.escape(
            repr(axes))):
        K.normalize_batch_in_training(K.placeholder((2, 4, 2, 3)), None, None, axes)


@pytest.mark.parametrize('axis', [4, -5, 'spatial', None])
def test_an_axis_of_batch_normalization_that_is_not_there_is_named(axis):
    x, ones = K.placeholder((2, 4, 2, 3)), K.ones((3,))
    with pytest.raises(ValueError, match=r'K.batch_normalization along axis %r .*\(2, 4, 2, 3\)'
                       % (axis,)):
        K.batch_normalization(x, ones, ones, ones, ones, axis=axis)


@pytest.mark.parametrize('axes', [[0, 1, 2], [0, 2, 3]])
def test_gradient_of_normalize_batch_in_float32(axes):
    # An engine may have an op of its own for four axes and this type.
    x, weights = random(3, 2, 4, 2), random(3, 2, 4, 2, seed=1)

    def gradient(dtype):
        tensor = K.placeholder(x.shape, dtype=dtype)
        y, _, _ = K.normalize_batch_in_training(
            tensor, K.constant([1., 2.], dtype=dtype), K.constant([0., 1.], dtype=dtype), axes)
        loss = K.sum(y * K.constant(weights, dtype=dtype))
        return K.function([tensor], K.gradients(loss, [tensor]))([x])[0]

    assert_allclose(gradient('float32'), gradient('float64'), rtol=1e-4, atol=1e-5)


def test_normalizing_one_value_gives_finite_moments():
    _, mean, var = evaluate(lambda x: K.normalize_batch_in_training(x, None, None, [0, 1, 2]),
                            np.full((1, 1, 1, 2), 3., 'float32'))
    assert_allclose(mean, [3, 3])
    assert_allclose(var, [0, 0])
