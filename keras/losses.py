"""Losses: how far predictions are from targets.

Each loss comes as a function, which returns a loss for each sample, and as a class, whose objects
reduce these losses to a single number.
"""
import abc
import math

from keras import backend as K
from keras.utils.generic_utils import serialize_keras_object
from keras.utils.identifiers import Registry, class_of, function_of, named
from keras.utils.losses_utils import Reduction, check_shapes_broadcast, compute_weighted_loss


class Loss(metaclass=abc.ABCMeta):
    """Base class of losses.

    A subclass defines `call`, which returns the loss of each sample. Calling the object weights
    these losses and reduces them.

    Args:
        reduction: string, how to combine the losses of the samples: `'none'` keeps them, `'sum'`
            adds them up, `'sum_over_batch_size'` takes their mean.
        name: string, name of the loss; None by default.

    Raises:
        ValueError: for another `reduction`.

    Example::

        from keras.layers import Dense
        from keras.losses import Loss

        class Cubic(Loss):
            def call(self, y_true, y_pred):
                return K.mean(K.abs(y_true - y_pred) ** 3, axis=-1)

        model = keras.Sequential([Dense(1, input_shape=(4,))])
        model.compile('sgd', loss=Cubic())
        model.fit(np.random.rand(32, 4), np.random.rand(32, 1), verbose=0)
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
            sample_weight: number; or tensor of weights, `(batch,)` or, for losses of each time
                step, `(batch, time)`.

        Returns:
            Scalar tensor; with the reduction `'none'`, the tensor of the weighted losses.

        Raises:
            ValueError: if the weights do not match the losses.
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
            Tensor `(batch, ...)`, usually with one axis less than `y_pred`.
        """

    def get_config(self):
        """Returns the arguments of the constructor, as a dictionary that can be written to JSON."""
        return {'reduction': self.reduction, 'name': self.name}

    @classmethod
    def from_config(cls, config):
        """Creates a loss from the result of `get_config`.

        Args:
            config: dictionary.

        Returns:
            A loss.
        """
        return cls(**config)


class LossFunctionWrapper(Loss):
    """Loss whose values come from a function.

    Args:
        fn: function of `y_true` and `y_pred` that returns a loss for each sample.
        reduction: string, how to combine the losses of the samples; see `Loss`.
        name: string, name of the loss.
        **kwargs: further arguments of `fn`.

    Example:
        >>> from keras.losses import LossFunctionWrapper, huber_loss
        >>> loss = LossFunctionWrapper(huber_loss, delta=2.)
        >>> float(K.eval(loss([[0.]], [[3.]])))
        4.0
    """

    def __init__(self, fn, reduction=Reduction.SUM_OVER_BATCH_SIZE, name=None, **kwargs):
        super().__init__(reduction=reduction, name=name)
        self.fn = fn
        self._arguments = kwargs

    def call(self, y_true, y_pred):
        return self.fn(y_true, y_pred, **self._arguments)

    def get_config(self):
        config = dict(super().get_config(), **self._arguments)
        if type(self) is LossFunctionWrapper:
            config['fn'] = serialize_keras_object(self.fn)
        return config

    @classmethod
    def from_config(cls, config):
        if isinstance(config.get('fn'), str):
            config = dict(config, fn=_REGISTRY.get(config['fn']))
        return cls(**config)


# Functions


def mean_squared_error(y_true, y_pred):
    """Mean squared error: `mean(square(y_pred - y_true))` over the last axis.

    Args:
        y_true: tensor of targets, with the shape of `y_pred`.
        y_pred: tensor of predictions `(batch, ..., size)`.

    Returns:
        Tensor of losses `(batch, ...)`, without the last axis.

    Raises:
        ValueError: if the shapes do not match.

    Example:
        >>> loss = keras.losses.mean_squared_error([[0., 2.]], [[1., 2.]])
        >>> K.eval(loss)
        array([0.5], dtype=float32)
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    return K.mean(K.square(y_pred - y_true), axis=-1)


def mean_absolute_error(y_true, y_pred):
    """Mean absolute error: `mean(abs(y_pred - y_true))` over the last axis.

    Args:
        y_true: tensor of targets, with the shape of `y_pred`.
        y_pred: tensor of predictions `(batch, ..., size)`.

    Returns:
        Tensor of losses `(batch, ...)`, without the last axis.

    Raises:
        ValueError: if the shapes do not match.

    Example:
        >>> loss = keras.losses.mean_absolute_error([[0., 2.]], [[3., 2.]])
        >>> K.eval(loss)
        array([1.5], dtype=float32)
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    return K.mean(K.abs(y_pred - y_true), axis=-1)


