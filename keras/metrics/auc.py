"""Areas under curves."""
from keras import backend as K
from keras.utils.limits import check_numbers
from keras.utils.losses_utils import ratio

from .confusion import ThresholdMetric

_CURVES = ('ROC', 'PR')
_SUMMATIONS = ('interpolation', 'minoring', 'majoring')


class AUC(ThresholdMetric):
    """Area under a curve that is drawn by moving the threshold of positive predictions.

    Args:
        num_thresholds: int, number of points of the curve.
        curve: string. `'ROC'`: the rate of true positives over that of false positives.
            `'PR'`: precision over recall.
        summation_method: string, how to go from point to point: `'interpolation'`, or with the
            lower (`'minoring'`) or upper (`'majoring'`) value of the two. For precision and recall
            interpolation does not draw straight lines, which would promise too much, but
            interpolates the counts.
        name, dtype: see `Metric`.
        thresholds: list of floats from 0 to 1, in place of `num_thresholds` evenly spread ones.
            One below 0 and one above 1 are added.

    Raises:
        ValueError: for arguments that are none of these.

    Source: Davis and Goadrich, The Relationship Between Precision-Recall and ROC Curves,
    http://pages.cs.wisc.edu/~jdavis/davisgoadrichcamera2.pdf.
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
        # The higher the threshold, the lower x.
        return K.sum((x[:-1] - x[1:]) * heights)

    def interpolate_pr_auc(self):
        """Returns the area under the curve of precision over recall, interpolated.

        Between two thresholds the true positives TP are taken to grow linearly with all positives
        P, `TP = slope * P + intercept`. The precision is then `slope + intercept / P`, and its
        integral over TP is `slope * (change of TP + intercept * change of log(P))`, which,
        divided by the number of true samples, is the area over recall.
        """
        true_positives = self.true_positives
        positives = true_positives + self.false_positives
        high, low = positives[:-1], positives[1:]
        gain = true_positives[:-1] - true_positives[1:]
        slope = ratio(gain, K.maximum(high - low, 0))
        intercept = true_positives[1:] - slope * low
        # With no positives at the lower end the line starts at the origin: the intercept is 0.
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
            raise ValueError('The thresholds of AUC must be from 0 to 1, but there are %r.'
                             % (wrong,))
        return sorted(thresholds)
    if num_thresholds < 2:
        raise ValueError('The num_thresholds of AUC must be at least 2, but got %r.'
                         % (num_thresholds,))
    check_numbers('AUC', 'thresholds', (num_thresholds,))
    return [(i + 1.) / (num_thresholds - 1) for i in range(num_thresholds - 2)]
