"""Activations, losses, dropout, normalization.

Args:
    x: tensor of floats; the result has its shape and its dtype.
"""


def relu(x, alpha=0., max_value=None, threshold=0.):
    """Rectifies: `min(x, max_value)` where `x > threshold`, else `alpha * (x - threshold)`.

    Args:
        alpha: slope below the threshold.
        max_value: largest value; None for no bound.
        threshold: number.
    """


def elu(x, alpha=1.):
    """Exponential linear unit: `x` where `x > 0`, else `alpha * (exp(x) - 1)`.

    Clevert et al. 2015, https://arxiv.org/abs/1511.07289.

    Args:
        alpha: number or tensor; the result is above `-alpha`.
    """


def softmax(x, axis=-1):
    """Probabilities from logits: `exp(x)`, divided by its sum along `axis`.

    Args:
        axis: int; a negative one counts from the end.

    Raises:
        ValueError: if `x` has no such axis.
    """


def softplus(x):
    """Smooth rectifier: `log(exp(x) + 1)`."""


def softsign(x):
    """Squashes into -1 to 1: `x / (abs(x) + 1)`."""


def sigmoid(x):
    """Squashes into 0 to 1: `1 / (1 + exp(-x))`."""


def hard_sigmoid(x):
    """Sigmoid of straight lines: `0.2 * x + 0.5`, no less than 0 and no more than 1."""


def tanh(x):
    """Hyperbolic tangent."""


def dropout(x, level, noise_shape=None, seed=None):
    """Sets entries to 0 at random, and scales the others so that the expected sum stays.

    Args:
        level: fraction of entries to drop, at least 0 and less than 1.
        noise_shape: shape of the random choice, which broadcasts to `x`: entries along an axis
            of size 1 are dropped together. None in it, or instead of it, stands for the sizes
            of `x`.
        seed: int, or None to draw one from `np.random`.

    Raises:
        ValueError: if the level is out of range.
    """


def l2_normalize(x, axis=None):
    """Divides by the Euclidean norm along `axis`.

    Squares that sum up to less than 1e-12 count as 1e-12.

    Args:
        axis: int, list of ints, or None for all axes.
    """


def in_top_k(predictions, targets, k):
    """Tells for each row whether the target is among the k largest predictions.

    Args:
        predictions: tensor (batch, classes).
        targets: class indices (batch,).
        k: int. Ties with the k-th largest count as among them.

    Returns:
        Boolean tensor (batch,); False where the target is none of the classes, and in rows with
        predictions that are not finite.
    """


def categorical_crossentropy(target, output, from_logits=False, axis=-1):
    """Cross-entropy of a distribution over classes: `-sum(target * log(output))`.

    Args:
        target: true distribution, of the shape of `output`.
        output: predicted distribution, (batch, ..., classes). It is scaled to the sum 1 and
            kept at least `K.epsilon()` away from 0 and 1; if it comes straight from
            `K.softmax`, the loss is computed from the logits, which is exact.
        from_logits: whether `output` holds logits instead.
        axis: axis of the classes.

    Returns:
        Tensor of the shape of `output` without `axis`.

    Raises:
        ValueError: if `output` has no such axis.
    """


def sparse_categorical_crossentropy(target, output, from_logits=False, axis=-1):
    """Cross-entropy with one true class: `-log(output[target])`.

    Args:
        target: indices of the true classes, of any dtype, of the shape of `output` without
            `axis`; further axes of size 1 do no harm.
        output: as in `categorical_crossentropy`.
        from_logits: whether `output` holds logits instead.
        axis: axis of the classes.

    Returns:
        Tensor of the shape of `output` without `axis`.

    Raises:
        ValueError: if `output` has no such axis. A target that is none of the classes is an error
            of the engine's when the loss is computed.
    """


def binary_crossentropy(target, output, from_logits=False):
    """Cross-entropy of yes or no: `-target * log(output) - (1 - target) * log(1 - output)`.

    Args:
        target: true probabilities, of the shape of `output`.
        output: predicted probabilities, kept `K.epsilon()` away from 0 and 1, as the arguments
            of the logarithms are from 0; if they come straight from `K.sigmoid`, the loss is
            computed from the logits, which is exact.
        from_logits: whether `output` holds logits instead.

    Returns:
        Tensor of the shape of `output`.
    """


# What an engine writes of these losses. Keras 2 did not have it.


def logits_of(output, activation, axis=-1):
    """Returns what `output` is the activation of, None if it is something else.

    From logits, losses stay exact where the activation saturates, and take fewer operations.

    Args:
        output: tensor.
        activation: `'softmax'` or `'sigmoid'`.
        axis: axis of the softmax.
    """


def softmax_crossentropy(target, logits, axis):
    """Does what `categorical_crossentropy` does for logits, after its checks.

    Args:
        target: true distribution, of the shape of `logits`.
        logits: tensor (batch, ..., classes).
        axis: axis of the classes.

    Returns:
        Tensor of the shape of `logits` without `axis`.
    """


def sparse_softmax_crossentropy(target, logits):
    """Does what `sparse_categorical_crossentropy` does for logits, after its checks.

    Args:
        target: indices of the true classes, of any dtype, as many as `logits` has rows.
        logits: tensor (batch, ..., classes).

    Returns:
        Tensor (batch, ...).
    """


def bias_add(x, bias, data_format=None):
    """Adds a bias to each sample.

    Args:
        x: tensor (batch, ..., channels), or (batch, channels, ...) with `'channels_first'`.
        bias: one number a channel, (channels,); or one a place and channel, (..., channels),
            which `'channels_first'` reads in its own order: as (channels, ...), reshaped.
        data_format: `'channels_last'`, `'channels_first'` or None for the default.

    Raises:
        ValueError: if the bias has another number of axes or of channels.
    """


def batch_normalization(x, mean, var, beta, gamma, axis=-1, epsilon=1e-3):
    """Normalizes by given moments: `gamma * (x - mean) / sqrt(var + epsilon) + beta`.

    Args:
        mean: tensor (n,) for the n entries along `axis`, or any shape that broadcasts to `x`.
        var: likewise.
        beta: likewise, or None for 0.
        gamma: likewise, or None for 1.
        axis: axis along which 1D parameters lie.
        epsilon: number that keeps the square root from 0.

    Ioffe and Szegedy 2015, https://arxiv.org/abs/1502.03167.
    """


def normalize_by_moments(x, gamma, beta, reduction_axes, epsilon=1e-3):
    """Normalizes by the moments of the batch itself, which need not be made as tensors.

    Args:
        gamma, beta, reduction_axes, epsilon: see `normalize_batch_in_training`.

    Returns:
        `x` normalized; and a function without arguments that returns the mean and the variance,
        as `normalize_batch_in_training` does.
    """


def normalize_batch_in_training(x, gamma, beta, reduction_axes, epsilon=1e-3):
    """Normalizes by the moments of the batch itself.

    Args:
        gamma: tensor of the shape of `x` without the reduction axes, or None for 1.
        beta: likewise, or None for 0.
        reduction_axes: list of the axes that the moments are taken over, or Theano's names for
            them: `'per-activation'` for the batch axis, `'spatial'` for all but the second one.
        epsilon: number that keeps the square root from 0.

    Returns:
        Three tensors: `x` normalized, the mean and the (biased) variance. The moments are made
        for moving averages: a gradient through them may be left out.
    """
