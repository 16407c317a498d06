"""Mean intersection over union, for segmentation."""
import numpy as np

from keras import backend as K
from keras.utils.losses_utils import check_equal_shapes, match_ranks, match_weights, ratio

from .base import Metric


class MeanIoU(Metric):
    """Mean intersection over union of the classes that occur.

    For each class it is `TP / (TP + FP + FN)`, with the numbers of true positives, false positives
    and false negatives.

    Args:
        num_classes: int, number of classes. Class indices outside 0 to `num_classes - 1` are
            ignored.
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` and `y_pred` of the same shape, both class indices (apply `K.argmax` to
        probabilities first); the result is a scalar.

    Example:
        >>> metric = keras.metrics.MeanIoU(num_classes=2)
        >>> round(float(K.eval(metric([0, 0, 1, 1], [0, 1, 0, 1]))), 4)  # each 1 / (1 + 1 + 1)
        0.3333
    """

    def __init__(self, num_classes, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.num_classes = num_classes
        self.total_cm = self.add_weight('total_confusion_matrix', initializer='zeros',
                                        shape=(num_classes, num_classes))

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Counts a batch.

        Args:
            y_true: tensor of class indices.
            y_pred: tensor of class indices of the same shape.
            sample_weight: number, or tensor of weights for the first axes; None weights all
                equally.

        Raises:
            ValueError: if the shapes do not match.
        """
        y_true, y_pred = match_ranks(K.cast(y_true, self.dtype), K.cast(y_pred, self.dtype))
        check_equal_shapes(y_true, y_pred)
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
