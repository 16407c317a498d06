"""Metrics that are means over all samples."""
from keras import backend as K
from keras import losses
from keras.utils.losses_utils import check_same_shape, match_ranks

from . import functions
from .base import Mean, MeanMetricWrapper


class Accuracy(MeanMetricWrapper):
    """How many predictions equal their targets.

    Args:
        name, dtype: see `Metric`.
    """

    def __init__(self, name='accuracy', dtype=None):
        super().__init__(functions.accuracy, name, dtype=dtype)


class BinaryAccuracy(MeanMetricWrapper):
    """How many yes-or-no predictions are right.

    Args:
        name, dtype: see `Metric`.
        threshold: float, what a prediction must exceed to count as 1.
    """

    def __init__(self, name='binary_accuracy', dtype=None, threshold=0.5):
        super().__init__(functions.binary_accuracy, name, dtype=dtype, threshold=threshold)


class CategoricalAccuracy(MeanMetricWrapper):
    """How often the right class, given one-hot, has the greatest prediction.

    Args:
        name, dtype: see `Metric`.
    """

    def __init__(self, name='categorical_accuracy', dtype=None):
        super().__init__(functions.categorical_accuracy, name, dtype=dtype)


class SparseCategoricalAccuracy(MeanMetricWrapper):
    """How often the right class, given as its number, has the greatest prediction.

    Args:
        name, dtype: see `Metric`.
    """

    def __init__(self, name='sparse_categorical_accuracy', dtype=None):
        super().__init__(functions.sparse_categorical_accuracy, name, dtype=dtype)


class TopKCategoricalAccuracy(MeanMetricWrapper):
    """How often the right class, given one-hot, is among the `k` best.

    Args:
        k: int.
        name, dtype: see `Metric`.
    """

    def __init__(self, k=5, name='top_k_categorical_accuracy', dtype=None):
        super().__init__(functions.top_k_categorical_accuracy, name, dtype=dtype, k=k)


class SparseTopKCategoricalAccuracy(MeanMetricWrapper):
    """How often the right class, given as its number, is among the `k` best.

    Args:
        k: int.
        name, dtype: see `Metric`.
    """

    def __init__(self, k=5, name='sparse_top_k_categorical_accuracy', dtype=None):
        super().__init__(functions.sparse_top_k_categorical_accuracy, name, dtype=dtype, k=k)


class MeanSquaredError(MeanMetricWrapper):
    """Mean of squared errors.

    Args:
        name, dtype: see `Metric`.
    """

    def __init__(self, name='mean_squared_error', dtype=None):
        super().__init__(losses.mean_squared_error, name, dtype=dtype)


