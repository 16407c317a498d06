"""Convolutions, poolings and resizing.

TensorFlow's CPU kernels need the channels last, so `'channels_first'` is transposed here. Between
several such ops, TensorFlow's graph optimizer removes the transposes; on a GPU it reverses them.
"""
import functools

import tensorflow as tf

from ..config import normalize_data_format
from ..conv_arguments import resizing_factors
from .tensors import dtype, int_shape

tf1 = tf.compat.v1


def convolution(x, kernel, strides, padding, data_format, dilation_rate):
    x = _with_channels(_channels_last(x, data_format), int_shape(kernel)[-2])
    if padding == 'causal':
        before = dilation_rate[0] * (int_shape(kernel)[0] - 1)
        x = tf.pad(x, [[0, 0], [before, 0], [0, 0]])
        padding = 'valid'
    x = _at_least_windows(x, int_shape(kernel), padding, dilation_rate)
    y = _convolution(x, kernel, strides, padding, dilation_rate)
    return _in_format(y, data_format)


# On CPUs, oneDNN 3 writes outside its memory when it computes the gradient of a kernel with a
# single entry and strides over 1, for images with fewer than 16 channels (AVX2); on wider
# processors this may happen with more channels. For many channels, slicing would take as long as
# the convolution.
_FEW_CHANNELS = 64


def _picks_entries(kernel, strides):
    *window, channels, _ = int_shape(kernel)
    return set(window) == {1} and max(strides) > 1 and (channels or 0) < _FEW_CHANNELS


def _convolution(x, kernel, strides, padding, dilation_rate):
    if _picks_entries(kernel, strides):
        x = x[(slice(None),) + tuple(slice(None, None, stride) for stride in strides)]
        strides = (1,) * len(strides)
    return tf.nn.convolution(x, kernel, strides, padding.upper(), dilations=dilation_rate)


def _at_least_windows(x, window, padding, dilation_rate=(1, 1, 1)):
    """Returns images `x` with a check, at run time, that they are not smaller than a window.

    On CPUs, oneDNN would otherwise return arbitrary numbers. TensorFlow checks known sizes.
    """
    spans = [rate * (length - 1) + 1 for length, rate in zip(window[:x.shape.rank - 2],
                                                             dilation_rate)]
    if padding == 'same' or max(spans) == 1 or None not in x.shape.as_list()[1:-1]:
        return x
    sizes = tf.shape(x)[1:-1]
    has_room = tf1.Assert(tf.reduce_all(sizes >= spans), [
        'A convolution or pooling got images that are smaller than its windows: images of',
        sizes, 'and windows of', spans])
    with tf.control_dependencies([has_room]):
        return tf.identity(x)


def _channels_last(x, data_format):
    if data_format == 'channels_last':
        return x
    axes = list(range(x.shape.rank))
    return tf.transpose(x, axes[:1] + axes[2:] + [1])


def _in_format(x, data_format):
    """Converts `x`, whose channels are last, to `data_format`."""
    if data_format == 'channels_last':
        return x
    axes = list(range(x.shape.rank))
    return tf.transpose(x, [0, axes[-1]] + axes[1:-1])


def _with_channels(x, channels):
    """Returns `x` with a known number of channels, which `tf.nn.convolution` requires."""
    if x.shape.as_list()[-1] is None:
        return tf.ensure_shape(x, x.shape[:-1].as_list() + [channels])
    return x


def transposed_convolution(x, kernel, output_shape, strides, padding, data_format,
                           dilation_rate):
    x = _with_channels(_channels_last(x, data_format), int_shape(kernel)[-1])
    if max(dilation_rate) > 1:
        y = _dilated_conv_transpose(x, kernel, padding, dilation_rate)
    else:
        shape = _channels_last_shape(x, output_shape, data_format)
        y = _conv_transpose(x, kernel, shape, strides, padding)
    return _in_format(y, data_format)


def _conv_transpose(x, kernel, shape, strides, padding):
    if _picks_entries(kernel, strides):
        # The transpose of slicing with a step inserts zeros.
        entries = tf.nn.convolution(x, tf.linalg.matrix_transpose(kernel), 1, 'VALID')
        return tf.raw_ops.StridedSliceGrad(
            shape=shape, begin=[0] * x.shape.rank, end=shape, strides=(1,) + strides + (1,),
            dy=entries)
    return tf.nn.conv_transpose(x, kernel, shape, strides, padding.upper())


def _channels_last_shape(x, output_shape, data_format):
    """Returns the output shape to pass to TensorFlow, from a tensor or a sequence."""
    if tf.is_tensor(output_shape):
        output_shape = tf.unstack(output_shape, num=x.shape.rank)
    batch, *rest = output_shape
    if batch is None:
        batch = x.shape.as_list()[0]
        batch = tf.shape(x)[0] if batch is None else batch
    if data_format == 'channels_first':
        rest = rest[1:] + rest[:1]
    return tf.stack([batch] + rest)