def mean_absolute_percentage_error(y_true, y_pred):
    """Mean absolute percentage error: `100 * mean(abs((y_true - y_pred) / y_true))`.

    The mean is over the last axis. The absolute value of the denominator is at least `K.epsilon()`.

    Args:
        y_true: tensor of targets, with the shape of `y_pred`.
        y_pred: tensor of predictions `(batch, ..., size)`.

    Returns:
        Tensor of losses `(batch, ...)`, without the last axis.

    Raises:
        ValueError: if the shapes do not match.

    Example:
        >>> loss = keras.losses.mean_absolute_percentage_error([[2., 10.]], [[1., 10.]])
        >>> K.eval(loss)
        array([25.], dtype=float32)
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    size = K.clip(K.abs(y_true), K.epsilon(), None)
    return 100. * K.mean(K.abs(y_true - y_pred) / size, axis=-1)


def mean_squared_logarithmic_error(y_true, y_pred):
    """Mean squared logarithmic error: `mean(square(log(y_pred + 1) - log(y_true + 1)))`.

    The mean is over the last axis. Values below `K.epsilon()` count as `K.epsilon()`.

    Args:
        y_true: tensor of targets, with the shape of `y_pred`.
        y_pred: tensor of predictions `(batch, ..., size)`.

    Returns:
        Tensor of losses `(batch, ...)`, without the last axis.

    Raises:
        ValueError: if the shapes do not match.

    Example:
        >>> loss = keras.losses.mean_squared_logarithmic_error([[0., 3.]], [[1., 3.]])
        >>> np.round(K.eval(loss), 4)
        array([0.2402], dtype=float32)
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    return K.mean(K.square(_log_of_successor(y_pred) - _log_of_successor(y_true)), axis=-1)


def squared_hinge(y_true, y_pred):
    """Squared hinge loss: `mean(square(max(1 - y_true * y_pred, 0)))` over the last axis.

    Targets are -1 and 1. If all targets of a batch are 0 or 1, 0 counts as -1.

    Args:
        y_true: tensor of targets, with the shape of `y_pred`.
        y_pred: tensor of predictions `(batch, ..., size)`.

    Returns:
        Tensor of losses `(batch, ...)`, without the last axis.

    Raises:
        ValueError: if the shapes do not match.

    Example:
        >>> loss = keras.losses.squared_hinge([[-1., 1.]], [[0.5, 0.5]])
        >>> K.eval(loss)
        array([1.25], dtype=float32)
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    margin = 1. - _signs(y_true) * y_pred
    return K.mean(K.square(K.maximum(margin, 0.)), axis=-1)


def hinge(y_true, y_pred):
    """Hinge loss: `mean(max(1 - y_true * y_pred, 0))` over the last axis.

    Targets are -1 and 1. If all targets of a batch are 0 or 1, 0 counts as -1.

    Args:
        y_true: tensor of targets, with the shape of `y_pred`.
        y_pred: tensor of predictions `(batch, ..., size)`.

    Returns:
        Tensor of losses `(batch, ...)`, without the last axis.

    Raises:
        ValueError: if the shapes do not match.

    Example:
        >>> loss = keras.losses.hinge([[-1., 1.]], [[0.5, 0.5]])
        >>> K.eval(loss)
        array([1.], dtype=float32)
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    return K.mean(K.maximum(1. - _signs(y_true) * y_pred, 0.), axis=-1)


