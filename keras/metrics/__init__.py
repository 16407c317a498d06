"""Metrics: functions that rate each sample, and objects that accumulate over batches."""
from keras import backend as K  # old code imports it from here
from keras.engine.registry import METRICS as _REGISTRY
from keras.losses import (
    binary_crossentropy,
    categorical_crossentropy,
    categorical_hinge,
    hinge,
    kullback_leibler_divergence,
    logcosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
    poisson,
    sparse_categorical_crossentropy,
    squared_hinge,
)
from keras.utils.generic_utils import serialize_keras_object
from keras.utils.identifiers import class_of, function_of, named
from keras.utils.lost_arguments import config_of

from .auc import AUC
from .base import Mean, MeanMetricWrapper, Metric, Reduce, Sum
from .confusion import (
    FalseNegatives,
    FalsePositives,
    Precision,
    Recall,
    SensitivityAtSpecificity,
    SensitivitySpecificityBase,
    SpecificityAtSensitivity,
    TrueNegatives,
    TruePositives,
)
from .functions import (
    accuracy,
    binary_accuracy,
    categorical_accuracy,
    cosine_proximity,
    sparse_categorical_accuracy,
    sparse_top_k_categorical_accuracy,
    top_k_categorical_accuracy,
)
from .mean_iou import MeanIoU
from .means import (
    Accuracy,
    BinaryAccuracy,
    BinaryCrossentropy,
    CategoricalAccuracy,
    CategoricalCrossentropy,
    CategoricalHinge,
    CosineSimilarity,
    Hinge,
    KLDivergence,
    LogCoshError,
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
    Poisson,
    RootMeanSquaredError,
    SparseCategoricalAccuracy,
    SparseCategoricalCrossentropy,
    SparseTopKCategoricalAccuracy,
    SquaredHinge,
    TopKCategoricalAccuracy,
)

acc = accuracy
mse = MSE = mean_squared_error
mae = MAE = mean_absolute_error
mape = MAPE = mean_absolute_percentage_error
msle = MSLE = mean_squared_logarithmic_error
cosine = cosine_similarity = cosine_proximity


_REGISTRY.known.update(named(globals(), class_of(Metric)),
                     **named(globals(), function_of('y_true', 'y_pred')))


def clone_metric(metric):
    """Returns a metric with the same arguments and a separate state.

    Args:
        metric: a `Metric`; anything else, such as a function or a name, is returned unchanged.

    Returns:
        A metric.

    Example:
        >>> metric = keras.metrics.clone_metric(keras.metrics.Recall(name='r'))
        >>> metric.name
        'r'
    """
    if isinstance(metric, Metric):
        return type(metric).from_config(config_of(metric))
    return metric


def clone_metrics(metrics):
    """Returns a list with `clone_metric` of each metric.

    Args:
        metrics: list of metrics.

    Returns:
        List of metrics.

    Example:
        >>> metrics = keras.metrics.clone_metrics([keras.metrics.Recall(name='r'), 'mae'])
        >>> metrics[0].name, metrics[1]
        ('r', 'mae')
    """
    return [clone_metric(metric) for metric in metrics]


def serialize(metric):
    """Returns the name of a metric function, or the configuration of a `Metric`.

    Args:
        metric: metric function or `Metric`.

    Returns:
        String, or dictionary `{'class_name': ..., 'config': ...}`.

    Raises:
        ValueError: if it has neither a name nor a configuration.

    Example:
        >>> keras.metrics.serialize(keras.metrics.binary_accuracy)
        'binary_accuracy'
    """
    return serialize_keras_object(metric)


def deserialize(config, custom_objects=None):
    """Returns the metric with a given name or configuration.

    Args:
        config: string; or dictionary `{'class_name': ..., 'config': ...}`.
        custom_objects: dictionary from names to your own metrics.

    Returns:
        A function of `y_true` and `y_pred`, or a `Metric`.

    Raises:
        ValueError: if the name is unknown.

    Example:
        >>> keras.metrics.deserialize({'class_name': 'AUC', 'config': {'curve': 'PR'}}).curve
        'PR'
    """
    return _REGISTRY.deserialize(config, custom_objects)


def get(identifier):
    """Returns the metric for an identifier.

    Args:
        identifier: function of `y_true` and `y_pred`, `Metric`, name or configuration.

    Returns:
        A function or a `Metric`.

    Raises:
        ValueError: for anything else.

    Example:
        >>> keras.metrics.get('mae') is keras.metrics.mean_absolute_error
        True
    """
    return _REGISTRY.get(identifier)
