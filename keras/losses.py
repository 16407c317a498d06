"""Losses: how far predictions are from targets.

Each comes as a function, which returns a loss for every sample, and as a class, whose
objects reduce these to a single number.
"""
import abc
import math

from keras import backend as K
from keras.utils.generic_utils import serialize_keras_object
from keras.utils.identifiers import Registry, class_of, function_of, named
from keras.utils.losses_utils import Reduction, check_same_shape, compute_weighted_loss


class Loss(metaclass=abc.ABCMeta):
    """Base of all losses; a subclass says in `call` what the loss of each sample is.

    Args:
        reduction: string, what becomes of the losses of the samples: `'none'` keeps them,
            `'sum'` adds them up, `'sum_over_batch_size'` takes the mean.
        name: string.

    Example::

        class Cubic(Loss):
            def call(self, y_true, y_pred):
                return K.mean(K.abs(y_true - y_pred) ** 3, axis=-1)

        model.compile('sgd', loss=Cubic())
    """

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name=None):
        Reduction.validate(reduction)
        self.reduction = reduction
        self.name = name

    def __call__(self, y_true, y_pred, sample_weight=None):
        """Returns the loss of a batch.

        Args:
            y_true: tensor of targets.
            y_pred: tensor of predictions `(batch, ...)`.
            sample_weight: number, or tensor of weights, `(batch,)` or, if there is a loss for
                every time step, `(batch, time)`.

        Returns:
            Scalar tensor, unless the reduction is `'none'`.

        Raises:
            ValueError: if the weights do not fit the losses.
        """
        with K.name_scope(self.name or type(self).__name__):
            return compute_weighted_loss(self.call(y_true, y_pred), sample_weight, self.reduction)

    @abc.abstractmethod
    def call(self, y_true, y_pred):
        """Returns the losses of the samples.

        Args:
            y_true: tensor of targets.
            y_pred: tensor of predictions `(batch, ...)`.

        Returns:
            Tensor `(batch, ...)`, as a rule with an axis less than `y_pred`.
        """

    def get_config(self):
        """Returns the arguments of the constructor as a dictionary that JSON can hold."""
        return {'reduction': self.reduction, 'name': self.name}

    @classmethod
    def from_config(cls, config):
        """Makes a loss from the result of `get_config`."""
        return cls(**config)


class LossFunctionWrapper(Loss):
    """A loss made of a function.

    Args:
        fn: function of `y_true` and `y_pred` that returns a loss for each sample.
        reduction, name: see `Loss`.
        **kwargs: further arguments of `fn`.
    """

    def __init__(self, fn, reduction=Reduction.SUM_OVER_BATCH_SIZE, name=None, **kwargs):
        super().__init__(reduction=reduction, name=name)
        self.fn = fn
        self._arguments = kwargs

    def call(self, y_true, y_pred):
        return self.fn(y_true, y_pred, **self._arguments)

    def get_config(self):
        return dict(super().get_config(), **self._arguments)


# Functions


def mean_squared_error(y_true, y_pred):
    """`mean(square(y_pred - y_true))` along the last axis.

    Args:
        y_true: tensor of targets, of the shape of `y_pred`.
        y_pred: tensor of predictions, `(batch, ..., size)`.

    Returns:
        Tensor of losses, `(batch, ...)`.

    Raises:
        ValueError: if the shapes do not go together.
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    return K.mean(K.square(y_pred - y_true), axis=-1)


def mean_absolute_error(y_true, y_pred):
    """`mean(abs(y_pred - y_true))` along the last axis.

    Args:
        y_true: tensor of targets, of the shape of `y_pred`.
        y_pred: tensor of predictions, `(batch, ..., size)`.

    Returns:
        Tensor of losses, `(batch, ...)`.

    Raises:
        ValueError: if the shapes do not go together.
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    return K.mean(K.abs(y_pred - y_true), axis=-1)


def mean_absolute_percentage_error(y_true, y_pred):
    """`100 * mean(abs((y_true - y_pred) / y_true))` along the last axis.

    A target closer to 0 than `K.epsilon()` counts as that far away from it.

    Args:
        y_true: tensor of targets, of the shape of `y_pred`.
        y_pred: tensor of predictions, `(batch, ..., size)`.

    Returns:
        Tensor of losses, `(batch, ...)`.

    Raises:
        ValueError: if the shapes do not go together.
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    size = K.clip(K.abs(y_true), K.epsilon(), None)
    return 100. * K.mean(K.abs(y_true - y_pred) / size, axis=-1)


def mean_squared_logarithmic_error(y_true, y_pred):
    """`mean(square(log(y_pred + 1) - log(y_true + 1)))` along the last axis.

    Anything less than `K.epsilon()` counts as `K.epsilon()`.

    Args:
        y_true: tensor of targets, of the shape of `y_pred`.
        y_pred: tensor of predictions, `(batch, ..., size)`.

    Returns:
        Tensor of losses, `(batch, ...)`.

    Raises:
        ValueError: if the shapes do not go together.
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    return K.mean(K.square(_log_of_successor(y_pred) - _log_of_successor(y_true)), axis=-1)