def categorical_hinge(y_true, y_pred):
    """Categorical hinge loss: `max(1 + wrong - right, 0)`.

    `right` is the prediction for the true class and `wrong` the greatest prediction for another
    class: `sum(y_true * y_pred)` and `max((1 - y_true) * y_pred)` over the last axis.

    Args:
        y_true: tensor of targets, one-hot along the last axis.
        y_pred: tensor of predictions `(batch, ..., classes)`.

    Returns:
        Tensor of losses `(batch, ...)`, without the last axis.

    Raises:
        ValueError: if the shapes do not match.

    Example:
        >>> loss = keras.losses.categorical_hinge([[0., 1.]], [[0.25, 0.75]])
        >>> K.eval(loss)
        array([0.5], dtype=float32)
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    right = K.sum(y_true * y_pred, axis=-1)
    wrong = K.max((1. - y_true) * y_pred, axis=-1)
    return K.maximum(wrong - right + 1., 0.)


def logcosh(y_true, y_pred):
    """Logarithm of the hyperbolic cosine of the error: `mean(log(cosh(y_pred - y_true)))`.

    The mean is over the last axis. For small errors the loss is close to half the squared error,
    for large ones to the absolute error minus `log(2)`.

    Args:
        y_true: tensor of targets, with the shape of `y_pred`.
        y_pred: tensor of predictions `(batch, ..., size)`.

    Returns:
        Tensor of losses `(batch, ...)`, without the last axis.

    Raises:
        ValueError: if the shapes do not match.

    Example:
        >>> loss = keras.losses.logcosh([[0., 2.]], [[1., 2.]])
        >>> np.round(K.eval(loss), 4)
        array([0.2169], dtype=float32)
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    x = y_pred - y_true
    # log(cosh(x)), in a form in which exp does not overflow.
    return K.mean(x + K.softplus(-2. * x) - math.log(2.), axis=-1)


def huber_loss(y_true, y_pred, delta=1.0):
    """Huber loss: `0.5 * error ** 2` up to `delta`, `delta * (error - 0.5 * delta)` beyond it.

    `error` is `abs(y_pred - y_true)`. Source: Huber, Robust Estimation of a Location Parameter,
    1964, equation 2.1 and the text after it.

    Args:
        y_true: tensor of targets, with the shape of `y_pred`.
        y_pred: tensor of predictions.
        delta: float, the error beyond which the loss is linear.

    Returns:
        Tensor of losses with the shape of `y_pred`: unlike the other losses, it takes no mean over
        the last axis.

    Raises:
        ValueError: if the shapes do not match.

    Example:
        >>> K.eval(keras.losses.huber_loss([[0., 0.]], [[1., 3.]]))
        array([[0.5, 2.5]], dtype=float32)
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    error = K.abs(y_pred - y_true)
    inside = K.minimum(error, delta)
    return 0.5 * K.square(inside) + delta * (error - inside)


def categorical_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0):
    """Categorical crossentropy: `-sum(y_true * log(y_pred))` over the last axis.

    Unless they are logits, the predictions of each sample are first scaled to sum to 1 and clipped
    to the range from `K.epsilon()` to `1 - K.epsilon()`. If they are the output of a softmax, the
    loss is computed from its inputs, which avoids rounding errors.

    Args:
        y_true: tensor of class probabilities with the shape of `y_pred`, usually one-hot.
        y_pred: tensor of predicted probabilities `(batch, ..., classes)`.
        from_logits: bool, whether `y_pred` holds logits, to which softmax has not been applied.
        label_smoothing: float from 0 to 1, the part of each target that is spread evenly over all
            classes: `y_true * (1 - label_smoothing) + label_smoothing / classes` (Szegedy et al.,
            Rethinking the Inception Architecture for Computer Vision, 2016, section 7).

    Returns:
        Tensor of losses `(batch, ...)`, without the last axis.

    Raises:
        ValueError: if the shapes do not match.

    Example:
        >>> loss = keras.losses.categorical_crossentropy([[0., 1.]], [[0.25, 0.75]])
        >>> np.round(K.eval(loss), 4)
        array([0.2877], dtype=float32)
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    if label_smoothing:
        y_true = _smoothed(y_true, label_smoothing, K.cast(K.shape(y_pred)[-1], K.dtype(y_pred)))
    return K.categorical_crossentropy(y_true, y_pred, from_logits=from_logits)


