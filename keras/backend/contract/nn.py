"""Activations, losses, dropout, normalization.

Args:
    x: tensor of floats; the result has its shape and dtype.
"""


def relu(x, alpha=0., max_value=None, threshold=0.):
    """Rectifies: `min(x, max_value)` if `x > threshold`, else `alpha * (x - threshold)`.

    Args:
        alpha: number, the slope below the threshold.
        max_value: number, the largest output; None for no limit.
        threshold: number.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:
        >>> x = K.constant([-2., 0.5, 9.])
        >>> K.eval(K.relu(x))
        array([0. , 0.5, 9. ], dtype=float32)
        >>> K.eval(K.relu(x, alpha=0.5, max_value=6.))
        array([-1. ,  0.5,  6. ], dtype=float32)
    """


def elu(x, alpha=1.):
    """Exponential linear unit: `x` if `x > 0`, else `alpha * (exp(x) - 1)`.

    See Clevert et al. 2015, https://arxiv.org/abs/1511.07289.

    Args:
        alpha: number or tensor; outputs are greater than `-alpha`.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:
        >>> np.round(K.eval(K.elu(K.constant([-1., 2.]))), 3)
        array([-0.632,  2.   ], dtype=float32)
    """


def softmax(x, axis=-1):
    """Converts logits to probabilities: `exp(x)`, divided by its sum along `axis`.

    Args:
        axis: int; negative ints count from the end.

    Returns:
        Tensor of the shape and dtype of `x`.

    Raises:
        ValueError: if `x` has no such axis.

    Example:
        >>> np.round(K.eval(K.softmax(K.constant([[0., 0.], [np.log(3.), 0.]]))), 3)
        array([[0.5 , 0.5 ],
               [0.75, 0.25]], dtype=float32)
    """


def softplus(x):
    """Smooth rectifier: `log(exp(x) + 1)`.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:
        >>> np.round(K.eval(K.softplus(K.constant([0., 100.]))), 3)
        array([  0.693, 100.   ], dtype=float32)
    """


def softsign(x):
    """Maps entries to the range from -1 to 1: `x / (abs(x) + 1)`.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:
        >>> K.eval(K.softsign(K.constant([-1., 0., 3.])))
        array([-0.5 ,  0.  ,  0.75], dtype=float32)
    """


def sigmoid(x):
    """Maps entries to the range from 0 to 1: `1 / (1 + exp(-x))`.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:
        >>> np.round(K.eval(K.sigmoid(K.constant([0., np.log(3.)]))), 3)
        array([0.5 , 0.75], dtype=float32)
    """


def hard_sigmoid(x):
    """Piecewise linear sigmoid: `0.2 * x + 0.5`, limited to the range from 0 to 1.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:
        >>> K.eval(K.hard_sigmoid(K.constant([-3., 0., 3.])))
        array([0. , 0.5, 1. ], dtype=float32)
    """


def tanh(x):
    """Hyperbolic tangent, from -1 to 1.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:
        >>> np.round(K.eval(K.tanh(K.constant([0., 1.]))), 3)
        array([0.   , 0.762], dtype=float32)
    """


def dropout(x, level, noise_shape=None, seed=None):
    """Sets random entries to 0, and scales the others by `1 / (1 - level)`.

    Args:
        level: fraction of entries to drop, at least 0 and less than 1.
        noise_shape: shape of the random mask, which broadcasts to `x`: entries along an axis of
            size 1 are dropped together. None, or a None in it, means the sizes of `x`.
        seed: int, or None to draw one from `np.random`.

    Returns:
        Tensor of the shape and dtype of `x`.

    Raises:
        ValueError: if `level` is out of range.

    Example::

        x = K.ones((4, 10, 3))
        K.dropout(x, 0.2)
        K.dropout(x, 0.2, noise_shape=(None, 1, None))  # the same for all of the 10 steps
    """


def l2_normalize(x, axis=None):
    """Divides entries by the Euclidean norm along `axis`.

    A sum of squares below 1e-12 is replaced by 1e-12.

    Args:
        axis: int, list of ints, or None for all axes.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:
        >>> np.round(K.eval(K.l2_normalize(K.constant([[3., 4.]]), axis=-1)), 3)
        array([[0.6, 0.8]], dtype=float32)
    """


