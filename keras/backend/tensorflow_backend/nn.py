"""Activations, losses, dropout, normalization."""
import tensorflow as tf
from tensorflow.python.ops.control_flow_ops import CondContext

from ..config import normalize_data_format
from ..derived import nn as derived
from ..nn_arguments import check_axis, check_bias, is_number, least_kept, moment_axes
from ..seeds import seed_or_draw
from .quick_softmax import with_quick_softmax
from .random_streams import PHILOX
from .tensors import dtype, int_shape, is_variable, ndim

tf1 = tf.compat.v1


def relu(x, alpha=0., max_value=None, threshold=0.):
    if is_number(threshold, 0) and max_value is None and is_number(alpha):
        return tf.nn.relu(x) if alpha == 0 else tf.nn.leaky_relu(x, float(alpha))
    if is_number(threshold, 0) and is_number(max_value, 6) and is_number(alpha, 0):
        return tf.nn.relu6(x)
    return derived.relu(x, alpha, max_value, threshold)


def elu(x, alpha=1.):
    y = tf.nn.elu(x)
    if is_number(alpha, 1):
        return y
    return tf.where(x > 0, y, alpha * y)


def softmax(x, axis=-1):
    check_axis('softmax', int_shape(x), axis)
    return with_quick_softmax(tf.nn.softmax(x, axis=axis))


def softplus(x):
    return tf.nn.softplus(x)


def softsign(x):
    return tf.nn.softsign(x)


def sigmoid(x):
    return tf.nn.sigmoid(x)


def tanh(x):
    return tf.nn.tanh(x)


def dropout(x, level, noise_shape=None, seed=None):
    least = None if tf.is_tensor(level) else least_kept(level)
    if noise_shape is None:
        noise_shape = tf.shape(x)
    elif isinstance(noise_shape, (list, tuple)):
        noise_shape = [tf.shape(x)[axis] if size is None else size
                       for axis, size in enumerate(noise_shape)]
    seed = seed_or_draw(seed)
    if least is None:
        return tf.nn.dropout(x, rate=level, noise_shape=noise_shape, seed=seed)
    drawn = tf.cast(_random_int16(noise_shape, seed), 'float32')
    # 1 where `drawn >= least - 2**15`, else 0: whole numbers, which floats compare faster.
    kept = tf.minimum(tf.nn.relu(drawn + (1 - least + 2**15)), 1)
    return x * (tf.cast(kept, dtype(x)) * (1 / (1 - level)))