def sparse_categorical_crossentropy(y_true, y_pred, from_logits=False, axis=-1):
    """Categorical crossentropy for targets that are class indices: `-log(y_pred[y_true])`.

    The predictions are clipped to the range from `K.epsilon()` to `1 - K.epsilon()`; unlike in
    `categorical_crossentropy`, they must sum to 1.

    Args:
        y_true: tensor of class indices, `(batch, ...)` or `(batch, ..., 1)`.
        y_pred: tensor of predicted probabilities `(batch, ..., classes)`.
        from_logits: bool, whether `y_pred` holds logits, to which softmax has not been applied.
        axis: int, axis of the classes.

    Returns:
        Tensor of losses `(batch, ...)`, without the axis of the classes.

    Raises:
        ValueError: if `y_pred` has no such axis.

    Example:
        >>> loss = keras.losses.sparse_categorical_crossentropy([1], [[0.25, 0.75]])
        >>> np.round(K.eval(loss), 4)
        array([0.2877], dtype=float32)
    """
    y_true = y_true if K.is_tensor(y_true) else K.constant(y_true)
    y_pred = y_pred if K.is_tensor(y_pred) else K.constant(y_pred)
    return K.sparse_categorical_crossentropy(y_true, y_pred, from_logits=from_logits, axis=axis)


def binary_crossentropy(y_true, y_pred, from_logits=False, label_smoothing=0):
    """Binary crossentropy: `-mean(y_true * log(y_pred) + (1 - y_true) * log(1 - y_pred))`.

    The mean is over the last axis. Unless they are logits, predictions are clipped to the range
    from `K.epsilon()` to `1 - K.epsilon()`. If they are the output of a sigmoid, the loss is
    computed from its inputs, which avoids rounding errors.

    Args:
        y_true: tensor of targets, 0 or 1, with the shape of `y_pred`.
        y_pred: tensor of predicted probabilities of 1, `(batch, ..., size)`.
        from_logits: bool, whether `y_pred` holds logits, to which sigmoid has not been applied.
        label_smoothing: float from 0 to 1, how far targets move toward 0.5:
            `y_true * (1 - label_smoothing) + 0.5 * label_smoothing`.

    Returns:
        Tensor of losses `(batch, ...)`, without the last axis.

    Raises:
        ValueError: if the shapes do not match.

    Example:
        >>> loss = keras.losses.binary_crossentropy([[0., 1.]], [[0.25, 0.75]])
        >>> np.round(K.eval(loss), 4)
        array([0.2877], dtype=float32)
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    if label_smoothing:
        y_true = _smoothed(y_true, label_smoothing, 2.)
    return K.mean(K.binary_crossentropy(y_true, y_pred, from_logits=from_logits), axis=-1)


def kullback_leibler_divergence(y_true, y_pred):
    """Kullback-Leibler divergence: `sum(y_true * log(y_true / y_pred))` over the last axis.

    Both are clipped to the range from `K.epsilon()` to 1. Source: Kullback and Leibler, On
    Information and Sufficiency, 1951.

    Args:
        y_true: tensor of targets, with the shape of `y_pred`.
        y_pred: tensor of predictions `(batch, ..., size)`.

    Returns:
        Tensor of losses `(batch, ...)`, without the last axis.

    Raises:
        ValueError: if the shapes do not match.

    Example:
        >>> loss = keras.losses.kullback_leibler_divergence([[0.5, 0.5]], [[0.25, 0.75]])
        >>> np.round(K.eval(loss), 4)
        array([0.1438], dtype=float32)
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    y_true = K.clip(y_true, K.epsilon(), 1)
    y_pred = K.clip(y_pred, K.epsilon(), 1)
    return K.sum(y_true * K.log(y_true / y_pred), axis=-1)


