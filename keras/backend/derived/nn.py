"""Activations, losses and normalization on top of other ops."""
from keras import backend as K

from ..dtypes import at_least_single
from ..nn_arguments import check_axis, moment_axes


def relu(x, alpha=0., max_value=None, threshold=0.):
    kept = x if max_value is None else K.minimum(x, max_value)
    return K.switch(K.greater(x, threshold), kept, alpha * (x - threshold))


def hard_sigmoid(x):
    return K.clip(0.2 * x + 0.5, 0., 1.)


def l2_normalize(x, axis=None):
    squares = K.sum(K.square(x), axis=axis, keepdims=True)
    return x / K.sqrt(K.maximum(squares, 1e-12))


def categorical_crossentropy(target, output, from_logits=False, axis=-1):
    check_axis('categorical_crossentropy', K.int_shape(output), axis)
    logits = output if from_logits else K.logits_of(output, 'softmax', axis)
    if logits is not None:
        return K.softmax_crossentropy(target, logits, axis)
    output = output / K.sum(output, axis=axis, keepdims=True)
    return -K.sum(K.cast(target, K.dtype(output)) * K.log(_inside(output)), axis=axis)


def softmax_crossentropy(target, logits, axis):
    log_probabilities = logits - K.logsumexp(logits, axis=axis, keepdims=True)
    return -K.sum(K.cast(target, K.dtype(logits)) * log_probabilities, axis=axis)


def sparse_categorical_crossentropy(target, output, from_logits=False, axis=-1):
    check_axis('sparse_categorical_crossentropy', K.int_shape(output), axis)
    logits = output if from_logits else K.logits_of(output, 'softmax', axis)
    if logits is None:
        logits = K.log(_inside(output))
    rank = K.ndim(logits)
    if axis % rank != rank - 1:
        others = [other for other in range(rank) if other != axis % rank]
        logits = K.permute_dimensions(logits, others + [axis % rank])
    return K.sparse_softmax_crossentropy(target, logits)


def binary_crossentropy(target, output, from_logits=False):
    logits = output if from_logits else K.logits_of(output, 'sigmoid')
    target = K.cast(target, K.dtype(output))
    if logits is not None:
        return K.sigmoid_crossentropy(target, logits)
    output = _inside(output)
    epsilon = K.epsilon()
    return -(target * K.log(output + epsilon) + (1. - target) * K.log(1. - output + epsilon))


def sigmoid_crossentropy(target, logits):
    # Unlike the shortest formula, exact for logits far from 0 and smooth at 0.
    return target * K.softplus(-logits) + (1. - target) * K.softplus(logits)


def _inside(probabilities):
    """Returns `probabilities` kept away from 0 and 1."""
    return K.clip(probabilities, K.epsilon(), 1. - K.epsilon())


def batch_normalization(x, mean, var, beta, gamma, axis=-1, epsilon=1e-3):
    check_axis('batch_normalization', K.int_shape(x), axis)
    dtype, rank = K.dtype(x), K.ndim(x)
    x, mean, var, beta, gamma = _at_least_single(x, mean, var, beta, gamma)
    if axis % rank != rank - 1:
        mean, var, beta, gamma = (_along(x, axis, p) for p in (mean, var, beta, gamma))
    scale = 1. / K.sqrt(var + epsilon)
    if gamma is not None:
        scale = scale * gamma
    shift = -mean * scale
    if beta is not None:
        shift = shift + beta
    return K.cast(x * scale + shift, dtype)


def _at_least_single(x, *parameters):
    """Returns tensors (or None) in the type of `x`, or in float32 for half precision.

    Half precision would be too coarse for sums of many numbers.
    """
    dtype = at_least_single(K.dtype(x))
    return [p if p is None else K.cast(p, dtype) for p in (x,) + parameters]


def _along(x, axis, parameter):
    """Reshapes a 1D `parameter` to broadcast along `axis` of `x`."""
    if parameter is None or K.ndim(parameter) != 1:
        return parameter
    shape = [1] * K.ndim(x)
    shape[axis] = -1
    return K.reshape(parameter, shape)


def normalize_batch_in_training(x, gamma, beta, reduction_axes, epsilon=1e-3):
    normalized, moments = K.normalize_by_moments(x, gamma, beta, reduction_axes, epsilon)
    mean, variance = moments()
    return normalized, mean, variance


def normalize_by_moments(x, gamma, beta, reduction_axes, epsilon=1e-3):
    axes, dtype = moment_axes(reduction_axes, K.ndim(x)), K.dtype(x)
    x, gamma, beta = _at_least_single(x, gamma, beta)
    # Moments of the last axes broadcast as they are.
    keepdims = axes != list(range(len(axes)))
    mean = K.mean(x, axis=axes, keepdims=keepdims)
    variance = K.mean(K.square(x - K.stop_gradient(mean)), axis=axes, keepdims=keepdims)
    if keepdims:
        shape = [1 if axis in axes else K.shape(x)[axis] if size is None else size
                 for axis, size in enumerate(K.int_shape(x))]
        beta, gamma = (p if p is None else K.reshape(p, shape) for p in (beta, gamma))
    normalized = K.cast(
        K.batch_normalization(x, mean, variance, beta, gamma, epsilon=epsilon), dtype)
    squeezed = axes if keepdims else []
    return normalized, lambda: (_squeezed(mean, squeezed), _squeezed(variance, squeezed))


def _squeezed(x, axes):
    for axis in reversed(axes):
        x = K.squeeze(x, axis)
    return x