def _dilated_conv_transpose(x, kernel, padding, dilation):
    """Returns the transposed convolution with steps of 1, as a convolution.

    The CPU kernels for the transpose know no dilation. With steps of 1 it is a convolution with
    the kernel turned around, over an input padded by what the padding of the convolution that
    it transposes leaves of the kernel's reach.
    """
    spatial = len(dilation)
    pads = []
    for size, rate in zip(int_shape(kernel), dilation):
        reach = rate * (size - 1)
        before = reach // 2 if padding == 'same' else 0
        after = reach - before if padding == 'same' else 0
        pads.append([reach - before, reach - after])
    x = tf.pad(x, [[0, 0]] + pads + [[0, 0]])
    axes = list(range(spatial))
    turned = tf.transpose(tf.reverse(kernel, axes), axes + [spatial + 1, spatial])
    return tf.nn.convolution(x, turned, 1, 'VALID', dilations=dilation)


def depthwise_convolution(x, kernel, strides, padding, data_format, dilation_rate):
    x = _with_channels(_channels_last(x, data_format), int_shape(kernel)[-2])
    x = _at_least_windows(x, int_shape(kernel), padding, dilation_rate)
    # For a single channel it is a plain convolution. On CPUs, oneDNN would confuse the two kinds if
    # the kernel has only one entry.
    if strides[0] == strides[1] and int_shape(kernel)[-2] > 1:
        y = tf.nn.depthwise_conv2d(x, kernel, (1,) + strides + (1,), padding.upper(),
                                   dilations=dilation_rate)
    else:
        y = _convolution(x, _full_kernel(kernel), strides, padding, dilation_rate)
    return _in_format(y, data_format)


def _full_kernel(depthwise_kernel):
    """Returns an equivalent kernel for `conv2d`, which supports all strides."""
    rows, columns, channels, multiplier = int_shape(depthwise_kernel)
    if channels == 1:
        return depthwise_kernel
    own_channel = tf.eye(channels, dtype=dtype(depthwise_kernel))[:, :, None]
    return tf.reshape(depthwise_kernel[:, :, :, None, :] * own_channel,
                      (rows, columns, channels, channels * multiplier))


# With the names of TensorFlow 1, which programs use to find tensors in a graph.
_MAX_POOL2D = functools.partial(tf.nn.max_pool2d, name='MaxPool')
_AVG_POOL2D = functools.partial(tf.nn.avg_pool2d, name='AvgPool')


def pooling(x, window, strides, padding, data_format, pool_mode):
    if len(window) == 2:
        pool = _MAX_POOL2D if pool_mode == 'max' else _AVG_POOL2D
    elif dtype(x) == 'float32':
        pool = tf.nn.max_pool3d if pool_mode == 'max' else tf.nn.avg_pool3d
    else:
        pool = _pool3d_in_two_steps(pool_mode)
    x = _at_least_windows(_channels_last(x, data_format), window, padding)
    y = pool(x, window, strides, padding.upper())
    return _in_format(y, data_format)


def _pool3d_in_two_steps(pool_mode):
    """Computes a 3D pooling for dtypes for which TensorFlow has only 2D poolings."""
    pool2d = _MAX_POOL2D if pool_mode == 'max' else _AVG_POOL2D

    def pool(x, pool_size, strides, padding):
        batch, depth, rows, columns, channels = _shape(x)
        y = pool2d(tf.reshape(x, [batch * depth, rows, columns, channels]),
                   pool_size[1:], strides[1:], padding)
        _, rows, columns, _ = _shape(y)
        y = tf.reshape(y, [batch, depth, rows * columns, channels])
        y = pool2d(y, (pool_size[0], 1), (strides[0], 1), padding)
        return tf.reshape(y, [batch, _shape(y)[1], rows, columns, channels])

    return pool


def _shape(x):
    """Returns the sizes of `x`: ints where known, otherwise tensors."""
    dynamic = tf.shape(x)
    return [dynamic[axis] if size is None else size
            for axis, size in enumerate(x.shape.as_list())]


def resize_images(x, height_factor, width_factor, data_format, interpolation='nearest'):
    data_format = normalize_data_format(data_format)
    factors = resizing_factors(int_shape(x), height_factor, width_factor, data_format,
                               interpolation)
    x = _channels_last(x, data_format)
    batch, rows, columns, channels = _shape(x)
    size = rows * factors[0], columns * factors[1]
    if interpolation == 'nearest':
        y = tf.raw_ops.ResizeNearestNeighbor(images=x, size=size)
    else:
        y = tf.cast(tf.raw_ops.ResizeBilinear(images=x, size=size), x.dtype)
    y.set_shape([None if tf.is_tensor(known) else known for known in (batch,) + size + (channels,)])
    return _in_format(y, data_format)
