"""Sums over the workers that train together."""
import numpy as np
import tensorflow as tf

from .cluster import Cluster, join, joined
from .functions import dense, gradients, sparse_gradients
from .graphs import building_on
from .session import has_session

# Small gradients are sent together, up to this size: each sum takes a millisecond by itself.
_BUCKET = 4 * 2 ** 20  # bytes

def connect_workers(addresses, index, timeout):
    if has_session():
        raise RuntimeError('Workers must be connected before the first variable gets a value. '
                           'Call keras.distribute.init() at the beginning of the program.')
    join(Cluster(addresses, index, timeout))


def sum_over_workers(array):
    if joined() is None or array.size == 0:
        return array
    return joined().array_sum(array.shape, array.dtype)(array)


def average_gradients(loss, variables, half_precision=False, sparse_as_dense=False):
    if joined() is None:
        return gradients(loss, variables)
    with building_on([loss]):
        found = sparse_gradients(loss, variables)
        if sparse_as_dense:
            found = [dense(gradient) for gradient in found]
        averaged = [_average_of_rows(gradient, half_precision)
                    if isinstance(gradient, tf.IndexedSlices) else gradient for gradient in found]
        whole = [i for i, gradient in enumerate(found) if tf.is_tensor(gradient)]
        # Those of the last layers are ready first.
        for bucket in _buckets(whole[::-1], found, variables):
            for i, gradient in zip(bucket, _averages([found[i] for i in bucket], half_precision)):
                gradient.set_shape(variables[i].shape)
                averaged[i] = gradient
        return averaged


def _buckets(indices, gradients, variables):
    """Returns lists of indices, in order, of gradients to send together."""
    buckets, filled = [], 0
    for i in indices:
        size = variables[i].shape.num_elements() * gradients[i].dtype.size
        fits = buckets and filled + size <= _BUCKET
        if not fits or gradients[buckets[-1][0]].dtype != gradients[i].dtype:
            buckets.append([])
            filled = 0
        buckets[-1].append(i)
        filled += size
    return buckets


def _averages(gradients, half_precision):
    if len(gradients) == 1:
        return [_average(gradients[0], half_precision)]
    flat = tf.concat([tf.reshape(gradient, [-1]) for gradient in gradients], 0)
    sizes = [gradient.shape.num_elements() for gradient in gradients]
    parts = tf.split(_average(flat, half_precision), sizes)
    return [tf.reshape(part, gradient.shape) for part, gradient in zip(parts, gradients)]


def _average(x, half_precision):
    cluster = joined()
    if not half_precision or x.dtype == 'float16':
        return cluster.sum(x, 'Div')
    # Divided first, since the sum might exceed the range.
    return tf.cast(cluster.sum(tf.cast(x / cluster.size, 'float16')), x.dtype)


def _average_of_rows(gradient, half_precision):
    """Averages a gradient that consists of rows: all workers get the rows of all."""
    cluster = joined()
    count = tf.shape(gradient.indices)[0]
    counts = cluster.sum(tf.one_hot(cluster.index, cluster.size, count, 0, dtype='int32'))
    before = tf.reduce_sum(counts[:cluster.index])
    after = tf.reduce_sum(counts) - before - count
    # Adding zeros places each worker's rows one below the other.
    values = _average(_padded(gradient.values, before, after), half_precision)
    indices = cluster.sum(_padded(gradient.indices, before, after))
    return dense(tf.IndexedSlices(values, indices, gradient.dense_shape))


def _padded(x, before, after):
    paddings = np.zeros((x.shape.rank, 2), 'int32').tolist()
    paddings[0] = [before, after]
    return tf.pad(x, paddings)
