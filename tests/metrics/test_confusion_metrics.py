"""Metrics made of true and false, positive and negative predictions."""
import numpy as np
import pytest
from metric_batches import BINARY, CLASSES, feed
from numpy.testing import assert_allclose

from keras import backend as K
from keras import metrics
from keras.metrics import (
    AUC,
    FalseNegatives,
    FalsePositives,
    Precision,
    Recall,
    SensitivityAtSpecificity,
    SpecificityAtSensitivity,
    TrueNegatives,
    TruePositives,
)

COUNTS = [TruePositives, FalsePositives, FalseNegatives, TrueNegatives]
MULTI = [(np.array([[0, 1, 0, 0], [1, 0, 0, 1], [0, 0, 1, 0]]),
          np.array([[.1, .7, .1, .1], [.5, .5, 1e-9, .4], [.2, .3, .4, .1]]),
          np.array([1., .5, 2.]))]


def count(batches, threshold, weighted):
    """Returns true and false positives, false and true negatives."""
    true, pred, weights = (np.concatenate(arrays) for arrays in zip(*batches))
    weights = weights if weighted else np.ones(len(weights))
    weights = weights.reshape((-1,) + (1,) * (true.ndim - 1)) * np.ones(true.shape)
    true, positive = true.astype(bool), pred > threshold
    return [weights[where].sum() for where in (
        true & positive, ~true & positive, true & ~positive, ~true & ~positive)]


@pytest.mark.parametrize('weighted', [False, True])
@pytest.mark.parametrize('batches', [BINARY, CLASSES])
def test_counts(batches, weighted):
    thresholds = [.15, .5, .8]
    single = feed([cls() for cls in COUNTS], batches, weighted)
    several = feed([cls(thresholds=thresholds) for cls in COUNTS], batches, weighted)
    for n in 1, 2:
        assert_allclose([r[n - 1] for r in single], count(batches[:n], .5, weighted), rtol=1e-6)
        assert_allclose([r[n - 1] for r in several], np.transpose(
            [count(batches[:n], t, weighted) for t in thresholds]), rtol=1e-6)


@pytest.mark.parametrize('weighted', [False, True])
@pytest.mark.parametrize('batches', [BINARY, CLASSES])
def test_precision_and_recall(batches, weighted):
    thresholds = [.15, .5, .95]
    results = feed([Precision(), Recall(), Precision(thresholds), Recall(thresholds),
                    Precision(.15), Recall([.15])], batches, weighted)
    for n in 1, 2:
        counted = [count(batches[:n], t, weighted) for t in thresholds]
        precision = [tp / (tp + fp) if tp + fp else 0 for tp, fp, _, _ in counted]
        recall = [tp / (tp + fn) for tp, _, fn, _ in counted]
        expected = [precision[1], recall[1], precision, recall, precision[0], recall[0]]
        for result, wanted in zip(results, expected):
            assert_allclose(result[n - 1], wanted, rtol=1e-6)


def test_nothing_counted_is_zero():
    results = K.function([], [m([0., 0.], [.1, .2]) for m in (Precision(), Recall(), AUC())])([])
    assert_allclose(results[:2], [0, 0])
    assert np.isfinite(results[2])


@pytest.mark.parametrize('arguments, precision, recall', [
    # Printed by Keras 2.3.1.
    ({'top_k': 1}, 1., .75), ({'top_k': 2}, .5, .75),
    ({'class_id': 1, 'thresholds': .25}, 1 / 3., 1.), ({'class_id': 2, 'top_k': 1}, 1., 1.),
    ({'class_id': 0, 'top_k': 3}, 1 / 3., 1.),
    ({'top_k': 2, 'thresholds': [.3, .45]}, [.75, 2 / 3.], [.75, .5])])
def test_top_k_and_class_id(arguments, precision, recall):
    results = feed([Precision(**arguments), Recall(**arguments)], MULTI)
    assert_allclose(results[0][0], precision, rtol=1e-6)
    assert_allclose(results[1][0], recall, rtol=1e-6)


