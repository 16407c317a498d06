"""Metrics that are means over all samples."""
from keras import backend as K
from keras import losses
from keras.utils.losses_utils import check_shapes_broadcast, match_ranks

from . import functions
from .base import Mean, MeanMetricWrapper


class Accuracy(MeanMetricWrapper):
    """Fraction of the predictions that equal their targets.

    See the function `accuracy` for the values of samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` and `y_pred` of the same shape; a scalar.

    Example:
        >>> metric = keras.metrics.Accuracy()
        >>> float(K.eval(metric([[1], [2], [3], [4]], [[0], [2], [3], [4]])))
        0.75
    """

    def __init__(self, name='accuracy', dtype=None):
        super().__init__(functions.accuracy, name, dtype=dtype)


class BinaryAccuracy(MeanMetricWrapper):
    """Fraction of binary predictions that are right.

    See the function `binary_accuracy` for the values of samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.
        threshold: float; predictions above it count as 1.

    Shapes:
        `y_true` (0 and 1) and `y_pred` `(batch, ..., outputs)`; a scalar.

    Example:
        >>> metric = keras.metrics.BinaryAccuracy()
        >>> float(K.eval(metric([[1], [1], [0], [0]], [[0.98], [0.9], [0.3], [0.6]])))
        0.75
    """

    def __init__(self, name='binary_accuracy', dtype=None, threshold=0.5):
        super().__init__(functions.binary_accuracy, name, dtype=dtype, threshold=threshold)


class CategoricalAccuracy(MeanMetricWrapper):
    """Fraction of samples whose true class, given one-hot, has the greatest prediction.

    See the function `categorical_accuracy` for the values of samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` (one-hot) and `y_pred` `(batch, ..., classes)`; a scalar.

    Example:
        >>> metric = keras.metrics.CategoricalAccuracy()
        >>> float(K.eval(metric([[0, 0, 1], [0, 1, 0]], [[0.1, 0.8, 0.1], [0.1, 0.8, 0.1]])))
        0.5
    """

    def __init__(self, name='categorical_accuracy', dtype=None):
        super().__init__(functions.categorical_accuracy, name, dtype=dtype)


class SparseCategoricalAccuracy(MeanMetricWrapper):
    """Fraction of samples whose true class, given as index, has the greatest prediction.

    See the function `sparse_categorical_accuracy` for the values of samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` `(batch, ...)` or `(batch, ..., 1)`, `y_pred` `(batch, ..., classes)`; a scalar.

    Example:
        >>> metric = keras.metrics.SparseCategoricalAccuracy()
        >>> float(K.eval(metric([[2], [1]], [[0.1, 0.8, 0.1], [0.1, 0.8, 0.1]])))
        0.5
    """

    def __init__(self, name='sparse_categorical_accuracy', dtype=None):
        super().__init__(functions.sparse_categorical_accuracy, name, dtype=dtype)


class TopKCategoricalAccuracy(MeanMetricWrapper):
    """Fraction of samples whose true class, given one-hot, is among the `k` greatest predictions.

    See the function `top_k_categorical_accuracy` for the values of samples.

    Args:
        k: int, number of predictions.
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` (one-hot) and `y_pred` `(batch, ..., classes)`; a scalar.

    Example:
        >>> metric = keras.metrics.TopKCategoricalAccuracy(k=2)
        >>> float(K.eval(metric([[0, 0, 1], [0, 1, 0]], [[0.1, 0.7, 0.2], [0.1, 0.8, 0.1]])))
        1.0
    """

    def __init__(self, k=5, name='top_k_categorical_accuracy', dtype=None):
        super().__init__(functions.top_k_categorical_accuracy, name, dtype=dtype, k=k)


class SparseTopKCategoricalAccuracy(MeanMetricWrapper):
    """Fraction of samples whose true class, given as index, is among the `k` greatest predictions.

    See the function `sparse_top_k_categorical_accuracy` for the values of samples.

    Args:
        k: int, number of predictions.
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` `(batch, ...)` or `(batch, ..., 1)`, `y_pred` `(batch, ..., classes)`; a scalar.

    Example:
        >>> metric = keras.metrics.SparseTopKCategoricalAccuracy(k=2)
        >>> float(K.eval(metric([[2], [1]], [[0.1, 0.7, 0.2], [0.1, 0.8, 0.1]])))
        1.0
    """

    def __init__(self, k=5, name='sparse_top_k_categorical_accuracy', dtype=None):
        super().__init__(functions.sparse_top_k_categorical_accuracy, name, dtype=dtype, k=k)


class MeanSquaredError(MeanMetricWrapper):
    """Mean squared error: `mean(square(y_pred - y_true))`.

    Mean of the loss `mean_squared_error` over all samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar.

    Example:
        >>> metric = keras.metrics.MeanSquaredError()
        >>> float(K.eval(metric([[0., 2.]], [[1., 2.]])))
        0.5
    """

    def __init__(self, name='mean_squared_error', dtype=None):
        super().__init__(losses.mean_squared_error, name, dtype=dtype)


