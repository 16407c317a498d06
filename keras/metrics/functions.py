"""For each sample, how many of its predictions are right, or how similar they are to targets."""
from keras import backend as K
from keras import losses


def accuracy(y_true, y_pred):
    """Tells, entry by entry, where predictions equal targets.

    Args:
        y_true: tensor of targets.
        y_pred: tensor of predictions of that shape.

    Returns:
        Tensor of that shape: 1 where they are equal, else 0.
    """
    return K.cast(K.equal(y_true, K.cast(y_pred, K.dtype(y_true))), K.floatx())


def binary_accuracy(y_true, y_pred, threshold=0.5):
    """Returns which part of yes-or-no predictions is right.

    Args:
        y_true: tensor `(..., outputs)` of 0 and 1.
        y_pred: tensor of that shape, predicted probabilities of 1.
        threshold: float, what a prediction must exceed to count as 1. With 0.5, predictions
            are rounded, so that those that are no probabilities (2.2, say) are seldom right.

    Returns:
        Tensor `(...)`.
    """
    decided = K.round(y_pred) if threshold == 0.5 else K.greater(y_pred, threshold)
    hits = K.equal(y_true, K.cast(decided, K.dtype(y_true)))
    return K.mean(K.cast(hits, K.floatx()), axis=-1)


def categorical_accuracy(y_true, y_pred):
    """Tells for which samples the right class has the greatest prediction.

    Args:
        y_true: tensor `(..., classes)`, one-hot.
        y_pred: tensor of that shape.

    Returns:
        Tensor `(...)` of 0 and 1.
    """
    return K.cast(K.equal(K.argmax(y_true), K.argmax(y_pred)), K.floatx())


def sparse_categorical_accuracy(y_true, y_pred):
    """Tells for which samples the right class has the greatest prediction.

    Args:
        y_true: tensor of class numbers, `(...)` or `(..., 1)`.
        y_pred: tensor `(..., classes)`.

    Returns:
        Tensor `(...)` of 0 and 1.
    """
    y_true = _class_numbers(y_true, y_pred)
    return K.cast(K.equal(y_true, K.cast(K.argmax(y_pred), K.dtype(y_true))), K.floatx())


def top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Tells for which samples the right class is among the `k` with the greatest predictions.

    Args:
        y_true: tensor `(..., classes)`, one-hot.
        y_pred: tensor of that shape.
        k: int.

    Returns:
        Tensor `(...)` of 0 and 1.
    """
    return _in_top_k(K.argmax(y_true), y_pred, k)


def sparse_top_k_categorical_accuracy(y_true, y_pred, k=5):
    """Tells for which samples the right class is among the `k` with the greatest predictions.

    Args:
        y_true: tensor of class numbers, `(...)` or `(..., 1)`.
        y_pred: tensor `(..., classes)`.
        k: int.

    Returns:
        Tensor `(...)` of 0 and 1.
    """
    return _in_top_k(_class_numbers(y_true, y_pred), y_pred, k)


def cosine_proximity(y_true, y_pred, axis=-1):
    """Returns the cosine of the angle between targets and predictions: 1 is best.

    The loss of that name is its opposite.

    Args:
        y_true: tensor of targets.
        y_pred: tensor of predictions of that shape.
        axis: int, the axis of the vectors.

    Returns:
        Tensor without that axis.
    """
    return -losses.cosine_proximity(y_true, y_pred, axis=axis)


def _class_numbers(y_true, y_pred):
    return K.squeeze(y_true, -1) if K.ndim(y_true) == K.ndim(y_pred) else y_true


def _in_top_k(classes, y_pred, k):
    if K.ndim(y_pred) == 2:
        return K.cast(K.in_top_k(y_pred, K.cast(classes, 'int32'), k), K.floatx())
    rows = K.reshape(y_pred, (-1, K.int_shape(y_pred)[-1]))
    hits = K.in_top_k(rows, K.cast(K.flatten(classes), 'int32'), k)
    return K.reshape(K.cast(hits, K.floatx()), K.shape(y_pred)[:-1])