def poisson(y_true, y_pred):
    """Poisson loss: `mean(y_pred - y_true * log(y_pred + epsilon))` over the last axis.

    It is the negative log-likelihood of counts `y_true` with means `y_pred`, up to a constant;
    `epsilon` is `K.epsilon()`.

    Args:
        y_true: tensor of targets, with the shape of `y_pred`.
        y_pred: tensor of predictions `(batch, ..., size)`.

    Returns:
        Tensor of losses `(batch, ...)`, without the last axis.

    Raises:
        ValueError: if the shapes do not match.

    Example:
        >>> loss = keras.losses.poisson([[1., 2.]], [[1., 1.]])
        >>> np.round(K.eval(loss), 4)
        array([1.], dtype=float32)
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    return K.mean(y_pred - y_true * K.log(y_pred + K.epsilon()), axis=-1)


def cosine_proximity(y_true, y_pred, axis=-1):
    """Cosine proximity: the negative cosine of the angle between targets and predictions.

    The formula is `-sum(y_true / norm(y_true) * y_pred / norm(y_pred))` along `axis`; -1 is best.

    Args:
        y_true: tensor of targets, with the shape of `y_pred`.
        y_pred: tensor of predictions.
        axis: int, axis of the vectors.

    Returns:
        Tensor of losses `(batch, ...)`, without `axis`.

    Raises:
        ValueError: if the shapes do not match.

    Example:
        >>> loss = keras.losses.cosine_proximity([[3., 4.]], [[1., 0.]])
        >>> np.round(K.eval(loss), 4)
        array([-0.6], dtype=float32)
    """
    y_true, y_pred = _comparable(y_true, y_pred)
    return -K.sum(K.l2_normalize(y_true, axis=axis) * K.l2_normalize(y_pred, axis=axis), axis=axis)


def _comparable(y_true, y_pred):
    """Returns both as tensors with the dtype of `y_pred`, after checking their shapes."""
    if not K.is_tensor(y_pred):
        y_pred = K.constant(y_pred)
    if 'int' in K.dtype(y_pred) or 'bool' in K.dtype(y_pred):
        y_pred = K.cast(y_pred, K.floatx())
    y_true = K.cast(y_true, K.dtype(y_pred))
    check_shapes_broadcast(y_true, y_pred)
    return y_true, y_pred


def _log_of_successor(y):
    return K.log(K.clip(y, K.epsilon(), None) + 1.)


def _signs(y_true):
    """Returns -1 or 1 for each target if all are 0 or 1; otherwise the targets unchanged."""
    are_binary = K.cast(K.all(K.equal(y_true, K.square(y_true))), K.dtype(y_true))
    # 2 * y - 1 if they are, y if they are not.
    return y_true + are_binary * (y_true - 1.)


def _smoothed(y_true, label_smoothing, classes):
    return y_true * (1. - label_smoothing) + label_smoothing / classes


# Classes


class MeanSquaredError(LossFunctionWrapper):
    """Mean squared error: the loss `mean_squared_error`, reduced over the batch.

    Args:
        reduction: string, how to combine the losses of the samples: `'none'`, `'sum'` or
            `'sum_over_batch_size'` (mean); see `Loss`.
        name: string, name of the loss.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar, or `(batch, ...)` with the reduction
        `'none'`.

    Raises:
        ValueError: for another `reduction`, or, when it is called, if the shapes do not match.

    Example:
        >>> loss = keras.losses.MeanSquaredError()
        >>> float(K.eval(loss([[0., 2.]], [[1., 2.]])))
        0.5
    """

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name='mean_squared_error'):
        super().__init__(mean_squared_error, reduction=reduction, name=name)


class MeanAbsoluteError(LossFunctionWrapper):
    """Mean absolute error: the loss `mean_absolute_error`, reduced over the batch.

    Args:
        reduction: string, how to combine the losses of the samples: `'none'`, `'sum'` or
            `'sum_over_batch_size'` (mean); see `Loss`.
        name: string, name of the loss.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar, or `(batch, ...)` with the reduction
        `'none'`.

    Raises:
        ValueError: for another `reduction`, or, when it is called, if the shapes do not match.

    Example:
        >>> loss = keras.losses.MeanAbsoluteError()
        >>> float(K.eval(loss([[0., 2.]], [[3., 2.]])))
        1.5
    """

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name='mean_absolute_error'):
        super().__init__(mean_absolute_error, reduction=reduction, name=name)


class MeanAbsolutePercentageError(LossFunctionWrapper):
    """Mean absolute percentage error: `mean_absolute_percentage_error`, reduced over the batch.

    Args:
        reduction: string, how to combine the losses of the samples: `'none'`, `'sum'` or
            `'sum_over_batch_size'` (mean); see `Loss`.
        name: string, name of the loss.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar, or `(batch, ...)` with the reduction
        `'none'`.

    Raises:
        ValueError: for another `reduction`, or, when it is called, if the shapes do not match.

    Example:
        >>> loss = keras.losses.MeanAbsolutePercentageError()
        >>> float(K.eval(loss([[2., 10.]], [[1., 10.]])))
        25.0
    """

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE,
                 name='mean_absolute_percentage_error'):
        super().__init__(mean_absolute_percentage_error, reduction=reduction, name=name)


class MeanSquaredLogarithmicError(LossFunctionWrapper):
    """Mean squared logarithmic error: `mean_squared_logarithmic_error`, reduced.

    Args:
        reduction: string, how to combine the losses of the samples: `'none'`, `'sum'` or
            `'sum_over_batch_size'` (mean); see `Loss`.
        name: string, name of the loss.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar, or `(batch, ...)` with the reduction
        `'none'`.

    Raises:
        ValueError: for another `reduction`, or, when it is called, if the shapes do not match.

    Example:
        >>> loss = keras.losses.MeanSquaredLogarithmicError()
        >>> round(float(K.eval(loss([[0., 3.]], [[1., 3.]]))), 4)
        0.2402
    """

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE,
                 name='mean_squared_logarithmic_error'):
        super().__init__(mean_squared_logarithmic_error, reduction=reduction, name=name)


class BinaryCrossentropy(LossFunctionWrapper):
    """Binary crossentropy: the loss `binary_crossentropy`, reduced over the batch.

    Args:
        from_logits: bool, whether `y_pred` holds logits, to which sigmoid has not been applied.
        label_smoothing: float from 0 to 1, how far targets move toward 0.5.
        reduction: string, how to combine the losses of the samples: `'none'`, `'sum'` or
            `'sum_over_batch_size'` (mean); see `Loss`.
        name: string, name of the loss.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar, or `(batch, ...)` with the reduction
        `'none'`.

    Raises:
        ValueError: for another `reduction`, or, when it is called, if the shapes do not match.

    Example:
        >>> loss = keras.losses.BinaryCrossentropy()
        >>> round(float(K.eval(loss([[0., 1.]], [[0.25, 0.75]]))), 4)
        0.2877
    """

    def __init__(self, from_logits=False, label_smoothing=0,
                 reduction=Reduction.SUM_OVER_BATCH_SIZE, name='binary_crossentropy'):
        super().__init__(binary_crossentropy, reduction=reduction, name=name,
                         from_logits=from_logits, label_smoothing=label_smoothing)


class CategoricalCrossentropy(LossFunctionWrapper):
    """Categorical crossentropy: `categorical_crossentropy`, reduced over the batch.

    Args:
        from_logits: bool, whether `y_pred` holds logits, to which softmax has not been applied.
        label_smoothing: float from 0 to 1, the part of each target that is spread over all classes.
        reduction: string, how to combine the losses of the samples: `'none'`, `'sum'` or
            `'sum_over_batch_size'` (mean); see `Loss`.
        name: string, name of the loss.

    Shapes:
        `y_true` (one-hot) and `y_pred` `(batch, ..., classes)`; a scalar, or `(batch, ...)` with
        the reduction `'none'`.

    Raises:
        ValueError: for another `reduction`, or, when it is called, if the shapes do not match.

    Example:
        >>> loss = keras.losses.CategoricalCrossentropy()
        >>> round(float(K.eval(loss([[0., 1.]], [[0.25, 0.75]]))), 4)
        0.2877
    """

    def __init__(self, from_logits=False, label_smoothing=0,
                 reduction=Reduction.SUM_OVER_BATCH_SIZE, name='categorical_crossentropy'):
        super().__init__(categorical_crossentropy, reduction=reduction, name=name,
                         from_logits=from_logits, label_smoothing=label_smoothing)


class SparseCategoricalCrossentropy(LossFunctionWrapper):
    """Categorical crossentropy of class indices: `sparse_categorical_crossentropy`, reduced.

    Args:
        from_logits: bool, whether `y_pred` holds logits, to which softmax has not been applied.
        reduction: string, how to combine the losses of the samples: `'none'`, `'sum'` or
            `'sum_over_batch_size'` (mean); see `Loss`.
        name: string, name of the loss.

    Shapes:
        `y_true` `(batch, ...)` or `(batch, ..., 1)`, `y_pred` `(batch, ..., classes)`; a scalar, or
        `(batch, ...)` with the reduction `'none'`.

    Raises:
        ValueError: for another `reduction`, or, when it is called, if the shapes do not match.

    Example:
        >>> loss = keras.losses.SparseCategoricalCrossentropy()
        >>> round(float(K.eval(loss([1], [[0.25, 0.75]]))), 4)
        0.2877
    """

    def __init__(self, from_logits=False, reduction=Reduction.SUM_OVER_BATCH_SIZE,
                 name='sparse_categorical_crossentropy'):
        super().__init__(sparse_categorical_crossentropy, reduction=reduction, name=name,
                         from_logits=from_logits)


class Hinge(LossFunctionWrapper):
    """Hinge loss: the loss `hinge`, reduced over the batch.

    Args:
        reduction: string, how to combine the losses of the samples: `'none'`, `'sum'` or
            `'sum_over_batch_size'` (mean); see `Loss`.
        name: string, name of the loss.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar, or `(batch, ...)` with the reduction
        `'none'`.

    Raises:
        ValueError: for another `reduction`, or, when it is called, if the shapes do not match.

    Example:
        >>> loss = keras.losses.Hinge()
        >>> float(K.eval(loss([[-1., 1.]], [[0.5, 0.5]])))
        1.0
    """

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name='hinge'):
        super().__init__(hinge, reduction=reduction, name=name)


class SquaredHinge(LossFunctionWrapper):
    """Squared hinge loss: the loss `squared_hinge`, reduced over the batch.

    Args:
        reduction: string, how to combine the losses of the samples: `'none'`, `'sum'` or
            `'sum_over_batch_size'` (mean); see `Loss`.
        name: string, name of the loss.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar, or `(batch, ...)` with the reduction
        `'none'`.

    Raises:
        ValueError: for another `reduction`, or, when it is called, if the shapes do not match.

    Example:
        >>> loss = keras.losses.SquaredHinge()
        >>> float(K.eval(loss([[-1., 1.]], [[0.5, 0.5]])))
        1.25
    """

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name='squared_hinge'):
        super().__init__(squared_hinge, reduction=reduction, name=name)


class CategoricalHinge(LossFunctionWrapper):
    """Categorical hinge loss: the loss `categorical_hinge`, reduced over the batch.

    Args:
        reduction: string, how to combine the losses of the samples: `'none'`, `'sum'` or
            `'sum_over_batch_size'` (mean); see `Loss`.
        name: string, name of the loss.

    Shapes:
        `y_true` (one-hot) and `y_pred` `(batch, ..., classes)`; a scalar, or `(batch, ...)` with
        the reduction `'none'`.

    Raises:
        ValueError: for another `reduction`, or, when it is called, if the shapes do not match.

    Example:
        >>> loss = keras.losses.CategoricalHinge()
        >>> float(K.eval(loss([[0., 1.]], [[0.25, 0.75]])))
        0.5
    """

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name='categorical_hinge'):
        super().__init__(categorical_hinge, reduction=reduction, name=name)


class Poisson(LossFunctionWrapper):
    """Poisson loss: the loss `poisson`, reduced over the batch.

    Args:
        reduction: string, how to combine the losses of the samples: `'none'`, `'sum'` or
            `'sum_over_batch_size'` (mean); see `Loss`.
        name: string, name of the loss.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar, or `(batch, ...)` with the reduction
        `'none'`.

    Raises:
        ValueError: for another `reduction`, or, when it is called, if the shapes do not match.

    Example:
        >>> loss = keras.losses.Poisson()
        >>> round(float(K.eval(loss([[1., 2.]], [[1., 1.]]))), 4)
        1.0
    """

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name='poisson'):
        super().__init__(poisson, reduction=reduction, name=name)


class LogCosh(LossFunctionWrapper):
    """Logarithm of the hyperbolic cosine of the error: the loss `logcosh`, reduced.

    Args:
        reduction: string, how to combine the losses of the samples: `'none'`, `'sum'` or
            `'sum_over_batch_size'` (mean); see `Loss`.
        name: string, name of the loss.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar, or `(batch, ...)` with the reduction
        `'none'`.

    Raises:
        ValueError: for another `reduction`, or, when it is called, if the shapes do not match.

    Example:
        >>> loss = keras.losses.LogCosh()
        >>> round(float(K.eval(loss([[0., 2.]], [[1., 2.]]))), 4)
        0.2169
    """

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE, name='logcosh'):
        super().__init__(logcosh, reduction=reduction, name=name)


class KLDivergence(LossFunctionWrapper):
    """Kullback-Leibler divergence: `kullback_leibler_divergence`, reduced over the batch.

    Args:
        reduction: string, how to combine the losses of the samples: `'none'`, `'sum'` or
            `'sum_over_batch_size'` (mean); see `Loss`.
        name: string, name of the loss.

    Shapes:
        `y_true` and `y_pred` `(batch, ..., size)`; a scalar, or `(batch, ...)` with the reduction
        `'none'`.

    Raises:
        ValueError: for another `reduction`, or, when it is called, if the shapes do not match.

    Example:
        >>> loss = keras.losses.KLDivergence()
        >>> round(float(K.eval(loss([[0.5, 0.5]], [[0.25, 0.75]]))), 4)
        0.1438
    """

    def __init__(self, reduction=Reduction.SUM_OVER_BATCH_SIZE,
                 name='kullback_leibler_divergence'):
        super().__init__(kullback_leibler_divergence, reduction=reduction, name=name)


class Huber(LossFunctionWrapper):
    """Huber loss: the loss `huber_loss`, reduced over the batch.

    Args:
        delta: float, the error beyond which the loss is linear.
        reduction: string, how to combine the losses of the samples: `'none'`, `'sum'` or
            `'sum_over_batch_size'` (mean); see `Loss`.
        name: string, name of the loss.

    Shapes:
        `y_true` and `y_pred` `(batch, ...)`; a scalar, or the shape of `y_pred` with the reduction
        `'none'`.

    Raises:
        ValueError: for another `reduction`, or, when it is called, if the shapes do not match.

    Example:
        >>> loss = keras.losses.Huber()
        >>> float(K.eval(loss([[0., 0.]], [[1., 3.]])))
        1.5
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
    """Returns whether a loss is the categorical crossentropy.

    Args:
        loss: loss function, name or object.

    Returns:
        Bool.

    Example:
        >>> keras.losses.is_categorical_crossentropy('categorical_crossentropy')
        True
    """
    return (loss in (categorical_crossentropy, 'categorical_crossentropy')
            or getattr(loss, 'fn', None) is categorical_crossentropy)


