"""Overlap of segmentations."""
import numpy as np

from keras import backend as K
from keras.utils.losses_utils import match_ranks, match_weights, ratio

from .base import Metric


class MeanIoU(Metric):
    """Intersection over union of classes, averaged over the classes that occur.

    For each class this is `true positives / (true positives + false positives + false negatives)`.

    Args:
        num_classes: int, number of classes. Other numbers than 0 to `num_classes - 1` count as no
            class.
        name, dtype: see `Metric`.

    Example:
        >>> metric = MeanIoU(num_classes=2)
        >>> K.eval(metric([0, 0, 1, 1], [0, 1, 0, 1]))  # each 1 / (1 + 1 + 1)
        0.33333334
    """

    def __init__(self, num_classes, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.num_classes = num_classes
        self.total_cm = self.add_weight('total_confusion_matrix', initializer='zeros',
                                        shape=(num_classes, num_classes))

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Counts a batch.

        Args:
            y_true: tensor of class numbers.
            y_pred: tensor of class numbers of that shape.
            sample_weight: number, or tensor that weighs along the first axes.
        """
        y_true, y_pred = match_ranks(K.cast(y_true, self.dtype), K.cast(y_pred, self.dtype))
        true, pred = self._one_hot(y_true), self._one_hot(y_pred)
        if sample_weight is not None:
            weights = match_weights(sample_weight, y_true) * K.ones_like(y_true)
            true = true * K.expand_dims(K.flatten(weights))
        return [K.update_add(self.total_cm, K.dot(K.transpose(true), pred))]

    def _one_hot(self, classes):
        classes = K.one_hot(K.cast(K.flatten(classes), 'int32'), self.num_classes)
        return K.cast(classes, self.dtype)

    def result(self):
        in_true = K.sum(self.total_cm, axis=1)
        in_pred = K.sum(self.total_cm, axis=0)
        in_both = K.sum(self.total_cm * K.constant(np.eye(self.num_classes), self.dtype), axis=0)
        in_any = in_true + in_pred - in_both
        occurring = K.sum(K.cast(K.not_equal(in_any, 0), self.dtype))
        return ratio(K.sum(ratio(in_both, in_any)), occurring)

    def get_config(self):
        return dict(super().get_config(), num_classes=self.num_classes)