def test_top_k_and_class_id_with_weights():
    results = feed([Precision(top_k=1), Recall(top_k=2), Precision(top_k=2, thresholds=[.3, .45]),
                    Recall(top_k=2, thresholds=[.3, .45])], MULTI, weighted=True)
    # Printed by Keras 2.3.1.
    for result, expected in zip(results, [1., .875, [.875, .75], [.875, .375]]):
        assert_allclose(result[0], expected, rtol=1e-6)
    # Of the three positives of class 1 only that of the first sample is right.
    result, = feed([Precision(class_id=1, thresholds=.25)], MULTI, weighted=True)
    assert_allclose(result[0], 1. / (1. + .5 + 2.), rtol=1e-6)


def test_top_k_of_sequences():
    pred = np.random.uniform(size=(2, 3, 5))
    true = np.random.randint(2, size=(2, 3, 5))
    chosen = np.argsort(np.argsort(-pred, axis=-1), axis=-1) < 2
    result, = feed([Precision(top_k=2)], [(true, pred)])
    assert_allclose(result[0], true[chosen].sum() / 12., rtol=1e-6)


@pytest.mark.parametrize('weights, expected', [
    (2., 8.), (np.ones((3, 1)), 4.), (np.arange(12.).reshape(3, 4), 22.), (np.ones(3), 4.),
    (np.ones((1, 4)), 4.), (np.ones((3, 4, 1)), 4.)])
def test_weights_that_fit(weights, expected):
    true, pred, _ = MULTI[0]
    assert_allclose(K.eval(TruePositives(thresholds=.3)(true, pred, weights)), expected)


@pytest.mark.parametrize('shape', [(4,), (2,), (2, 4)])
def test_weights_that_do_not_fit(shape):
    true, pred, _ = MULTI[0]
    with pytest.raises(ValueError, match='sample_weight of shape .* does not fit'):
        TruePositives()(true, pred, np.ones(shape))


def test_shapes():
    true, pred, _ = BINARY[0]
    assert_allclose(K.eval(TruePositives()(true[:, None], pred)), 4.)
    assert_allclose(K.eval(TruePositives()(true, pred[:, None])), 4.)
    with pytest.raises(ValueError, match=r'same shape, but have \(8,\) and \(6,\)'):
        TruePositives()(true, pred[:6])
    with pytest.raises(ValueError, match='top_k is 7, but .* has only 4 classes'):
        Precision(top_k=7)(*MULTI[0][:2])
    with pytest.raises(ValueError, match='class_id is 4, but .* has the classes 0 to 3'):
        Recall(class_id=4)(*MULTI[0][:2])


@pytest.mark.parametrize('cls', COUNTS + [Precision, Recall])
def test_bad_thresholds(cls):
    for wrong in [1.2], -.1, [None], []:
        with pytest.raises(ValueError, match='numbers from 0 to 1'):
            cls(thresholds=wrong)


# Printed by Keras 2.3.1 after the first batch and after both; then the same with weights.
AREAS = [
    ('ROC', 'interpolation', 200, [.75, .75757575, .96, .84]),
    ('ROC', 'interpolation', 5, [.75, .72727269, .98, .82]),
    ('ROC', 'minoring', 5, [.66666663, .63636363, .96, .72]),
    ('ROC', 'majoring', 5, [.83333337, .81818187, 1., .92]),
    ('ROC', 'interpolation', 3, [.58333337, .65151513, .8, .7]),
    ('PR', 'interpolation', 200, [.90673071, .92318779, .98259777, .94195759]),
    ('PR', 'interpolation', 5, [.91474658, .92218375, .99086976, .9430698]),
    ('PR', 'interpolation', 3, [.7903707, .85576928, .83333331, .84516013]),
    ('PR', 'minoring', 200, [.73055553, .82780731, .68181813, .7370851]),
    ('PR', 'minoring', 5, [.39166668, .45070839, .08333335, .32142854]),
    ('PR', 'majoring', 200, [.91507941, .92731988, .98333329, .94631183]),
    ('PR', 'majoring', 5, [.94444442, .94421488, 1., .97142857]),
]