class RootMeanSquaredError(Mean):
    """Root mean squared error: `sqrt(mean(square(y_pred - y_true)))`.

    The mean is over all entries of all samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar.

    Example:
        >>> metric = keras.metrics.RootMeanSquaredError()
        >>> round(float(K.eval(metric([[0., 0.]], [[3., 4.]]))), 4)
        3.5355
    """

    def __init__(self, name='root_mean_squared_error', dtype=None):
        super().__init__(name, dtype=dtype)

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Adds the errors of a batch.

        Args:
            y_true: tensor of targets.
            y_pred: tensor of predictions of the same shape.
            sample_weight: number, or tensor of weights for the first axes; None weights all
                equally.

        Raises:
            ValueError: if the shapes do not match.
        """
        y_true, y_pred = match_ranks(K.cast(y_true, self.dtype), K.cast(y_pred, self.dtype))
        check_shapes_broadcast(y_true, y_pred)
        return super().update_state(K.square(y_pred - y_true), sample_weight=sample_weight)

    def result(self):
        return K.sqrt(super().result())


class MeanAbsoluteError(MeanMetricWrapper):
    """Mean absolute error: `mean(abs(y_pred - y_true))`.

    Mean of the loss `mean_absolute_error` over all samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar.

    Example:
        >>> metric = keras.metrics.MeanAbsoluteError()
        >>> float(K.eval(metric([[0., 2.]], [[3., 2.]])))
        1.5
    """

    def __init__(self, name='mean_absolute_error', dtype=None):
        super().__init__(losses.mean_absolute_error, name, dtype=dtype)


class MeanAbsolutePercentageError(MeanMetricWrapper):
    """Mean absolute percentage error: `100 * mean(abs((y_true - y_pred) / y_true))`.

    Mean of the loss `mean_absolute_percentage_error` over all samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar.

    Example:
        >>> metric = keras.metrics.MeanAbsolutePercentageError()
        >>> float(K.eval(metric([[2., 10.]], [[1., 10.]])))
        25.0
    """

    def __init__(self, name='mean_absolute_percentage_error', dtype=None):
        super().__init__(losses.mean_absolute_percentage_error, name, dtype=dtype)


class MeanSquaredLogarithmicError(MeanMetricWrapper):
    """Mean squared logarithmic error: `mean(square(log(y_pred + 1) - log(y_true + 1)))`.

    Mean of the loss `mean_squared_logarithmic_error` over all samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar.

    Example:
        >>> metric = keras.metrics.MeanSquaredLogarithmicError()
        >>> round(float(K.eval(metric([[0., 3.]], [[1., 3.]]))), 4)
        0.2402
    """

    def __init__(self, name='mean_squared_logarithmic_error', dtype=None):
        super().__init__(losses.mean_squared_logarithmic_error, name, dtype=dtype)


class LogCoshError(MeanMetricWrapper):
    """Mean of `log(cosh(y_pred - y_true))`, a smooth absolute error.

    Mean of the loss `logcosh` over all samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar.

    Example:
        >>> metric = keras.metrics.LogCoshError()
        >>> round(float(K.eval(metric([[0., 2.]], [[1., 2.]]))), 4)
        0.2169
    """

    def __init__(self, name='logcosh', dtype=None):
        super().__init__(losses.logcosh, name, dtype=dtype)


class CosineSimilarity(MeanMetricWrapper):
    """Mean cosine of the angle between targets and predictions; 1 is best.

    See the function `cosine_proximity` for the values of samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.
        axis: int, axis of the vectors.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar.

    Example:
        >>> metric = keras.metrics.CosineSimilarity()
        >>> round(float(K.eval(metric([[3., 4.]], [[1., 0.]]))), 4)
        0.6
    """

    def __init__(self, name='cosine_similarity', dtype=None, axis=-1):
        super().__init__(functions.cosine_proximity, name, dtype=dtype, axis=axis)


class BinaryCrossentropy(MeanMetricWrapper):
    """Binary crossentropy: `-mean(y_true * log(y_pred) + (1 - y_true) * log(1 - y_pred))`.

    Mean of the loss `binary_crossentropy` over all samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.
        from_logits: bool, whether `y_pred` holds logits, to which sigmoid has not been applied.
        label_smoothing: float from 0 to 1, how far targets move toward 0.5.

    Shapes:
        `y_true` (0 and 1) and `y_pred` `(batch, ..., outputs)`; a scalar.

    Example:
        >>> metric = keras.metrics.BinaryCrossentropy()
        >>> round(float(K.eval(metric([[0., 1.]], [[0.25, 0.75]]))), 4)
        0.2877
    """

    def __init__(self, name='binary_crossentropy', dtype=None, from_logits=False,
                 label_smoothing=0):
        super().__init__(losses.binary_crossentropy, name, dtype=dtype,
                         from_logits=from_logits, label_smoothing=label_smoothing)


class CategoricalCrossentropy(MeanMetricWrapper):
    """Categorical crossentropy: mean of `-sum(y_true * log(y_pred))`.

    Mean of the loss `categorical_crossentropy` over all samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.
        from_logits: bool, whether `y_pred` holds logits, to which softmax has not been applied.
        label_smoothing: float from 0 to 1, the part of each target that is spread over all classes.

    Shapes:
        `y_true` (one-hot) and `y_pred` `(batch, ..., classes)`; a scalar.

    Example:
        >>> metric = keras.metrics.CategoricalCrossentropy()
        >>> round(float(K.eval(metric([[0., 1.]], [[0.25, 0.75]]))), 4)
        0.2877
    """

    def __init__(self, name='categorical_crossentropy', dtype=None, from_logits=False,
                 label_smoothing=0):
        super().__init__(losses.categorical_crossentropy, name, dtype=dtype,
                         from_logits=from_logits, label_smoothing=label_smoothing)


class SparseCategoricalCrossentropy(MeanMetricWrapper):
    """Categorical crossentropy of class indices: mean of `-log(y_pred[y_true])`.

    Mean of the loss `sparse_categorical_crossentropy` over all samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.
        from_logits: bool, whether `y_pred` holds logits, to which softmax has not been applied.
        axis: int, axis of the classes.

    Shapes:
        `y_true` `(batch, ...)` or `(batch, ..., 1)`, `y_pred` `(batch, ..., classes)`; a scalar.

    Example:
        >>> metric = keras.metrics.SparseCategoricalCrossentropy()
        >>> round(float(K.eval(metric([[1]], [[0.25, 0.75]]))), 4)
        0.2877
    """

    def __init__(self, name='sparse_categorical_crossentropy', dtype=None, from_logits=False,
                 axis=-1):
        super().__init__(losses.sparse_categorical_crossentropy, name, dtype=dtype,
                         from_logits=from_logits, axis=axis)


class KLDivergence(MeanMetricWrapper):
    """Kullback-Leibler divergence: mean of `sum(y_true * log(y_true / y_pred))`.

    Mean of the loss `kullback_leibler_divergence` over all samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar.

    Example:
        >>> metric = keras.metrics.KLDivergence()
        >>> round(float(K.eval(metric([[0.5, 0.5]], [[0.25, 0.75]]))), 4)
        0.1438
    """

    def __init__(self, name='kullback_leibler_divergence', dtype=None):
        super().__init__(losses.kullback_leibler_divergence, name, dtype=dtype)


class Poisson(MeanMetricWrapper):
    """Poisson loss: `mean(y_pred - y_true * log(y_pred + epsilon))`.

    Mean of the loss `poisson` over all samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar.

    Example:
        >>> metric = keras.metrics.Poisson()
        >>> round(float(K.eval(metric([[1., 2.]], [[1., 1.]]))), 4)
        1.0
    """

    def __init__(self, name='poisson', dtype=None):
        super().__init__(losses.poisson, name, dtype=dtype)


class Hinge(MeanMetricWrapper):
    """Hinge loss: `mean(max(1 - y_true * y_pred, 0))`.

    Mean of the loss `hinge` over all samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar.

    Example:
        >>> metric = keras.metrics.Hinge()
        >>> float(K.eval(metric([[-1., 1.]], [[0.5, 0.5]])))
        1.0
    """

    def __init__(self, name='hinge', dtype=None):
        super().__init__(losses.hinge, name, dtype=dtype)


class SquaredHinge(MeanMetricWrapper):
    """Squared hinge loss: `mean(square(max(1 - y_true * y_pred, 0)))`.

    Mean of the loss `squared_hinge` over all samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar.

    Example:
        >>> metric = keras.metrics.SquaredHinge()
        >>> float(K.eval(metric([[-1., 1.]], [[0.5, 0.5]])))
        1.25
    """

    def __init__(self, name='squared_hinge', dtype=None):
        super().__init__(losses.squared_hinge, name, dtype=dtype)


class CategoricalHinge(MeanMetricWrapper):
    """Categorical hinge loss: mean of `max(1 + wrong - right, 0)`.

    Mean of the loss `categorical_hinge` over all samples.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Shapes:
        `y_true` (one-hot) and `y_pred` `(batch, ..., classes)`; a scalar.

    Example:
        >>> metric = keras.metrics.CategoricalHinge()
        >>> float(K.eval(metric([[0., 1.]], [[0.25, 0.75]])))
        0.5
    """

    def __init__(self, name='categorical_hinge', dtype=None):
        super().__init__(losses.categorical_hinge, name, dtype=dtype)