def serialize(loss):
    """Returns the name of a loss function, or the configuration of a `Loss`.

    Args:
        loss: loss function or `Loss`.

    Returns:
        String, or dictionary `{'class_name': ..., 'config': ...}`.

    Raises:
        ValueError: if `loss` has neither a name nor a configuration.

    Example:
        >>> keras.losses.serialize(keras.losses.mean_squared_error)
        'mean_squared_error'
    """
    return serialize_keras_object(loss)


def deserialize(name, custom_objects=None):
    """Returns the loss with a given name or configuration.

    Args:
        name: string; or dictionary `{'class_name': ..., 'config': ...}`.
        custom_objects: dictionary from names to your own losses.

    Returns:
        A function of `y_true` and `y_pred`, or a `Loss`.

    Raises:
        ValueError: if the name is unknown.

    Example:
        >>> keras.losses.deserialize('hinge') is keras.losses.hinge
        True
    """
    return _REGISTRY.deserialize(name, custom_objects)


def get(identifier):
    """Returns the loss for an identifier, as `compile` accepts it.

    Args:
        identifier: function of `y_true` and `y_pred`, `Loss`, name or configuration, or None.

    Returns:
        A function or a `Loss`; None for None.

    Raises:
        ValueError: for anything else.

    Example:
        >>> keras.losses.get('mse') is keras.losses.mean_squared_error
        True
    """
    return None if identifier is None else _REGISTRY.get(identifier)