def test_auc():
    for weighted in False, True:
        results = feed([AUC(n, curve, method) for curve, method, n, _ in AREAS], BINARY, weighted)
        for (curve, method, n, expected), result in zip(AREAS, results):
            assert_allclose(result, expected[2:] if weighted else expected[:2], rtol=2e-6,
                            atol=1e-6, err_msg='%s %s %d' % (curve, method, n))


def test_auc_with_thresholds():
    results = feed([AUC(thresholds=[.6, .3, .9], curve=curve, summation_method=method)
                    for curve in ('ROC', 'PR')
                    for method in ('interpolation', 'minoring', 'majoring')], BINARY)
    # Printed by Keras 2.3.1.
    assert_allclose([result[-1] for result in results], [
        .81818175, .6969697, .93939388, .94795108, .65194803, .9818182], rtol=2e-6)


def test_auc_close_to_the_exact_area():
    random = np.random.RandomState(1)
    true = random.randint(2, size=300)
    pred = np.clip(.3 * true + random.uniform(0, .7, 300), 0, 1)
    # How often a true sample ranks higher than a false one.
    exact = np.mean(pred[true == 1][:, None] > pred[true == 0])
    assert_allclose(K.eval(AUC(1000)(true, pred)), exact, atol=2e-3)


def test_auc_arguments():
    metric = AUC(thresholds=[.6, .3, .9], curve='pr', summation_method='Minoring')
    assert metric.get_config() == {
        'name': 'auc_1', 'dtype': 'float32', 'num_thresholds': 5, 'curve': 'PR',
        'summation_method': 'minoring', 'thresholds': [.3, .6, .9]}
    assert_allclose(metric.thresholds, [-1e-7, .3, .6, .9, 1 + 1e-7], rtol=1e-9)
    assert AUC(num_thresholds=3).get_config()['thresholds'] == [.5]
    again = AUC.from_config(AUC(num_thresholds=4).get_config())
    assert_allclose(again.thresholds, [-1e-7, 1 / 3., 2 / 3., 1 + 1e-7])
    assert AUC(thresholds=[]).num_thresholds == 2


@pytest.mark.parametrize('arguments, match', [
    ({'num_thresholds': 1}, 'num_thresholds .* at least 2, but got 1'),
    ({'curve': 'RCO'}, "curve .* 'ROC', 'PR', but got 'RCO'"),
    ({'summation_method': 'mid'}, "summation_method .* but got 'mid'"),
    ({'thresholds': [.5, 2.]}, r'from 0 to 1, but got \[2.0\]')])
def test_auc_refuses(arguments, match):
    with pytest.raises(ValueError, match=match):
        AUC(**arguments)


# Printed by Keras 2.3.1 after the first batch and after both.
RATES = [
    (SensitivityAtSpecificity, .3, 200, [1., 1.]),
    (SensitivityAtSpecificity, .8, 200, [.5, .81818181]),
    (SensitivityAtSpecificity, 1, 200, [.5, .45454547]),
    (SpecificityAtSensitivity, .3, 200, [1., 1.]),
    (SpecificityAtSensitivity, .5, 200, [.5, .66666669]),
    (SpecificityAtSensitivity, .8, 200, [.5, .33333334]),
]
WEIGHTED_RATES = [
    (SensitivityAtSpecificity, .8, 200, [1., 1.]),
    (SensitivityAtSpecificity, 1, 200, [.9, .6]),
    (SensitivityAtSpecificity, .8, 4, [1., .8]),
    (SensitivityAtSpecificity, .5, 1, [1., .8]),
    (SpecificityAtSensitivity, .5, 200, [1., 1.]),
    (SpecificityAtSensitivity, .5, 1, [.6, .6]),
]


