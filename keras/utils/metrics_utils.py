"""Names from Keras 2.3 that custom metrics import."""
from enum import Enum

from keras import backend as K
from keras.metrics.confusion import LOWEST as NEG_INF  # noqa: F401
from keras.metrics.confusion import as_thresholds, count_confusion
from keras.metrics.confusion import only_top as filter_top_k  # noqa: F401
from keras.utils.generic_utils import to_list  # noqa: F401


class Reduction:
    """How a metric reduces values."""

    SUM = 'sum'
    SUM_OVER_BATCH_SIZE = 'sum_over_batch_size'
    WEIGHTED_MEAN = 'weighted_mean'


class ConfusionMatrix(Enum):
    """Counts of true and false, positive and negative predictions."""

    TRUE_POSITIVES = 'tp'
    FALSE_POSITIVES = 'fp'
    TRUE_NEGATIVES = 'tn'
    FALSE_NEGATIVES = 'fn'


class AUCCurve(Enum):
    """Curves whose area `AUC` computes."""

    ROC = 'ROC'
    PR = 'PR'

    @staticmethod
    def from_str(key):
        """Returns the curve with a name, in upper or lower case."""
        return AUCCurve(str(key).upper())


class AUCSummationMethod(Enum):
    """How `AUC` connects points."""

    INTERPOLATION = 'interpolation'
    MAJORING = 'majoring'
    MINORING = 'minoring'

    @staticmethod
    def from_str(key):
        """Returns the method with a name, in upper or lower case."""
        return AUCSummationMethod(str(key).lower())


def parse_init_thresholds(thresholds, default_threshold=0.5):
    """Returns the list of thresholds that an argument of a metric specifies.

    Args:
        thresholds: float from 0 to 1, list of them, or None.
        default_threshold: float, the threshold for None.

    Raises:
        ValueError: if a threshold is not from 0 to 1.
    """
    return as_thresholds(thresholds, default_threshold)


def assert_thresholds_range(thresholds):
    """Raises a ValueError unless all thresholds of a list are numbers from 0 to 1."""
    if thresholds is not None:
        as_thresholds(thresholds)


def update_confusion_matrix_variables(variables_to_update, y_true, y_pred, thresholds=0.5,
                                      top_k=None, class_id=None, sample_weight=None):
    """Returns the updates that add the counts of a batch to variables.

    Args:
        variables_to_update: dictionary from `ConfusionMatrix` to variables `(thresholds,)`.
        y_true: tensor of targets, 0 and 1.
        y_pred: tensor of predictions from 0 to 1, of the same shape.
        thresholds: float, or list of floats.
        top_k: int; only the `top_k` largest predictions along the last axis can be positive.
        class_id: int; only this entry of the last axis is used.
        sample_weight: number, or tensor of weights for the first axes; or None.

    Returns:
        List of updates, for `K.function`.

    Raises:
        ValueError: if the dictionary contains none of the counts.
    """
    known = [kind for kind in ConfusionMatrix if kind in variables_to_update]
    if not known:
        raise ValueError('variables_to_update has no variable for any of the counts %s.'
                         % ', '.join(map(str, ConfusionMatrix)))
    dtype = K.dtype(variables_to_update[known[0]])
    counts = count_confusion(K.cast(y_true, dtype), K.cast(y_pred, dtype),
                             to_list(thresholds, allow_tuple=True), sample_weight, top_k, class_id)
    return [K.update_add(variables_to_update[kind], getattr(counts, kind.name.lower()))
            for kind in known]