def in_top_k(predictions, targets, k):
    """Returns whether each row's target is among its k largest predictions.

    Args:
        predictions: tensor of shape `(batch, classes)`.
        targets: class indices, `(batch,)`.
        k: int. Predictions equal to the k-th largest are also among them.

    Returns:
        Bool tensor of shape `(batch,)`; False where the target is not a class index, and in rows
        with predictions that are not finite.

    Example:
        >>> predictions = K.constant([[0.1, 0.6, 0.3], [0.1, 0.6, 0.3]])
        >>> K.eval(K.in_top_k(predictions, K.constant([2, 0], dtype='int32'), k=2))
        array([ True, False])
    """


def categorical_crossentropy(target, output, from_logits=False, axis=-1):
    """Cross-entropy of a distribution over classes: `-sum(target * log(output))`.

    Args:
        target: true distribution, in the shape of `output`.
        output: predicted distribution, `(batch, ..., classes)`. It is scaled to a sum of 1 and
            kept at least `K.epsilon()` away from 0 and 1; if it is the direct result of
            `K.softmax`, the loss is computed from the logits, which is exact.
        from_logits: whether `output` holds logits instead of probabilities.
        axis: int, the axis of the classes.

    Returns:
        Tensor of the shape of `output` without `axis`.

    Raises:
        ValueError: if `output` has no such axis.

    Example:
        >>> target = K.constant([[0., 1.], [1., 0.]])
        >>> output = K.constant([[0.5, 0.5], [0.9, 0.1]])
        >>> np.round(K.eval(K.categorical_crossentropy(target, output)), 3)
        array([0.693, 0.105], dtype=float32)
    """


def sparse_categorical_crossentropy(target, output, from_logits=False, axis=-1):
    """Cross-entropy with one true class: `-log(output[target])`.

    Args:
        target: indices of the true classes, of any dtype, in the shape of `output` without
            `axis`; additional axes of size 1 are allowed.
        output: predicted distribution, as in `K.categorical_crossentropy`.
        from_logits: whether `output` holds logits instead of probabilities.
        axis: int, the axis of the classes.

    Returns:
        Tensor of the shape of `output` without `axis`.

    Raises:
        ValueError: if `output` has no such axis. If a target is not a class index, the engine
            raises an error when the loss is computed.

    Example:
        >>> target = K.constant([1, 0], dtype='int32')
        >>> output = K.constant([[0.5, 0.5], [0.9, 0.1]])
        >>> np.round(K.eval(K.sparse_categorical_crossentropy(target, output)), 3)
        array([0.693, 0.105], dtype=float32)
    """


def binary_crossentropy(target, output, from_logits=False):
    """Cross-entropy of two classes: `-target * log(output) - (1 - target) * log(1 - output)`.

    Args:
        target: true probabilities, in the shape of `output`.
        output: predicted probabilities, kept at least `K.epsilon()` away from 0 and 1, as are the
            arguments of the logarithms from 0; if it is the direct result of `K.sigmoid`, the loss
            is computed from the logits, which is exact.
        from_logits: whether `output` holds logits instead of probabilities.

    Returns:
        Tensor of the shape of `output`.

    Example:
        >>> target, output = K.constant([1., 0.]), K.constant([0.5, 0.1])
        >>> np.round(K.eval(K.binary_crossentropy(target, output)), 3)
        array([0.693, 0.105], dtype=float32)
    """


# The next four are what an engine writes of these losses.


def logits_of(output, activation, axis=-1):
    """Returns the tensor that `output` is the activation of, or None. Not in Keras 2.

    Computed from logits, losses stay exact where the activation saturates, and take fewer
    operations.

    Args:
        output: tensor.
        activation: `'softmax'` or `'sigmoid'`.
        axis: int, the axis of the softmax.

    Example:
        >>> x = K.placeholder((None, 3))
        >>> K.int_shape(K.logits_of(K.sigmoid(x), 'sigmoid'))
        (None, 3)
        >>> K.logits_of(K.tanh(x), 'sigmoid') is None
        True
    """


def softmax_crossentropy(target, logits, axis):
    """Computes `categorical_crossentropy` of logits, after its checks. Not in Keras 2.

    Args:
        target: true distribution, in the shape of `logits`.
        logits: tensor of shape `(batch, ..., classes)`.
        axis: int, the axis of the classes.

    Returns:
        Tensor of the shape of `logits` without `axis`.

    Example:
        >>> loss = K.softmax_crossentropy(K.constant([[0., 1.]]), K.constant([[2., 2.]]), -1)
        >>> np.round(K.eval(loss), 3)
        array([0.693], dtype=float32)
    """