class RootMeanSquaredError(Mean):
    """Root of the mean of squared errors, over all entries of all samples.

    Args:
        name, dtype: see `Metric`.
    """

    def __init__(self, name='root_mean_squared_error', dtype=None):
        super().__init__(name, dtype=dtype)

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Adds the errors of a batch.

        Args:
            y_true: tensor of targets.
            y_pred: tensor of predictions of that shape.
            sample_weight: number, or tensor that weighs along the first axes.
        """
        y_true, y_pred = match_ranks(K.cast(y_true, self.dtype), K.cast(y_pred, self.dtype))
        check_same_shape(y_true, y_pred)
        return super().update_state(K.square(y_pred - y_true), sample_weight=sample_weight)

    def result(self):
        return K.sqrt(super().result())


class MeanAbsoluteError(MeanMetricWrapper):
    """Mean of absolute errors.

    Args:
        name, dtype: see `Metric`.
    """

    def __init__(self, name='mean_absolute_error', dtype=None):
        super().__init__(losses.mean_absolute_error, name, dtype=dtype)


class MeanAbsolutePercentageError(MeanMetricWrapper):
    """Mean of errors in percent of the targets.

    Args:
        name, dtype: see `Metric`.
    """

    def __init__(self, name='mean_absolute_percentage_error', dtype=None):
        super().__init__(losses.mean_absolute_percentage_error, name, dtype=dtype)


class MeanSquaredLogarithmicError(MeanMetricWrapper):
    """Mean of squared errors of logarithms.

    Args:
        name, dtype: see `Metric`.
    """

    def __init__(self, name='mean_squared_logarithmic_error', dtype=None):
        super().__init__(losses.mean_squared_logarithmic_error, name, dtype=dtype)


class LogCoshError(MeanMetricWrapper):
    """Mean of `log(cosh(error))`, a smooth absolute error.

    Args:
        name, dtype: see `Metric`.
    """

    def __init__(self, name='logcosh', dtype=None):
        super().__init__(losses.logcosh, name, dtype=dtype)


class CosineSimilarity(MeanMetricWrapper):
    """Mean of the cosines of the angles between targets and predictions: 1 is best.

    Args:
        name, dtype: see `Metric`.
        axis: int, the axis of the vectors.
    """

    def __init__(self, name='cosine_similarity', dtype=None, axis=-1):
        super().__init__(functions.cosine_proximity, name, dtype=dtype, axis=axis)


class BinaryCrossentropy(MeanMetricWrapper):
    """Crossentropy of yes-or-no targets.

    Args:
        name, dtype: see `Metric`.
        from_logits, label_smoothing: see `keras.losses.binary_crossentropy`.
    """

    def __init__(self, name='binary_crossentropy', dtype=None, from_logits=False,
                 label_smoothing=0):
        super().__init__(losses.binary_crossentropy, name, dtype=dtype,
                         from_logits=from_logits, label_smoothing=label_smoothing)


class CategoricalCrossentropy(MeanMetricWrapper):
    """Crossentropy of one-hot classes.

    Args:
        name, dtype: see `Metric`.
        from_logits, label_smoothing: see `keras.losses.categorical_crossentropy`.
    """

    def __init__(self, name='categorical_crossentropy', dtype=None, from_logits=False,
                 label_smoothing=0):
        super().__init__(losses.categorical_crossentropy, name, dtype=dtype,
                         from_logits=from_logits, label_smoothing=label_smoothing)


class SparseCategoricalCrossentropy(MeanMetricWrapper):
    """Crossentropy of class numbers.

    Args:
        name, dtype: see `Metric`.
        from_logits, axis: see `keras.losses.sparse_categorical_crossentropy`.
    """

    def __init__(self, name='sparse_categorical_crossentropy', dtype=None, from_logits=False,
                 axis=-1):
        super().__init__(losses.sparse_categorical_crossentropy, name, dtype=dtype,
                         from_logits=from_logits, axis=axis)


class KLDivergence(MeanMetricWrapper):
    """Kullback-Leibler divergence of distributions.

    Args:
        name, dtype: see `Metric`.
    """

    def __init__(self, name='kullback_leibler_divergence', dtype=None):
        super().__init__(losses.kullback_leibler_divergence, name, dtype=dtype)


class Poisson(MeanMetricWrapper):
    """Negative log-likelihood of counts, up to a constant.

    Args:
        name, dtype: see `Metric`.
    """

    def __init__(self, name='poisson', dtype=None):
        super().__init__(losses.poisson, name, dtype=dtype)


class Hinge(MeanMetricWrapper):
    """What predictions are missing to a margin of 1.

    Args:
        name, dtype: see `Metric`.
    """

    def __init__(self, name='hinge', dtype=None):
        super().__init__(losses.hinge, name, dtype=dtype)


class SquaredHinge(MeanMetricWrapper):
    """The square of what predictions are missing to a margin of 1.

    Args:
        name, dtype: see `Metric`.
    """

    def __init__(self, name='squared_hinge', dtype=None):
        super().__init__(losses.squared_hinge, name, dtype=dtype)


class CategoricalHinge(MeanMetricWrapper):
    """What the right class is missing to a margin of 1.

    Args:
        name, dtype: see `Metric`.
    """

    def __init__(self, name='categorical_hinge', dtype=None):
        super().__init__(losses.categorical_hinge, name, dtype=dtype)
