"""Weighting and reducing the losses, or other values, of samples."""
from keras import backend as K


class Reduction:
    """How the losses of a batch are reduced.

    Attributes:
        NONE: `'none'`: not at all; there is one loss for each sample.
        SUM: `'sum'`: to their sum.
        SUM_OVER_BATCH_SIZE: `'sum_over_batch_size'`: to their mean.

    Example:
        >>> loss = keras.losses.MeanSquaredError(reduction=keras.losses.Reduction.SUM)
        >>> float(K.eval(loss(K.constant([[1.], [2.]]), K.constant([[0.], [0.]]))))
        5.0
    """

    NONE = 'none'
    SUM = 'sum'
    SUM_OVER_BATCH_SIZE = 'sum_over_batch_size'

    @classmethod
    def all(cls):
        """Returns the names of all reductions."""
        return cls.NONE, cls.SUM, cls.SUM_OVER_BATCH_SIZE

    @classmethod
    def validate(cls, key):
        """Raises a ValueError if there is no reduction of this name."""
        if key not in cls.all():
            raise ValueError('Unknown reduction: %r. Expected one of %s.'
                             % (key, ', '.join(map(repr, cls.all()))))


def check_shapes_broadcast(targets, outputs):
    """Raises a ValueError if two tensors are known to have shapes that do not broadcast.

    Args:
        targets: tensor.
        outputs: tensor.
    """
    shapes = K.int_shape(targets), K.int_shape(outputs)
    if None not in shapes and not _fit(*shapes):
        raise ValueError('y_true of shape %s does not fit y_pred of shape %s.' % shapes)


def match_ranks(y_true, y_pred):
    """Removes a last axis of size 1 that only one of two tensors has.

    Args:
        y_true: tensor.
        y_pred: tensor.

    Returns:
        `y_true` and `y_pred`; for example, `(batch,)` and `(batch, 1)` both become `(batch,)`.
    """
    difference = K.ndim(y_true) - K.ndim(y_pred)
    if difference == 1 and K.int_shape(y_true)[-1] == 1:
        y_true = K.squeeze(y_true, -1)
    elif difference == -1 and K.int_shape(y_pred)[-1] == 1:
        y_pred = K.squeeze(y_pred, -1)
    return y_true, y_pred


def check_equal_shapes(y_true, y_pred):
    """Raises a ValueError if two tensors are known to have different shapes."""
    true, pred = K.int_shape(y_true), K.int_shape(y_pred)
    if len(true) != len(pred) or any(
            a != b for a, b in zip(true, pred) if None not in (a, b)):
        hint = (' If y_true holds class indices, convert them with keras.utils.to_categorical, or '
                'y_pred to indices with K.argmax.' if true[-1:] == (1,) else '')
        raise ValueError('y_true and y_pred must have the same shape, but have %s and %s.%s'
                         % (true, pred, hint))


def match_weights(sample_weight, values):
    """Reshapes weights to be multiplied by the values that they belong to.

    Args:
        sample_weight: number, array or tensor: a scalar, or of shape `(batch,)`, `(batch, time)`
            and so on, for the first axes of `values`. An axis of size 1 is broadcast.
        values: tensor `(batch, ...)`.

    Returns:
        Tensor of the type of `values`, with as many axes as `values`, or a scalar. If `values` is
        a scalar, the weights as they are.

    Raises:
        ValueError: if the shapes do not match.
    """
    weights = K.cast(sample_weight, K.dtype(values))
    rank, wanted = K.ndim(weights), K.ndim(values)
    if rank == 0 or wanted == 0:
        return weights
    shape = K.int_shape(weights)
    if rank == wanted + 1 and shape[-1] in (1, None):
        weights = K.squeeze(weights, -1)
    for _ in range(wanted - rank):
        weights = K.expand_dims(weights)
    if K.ndim(weights) != wanted or not _fit(K.int_shape(weights), K.int_shape(values), True):
        raise ValueError(
            'sample_weight of shape %s does not fit values of shape %s. Expected a number, or '
            'the first axes of the values: %s.' % (shape, K.int_shape(values), ' or '.join(
                str(K.int_shape(values)[:n]) for n in range(1, wanted + 1)) or '()'))
    return weights


def ratio(numerator, denominator):
    """Divides tensors, with 0 / 0 = 0 and a gradient of 0 there, for means with no counted entry.

    Args:
        numerator: tensor.
        denominator: tensor of the same type.
    """
    is_zero = K.cast(K.equal(denominator, 0), K.dtype(denominator))
    return numerator / (denominator + is_zero)


def _fit(shape, other, one_way=False):
    """Returns whether `shape` broadcasts to `other` (unless `one_way`, also the reverse)."""
    for a, b in zip(reversed(shape), reversed(other)):
        if None not in (a, b) and a != b and a != 1 and (one_way or b != 1):
            return False
    return True


def compute_weighted_loss(losses, sample_weight=None, reduction=Reduction.SUM_OVER_BATCH_SIZE):
    """Weights the losses of a batch and reduces them.

    Args:
        losses: tensor `(batch, ...)`, or a number.
        sample_weight: weights as for `match_weights`, or None.
        reduction: string, one of `Reduction`.

    Returns:
        Scalar tensor; a tensor of the shape of `losses` for the reduction `'none'`.

    Raises:
        ValueError: if the reduction is unknown or the weights do not match the losses.

    Example:
        >>> from keras.utils.losses_utils import compute_weighted_loss
        >>> float(K.eval(compute_weighted_loss(K.constant([1., 3.]), K.constant([1., 0.]))))
        0.5
    """
    Reduction.validate(reduction)
    if isinstance(losses, (int, float)):
        losses = K.constant(losses)
    if sample_weight is not None:
        losses = losses * match_weights(sample_weight, losses)
    if reduction == Reduction.SUM:
        return K.sum(losses)
    if reduction == Reduction.SUM_OVER_BATCH_SIZE:
        return K.mean(losses)
    return losses
