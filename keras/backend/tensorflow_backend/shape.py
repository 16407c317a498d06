"""Rearranging entries: joining, slicing, repeating and padding."""
import tensorflow as tf

from ..checks import check_block, checked_pattern, copies
from ..config import floatx
from .tensors import cast, is_sparse, is_tensor, ndim, to_dense


def reshape(x, shape):
    return tf.reshape(x, shape)


def permute_dimensions(x, pattern):
    return tf.transpose(x, pattern if ndim(x) is None else checked_pattern(pattern, ndim(x)))


def transpose(x):
    return tf.transpose(x)


def expand_dims(x, axis=-1):
    return tf.expand_dims(x, axis)


def squeeze(x, axis):
    return tf.squeeze(x, axis)


def concatenate(tensors, axis=-1):
    if all(is_sparse(x) for x in tensors):
        return tf.sparse.concat(axis, tensors)
    return tf.concat([to_dense(x) for x in tensors], int(axis))


def stack(x, axis=0):
    return tf.stack(x, axis)


def split(x, count, axis=-1):
    return tf.split(x, count, axis)


def slice(x, start, size):
    check_block(x, ndim(x), start, size, is_tensor)
    return tf.slice(x, start, size)


def gather(reference, indices):
    return tf.gather(reference, indices)


def reverse(x, axes):
    return tf.reverse(x, [axes] if isinstance(axes, int) else axes)


def repeat_elements(x, rep, axis):
    return tf.repeat(x, rep, int(axis))


def tile(x, n):
    return tf.tile(x, n if is_tensor(n) or ndim(x) is None else copies(n, ndim(x)))


def arange(start, stop=None, step=1, dtype='int32'):
    if stop is None:
        start, stop = 0, tf.maximum(start, 0)
    numbers = tf.range(start, stop, step)
    return numbers if dtype == 'int32' else cast(numbers, dtype)


def one_hot(indices, num_classes):
    return tf.one_hot(indices, num_classes, dtype=floatx())


def pad(x, padding):
    return tf.pad(x, padding)
