"""Metric functions, which return a value for each sample."""
from keras import backend as K
from keras import losses


def accuracy(y_true, y_pred):
    """Compares predictions with targets, entry by entry: 1 if they are equal, otherwise 0.

    Args:
        y_true: tensor of targets.
        y_pred: tensor of predictions of the same shape.

    Returns:
        Tensor of the same shape.

    Example:
        >>> values = keras.metrics.accuracy(K.constant([1, 2, 3]), K.constant([1, 2, 4]))
        >>> K.eval(values).tolist()
        [1.0, 1.0, 0.0]
    """
    return K.cast(K.equal(y_true, K.cast(y_pred, K.dtype(y_true))), K.floatx())


def binary_accuracy(y_true, y_pred, threshold=0.5):
    """Fraction of binary predictions that are right: `mean(y_true == (y_pred > threshold))`.

    The mean is over the last axis.

    Args:
        y_true: tensor `(..., outputs)` of 0 and 1.
        y_pred: tensor of the same shape, predicted probabilities of 1.
        threshold: float; predictions above it count as 1. With 0.5, predictions are rounded
            instead, so values that are not probabilities, such as 2.2, rarely count as right.

    Returns:
        Tensor `(...)`.

    Example:
        >>> values = keras.metrics.binary_accuracy(K.constant([[0., 1.]]), K.constant([[0.2, 0.4]]))
        >>> K.eval(values).tolist()
        [0.5]
    """
    decided = K.round(y_pred) if threshold == 0.5 else K.greater(y_pred, threshold)
    hits = K.equal(y_true, K.cast(decided, K.dtype(y_true)))
    return K.mean(K.cast(hits, K.floatx()), axis=-1)


def categorical_accuracy(y_true, y_pred):
    """Returns 1 for samples whose true class has the greatest prediction, otherwise 0.

    The formula is `argmax(y_true) == argmax(y_pred)` along the last axis.

    Args:
        y_true: tensor `(..., classes)`, one-hot.
        y_pred: tensor of the same shape.

    Returns:
        Tensor `(...)` of 0 and 1.

    Example:
        >>> y_true = K.constant([[0., 1.], [0., 1.]])
        >>> y_pred = K.constant([[0.3, 0.7], [0.8, 0.2]])
        >>> K.eval(keras.metrics.categorical_accuracy(y_true, y_pred)).tolist()
        [1.0, 0.0]
    """
    return K.cast(K.equal(K.argmax(y_true), _best_class(y_pred)), K.floatx())


def sparse_categorical_accuracy(y_true, y_pred):
    """Returns 1 for samples whose true class has the greatest prediction, otherwise 0.

    The formula is `y_true == argmax(y_pred)` along the last axis.

    Args:
        y_true: tensor of class indices, `(...)` or `(..., 1)`.
        y_pred: tensor `(..., classes)`.

    Returns:
        Tensor `(...)` of 0 and 1.

    Example:
        >>> y_pred = K.constant([[0.3, 0.7], [0.8, 0.2]])
        >>> K.eval(keras.metrics.sparse_categorical_accuracy(K.constant([1, 1]), y_pred)).tolist()
        [1.0, 0.0]
    """
    y_true = _class_numbers(y_true, y_pred)
    return K.cast(K.equal(y_true, K.cast(_best_class(y_pred), K.dtype(y_true))), K.floatx())


def top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Returns 1 for samples whose true class is among the `k` greatest predictions, otherwise 0.

    Args:
        y_true: tensor `(..., classes)`, one-hot.
        y_pred: tensor of the same shape.
        k: int, number of predictions.

    Returns:
        Tensor `(...)` of 0 and 1.

    Example:
        >>> y_true = K.constant([[0., 0., 1.]])
        >>> y_pred = K.constant([[0.5, 0.2, 0.3]])
        >>> K.eval(keras.metrics.top_k_categorical_accuracy(y_true, y_pred, k=2)).tolist()
        [1.0]
    """
    return _in_top_k(K.argmax(y_true), y_pred, k)


def sparse_top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Returns 1 for samples whose true class is among the `k` greatest predictions, otherwise 0.

    Args:
        y_true: tensor of class indices, `(...)` or `(..., 1)`.
        y_pred: tensor `(..., classes)`.
        k: int, number of predictions.

    Returns:
        Tensor `(...)` of 0 and 1.

    Example:
        >>> y_true, y_pred = K.constant([2]), K.constant([[0.5, 0.2, 0.3]])
        >>> K.eval(keras.metrics.sparse_top_k_categorical_accuracy(y_true, y_pred, k=2)).tolist()
        [1.0]
    """
    return _in_top_k(_class_numbers(y_true, y_pred), y_pred, k)


def cosine_proximity(y_true, y_pred, axis=-1):
    """Cosine of the angle between targets and predictions; 1 is best.

    The formula is `sum(y_true / norm(y_true) * y_pred / norm(y_pred))` along `axis`. The loss of
    the same name has the opposite sign.

    Args:
        y_true: tensor of targets.
        y_pred: tensor of predictions of the same shape.
        axis: int, axis of the vectors.

    Returns:
        Tensor without this axis.

    Example:
        >>> values = keras.metrics.cosine_proximity(K.constant([[3., 4.]]), K.constant([[1., 0.]]))
        >>> round(float(K.eval(values)[0]), 4)
        0.6
    """
    return -losses.cosine_proximity(y_true, y_pred, axis=axis)


def _best_class(y_pred):
    """Returns the index of the greatest prediction, if possible without computing a softmax."""
    logits = K.logits_of(y_pred, 'softmax')
    return K.argmax(y_pred if logits is None else logits)


def _class_numbers(y_true, y_pred):
    return K.squeeze(y_true, -1) if K.ndim(y_true) == K.ndim(y_pred) else y_true


def _in_top_k(classes, y_pred, k):
    if K.ndim(y_pred) == 2:
        return K.cast(K.in_top_k(y_pred, K.cast(classes, 'int32'), k), K.floatx())
    rows = K.reshape(y_pred, (-1, K.int_shape(y_pred)[-1]))
    hits = K.in_top_k(rows, K.cast(K.flatten(classes), 'int32'), k)
    return K.reshape(K.cast(hits, K.floatx()), K.shape(y_pred)[:-1])