def sparse_softmax_crossentropy(target, logits):
    """Computes `sparse_categorical_crossentropy` of logits, after its checks. Not in Keras 2.

    Args:
        target: indices of the true classes, of any dtype, as many as `logits` has rows.
        logits: tensor of shape `(batch, ..., classes)`.

    Returns:
        Tensor of shape `(batch, ...)`.

    Example:
        >>> loss = K.sparse_softmax_crossentropy(K.constant([1]), K.constant([[2., 2.]]))
        >>> np.round(K.eval(loss), 3)
        array([0.693], dtype=float32)
    """


def sigmoid_crossentropy(target, logits):
    """Computes `binary_crossentropy` of logits, after its checks. Not in Keras 2.

    Args:
        target: tensor of the dtype of `logits`, probabilities of 1.
        logits: tensor of the same shape.

    Returns:
        Tensor of the shape of `logits`.

    Example:
        >>> loss = K.sigmoid_crossentropy(K.constant([[0., 1.]]), K.constant([[0., 2.]]))
        >>> np.round(K.eval(loss), 3)
        array([[0.693, 0.127]], dtype=float32)
    """


def bias_add(x, bias, data_format=None):
    """Adds a bias to each sample.

    Args:
        x: tensor of shape `(batch, ..., channels)`, or `(batch, channels, ...)` with
            `'channels_first'`.
        bias: one number for each channel, `(channels,)`; or one for each place and channel,
            `(..., channels)`, which `'channels_first'` reshapes to `(channels, ...)`.
        data_format: `'channels_last'` or `'channels_first'`; None means `K.image_data_format()`.

    Returns:
        Tensor of the shape and dtype of `x`.

    Raises:
        ValueError: if the bias has the wrong number of axes or of channels.

    Example:
        >>> K.eval(K.bias_add(K.constant([[1., 2.], [3., 4.]]), K.constant([10., 20.])))
        array([[11., 22.],
               [13., 24.]], dtype=float32)
    """


def batch_normalization(x, mean, var, beta, gamma, axis=-1, epsilon=1e-3):
    """Normalizes by given moments: `gamma * (x - mean) / sqrt(var + epsilon) + beta`.

    See Ioffe and Szegedy 2015, https://arxiv.org/abs/1502.03167.

    Args:
        mean: tensor of shape `(n,)` for the n entries along `axis`, or of any shape that
            broadcasts to `x`.
        var: variance, in a shape like that of `mean`.
        beta: offset, in a shape like that of `mean`, or None for 0.
        gamma: scale, in a shape like that of `mean`, or None for 1.
        axis: int, the axis that 1D parameters belong to.
        epsilon: small number that avoids division by zero.

    Returns:
        Tensor of the shape and dtype of `x`.

    Example:
        >>> x, moment = K.constant([[2., 6.]]), K.constant([4., 4.])
        >>> K.eval(K.batch_normalization(x, moment, moment, None, None, epsilon=0.))
        array([[-1.,  1.]], dtype=float32)
    """


def normalize_by_moments(x, gamma, beta, reduction_axes, epsilon=1e-3):
    """Normalizes by the moments of the batch, without making the moments. Not in Keras 2.

    Args:
        gamma: as in `K.normalize_batch_in_training`.
        beta: as in `K.normalize_batch_in_training`.
        reduction_axes: as in `K.normalize_batch_in_training`.
        epsilon: as in `K.normalize_batch_in_training`.

    Returns:
        The normalized `x`, and a function without arguments that returns the mean and the
        variance, as `K.normalize_batch_in_training` does.

    Example:
        >>> y, moments = K.normalize_by_moments(K.constant([[1.], [3.]]), None, None, [0])
        >>> np.round(K.eval(y), 2)
        array([[-1.],
               [ 1.]], dtype=float32)
    """


def normalize_batch_in_training(x, gamma, beta, reduction_axes, epsilon=1e-3):
    """Normalizes by the moments of the batch.

    Args:
        gamma: tensor of the shape of `x` without the reduction axes, or None for 1.
        beta: tensor of the same shape as `gamma`, or None for 0.
        reduction_axes: list of the axes that the moments are taken over, or Theano's name for
            them: `'per-activation'` for the batch axis, `'spatial'` for all but the second axis.
        epsilon: small number that avoids division by zero.

    Returns:
        Three tensors: the normalized `x`, the mean and the (biased) variance. The moments are
        meant for moving averages: gradients through them may be missing.

    Raises:
        ValueError: if `x` has no such axes.

    Example:
        >>> x = K.constant([[1.], [3.]])
        >>> y, mean, variance = K.normalize_batch_in_training(x, None, None, [0])
        >>> K.eval(mean), K.eval(variance)
        (array([2.], dtype=float32), array([1.], dtype=float32))
    """
