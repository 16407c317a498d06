"""Activations, losses, dropout, normalization."""
import numpy as np
import theano.tensor as T

from ..config import normalize_data_format
from ..derived import nn as derived
from ..nn_arguments import check_axis, check_bias, is_number, least_kept
from .broadcasting import aligned
from .random import random_bits, random_uniform
from .scalars import crossentropy_of_sigmoid, rectified
from .sizes import sizes_of, with_sizes
from .tensors import as_tensor, int_shape, is_tensor


def relu(x, alpha=0., max_value=None, threshold=0.):
    if not all(value is None or is_number(value) for value in (alpha, max_value, threshold)):
        return derived.relu(x, alpha, max_value, threshold)
    x = as_tensor(x)
    if (alpha, max_value, threshold) == (0, None, 0):
        return rectified(x)
    kept = x if max_value is None else T.minimum(x, _like(x, max_value))
    below = _like(x, alpha) * (x - _like(x, threshold)) if alpha else _like(x, 0)
    return T.switch(T.gt(x, _like(x, threshold)), kept, below)


def _like(x, number):
    """Returns a number in the type of `x`."""
    return np.asarray(number, dtype=x.dtype)


def elu(x, alpha=1.):
    x = as_tensor(x)
    # Without the minimum, large entries give infinities, and these NaN in the gradient.
    below = T.expm1(T.minimum(x, _like(x, 0)))
    return T.switch(T.gt(x, _like(x, 0)), x, below if is_number(alpha, 1) else alpha * below)


def softmax(x, axis=-1):
    x = as_tensor(x)
    check_axis('softmax', int_shape(x), axis)
    y = _by_rows(T.nnet.softmax, x, axis)
    y._softmax_of = x, axis % x.ndim
    return y


def _by_rows(op, x, axis):
    """Applies `op`, a function of matrices, to the vectors along an axis of `x`."""
    if x.ndim == 2 and axis % 2 == 1:
        return with_sizes(op(x), sizes_of(x))
    last = [other for other in range(x.ndim) if other != axis % x.ndim] + [axis % x.ndim]
    moved = x.dimshuffle(last)
    made = T.reshape(op(_as_matrix(moved)), moved.shape, ndim=x.ndim)
    return with_sizes(made.dimshuffle([last.index(i) for i in range(x.ndim)]), sizes_of(x))


def _as_matrix(x):
    """Returns `x` with all axes but the last merged into one."""
    size = sizes_of(x)[-1]
    return T.reshape(x, (-1, size if isinstance(size, int) else x.shape[-1]))


def softplus(x):
    return T.nnet.softplus(as_tensor(x))


def softsign(x):
    return x / (1 + T.abs_(x))


def sigmoid(x):
    y = T.nnet.sigmoid(as_tensor(x))
    y._sigmoid_of = x
    return y


def tanh(x):
    return T.tanh(as_tensor(x))


def dropout(x, level, noise_shape=None, seed=None):
    x = as_tensor(x)
    least = None if is_tensor(level) else np.uint16(least_kept(level))
    if noise_shape is None:
        noise_shape = (None,) * x.ndim
    if isinstance(noise_shape, (list, tuple)):
        noise_shape = [_size(x, axis) if size is None else size
                       for axis, size in enumerate(noise_shape)]
    if least is None:
        kept = T.ge(random_uniform(noise_shape, dtype='float32', seed=seed), level)
    else:
        kept = T.ge(random_bits(noise_shape, seed), least)
    return x * (T.cast(kept, x.dtype) * T.cast(1 / (1 - level), x.dtype))


def _size(x, axis):
    size = sizes_of(x)[axis]
    return size if isinstance(size, int) else x.shape[axis]


def in_top_k(predictions, targets, k):
    predictions = as_tensor(predictions)
    targets = T.cast(targets, 'int64').dimshuffle(0, 'x')
    is_target = T.eq(T.arange(predictions.shape[1]), targets)
    chosen = T.sum(T.switch(is_target, predictions, _like(predictions, 0)), axis=1, keepdims=True,
                   dtype=predictions.dtype)
    better = T.sum(T.gt(predictions, chosen), axis=1)
    is_finite = T.all(T.lt(T.abs_(predictions), np.inf), axis=1)
    return T.lt(better, k) & T.any(is_target, axis=1) & is_finite


def logits_of(output, activation, axis=-1):
    if activation == 'sigmoid':
        return getattr(output, '_sigmoid_of', None)
    logits, along = getattr(output, '_softmax_of', (None, None))
    return None if logits is None or along != axis % output.ndim else logits


def softmax_crossentropy(target, logits, axis):
    target, logits = as_tensor(target), as_tensor(logits)
    log_probabilities = _by_rows(T.nnet.logsoftmax, logits, axis)
    return -T.sum(T.cast(target, logits.dtype) * log_probabilities, axis=axis % logits.ndim,
                  dtype=logits.dtype)


def sparse_softmax_crossentropy(target, logits):
    target, logits = as_tensor(target), as_tensor(logits)
    classes = T.cast(target.flatten(), 'int64')
    losses, _ = T.nnet.crossentropy_softmax_1hot(_as_matrix(logits), classes)
    if logits.ndim > 2:
        losses = T.reshape(losses, logits.shape[:-1], ndim=logits.ndim - 1)
    return with_sizes(losses, sizes_of(logits)[:-1])


def sigmoid_crossentropy(target, logits):
    return crossentropy_of_sigmoid(*aligned(as_tensor(target), as_tensor(logits)))


def bias_add(x, bias, data_format=None):
    x, bias = as_tensor(x), as_tensor(bias)
    channels_second = normalize_data_format(data_format) == 'channels_first' and x.ndim > 2
    axis = 1 if channels_second else x.ndim - 1
    check_bias(int_shape(x), int_shape(bias), axis)
    if bias.ndim == 1:
        pattern = [0 if i == axis else 'x' for i in range(x.ndim)]
        return x + bias.dimshuffle(pattern)
    if channels_second:
        shape = [_size(bias, axis) for axis in [bias.ndim - 1] + list(range(bias.ndim - 1))]
        bias = T.reshape(bias, shape, ndim=bias.ndim)
    return x + bias.dimshuffle(['x'] + list(range(bias.ndim)))
