"""Metrics computed from true and false positives and negatives."""
import collections

from keras import backend as K
from keras.utils.generic_utils import to_list
from keras.utils.limits import check_numbers
from keras.utils.losses_utils import check_equal_shapes, match_ranks, match_weights, ratio

from .base import Metric

Confusion = collections.namedtuple(
    'Confusion', ['true_positives', 'false_positives', 'false_negatives', 'true_negatives'])

# A threshold that every prediction exceeds, except those that are not among the `top_k`.
LOWEST = -1e10


def count_confusion(y_true, y_pred, thresholds, sample_weight=None, top_k=None, class_id=None):
    """Counts true and false positives and negatives for each threshold.

    Args:
        y_true: tensor of targets; anything but 0 counts as true.
        y_pred: tensor of predictions of the same shape; those above a threshold count as positive.
        thresholds: list of floats.
        sample_weight: number, or tensor of weights for the first axes; None counts each as 1.
        top_k: int; only the `top_k` greatest predictions along the last axis can be positive.
        class_id: int; only this entry of the last axis counts.

    Returns:
        `Confusion` of tensors `(thresholds,)`.

    Raises:
        ValueError: if the shapes do not match, or `top_k` or `class_id` exceeds the last axis.
    """
    dtype = K.dtype(y_pred)
    y_true, y_pred = match_ranks(y_true, y_pred)
    check_equal_shapes(y_true, y_pred)
    _check_last_axis(y_pred, top_k, class_id)
    if top_k is not None:
        y_pred = only_top(y_pred, top_k)
    if class_id is not None:
        y_true, y_pred = y_true[..., class_id], y_pred[..., class_id]
    is_true = K.cast(K.not_equal(y_true, 0), dtype)
    is_false = 1. - is_true
    if sample_weight is not None:
        weights = match_weights(sample_weight, is_true)
        is_true, is_false = is_true * weights, is_false * weights
    # (samples, 2) and (thresholds, samples): one product computes the sums for all thresholds.
    truth = K.stack([K.flatten(is_true), K.flatten(is_false)], axis=1)
    limits = K.expand_dims(K.constant(thresholds, dtype=dtype), -1)
    positive = K.cast(K.greater(K.expand_dims(K.flatten(y_pred), 0), limits), dtype)
    counts, totals = K.dot(positive, truth), K.sum(truth, axis=0)
    negatives = totals - counts
    return Confusion(counts[:, 0], counts[:, 1], negatives[:, 0], negatives[:, 1])


def _check_last_axis(y_pred, top_k, class_id):
    size = K.int_shape(y_pred)[-1:]
    if not size or size[0] is None:
        return
    if top_k is not None and top_k > size[0]:
        raise ValueError('top_k is %d, but y_pred, of shape %s, has only %d classes.'
                         % (top_k, K.int_shape(y_pred), size[0]))
    if class_id is not None and not 0 <= class_id < size[0]:
        raise ValueError('class_id is %d, but y_pred, of shape %s, has the classes 0 to %d.'
                         % (class_id, K.int_shape(y_pred), size[0] - 1))


def only_top(y_pred, k):
    """Lowers all but the `k` greatest predictions of each row below any threshold."""
    chosen, rest = 0., y_pred
    for _ in range(k):
        best = K.cast(K.one_hot(K.argmax(rest), K.int_shape(y_pred)[-1]), K.dtype(y_pred))
        chosen = chosen + best
        rest = rest + best * (2 * LOWEST)
    return y_pred * chosen + LOWEST * (1. - chosen)


def as_thresholds(thresholds, default=.5):
    """Returns an argument as a list of thresholds, after checking their range."""
    thresholds = [default] if thresholds is None else to_list(thresholds, allow_tuple=True)
    wrong = [t for t in thresholds if t != default and (t is None or not 0 <= t <= 1)]
    if wrong or not thresholds:
        raise ValueError('Thresholds must be numbers from 0 to 1, at least one, but got %r.'
                         % (thresholds,))
    return thresholds


