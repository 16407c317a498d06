"""Convolutions and poolings for each number of axes, and convolutions made of others."""
from itertools import product

import numpy as np

from keras import backend as K

from ..config import checked_choice
from ..conv_arguments import (
    border_mode,
    check_channels,
    check_rank,
    check_transposed,
    per_axis,
    steps_and_dilation,
)


def conv1d(x, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1):
    padding = border_mode(padding, ('valid', 'same', 'causal'))
    return _conv('conv1d', 1, x, kernel, strides, padding, data_format, dilation_rate)


def conv2d(x, kernel, strides=(1, 1), padding='valid', data_format=None, dilation_rate=(1, 1)):
    return _conv('conv2d', 2, x, kernel, strides, border_mode(padding), data_format,
                 dilation_rate)


def conv3d(x, kernel, strides=(1, 1, 1), padding='valid', data_format=None,
           dilation_rate=(1, 1, 1)):
    return _conv('conv3d', 3, x, kernel, strides, border_mode(padding), data_format,
                 dilation_rate)


def _conv(op, spatial, x, kernel, *geometry):
    return K.convolution(x, kernel, *_checked(op, spatial, x, kernel, *geometry))


def depthwise_conv2d(x, depthwise_kernel, strides=(1, 1), padding='valid', data_format=None,
                     dilation_rate=(1, 1)):
    return K.depthwise_convolution(x, depthwise_kernel, *_checked(
        'depthwise_conv2d', 2, x, depthwise_kernel, strides, border_mode(padding), data_format,
        dilation_rate))


def conv2d_transpose(x, kernel, output_shape, strides=(1, 1), padding='valid', data_format=None,
                     dilation_rate=(1, 1)):
    return _conv_transpose('conv2d_transpose', 2, x, kernel, output_shape, strides,
                           border_mode(padding), data_format, dilation_rate)


def conv3d_transpose(x, kernel, output_shape, strides=(1, 1, 1), padding='valid',
                     data_format=None):
    return _conv_transpose('conv3d_transpose', 3, x, kernel, output_shape, strides,
                           border_mode(padding), data_format, 1)


def _conv_transpose(op, spatial, x, kernel, output_shape, *geometry):
    geometry = _checked(op, spatial, x, kernel, *geometry, channels_axis=-1)
    check_transposed(op, K.int_shape(x), K.int_shape(kernel), output_shape, geometry)
    return K.transposed_convolution(x, kernel, output_shape, *geometry)


def _checked(op, spatial, x, kernel, strides, padding, data_format, dilation_rate,
             channels_axis=-2):
    """Returns strides, padding, data format and dilation in the form that engines take."""
    data_format = K.normalize_data_format(data_format)
    check_rank(op, K.int_shape(x), spatial, data_format)
    check_channels(op, K.int_shape(x), K.int_shape(kernel), channels_axis, data_format)
    strides, dilation = steps_and_dilation(strides, dilation_rate, spatial)
    return strides, padding, data_format, dilation


def pool2d(x, pool_size, strides=(1, 1), padding='valid', data_format=None, pool_mode='max'):
    return _pool('pool2d', 2, x, pool_size, strides, padding, data_format, pool_mode)


def pool3d(x, pool_size, strides=(1, 1, 1), padding='valid', data_format=None, pool_mode='max'):
    return _pool('pool3d', 3, x, pool_size, strides, padding, data_format, pool_mode)


def _pool(op, spatial, x, pool_size, strides, padding, data_format, pool_mode):
    data_format = K.normalize_data_format(data_format)
    check_rank(op, K.int_shape(x), spatial, data_format)
    return K.pooling(x, per_axis('pool_size', pool_size, spatial),
                     per_axis('strides', strides, spatial), border_mode(padding), data_format,
                     checked_choice('pool_mode', pool_mode, ('max', 'avg')))


def separable_conv1d(x, depthwise_kernel, pointwise_kernel, strides=1, padding='valid',
                     data_format=None, dilation_rate=1):
    data_format = K.normalize_data_format(data_format)
    check_rank('separable_conv1d', K.int_shape(x), 1, data_format)
    padding = border_mode(padding, ('valid', 'same', 'causal'))
    (stride,), (dilation,) = per_axis('strides', strides, 1), per_axis(
        'dilation_rate', dilation_rate, 1)
    # Steps become the columns of images of one row.
    row_axis = 1 if data_format == 'channels_last' else 2
    x = K.expand_dims(x, row_axis)
    if padding == 'causal':
        before = dilation * (K.int_shape(depthwise_kernel)[0] - 1)
        x = K.spatial_2d_padding(x, ((0, 0), (before, 0)), data_format)
        padding = 'valid'
    # Equal strides are faster, and one row remains one row.
    y = K.separable_conv2d(
        x, K.expand_dims(depthwise_kernel, 0), K.expand_dims(pointwise_kernel, 0),
        strides=(stride, stride), padding=padding, data_format=data_format,
        dilation_rate=(1, dilation))
    return K.squeeze(y, row_axis)