def squared_hinge(y_true, y_pred):
    """`mean(square(max(1 - y_true * y_pred, 0)))` along the last axis.

    Targets should be -1 or 1; if they are 0 or 1, throughout the batch, 0 counts as -1.

    Args:
        y_true: tensor of targets, of the shape of `y_pred`.
        y_pred: tensor of predictions, `(batch, ..., size)`.

    Returns:
        Tensor of losses, `(batch, ...)`.

    Raises:
        ValueError: if the shapes do not go together.
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    margin = 1. - _signs(y_true) * y_pred
    return K.mean(K.square(K.maximum(margin, 0.)), axis=-1)


def hinge(y_true, y_pred):
    """`mean(max(1 - y_true * y_pred, 0))` along the last axis.

    Targets should be -1 or 1; if they are 0 or 1, throughout the batch, 0 counts as -1.

    Args:
        y_true: tensor of targets, of the shape of `y_pred`.
        y_pred: tensor of predictions, `(batch, ..., size)`.

    Returns:
        Tensor of losses, `(batch, ...)`.

    Raises:
        ValueError: if the shapes do not go together.
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    return K.mean(K.maximum(1. - _signs(y_true) * y_pred, 0.), axis=-1)


def categorical_hinge(y_true, y_pred):
    """`max(1 + greatest prediction among wrong classes - prediction of the right one, 0)`.

    Args:
        y_true: tensor, one-hot along the last axis.
        y_pred: tensor of that shape.

    Returns:
        Tensor of losses, `(batch, ...)`.

    Raises:
        ValueError: if the shapes do not go together.
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    right = K.sum(y_true * y_pred, axis=-1)
    wrong = K.max((1. - y_true) * y_pred, axis=-1)
    return K.maximum(wrong - right + 1., 0.)


def logcosh(y_true, y_pred):
    """`mean(log(cosh(y_pred - y_true)))` along the last axis.

    Close to half the squared error where that is small, and to the absolute error (less `log(2)`)
    where it is large.

    Args:
        y_true: tensor of targets, of the shape of `y_pred`.
        y_pred: tensor of predictions, `(batch, ..., size)`.

    Returns:
        Tensor of losses, `(batch, ...)`.

    Raises:
        ValueError: if the shapes do not go together.
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    x = y_pred - y_true
    # log(cosh(x)), such that exp does not overflow.
    return K.mean(x + K.softplus(-2. * x) - math.log(2.), axis=-1)


def huber_loss(y_true, y_pred, delta=1.0):
    """Half the squared error up to `delta`, from there on straight with slope `delta`.

    Args:
        y_true: tensor of targets.
        y_pred: tensor of predictions.
        delta: float, the error where the parabola ends.

    Returns:
        Tensor of the shape of `y_pred` (no mean is taken).

    Source: Huber, Robust estimation of a location parameter, equation 2.1 and what follows.
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    error = K.abs(y_pred - y_true)
    inside = K.minimum(error, delta)
    return 0.5 * K.square(inside) + delta * (error - inside)


def categorical_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0):
    """`-sum(y_true * log(y_pred))` along the last axis.

    Args:
        y_true: tensor of probabilities of the classes, one-hot for instance.
        y_pred: tensor of predicted probabilities of that shape.
        from_logits: bool, whether `y_pred` is what `softmax` is still to be applied to.
        label_smoothing: float from 0 to 1: this part of `y_true` is spread over all classes.

    Returns:
        Tensor of losses, `(batch, ...)`.

    Raises:
        ValueError: if the shapes do not go together.
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    if label_smoothing:
        y_true = _smoothed(y_true, label_smoothing, K.cast(K.shape(y_pred)[-1], K.dtype(y_pred)))
    return K.categorical_crossentropy(y_true, y_pred, from_logits=from_logits)


def sparse_categorical_crossentropy(y_true, y_pred, from_logits=False, axis=-1):
    """`-log` of the prediction for the right class.

    Args:
        y_true: tensor of class numbers, `(batch, ...)` or `(batch, ..., 1)`.
        y_pred: tensor of predicted probabilities, `(batch, ..., classes)`.
        from_logits: bool, whether `y_pred` is what `softmax` is still to be applied to.
        axis: int, the axis of the classes.

    Returns:
        Tensor of losses, `(batch, ...)`.

    Raises:
        ValueError: if the shapes do not go together.
    """
    y_true = y_true if K.is_tensor(y_true) else K.constant(y_true)
    y_pred = y_pred if K.is_tensor(y_pred) else K.constant(y_pred)
    return K.sparse_categorical_crossentropy(y_true, y_pred, from_logits=from_logits, axis=axis)


