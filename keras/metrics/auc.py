"""The area under a curve."""
from keras import backend as K
from keras.utils.limits import check_numbers
from keras.utils.losses_utils import ratio

from .confusion import ThresholdMetric

_CURVES = ('ROC', 'PR')
_SUMMATIONS = ('interpolation', 'minoring', 'majoring')


class AUC(ThresholdMetric):
    """Area under the ROC curve or the precision-recall curve.

    The curves are sampled at thresholds of the predictions; with more thresholds the result is more
    accurate. With the counts of true positives (TP), false positives (FP), true negatives (TN) and
    false negatives (FN) at each threshold, recall is `TP / (TP + FN)`, precision `TP / (TP + FP)`
    and the false positive rate `FP / (FP + TN)`. Source: Davis and Goadrich, The Relationship
    Between Precision-Recall and ROC Curves, 2006.

    Args:
        num_thresholds: int, number of points on the curve, at least 2.
        curve: string: `'ROC'` is recall over the false positive rate, `'PR'` precision over recall.
        summation_method: string, the height between two points: `'interpolation'` between them, or
            the smaller (`'minoring'`) or larger (`'majoring'`) of the two. For the `'PR'` curve,
            interpolation interpolates the counts, because straight lines would be too optimistic.
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.
        thresholds: list of floats from 0 to 1 to use instead of `num_thresholds` evenly spaced
            ones. One below 0 and one above 1 are added.

    Shapes:
        `y_true` (0 and 1) and `y_pred` (from 0 to 1) of any shape; the result is a scalar.

    Raises:
        ValueError: for any other argument.

    Example:
        >>> metric = keras.metrics.AUC()
        >>> round(float(K.eval(metric([0, 0, 1, 1], [0., 0.5, 0.3, 0.9]))), 2)
        0.75
    """

    def __init__(self, num_thresholds=200, curve='ROC', summation_method='interpolation',
                 name=None, dtype=None, thresholds=None):
        self.curve = _one_of('curve', curve, _CURVES)
        self.summation_method = _one_of('summation_method', summation_method, _SUMMATIONS)
        inner = _inner_thresholds(num_thresholds, thresholds)
        super().__init__(name=name, dtype=dtype)
        self.num_thresholds = len(inner) + 2
        self.thresholds = [0. - K.epsilon()] + inner + [1. + K.epsilon()]
        self.true_positives = self.add_count('true_positives')
        self.true_negatives = self.add_count('true_negatives')
        self.false_positives = self.add_count('false_positives')
        self.false_negatives = self.add_count('false_negatives')

    def result(self):
        if self.curve == 'PR' and self.summation_method == 'interpolation':
            return self.interpolate_pr_auc()
        recall = ratio(self.true_positives, self.true_positives + self.false_negatives)
        if self.curve == 'ROC':
            x = ratio(self.false_positives, self.false_positives + self.true_negatives)
            y = recall
        else:
            x = recall
            y = ratio(self.true_positives, self.true_positives + self.false_positives)
        left, right = y[:-1], y[1:]
        if self.summation_method == 'interpolation':
            heights = (left + right) / 2.
        elif self.summation_method == 'minoring':
            heights = K.minimum(left, right)
        else:
            heights = K.maximum(left, right)
        # x falls as the threshold rises.
        return K.sum((x[:-1] - x[1:]) * heights)

    def interpolate_pr_auc(self):
        """Returns the area under the precision-recall curve, interpolated.

        Between two thresholds the true positives TP are assumed to grow linearly with all positives
        P, `TP = slope * P + intercept`. The precision is then `slope + intercept / P`. Its integral
        over TP is `slope * (change of TP + intercept * change of log(P))`; divided by the number of
        true samples, it is the area over recall.

        Returns:
            Scalar tensor.
        """
        true_positives = self.true_positives
        positives = true_positives + self.false_positives
        high, low = positives[:-1], positives[1:]
        gain = true_positives[:-1] - true_positives[1:]
        slope = ratio(gain, K.maximum(high - low, 0))
        intercept = true_positives[1:] - slope * low
        # Without positives at the lower end the line starts at the origin: the intercept is 0.
        nonzero = K.cast(K.greater(low, 0), self.dtype)
        growth = nonzero * ratio(high, low) + (1. - nonzero)
        return K.sum(ratio(slope * (gain + intercept * K.log(growth)),
                           true_positives[1:] + self.false_negatives[1:]))

    def get_config(self):
        return dict(super().get_config(), num_thresholds=self.num_thresholds, curve=self.curve,
                    summation_method=self.summation_method, thresholds=self.thresholds[1:-1])


def _one_of(name, value, allowed):
    for known in allowed:
        if str(value).lower() == known.lower():
            return known
    raise ValueError('The %s of AUC must be one of %s, but got %r.'
                     % (name, ', '.join(map(repr, allowed)), value))


def _inner_thresholds(num_thresholds, thresholds):
    if thresholds is not None:
        wrong = [t for t in thresholds if not 0 <= t <= 1]
        if wrong:
            raise ValueError('The thresholds of AUC must be from 0 to 1, but got %r.'
                             % (wrong,))
        return sorted(thresholds)
    if num_thresholds < 2:
        raise ValueError('The num_thresholds of AUC must be at least 2, but got %r.'
                         % (num_thresholds,))
    check_numbers('AUC', 'thresholds', (num_thresholds,))
    return [(i + 1.) / (num_thresholds - 1) for i in range(num_thresholds - 2)]
