"""Accuracies, and means of losses."""
import numpy as np
import pytest
from metric_batches import CLASSES, SPARSE, feed
from numpy.testing import assert_allclose

from keras import backend as K
from keras import metrics
from keras.layers import Lambda
from keras.models import Sequential

TRUE, PRED, _ = CLASSES[0]


def evaluate(*tensors):
    return K.function([], list(tensors))([])


def test_accuracy():
    value = K.eval(metrics.accuracy(K.constant([[1, 2], [3, 4]]), K.constant([[1, 2], [3, 5]])))
    assert_allclose(value, [[1, 1], [1, 0]])


def test_binary_accuracy():
    true, pred = K.constant([[0, 1, 1], [1, 1, 0]]), K.constant([[.5, .5, .6], [.51, .2, 0.]])
    half, low = evaluate(metrics.binary_accuracy(true, pred),
                         metrics.binary_accuracy(true, pred, threshold=.2))
    assert_allclose(half, [2 / 3., 2 / 3.])
    assert_allclose(low, [2 / 3., 2 / 3.])


def test_binary_accuracy_rounds_predictions():
    true, pred = K.constant([[0], [1], [2], [1]]), K.constant([[-3.], [2.2], [1.8], [1.4]])
    assert_allclose(K.eval(metrics.binary_accuracy(true, pred)), [0, 0, 1, 1])
    assert_allclose(K.eval(metrics.binary_accuracy(true, pred, threshold=.6)), [1, 1, 0, 1])


def test_cosine_proximity_is_the_opposite_of_the_loss():
    true, pred = np.array([[1., 2.], [3., -4.]]), np.array([[2., 1.], [-3., 4.]])
    model = Sequential([Lambda(lambda x: x, input_shape=(2,))])
    model.compile('sgd', 'cosine_proximity', metrics=['cosine_proximity'])
    loss, metric = model.test_on_batch(pred, true)
    assert loss == pytest.approx(-metric) and metric == pytest.approx((.8 - 1) / 2)


def test_categorical_accuracies():
    numbers = K.constant([1, 2, 0])
    true, pred = K.one_hot(K.cast(numbers, 'int32'), 3), K.constant(
        [[.1, .9, .8], [.9, .05, .1], [.1, .2, .7]])
    column = K.expand_dims(numbers)
    best, *sparse = evaluate(
        metrics.categorical_accuracy(true, pred),
        metrics.sparse_categorical_accuracy(numbers, pred),
        metrics.sparse_categorical_accuracy(column, pred))
    for value in [best] + sparse:
        assert_allclose(value, [1, 0, 0])
    top, *sparse = evaluate(
        metrics.top_k_categorical_accuracy(true, pred, k=2),
        metrics.sparse_top_k_categorical_accuracy(numbers, pred, k=2),
        metrics.sparse_top_k_categorical_accuracy(column, pred, k=2))
    for value in [top] + sparse:
        assert_allclose(value, [1, 1, 0])


def test_categorical_accuracies_where_the_softmax_is_equal():
    logits = np.array([[0, .1, .1 + 2e-8], [.1 + 2e-8, 0, .1]], 'float32')
    pred = K.softmax(K.constant(logits))
    assert_allclose(evaluate(metrics.categorical_accuracy(K.constant(np.eye(3)[[2, 0]]), pred),
                             metrics.sparse_categorical_accuracy(K.constant([2, 0]), pred)), 1)


def test_accuracies_of_sequences():
    pred = np.random.uniform(size=(2, 3, 5))
    numbers = np.array([[0, 1, 2], [3, 4, 0]])
    true = np.eye(5)[numbers]
    order = np.argsort(-pred, axis=-1)
    for inputs, kind in (numbers, 'sparse_'), (numbers[..., None], 'sparse_'), (true, ''):
        inputs, tensor = K.constant(inputs), K.constant(pred)
        best, top = evaluate(
            getattr(metrics, kind + 'categorical_accuracy')(inputs, tensor),
            getattr(metrics, kind + 'top_k_categorical_accuracy')(inputs, tensor, k=3))
        assert_allclose(best, order[..., 0] == numbers)
        assert_allclose(top, (order[..., :3] == numbers[..., None]).any(-1))