def _random_int16(shape, seed):
    """Returns random numbers from -2**15 to 2**15 - 1, all equally likely."""
    # The seeded operation draws a key and a counter for a faster one without a state.
    state = tf.random.uniform([3, 2], -2**31, 2**31 - 1, dtype='int32', seed=seed)
    state = tf.bitcast(tf.bitcast(state, 'int64'), 'uint64')
    count = tf.reduce_prod(shape)
    fours = tf.raw_ops.StatelessRandomUniformFullIntV2(
        shape=[(count + 3) // 4], key=state[:1], counter=state[1:], alg=PHILOX, dtype='uint64')
    fours = tf.bitcast(tf.bitcast(fours, 'int64'), 'int16')
    return tf.reshape(tf.reshape(fours, [-1])[:count], shape)


def in_top_k(predictions, targets, k):
    return tf.math.in_top_k(tf.cast(targets, 'int32'), tf.cast(predictions, 'float32'), k)


def logits_of(output, activation, axis=-1):
    if not tf.is_tensor(output) or is_variable(output) or (
            output.op.type != activation.capitalize()):
        return None
    # Along other axes, the softmax consists of several operations.
    is_last = axis in (-1, (ndim(output) or 0) - 1)
    return output.op.inputs[0] if is_last else None


def softmax_crossentropy(target, logits, axis):
    target = tf.cast(target, logits.dtype)
    if ndim(logits) == 2 and axis in (-1, 1):
        # The same as `tf.nn.softmax_cross_entropy_with_logits`, without its reshaping.
        return tf.raw_ops.SoftmaxCrossEntropyWithLogits(features=logits, labels=target)[0]
    return tf.nn.softmax_cross_entropy_with_logits(target, logits, axis=axis)


def sparse_softmax_crossentropy(target, logits):
    shape = [-1] if ndim(logits) == 2 else tf.shape(logits)[:-1]
    target = tf.reshape(tf.cast(target, 'int64'), shape)
    return tf.nn.sparse_softmax_cross_entropy_with_logits(target, logits)


def sigmoid_crossentropy(target, logits):
    if int_shape(target) is None or int_shape(target) != int_shape(logits):
        return derived.sigmoid_crossentropy(target, logits)
    return _sigmoid_crossentropy(target, logits)


@tf.custom_gradient
def _sigmoid_crossentropy(target, logits):
    """Computes it for equal shapes, with the gradient in two operations instead of eight."""
    # Exact also where the sum of the first two terms is exactly 0. TensorFlow computes the chain of
    # functions in one pass, in half the time of its `softplus`.
    chain = tf.math.log1p(tf.exp(-tf.abs(logits)))
    loss = tf.maximum(logits, 0.) - logits * target + chain
    return loss, lambda upstream: (-logits * upstream, (tf.sigmoid(logits) - target) * upstream)


def bias_add(x, bias, data_format=None):
    data_format = normalize_data_format(data_format)
    rank, shape = ndim(x), int_shape(bias)
    channels_second = data_format == 'channels_first' and rank > 2
    check_bias(int_shape(x), shape, 1 if channels_second else -1)
    if len(shape) == 1:
        if rank == 4 and not channels_second:
            # TensorFlow would merge the gradient of `bias_add` after a `conv2d` into that of the
            # kernel, which then takes far longer (on CPUs, with oneDNN).
            return tf.add(x, bias, name='BiasAdd')
        return tf.nn.bias_add(x, bias, 'NC...' if channels_second else 'N...C')
    if data_format == 'channels_first':
        shape = shape[-1:] + shape[:-1]
    return x + tf.reshape(bias, (1,) + shape)


def batch_normalization(x, mean, var, beta, gamma, axis=-1, epsilon=1e-3):
    check_axis('batch_normalization', int_shape(x), axis)
    # The fused op passes no gradient to the moments; moments that are variables need none.
    if is_variable(mean) and is_variable(var) and _fits_fused(x, axis, epsilon):
        return _fused(x, gamma, beta, axis, epsilon, mean, var)[0]
    return derived.batch_normalization(x, mean, var, beta, gamma, axis, epsilon)


def normalize_by_moments(x, gamma, beta, reduction_axes, epsilon=1e-3):
    axes = moment_axes(reduction_axes, ndim(x))
    axis = {(0, 1, 2): 3, (0, 2, 3): 1}.get(tuple(axes))
    if axis is None or not _fits_fused(x, axis, epsilon):
        arguments = x, gamma, beta, axes, epsilon
        normalized, moments = derived.normalize_by_moments(*arguments)
        return normalized, _outside_of_branch(
            moments, lambda: derived.normalize_by_moments(*arguments)[1]())
    arguments = x, gamma, beta, axis, epsilon
    normalized, *parts = _fused(*arguments)
    unbiased_moments = _outside_of_branch(lambda: tuple(parts), lambda: _fused(*arguments)[1:])

    def moments():
        mean, unbiased = unbiased_moments()
        count = tf.cast(tf.size(x) / int_shape(x)[axis], unbiased.dtype)
        return mean, unbiased * ((count - 1) / count)

    return normalized, moments


def _outside_of_branch(make, make_again):
    """Returns a function like `make`, but for use outside of the branch that is being built.

    A call of a session that takes the other branch computes nothing in this one, so the function
    makes another branch there.

    Args:
        make: function that returns tensors of the branch that is being built.
        make_again: function that computes the same from tensors outside of it.
    """
    branch = tf1.get_default_graph()._get_control_flow_context()
    if not isinstance(branch, CondContext):
        return make
    makers = [make_again, make]
    return lambda: tf1.cond(branch.pred, makers[branch.branch], makers[1 - branch.branch])


def _fits_fused(x, axis, epsilon):
    shape = int_shape(x)
    return (shape is not None and len(shape) == 4 and axis in (-1, 1, 3)
            and shape[axis] is not None and dtype(x) in ('float16', 'float32')
            and epsilon > 1e-5)  # the minimum of cuDNN


def _fused(x, gamma, beta, axis, epsilon, mean=None, variance=None):
    """Returns the normalized `x` along `axis`, its means and its unbiased variances.

    If `mean` and `variance` are given, these are used.
    """
    channels = int_shape(x)[axis]

    def parameter(value, default):
        if value is None:
            return tf.fill([channels], default)
        value = value if int_shape(value) == (channels,) else tf.reshape(value, [channels])
        return tf.cast(value, 'float32')

    channels_first = axis == 1
    if channels_first:
        x = tf.transpose(x, (0, 2, 3, 1))
    scale, offset = parameter(gamma, 1.), parameter(beta, 0.)
    training = mean is None
    if training:
        mean = variance = tf.constant([], 'float32')
    else:
        mean, variance = parameter(mean, 0.), parameter(variance, 1.)
    y, mean, variance = tf.raw_ops.FusedBatchNormV3(
        x=x, scale=scale, offset=offset, mean=mean, variance=variance,
        epsilon=epsilon, is_training=training)[:3]
    if channels_first:
        y = tf.transpose(y, (0, 3, 1, 2))
    return y, mean, variance