def binary_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0):
    """`-mean(y_true * log(y_pred) + (1 - y_true) * log(1 - y_pred))` along the last axis.

    Args:
        y_true: tensor of targets, 0 or 1.
        y_pred: tensor of predicted probabilities of 1.
        from_logits: bool, whether `y_pred` is what `sigmoid` is still to be applied to.
        label_smoothing: float from 0 to 1: targets move towards 0.5 by this part of the way.

    Returns:
        Tensor of losses, `(batch, ...)`.

    Raises:
        ValueError: if the shapes do not go together.
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    if label_smoothing:
        y_true = _smoothed(y_true, label_smoothing, 2.)
    return K.mean(K.binary_crossentropy(y_true, y_pred, from_logits=from_logits), axis=-1)


def kullback_leibler_divergence(y_true, y_pred):
    """`sum(y_true * log(y_true / y_pred))` along the last axis.

    Both are taken to be at least `K.epsilon()` and at most 1.

    Args:
        y_true: tensor of targets, of the shape of `y_pred`.
        y_pred: tensor of predictions, `(batch, ..., size)`.

    Returns:
        Tensor of losses, `(batch, ...)`.

    Raises:
        ValueError: if the shapes do not go together.
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    y_true = K.clip(y_true, K.epsilon(), 1)
    y_pred = K.clip(y_pred, K.epsilon(), 1)
    return K.sum(y_true * K.log(y_true / y_pred), axis=-1)


def poisson(y_true, y_pred):
    """`mean(y_pred - y_true * log(y_pred + epsilon))` along the last axis.

    It is the negative log-likelihood of counts `y_true` with means `y_pred`, up to a constant.

    Args:
        y_true: tensor of targets, of the shape of `y_pred`.
        y_pred: tensor of predictions, `(batch, ..., size)`.

    Returns:
        Tensor of losses, `(batch, ...)`.

    Raises:
        ValueError: if the shapes do not go together.
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    return K.mean(y_pred - y_true * K.log(y_pred + K.epsilon()), axis=-1)


def cosine_proximity(y_true, y_pred, axis=-1):
    """Minus the cosine of the angle between targets and predictions: -1 is best.

    Args:
        y_true: tensor of targets.
        y_pred: tensor of predictions.
        axis: int, the axis of the vectors.

    Returns:
        Tensor of losses, `(batch, ...)`.

    Raises:
        ValueError: if the shapes do not go together.
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    return -K.sum(K.l2_normalize(y_true, axis=axis) * K.l2_normalize(y_pred, axis=axis), axis=axis)


def _comparable(y_true, y_pred):
    """Returns both as tensors of the type of `y_pred`, after a look at their shapes."""
    if not K.is_tensor(y_pred):
        y_pred = K.constant(y_pred)
    if 'int' in K.dtype(y_pred) or 'bool' in K.dtype(y_pred):
        y_pred = K.cast(y_pred, K.floatx())
    y_true = K.cast(y_true, K.dtype(y_pred))
    check_same_shape(y_true, y_pred)
    return y_true, y_pred


def _log_of_successor(y):
    return K.log(K.clip(y, K.epsilon(), None) + 1.)


def _signs(y_true):
    """Returns -1 or 1 for each target, if all are 0 or 1; else what they are."""
    are_binary = K.cast(K.all(K.equal(y_true, K.square(y_true))), K.dtype(y_true))
    # 2 * y - 1 where they are, y where they are not.
    return y_true + are_binary * (y_true - 1.)


def _smoothed(y_true, label_smoothing, classes):
    return y_true * (1. - label_smoothing) + label_smoothing / classes


# Classes


class MeanSquaredError(LossFunctionWrapper):
    """Mean of squared errors; see `mean_squared_error` and `Loss`."""

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name='mean_squared_error'):
        super().__init__(mean_squared_error, reduction=reduction, name=name)


class MeanAbsoluteError(LossFunctionWrapper):
    """Mean of absolute errors; see `mean_absolute_error` and `Loss`."""

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name='mean_absolute_error'):
        super().__init__(mean_absolute_error, reduction=reduction, name=name)


class MeanAbsolutePercentageError(LossFunctionWrapper):
    """Mean of errors in percent of the targets; see `mean_absolute_percentage_error` and `Loss`."""

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE,
                 name='mean_absolute_percentage_error'):
        super().__init__(mean_absolute_percentage_error, reduction=reduction, name=name)


class MeanSquaredLogarithmicError(LossFunctionWrapper):
    """Mean of squared errors of logarithms; see `mean_squared_logarithmic_error` and `Loss`."""

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE,
                 name='mean_squared_logarithmic_error'):
        super().__init__(mean_squared_logarithmic_error, reduction=reduction, name=name)