class ThresholdMetric(Metric):
    """Base of the metrics that accumulate a `Confusion` for each of `self.thresholds`.

    A subclass sets `thresholds` and then creates its state with `add_count`.
    """

    top_k = class_id = None

    def add_count(self, kind, name=None):
        """Creates a variable `(thresholds,)` that accumulates one of the four counts.

        Args:
            kind: string, a field of `Confusion`.
            name: string, name of the variable; `kind` by default.

        Returns:
            The variable.
        """
        variable = self.add_weight(name or kind, shape=(len(self.thresholds),),
                                   initializer='zeros')
        self.__dict__.setdefault('_counts', []).append((kind, variable))
        return variable

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Counts a batch.

        Args:
            y_true: tensor of targets, 0 and 1.
            y_pred: tensor of predictions from 0 to 1, of the same shape.
            sample_weight: number, or tensor of weights for the first axes; None weights all
                equally.
        """
        confusion = count_confusion(
            K.cast(y_true, self.dtype), K.cast(y_pred, self.dtype), self.thresholds,
            sample_weight=sample_weight, top_k=self.top_k, class_id=self.class_id)
        return [K.update_add(variable, getattr(confusion, kind))
                for kind, variable in self._counts]

    def _for_thresholds(self, values):
        """Returns a scalar for a single threshold, otherwise the tensor `(thresholds,)`."""
        return values[0] if len(self.thresholds) == 1 else values


class _ConditionCount(ThresholdMetric):
    """A metric that is one of the four counts.

    Args:
        kind: string, a field of `Confusion`.
        thresholds: float, or list of floats from 0 to 1. Predictions above it count as positive.
            With a list the result has one entry for each; 0.5 by default.
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.
    """

    def __init__(self, kind, thresholds=None, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.init_thresholds = thresholds
        self.thresholds = as_thresholds(thresholds)
        self.accumulator = self.add_count(kind, 'accumulator')

    def result(self):
        return self._for_thresholds(self.accumulator)

    def get_config(self):
        return dict(super().get_config(), thresholds=self.init_thresholds)


class TruePositives(_ConditionCount):
    """Number of true samples that are predicted positive.

    With sample weights it is the sum of their weights.

    Args:
        thresholds: float, or list of floats from 0 to 1. Predictions above it count as positive.
            With a list the result has one entry for each; 0.5 by default.
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` (0 and 1) and `y_pred` (from 0 to 1) of the same shape; a scalar, or
        `(thresholds,)` for a list.

    Raises:
        ValueError: if a threshold is not a number from 0 to 1.

    Example:
        >>> metric = keras.metrics.TruePositives()
        >>> float(K.eval(metric([0, 1, 1, 1], [0.8, 0.9, 0.2, 0.4])))
        1.0
    """

    def __init__(self, thresholds=None, name=None, dtype=None):
        super().__init__('true_positives', thresholds, name=name, dtype=dtype)


class FalsePositives(_ConditionCount):
    """Number of false samples that are predicted positive.

    With sample weights it is the sum of their weights.

    Args:
        thresholds: float, or list of floats from 0 to 1. Predictions above it count as positive.
            With a list the result has one entry for each; 0.5 by default.
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` (0 and 1) and `y_pred` (from 0 to 1) of the same shape; a scalar, or
        `(thresholds,)` for a list.

    Raises:
        ValueError: if a threshold is not a number from 0 to 1.

    Example:
        >>> metric = keras.metrics.FalsePositives()
        >>> float(K.eval(metric([0, 1, 1, 1], [0.8, 0.9, 0.2, 0.4])))
        1.0
    """

    def __init__(self, thresholds=None, name=None, dtype=None):
        super().__init__('false_positives', thresholds, name=name, dtype=dtype)


class FalseNegatives(_ConditionCount):
    """Number of true samples that are predicted negative.

    With sample weights it is the sum of their weights.

    Args:
        thresholds: float, or list of floats from 0 to 1. Predictions above it count as positive.
            With a list the result has one entry for each; 0.5 by default.
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` (0 and 1) and `y_pred` (from 0 to 1) of the same shape; a scalar, or
        `(thresholds,)` for a list.

    Raises:
        ValueError: if a threshold is not a number from 0 to 1.

    Example:
        >>> metric = keras.metrics.FalseNegatives()
        >>> float(K.eval(metric([0, 1, 1, 1], [0.8, 0.9, 0.2, 0.4])))
        2.0
    """

    def __init__(self, thresholds=None, name=None, dtype=None):
        super().__init__('false_negatives', thresholds, name=name, dtype=dtype)


class TrueNegatives(_ConditionCount):
    """Number of false samples that are predicted negative.

    With sample weights it is the sum of their weights.

    Args:
        thresholds: float, or list of floats from 0 to 1. Predictions above it count as positive.
            With a list the result has one entry for each; 0.5 by default.
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` (0 and 1) and `y_pred` (from 0 to 1) of the same shape; a scalar, or
        `(thresholds,)` for a list.

    Raises:
        ValueError: if a threshold is not a number from 0 to 1.

    Example:
        >>> metric = keras.metrics.TrueNegatives()
        >>> float(K.eval(metric([0, 1, 1, 1], [0.8, 0.9, 0.2, 0.4])))
        0.0
    """

    def __init__(self, thresholds=None, name=None, dtype=None):
        super().__init__('true_negatives', thresholds, name=name, dtype=dtype)


class _PrecisionOrRecall(ThresholdMetric):
    """Base of `Precision` and `Recall`, which both count true positives."""

    def __init__(self, thresholds, top_k, class_id, name, dtype):
        super().__init__(name=name, dtype=dtype)
        self.init_thresholds = thresholds
        self.top_k = top_k
        self.class_id = class_id
        self.thresholds = as_thresholds(thresholds, .5 if top_k is None else LOWEST)
        self.true_positives = self.add_count('true_positives')

    def get_config(self):
        return dict(super().get_config(), thresholds=self.init_thresholds, top_k=self.top_k,
                    class_id=self.class_id)


class Precision(_PrecisionOrRecall):
    """Fraction of the positive predictions that are right: `TP / (TP + FP)`.

    TP and FP are the numbers of true and false positives; without positive predictions the result
    is 0.

    Args:
        thresholds: float, or list of floats from 0 to 1. Predictions above it count as positive.
            With a list the result has one entry for each. The default is 0.5; with `top_k`, no
            threshold.
        top_k: int; only the `top_k` greatest predictions of each sample count as positive.
        class_id: int; only this class (entry of the last axis) counts.
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` (0 and 1) and `y_pred` (from 0 to 1) of the same shape; a scalar, or
        `(thresholds,)` for a list.

    Raises:
        ValueError: if a threshold is not a number from 0 to 1, or, when it is called, if `top_k` or
            `class_id` exceeds the last axis.

    Example:
        >>> metric = keras.metrics.Precision()
        >>> float(K.eval(metric([0, 1, 1, 1], [0.8, 0.9, 0.2, 0.4])))
        0.5
    """

    def __init__(self, thresholds=None, top_k=None, class_id=None, name=None, dtype=None):
        super().__init__(thresholds, top_k, class_id, name, dtype)
        self.false_positives = self.add_count('false_positives')

    def result(self):
        return self._for_thresholds(
            ratio(self.true_positives, self.true_positives + self.false_positives))


class Recall(_PrecisionOrRecall):
    """Fraction of the true samples that are predicted positive: `TP / (TP + FN)`.

    TP and FN are the numbers of true positives and false negatives; without true samples the result
    is 0.

    Args:
        thresholds: float, or list of floats from 0 to 1. Predictions above it count as positive.
            With a list the result has one entry for each. The default is 0.5; with `top_k`, no
            threshold.
        top_k: int; only the `top_k` greatest predictions of each sample count as positive.
        class_id: int; only this class (entry of the last axis) counts.
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` (0 and 1) and `y_pred` (from 0 to 1) of the same shape; a scalar, or
        `(thresholds,)` for a list.

    Raises:
        ValueError: if a threshold is not a number from 0 to 1, or, when it is called, if `top_k` or
            `class_id` exceeds the last axis.

    Example:
        >>> metric = keras.metrics.Recall()
        >>> float(K.eval(metric([0, 1, 1, 0], [0.8, 0.9, 0.2, 0.4])))
        0.5
    """

    def __init__(self, thresholds=None, top_k=None, class_id=None, name=None, dtype=None):
        super().__init__(thresholds, top_k, class_id, name, dtype)
        self.false_negatives = self.add_count('false_negatives')

    def result(self):
        return self._for_thresholds(
            ratio(self.true_positives, self.true_positives + self.false_negatives))


class SensitivitySpecificityBase(ThresholdMetric):
    """Base of the metrics that choose a threshold by one rate and report another.

    The sensitivity is the fraction of the true samples that are predicted positive, the specificity
    the fraction of the false samples that are predicted negative.

    Args:
        value: float from 0 to 1, the rate to approach.
        num_thresholds: int, number of evenly spaced thresholds to choose from.
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Raises:
        ValueError: if `num_thresholds` is less than 1.
    """

    def __init__(self, value, num_thresholds=200, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)
        if num_thresholds < 1:
            raise ValueError('num_thresholds must be at least 1, but got %r.' % (num_thresholds,))
        self.value = value
        check_numbers(self.name, 'thresholds', (num_thresholds,))
        self.num_thresholds = num_thresholds
        self.thresholds = [.5] if num_thresholds == 1 else [
            i / (num_thresholds - 1.) for i in range(num_thresholds)]
        self.true_positives = self.add_count('true_positives')
        self.true_negatives = self.add_count('true_negatives')
        self.false_positives = self.add_count('false_positives')
        self.false_negatives = self.add_count('false_negatives')

    def _sensitivities(self):
        return ratio(self.true_positives, self.true_positives + self.false_negatives)

    def _specificities(self):
        return ratio(self.true_negatives, self.true_negatives + self.false_positives)

    def _where_closest(self, rates, values):
        """Returns the entry of `values` where `rates` is closest to `self.value`."""
        return K.gather(values, K.argmin(K.abs(rates - self.value), axis=0))


class SensitivityAtSpecificity(SensitivitySpecificityBase):
    """Sensitivity at the threshold where the specificity is closest to a given one.

    Sensitivity is `TP / (TP + FN)`, specificity `TN / (TN + FP)`, with the numbers of true and
    false positives and negatives.

    Args:
        specificity: float from 0 to 1, the specificity to approach.
        num_thresholds: int, number of evenly spaced thresholds to choose from.
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` (0 and 1) and `y_pred` (from 0 to 1) of the same shape; a scalar.

    Raises:
        ValueError: if `specificity` is not from 0 to 1, or `num_thresholds` is less than 1.

    Example:
        >>> metric = keras.metrics.SensitivityAtSpecificity(0.8)
        >>> float(K.eval(metric([0, 0, 1, 1], [0.1, 0.4, 0.3, 0.9])))
        0.5
    """

    def __init__(self, specificity, num_thresholds=200, name=None, dtype=None):
        self.specificity = _rate('specificity', specificity)
        super().__init__(specificity, num_thresholds, name=name, dtype=dtype)

    def result(self):
        return self._where_closest(self._specificities(), self._sensitivities())

    def get_config(self):
        return dict(super().get_config(), num_thresholds=self.num_thresholds,
                    specificity=self.specificity)


class SpecificityAtSensitivity(SensitivitySpecificityBase):
    """Specificity at the threshold where the sensitivity is closest to a given one.

    Specificity is `TN / (TN + FP)`, sensitivity `TP / (TP + FN)`, with the numbers of true and
    false positives and negatives.

    Args:
        sensitivity: float from 0 to 1, the sensitivity to approach.
        num_thresholds: int, number of evenly spaced thresholds to choose from.
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` (0 and 1) and `y_pred` (from 0 to 1) of the same shape; a scalar.

    Raises:
        ValueError: if `sensitivity` is not from 0 to 1, or `num_thresholds` is less than 1.

    Example:
        >>> metric = keras.metrics.SpecificityAtSensitivity(0.5)
        >>> float(K.eval(metric([0, 0, 1, 1], [0.1, 0.4, 0.45, 0.3])))
        0.5
    """

    def __init__(self, sensitivity, num_thresholds=200, name=None, dtype=None):
        self.sensitivity = _rate('sensitivity', sensitivity)
        super().__init__(sensitivity, num_thresholds, name=name, dtype=dtype)

    def result(self):
        return self._where_closest(self._sensitivities(), self._specificities())

    def get_config(self):
        return dict(super().get_config(), num_thresholds=self.num_thresholds,
                    sensitivity=self.sensitivity)


def _rate(name, value):
    if not 0 <= value <= 1:
        raise ValueError('The %s must be a number from 0 to 1, but got %r.' % (name, value))
    return value
