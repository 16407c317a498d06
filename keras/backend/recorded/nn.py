"""Activations, losses, dropout, normalization."""
import numpy as np

from ..config import normalize_data_format
from ..derived import nn as derived
from ..nn_arguments import check_axis, check_bias, is_number
from .conversion import as_tensor
from .graph import Operation
from .math import logsumexp, sum
from .shape import CHOSEN, reshape
from .static_shapes import same
from .tensors import cast, int_shape, is_tensor, ndim, shape


def _activation(name, numpy):
    return Operation(name, same, numpy=numpy)


def _softplus(x):
    return np.logaddexp(x, 0)


def _softmax(x, axis):
    powers = np.exp(x - np.max(x, axis, keepdims=True))
    return powers / np.sum(powers, axis, keepdims=True)


RELU = _activation('relu', lambda x: np.maximum(x, 0))
ELU = _activation('elu', lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))))
SOFTPLUS = _activation('softplus', _softplus)
SOFTSIGN = _activation('softsign', lambda x: x / (1 + np.abs(x)))
SIGMOID = _activation('sigmoid', lambda x: .5 * (1 + np.tanh(.5 * x)))
TANH = _activation('tanh', np.tanh)
SOFTMAX = Operation('softmax', same, numpy=_softmax)


def relu(x, alpha=0., max_value=None, threshold=0.):
    x = as_tensor(x)
    if is_number(threshold, 0) and max_value is None and is_number(alpha, 0):
        return RELU(x)
    if is_number(threshold, 0) and max_value is None and is_number(alpha):
        # At 0 the slope is alpha, as on TensorFlow.
        positive = RELU(x)
        return positive + alpha * (x - positive)
    return derived.relu(x, alpha, max_value, threshold)


def elu(x, alpha=1.):
    y = ELU(as_tensor(x))
    if is_number(alpha, 1):
        return y
    return RELU(x) - alpha * ELU(-RELU(-x)) * -1.


def softmax(x, axis=-1):
    x = as_tensor(x)
    check_axis('softmax', int_shape(x), axis)
    return SOFTMAX(x, axis=axis % ndim(x))


def softplus(x):
    return SOFTPLUS(as_tensor(x))


def softsign(x):
    return SOFTSIGN(as_tensor(x))


def sigmoid(x):
    return SIGMOID(as_tensor(x))


def tanh(x):
    return TANH(as_tensor(x))


def noise_shape_of(x, noise_shape):
    """Returns the shape of the numbers that a dropout of `x` draws."""
    if noise_shape is None:
        return shape(x)
    if is_tensor(noise_shape):
        return noise_shape
    return [shape(x)[axis] if size is None else size for axis, size in enumerate(noise_shape)]


def _among_largest(predictions, targets, k):
    is_target = np.equal(targets[:, None], np.arange(predictions.shape[1]))
    chosen = np.sum(np.where(is_target, predictions, 0), axis=1, keepdims=True)
    with np.errstate(invalid='ignore'):
        better = np.sum(predictions > chosen, axis=1)
    return (better < k) & is_target.any(axis=1) & np.isfinite(predictions).all(axis=1)


IN_TOP_K = Operation('in_top_k', lambda shapes, x: shapes[1], 'bool', numpy=_among_largest,
                      differentiable=False)


def in_top_k(predictions, targets, k):
    return IN_TOP_K(as_tensor(predictions), cast(targets, 'int32'), k=k)


def logits_of(output, activation, axis=-1):
    made_by = {'softmax': SOFTMAX, 'sigmoid': SIGMOID}[activation]
    if not is_tensor(output) or output.op is not made_by:
        return None
    is_along = activation == 'sigmoid' or output.attributes['axis'] == axis % ndim(output)
    return output.inputs[0] if is_along else None


def sparse_softmax_crossentropy(target, logits):
    chosen = CHOSEN(cast(target, 'int64'), shape(logits), dtype=logits.dtype)
    return -sum(chosen * logits, axis=-1) + logsumexp(logits, axis=-1)


def bias_add(x, bias, data_format=None):
    data_format = normalize_data_format(data_format)
    rank, biases = ndim(x), int_shape(bias)
    channels_second = data_format == 'channels_first' and rank > 2
    check_bias(int_shape(x), biases, 1 if channels_second else -1)
    if len(biases) == 1:
        if channels_second:
            bias = reshape(bias, (1, -1) + (1,) * (rank - 2))
        return x + bias
    sizes = [shape(bias)[i] if size is None else size for i, size in enumerate(int_shape(bias))]
    if data_format == 'channels_first':
        sizes = sizes[-1:] + sizes[:-1]
    return x + reshape(bias, [1] + sizes)