def separable_conv2d(x, depthwise_kernel, pointwise_kernel, strides=(1, 1), padding='valid',
                     data_format=None, dilation_rate=(1, 1)):
    y = K.depthwise_conv2d(x, depthwise_kernel, strides=strides, padding=padding,
                           data_format=data_format, dilation_rate=dilation_rate)
    return K.conv2d(y, pointwise_kernel, data_format=data_format)


def local_conv1d(inputs, kernel, kernel_size, strides, data_format=None):
    output_shape = K.int_shape(kernel)[:1]
    return _local_conv('local_conv1d', inputs, kernel, kernel_size, strides, output_shape,
                       data_format)


def local_conv2d(inputs, kernel, kernel_size, strides, output_shape, data_format=None):
    return _local_conv('local_conv2d', inputs, kernel, kernel_size, strides, output_shape,
                       data_format)


def _local_conv(op, x, kernel, kernel_size, strides, output_shape, data_format):
    data_format = K.normalize_data_format(data_format)
    spatial = len(output_shape)
    check_rank(op, K.int_shape(x), spatial, data_format)
    kernel_size = per_axis('kernel_size', kernel_size, spatial)
    strides = per_axis('strides', strides, spatial)
    _, inputs, filters = K.int_shape(kernel)
    _check_inputs(op, x, inputs, kernel_size, data_format)
    patches = _patches(x, kernel_size, strides, output_shape, data_format)
    patches = K.reshape(patches, (int(np.prod(output_shape)), -1, inputs))
    # (places, batch, inputs) times (places, inputs, filters)
    y = K.reshape(K.batch_dot(patches, kernel), tuple(output_shape) + (-1, filters))
    places = tuple(range(spatial))
    if data_format == 'channels_last':
        return K.permute_dimensions(y, (spatial,) + places + (spatial + 1,))
    return K.permute_dimensions(y, (spatial, spatial + 1) + places)


def _check_inputs(op, x, inputs, kernel_size, data_format):
    channels = K.int_shape(x)[-1 if data_format == 'channels_last' else 1]
    if channels is not None and channels * np.prod(kernel_size) != inputs:
        raise ValueError('K.%s with a window of %s over %d channels (%s) needs a kernel for %d '
                         'inputs at each place, but got one for %d.' % (
                             op, kernel_size, channels, data_format,
                             channels * np.prod(kernel_size), inputs))


def _patches(x, kernel_size, strides, output_shape, data_format):
    """Returns the window of each output position: (new_rows, new_columns, batch, ...) in 2D.

    There is one slice of `x` for each offset within the window, instead of one for each position,
    of which there are more. The last axes are the offset and the channel, in the kernel's order:
    channel first with `'channels_first'`.
    """
    channels_last = data_format == 'channels_last'
    first = 1 if channels_last else 2
    places = tuple(range(first, first + len(kernel_size)))
    slices = []
    for offset in product(*(range(size) for size in kernel_size)):
        seen = tuple(slice(start, start + stride * (count - 1) + 1, stride)
                     for start, stride, count in zip(offset, strides, output_shape))
        slices.append(x[(slice(None),) * first + seen])
    stacked = K.stack(slices, axis=-2 if channels_last else -1)
    last = (K.ndim(x) - 1, K.ndim(x)) if channels_last else (1, K.ndim(x))
    return K.permute_dimensions(stacked, places + (0,) + last)


def resize_volumes(x, depth_factor, height_factor, width_factor, data_format):
    data_format = K.normalize_data_format(data_format)
    check_rank('resize_volumes', K.int_shape(x), 3, data_format)
    factors = per_axis('The factors of K.resize_volumes',
                       (depth_factor, height_factor, width_factor), 3)
    first = 1 if data_format == 'channels_last' else 2
    for axis, factor in enumerate(factors, first):
        x = K.repeat_elements(x, factor, axis=axis)
    return x