class BinaryCrossentropy(LossFunctionWrapper):
    """Crossentropy of yes-or-no targets; see `binary_crossentropy` and `Loss`."""

    def __init__(self, from_logits=False, label_smoothing=0,
                 reduction=Reduction.SUM_OVER_BATCH_SIZE, name='binary_crossentropy'):
        super().__init__(binary_crossentropy, reduction=reduction, name=name,
                         from_logits=from_logits, label_smoothing=label_smoothing)


class CategoricalCrossentropy(LossFunctionWrapper):
    """Crossentropy of one-hot classes; see `categorical_crossentropy` and `Loss`."""

    def __init__(self, from_logits=False, label_smoothing=0,
                 reduction=Reduction.SUM_OVER_BATCH_SIZE, name='categorical_crossentropy'):
        super().__init__(categorical_crossentropy, reduction=reduction, name=name,
                         from_logits=from_logits, label_smoothing=label_smoothing)


class SparseCategoricalCrossentropy(LossFunctionWrapper):
    """Crossentropy of class numbers; see `sparse_categorical_crossentropy` and `Loss`."""

    def __init__(self, from_logits=False, reduction=Reduction.SUM_OVER_BATCH_SIZE,
                 name='sparse_categorical_crossentropy'):
        super().__init__(sparse_categorical_crossentropy, reduction=reduction, name=name,
                         from_logits=from_logits)


class Hinge(LossFunctionWrapper):
    """What is missing to a margin of 1; see `hinge` and `Loss`."""

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name='hinge'):
        super().__init__(hinge, reduction=reduction, name=name)


class SquaredHinge(LossFunctionWrapper):
    """The square of what is missing to a margin of 1; see `squared_hinge` and `Loss`."""

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name='squared_hinge'):
        super().__init__(squared_hinge, reduction=reduction, name=name)


class CategoricalHinge(LossFunctionWrapper):
    """What the right class is missing to a margin of 1; see `categorical_hinge` and `Loss`."""

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name='categorical_hinge'):
        super().__init__(categorical_hinge, reduction=reduction, name=name)


class Poisson(LossFunctionWrapper):
    """Negative log-likelihood of counts; see `poisson` and `Loss`."""

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name='poisson'):
        super().__init__(poisson, reduction=reduction, name=name)


class LogCosh(LossFunctionWrapper):
    """A smooth absolute error; see `logcosh` and `Loss`."""

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name='logcosh'):
        super().__init__(logcosh, reduction=reduction, name=name)


class KLDivergence(LossFunctionWrapper):
    """Divergence of distributions; see `kullback_leibler_divergence` and `Loss`."""

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE,
                 name='kullback_leibler_divergence'):
        super().__init__(kullback_leibler_divergence, reduction=reduction, name=name)


class Huber(LossFunctionWrapper):
    """Squared errors if small, absolute errors if large; see `huber_loss` and `Loss`.

    Args:
        delta: float, where small ends.
        reduction, name: see `Loss`.
    """

    def __init__(self, delta=1.0, reduction=Reduction.SUM_OVER_BATCH_SIZE, name='huber_loss'):
        super().__init__(huber_loss, reduction=reduction, name=name, delta=delta)


mse = MSE = mean_squared_error
mae = MAE = mean_absolute_error
mape = MAPE = mean_absolute_percentage_error
msle = MSLE = mean_squared_logarithmic_error
kld = KLD = kullback_leibler_divergence
cosine = cosine_similarity = cosine_proximity

_REGISTRY = Registry('loss function', 'mean_squared_error', dict(
    named(globals(), class_of(Loss)), **named(globals(), function_of('y_true', 'y_pred'))))


def is_categorical_crossentropy(loss):
    """Tells whether a loss is the categorical crossentropy: function, name or object."""
    return (loss in (categorical_crossentropy, 'categorical_crossentropy')
            or getattr(loss, 'fn', None) is categorical_crossentropy)


def serialize(loss):
    """Returns the name of a loss function, or the description of a `Loss`."""
    return serialize_keras_object(loss)


def deserialize(name, custom_objects=None):
    """Finds or makes a loss from its name or description.

    Args:
        name: string; or a dictionary `{'class_name': ..., 'config': ...}`.
        custom_objects: dictionary from names to losses of your own.

    Returns:
        A function of `y_true` and `y_pred`, or a `Loss`.

    Raises:
        ValueError: for a name that nobody knows.
    """
    return _REGISTRY.deserialize(name, custom_objects)


def get(identifier):
    """Returns the loss that `identifier` stands for.

    Args:
        identifier: a function of `y_true` and `y_pred`, a `Loss`, the name or description of one,
            or None.

    Returns:
        A function or a `Loss`; None for None.

    Raises:
        ValueError: for anything else.
    """
    return None if identifier is None else _REGISTRY.get(identifier)
