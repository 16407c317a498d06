"""Weighing and adding up the losses, or other numbers, of samples."""
from keras import backend as K


class Reduction:
    """What becomes of the losses of a batch.

    `NONE`: they stay apart. `SUM`: they are added up. `SUM_OVER_BATCH_SIZE`: their sum is
    divided by how many they are.
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
        """Raises a ValueError if there is no reduction of that name."""
        if key not in cls.all():
            raise ValueError('Unknown reduction: %r. Expected one of %s.'
                             % (key, ', '.join(map(repr, cls.all()))))


def check_same_shape(targets, outputs):
    """Raises a ValueError if two tensors are known to have shapes that do not go together.

    Axes of size 1 are repeated as needed, and missing ones added in front, as in NumPy.

    Args:
        targets, outputs: tensors.
    """
    shapes = K.int_shape(targets), K.int_shape(outputs)
    if None not in shapes and not _fit(*shapes):
        raise ValueError('y_true of shape %s does not fit y_pred of shape %s.' % shapes)


def match_ranks(y_true, y_pred):
    """Takes a last axis of size 1 away where one tensor has it and the other has not.

    Args:
        y_true, y_pred: tensors.

    Returns:
        `y_true` and `y_pred`; `(batch,)` with `(batch, 1)`, say, become `(batch,)` both.
    """
    difference = K.ndim(y_true) - K.ndim(y_pred)
    if difference == 1 and K.int_shape(y_true)[-1] == 1:
        y_true = K.squeeze(y_true, -1)
    elif difference == -1 and K.int_shape(y_pred)[-1] == 1:
        y_pred = K.squeeze(y_pred, -1)
    return y_true, y_pred


def match_weights(sample_weight, values):
    """Brings weights into a shape that can be multiplied with what they weigh.

    Args:
        sample_weight: number, array or tensor: a scalar, or of shape `(batch,)`, `(batch, time)`
            and so on: it weighs along the first axes. An axis of size 1 is repeated.
        values: tensor `(batch, ...)`.

    Returns:
        Tensor of the type of `values`, with as many axes as `values`, or a scalar. Where
        `values` is a scalar, the weights as they are.

    Raises:
        ValueError: if the shapes do not fit.
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
    """Divides tensors, for means of which nothing may count: 0 / 0 is 0, and so is its gradient.

    Args:
        numerator, denominator: tensors of the same type.
    """
    is_zero = K.cast(K.equal(denominator, 0), K.dtype(denominator))
    return numerator / (denominator + is_zero)


def _fit(shape, other, one_way=False):
    """Tells whether axes of size 1 in `shape` (and, unless one way, in `other`) can be repeated."""
    for a, b in zip(reversed(shape), reversed(other)):
        if None not in (a, b) and a != b and a != 1 and (one_way or b != 1):
            return False
    return True


def compute_weighted_loss(losses, sample_weight=None, reduction=Reduction.SUM_OVER_BATCH_SIZE):
    """Weighs the losses of a batch and adds them up.

    Args:
        losses: tensor `(batch, ...)`.
        sample_weight: weights as for `match_weights`, or None.
        reduction: string, one of `Reduction`.

    Returns:
        Scalar tensor; a tensor of the shape of `losses` for the reduction `'none'`.

    Raises:
        ValueError: if the weights do not fit the losses.
    """
    Reduction.validate(reduction)
    if sample_weight is not None:
        losses = losses * match_weights(sample_weight, losses)
    if reduction == Reduction.SUM:
        return K.sum(losses)
    if reduction == Reduction.SUM_OVER_BATCH_SIZE:
        return K.mean(losses)
    return losses