@pytest.mark.parametrize('rates, weighted', [(RATES, False), (WEIGHTED_RATES, True)])
def test_rates(rates, weighted):
    results = feed([cls(rate, num_thresholds=n) for cls, rate, n, _ in rates], BINARY, weighted)
    for (cls, rate, n, expected), result in zip(rates, results):
        assert_allclose(result, expected, rtol=1e-6,
                        err_msg='%s %s %d' % (cls.__name__, rate, n))


def test_rates_arguments():
    metric = SensitivityAtSpecificity(.4, num_thresholds=3)
    assert metric.thresholds == [0., .5, 1.]
    assert metric.get_config() == {'name': 'sensitivity_at_specificity_1', 'dtype': 'float32',
                                   'num_thresholds': 3, 'specificity': .4}
    assert SpecificityAtSensitivity(.4).get_config()['sensitivity'] == .4
    for cls in SensitivityAtSpecificity, SpecificityAtSensitivity:
        with pytest.raises(ValueError, match='from 0 to 1, but got 1.2'):
            cls(1.2)
        with pytest.raises(ValueError, match='num_thresholds must be at least 1, but got 0'):
            cls(.5, num_thresholds=0)


@pytest.mark.parametrize('cls, names', [
    (TruePositives, ['accumulator']), (Precision, ['true_positives', 'false_positives']),
    (Recall, ['true_positives', 'false_negatives']),
    (AUC, ['true_positives', 'true_negatives', 'false_positives', 'false_negatives'])])
def test_state(cls, names):
    metric = cls(thresholds=[.2, .5, .8])
    assert [weight.name.split(':')[0].split('/')[-1] for weight in metric.weights] == names
    assert all(getattr(metric, name) is weight for name, weight in zip(names, metric.weights))
    K.eval(metric([1., 0.], [.6, .6]))
    assert sum(np.sum(array) for array in metric.get_weights()) > 0
    metric.reset_states()
    assert not any(np.any(array) for array in metric.get_weights())


def test_mean_iou():
    true, pred = np.array([0, 1, 2, 1, 0, 2]), np.array([0, 2, 2, 1, 1, 2])
    weights = np.array([1., .5, 2., 1., 3., 0.])

    def expected(true, pred, weights):
        rates = []
        for i in range(3):
            both, either = (true == i) & (pred == i), (true == i) | (pred == i)
            if either.any():
                rates.append(weights[both].sum() / weights[either].sum())
        return np.mean(rates)

    batches = [(true[:2], pred[:2], weights[:2]), (true[2:], pred[2:], weights[2:])]
    for weighted, w in (False, np.ones(6)), (True, weights):
        result, = feed([metrics.MeanIoU(num_classes=3)], batches, weighted)
        assert_allclose(result, [expected(true[:2], pred[:2], w[:2]), expected(true, pred, w)],
                        rtol=1e-6)


def test_mean_iou_of_images():
    true = np.random.randint(3, size=(2, 4, 5))
    pred = np.random.randint(3, size=(2, 4, 5))
    metric = metrics.MeanIoU(num_classes=3)
    assert metric.get_config() == {'name': metric.name, 'dtype': 'float32', 'num_classes': 3}
    first, second = K.function([], [metric(true, pred)]), metric.total_cm
    expected = np.mean([((true == i) & (pred == i)).sum() / float(((true == i) | (pred == i)).sum())
                        for i in range(3)])
    assert_allclose(first([])[0], expected, rtol=1e-6)
    assert_allclose(K.get_value(second).sum(), 40)
    metric.reset_states()
    # Each image with a weight: the first alone counts.
    only = K.eval(metric(true, pred, np.array([1., 0.])))
    alone = K.function([], [metrics.MeanIoU(num_classes=3)(true[:1], pred[:1])])([])[0]
    assert_allclose(only, alone, rtol=1e-6)


def test_mean_iou_of_nothing():
    assert_allclose(K.eval(metrics.MeanIoU(num_classes=3).result()), 0.)