def binary_crossentropy(true, pred, e=1e-7):
    pred = np.clip(pred, e, 1 - e)
    return -np.mean(true * np.log(pred + e) + (1 - true) * np.log(1 - pred + e), axis=-1)


def categorical_crossentropy(true, pred):
    pred = np.clip(pred / pred.sum(-1, keepdims=True), 1e-7, 1)
    return -np.sum(true * np.log(pred), axis=-1)


def sparse_categorical_crossentropy(true, pred):
    return -np.log(pred / pred.sum(-1, keepdims=True))[range(len(true)), true]


def divergence(true, pred):
    true, pred = np.clip(true, 1e-7, 1), np.clip(pred, 1e-7, 1)
    return np.sum(true * np.log(true / pred), axis=-1)


def logarithmic(true, pred):
    true, pred = np.clip(true, 1e-7, None), np.clip(pred, 1e-7, None)
    return np.mean((np.log(true + 1) - np.log(pred + 1)) ** 2, axis=-1)


def cosine(true, pred):
    lengths = np.linalg.norm(true, axis=-1) * np.linalg.norm(pred, axis=-1)
    return np.sum(true * pred, axis=-1) / lengths


def squared_hinge(true, pred):
    return np.mean(np.maximum(1 - (2 * true - 1) * pred, 0) ** 2, axis=-1)


EXPECTED = {
    'Accuracy': lambda true, pred: np.mean(true == pred, axis=-1),
    'BinaryAccuracy': lambda true, pred: np.mean(true == (pred > .5), axis=-1),
    'CategoricalAccuracy': lambda true, pred: true.argmax(-1) == pred.argmax(-1),
    'TopKCategoricalAccuracy': lambda true, pred: np.ones(len(true)),
    'MeanSquaredError': lambda true, pred: np.mean((true - pred) ** 2, axis=-1),
    'MeanAbsoluteError': lambda true, pred: np.mean(abs(true - pred), axis=-1),
    'MeanAbsolutePercentageError': lambda true, pred: 100 * np.mean(
        abs(true - pred) / np.maximum(true, 1e-7), axis=-1),
    'MeanSquaredLogarithmicError': logarithmic,
    'LogCoshError': lambda true, pred: np.mean(np.log(np.cosh(true - pred)), axis=-1),
    'CosineSimilarity': cosine,
    'BinaryCrossentropy': binary_crossentropy,
    'CategoricalCrossentropy': categorical_crossentropy,
    'KLDivergence': divergence,
    'Poisson': lambda true, pred: np.mean(pred - true * np.log(pred + 1e-7), axis=-1),
    'Hinge': lambda true, pred: np.mean(np.maximum(1 - (2 * true - 1) * pred, 0), axis=-1),
    'SquaredHinge': squared_hinge,
    'CategoricalHinge': lambda true, pred: np.maximum(
        1 + np.max((1 - true) * pred, axis=-1) - np.sum(true * pred, axis=-1), 0),
}
EXPECTED_SPARSE = {
    'SparseCategoricalAccuracy': lambda true, pred: pred.argmax(-1) == true,
    'SparseTopKCategoricalAccuracy': lambda true, pred: np.ones(len(true)),
    'SparseCategoricalCrossentropy': sparse_categorical_crossentropy,
}


@pytest.mark.parametrize('weighted', [False, True])
@pytest.mark.parametrize('expected, batches', [(EXPECTED, CLASSES), (EXPECTED_SPARSE, SPARSE)])
def test_means_over_batches(expected, batches, weighted):
    names = sorted(expected)
    results = feed([getattr(metrics, name)() for name in names], batches, weighted)
    for name, result in zip(names, results):
        values = [expected[name](true, pred) for true, pred, _ in batches]
        weights = [w if weighted else np.ones(len(w)) for _, _, w in batches]
        after_first = np.average(values[0], weights=weights[0])
        after_both = np.average(np.concatenate(values), weights=np.concatenate(weights))
        assert_allclose(result, [after_first, after_both], rtol=5e-6, err_msg=name)


def test_numbers_of_keras_2():
    # Printed by Keras 2.3.1 after the two batches, without weights and with.
    names = ['CosineSimilarity', 'KLDivergence', 'SquaredHinge', 'CategoricalHinge']
    for weighted, expected in [(False, [.71855319, 1.1391592, 1.11, .76]),
                               (True, [.81539482, .74969208, 1.0819231, .71538454])]:
        results = feed([getattr(metrics, name)() for name in names], CLASSES, weighted)
        assert_allclose([result[-1] for result in results], expected, rtol=2e-6)


def test_root_mean_squared_error():
    plain, = feed([metrics.RootMeanSquaredError()], CLASSES)
    weighted, = feed([metrics.RootMeanSquaredError()], CLASSES, weighted=True)
    errors = [np.mean((true - pred) ** 2, axis=-1) for true, pred, _ in CLASSES]
    assert_allclose(plain, np.sqrt([errors[0].mean(), np.concatenate(errors).mean()]), rtol=1e-6)
    both = np.average(np.concatenate(errors), weights=np.concatenate([w for _, _, w in CLASSES]))
    assert_allclose(weighted[-1], np.sqrt(both), rtol=1e-6)


def test_arguments():
    logits = np.log(PRED)
    results = feed([
        metrics.BinaryAccuracy(threshold=.35), metrics.TopKCategoricalAccuracy(k=2),
        metrics.CosineSimilarity(axis=0), metrics.BinaryCrossentropy(label_smoothing=.2)],
        [(TRUE, PRED)])
    assert_allclose(np.ravel(results)[:2], [11 / 12., 1.])
    # Printed by Keras 2.3.1.
    assert_allclose(np.ravel(results)[2], .89854312, rtol=1e-6)
    assert_allclose(np.ravel(results)[3], binary_crossentropy(TRUE * .8 + .1, PRED).mean(),
                    rtol=3e-6)
    results = feed([metrics.CategoricalCrossentropy(from_logits=True)], [(TRUE, logits)])
    assert_allclose(np.ravel(results), -(np.log(.7) + np.log(.5 / 1.4) + np.log(.4 / 1.4)
                                         + np.log(.4)) / 3, rtol=1e-5)
    results = feed([metrics.SparseTopKCategoricalAccuracy(k=1),
                    metrics.SparseCategoricalCrossentropy(from_logits=True)],
                   [(np.array([2, 0, 2]), logits)])
    assert_allclose(results[0], [2 / 3.])
    assert_allclose(results[1], [-(np.log(.1) + np.log(.5 / 1.4) + np.log(.4)) / 3], rtol=1e-5)


def test_default_names():
    for name, expected in [('LogCoshError', 'logcosh'), ('CosineSimilarity', 'cosine_similarity'),
                           ('KLDivergence', 'kullback_leibler_divergence'),
                           ('TopKCategoricalAccuracy', 'top_k_categorical_accuracy'),
                           ('RootMeanSquaredError', 'root_mean_squared_error')]:
        assert getattr(metrics, name)().name == expected


def test_configurations():
    assert metrics.BinaryAccuracy(threshold=.3).get_config() == {
        'name': 'binary_accuracy', 'dtype': 'float32', 'threshold': .3}
    assert metrics.TopKCategoricalAccuracy(k=2).get_config() == {
        'name': 'top_k_categorical_accuracy', 'dtype': 'float32', 'k': 2}
    assert metrics.CosineSimilarity().get_config() == {
        'name': 'cosine_similarity', 'dtype': 'float32', 'axis': -1}
    assert metrics.SparseCategoricalCrossentropy(from_logits=True).get_config() == {
        'name': 'sparse_categorical_crossentropy', 'dtype': 'float32', 'from_logits': True,
        'axis': -1}
