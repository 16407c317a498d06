"""Convolutions, poolings and resizing.

A convolution here is a cross-correlation: the kernel is not turned around. Shapes are given for
`'channels_last'`; with `'channels_first'` the channels axis of inputs and outputs comes second,
and kernels stay the same. All ops raise a ValueError for a wrong padding, data format, number of
axes or of channels.

Args:
    padding: `'valid'` (only whole windows) or `'same'` (zeros around the input, so an axis of
        size n gives ceil(n / stride); if their number is odd, one more at the end).
    data_format: `'channels_last'` or `'channels_first'`; None stands for `K.image_data_format()`.
    dilation_rate: int, or one for each axis: the distance of neighboring kernel entries in the
        input. Strides and dilation rates over 1 exclude each other.
"""

# What an engine writes, for any number of axes, with arguments that have been checked. Keras 2 did
# not have these.


def convolution(x, kernel, strides, padding, data_format, dilation_rate):
    """Does what `conv1d`, `conv2d` and `conv3d` do, after their checks.

    Args:
        x: tensor (batch, ..., channels).
        kernel: tensor (window..., channels, filters).
        strides: tuple of ints.
        padding: `'valid'` or `'same'`; along a single axis also `'causal'`.

    Returns:
        Tensor (batch, ..., filters).
    """


def transposed_convolution(x, kernel, output_shape, strides, padding, data_format,
                           dilation_rate):
    """Does what `conv2d_transpose` and `conv3d_transpose` do, after their checks.

    Args:
        x: tensor (batch, ..., channels).
        kernel: tensor (window..., filters, channels).
        output_shape: as in `conv2d_transpose`.
        strides: tuple of ints.

    Returns:
        Tensor (batch, ..., filters).
    """


def depthwise_convolution(x, kernel, strides, padding, data_format, dilation_rate):
    """Does what `depthwise_conv2d` does, after its checks.

    Args:
        x: tensor (batch, rows, columns, channels).
        kernel: tensor (window_rows, window_columns, channels, multiplier).
        strides: tuple of ints.

    Returns:
        Tensor (batch, new_rows, new_columns, channels * multiplier).
    """


def pooling(x, window, strides, padding, data_format, pool_mode):
    """Does what `pool2d` and `pool3d` do, after their checks.

    Args:
        x: tensor (batch, ..., channels).
        window: tuple of ints.
        strides: tuple of ints.
        pool_mode: `'max'` or `'avg'`.

    Returns:
        Tensor (batch, ..., channels).
    """


def conv1d(x, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1):
    """Convolves along one axis.

    Args:
        x: tensor (batch, steps, channels).
        kernel: tensor (window, channels, filters).
        strides: int.
        padding: `'valid'`, `'same'`, or `'causal'`: all zeros come before the first step, so
            that no output depends on later steps.

    Returns:
        Tensor (batch, new_steps, filters).
    """


def conv2d(x, kernel, strides=(1, 1), padding='valid', data_format=None, dilation_rate=(1, 1)):
    """Convolves along two axes.

    Args:
        x: tensor (batch, rows, columns, channels).
        kernel: tensor (window_rows, window_columns, channels, filters).
        strides: pair of ints.

    Returns:
        Tensor (batch, new_rows, new_columns, filters).
    """


def conv3d(x, kernel, strides=(1, 1, 1), padding='valid', data_format=None,
           dilation_rate=(1, 1, 1)):
    """Convolves along three axes.

    Args:
        x: tensor (batch, depth, rows, columns, channels).
        kernel: tensor (window_depth, window_rows, window_columns, channels, filters).
        strides: three ints.

    Returns:
        Tensor (batch, new_depth, new_rows, new_columns, filters).
    """


def conv2d_transpose(x, kernel, output_shape, strides=(1, 1), padding='valid', data_format=None,
                     dilation_rate=(1, 1)):
    """Transposes a 2D convolution: the gradient of `conv2d` by its input.

    Args:
        x: tensor (batch, rows, columns, channels), like an output of that convolution.
        kernel: its kernel (window_rows, window_columns, filters, channels).
        output_shape: shape of the result, in `data_format`: a sequence of ints and scalar
            tensors, where None stands for the batch size of `x`, or a 1D tensor. That
            convolution must make the rows and columns of `x` out of it.
        strides: pair of ints.

    Returns:
        Tensor (batch, new_rows, new_columns, filters).
    """


def conv3d_transpose(x, kernel, output_shape, strides=(1, 1, 1), padding='valid',
                     data_format=None):
    """Transposes a 3D convolution: the gradient of `conv3d` by its input.

    Args:
        x: tensor (batch, depth, rows, columns, channels).
        kernel: tensor (window_depth, window_rows, window_columns, filters, channels).
        output_shape: as in `conv2d_transpose`.
        strides: three ints.

    Returns:
        Tensor (batch, new_depth, new_rows, new_columns, filters).
    """


def depthwise_conv2d(x, depthwise_kernel, strides=(1, 1), padding='valid', data_format=None,
                     dilation_rate=(1, 1)):
    """Convolves each channel by itself, with `multiplier` kernels each.

    Args:
        x: tensor (batch, rows, columns, channels).
        depthwise_kernel: tensor (window_rows, window_columns, channels, multiplier).
        strides: pair of ints.

    Returns:
        Tensor (batch, new_rows, new_columns, channels * multiplier); what is made of a channel
        lies together.
    """


def separable_conv1d(x, depthwise_kernel, pointwise_kernel, strides=1, padding='valid',
                     data_format=None, dilation_rate=1):
    """Convolves each channel by itself along one axis, then mixes the channels.

    Args:
        x: tensor (batch, steps, channels).
        depthwise_kernel: tensor (window, channels, multiplier).
        pointwise_kernel: tensor (1, channels * multiplier, filters).
        strides: int.
        padding: `'valid'`, `'same'` or `'causal'`.

    Returns:
        Tensor (batch, new_steps, filters).
    """


def separable_conv2d(x, depthwise_kernel, pointwise_kernel, strides=(1, 1), padding='valid',
                     data_format=None, dilation_rate=(1, 1)):
    """Convolves each channel by itself, then mixes the channels.

    Args:
        x: tensor (batch, rows, columns, channels).
        depthwise_kernel: tensor (window_rows, window_columns, channels, multiplier).
        pointwise_kernel: tensor (1, 1, channels * multiplier, filters).
        strides: pair of ints.

    Returns:
        Tensor (batch, new_rows, new_columns, filters).
    """


def local_conv1d(inputs, kernel, kernel_size, strides, data_format=None):
    """Convolves along one axis with a kernel of its own for each place of the output.

    Args:
        inputs: tensor (batch, steps, channels).
        kernel: tensor (new_steps, window * channels, filters); with `'channels_first'` the
            second axis is in the order (channels, window).
        kernel_size: tuple of one int, the window.
        strides: tuple of one int.

    Returns:
        Tensor (batch, new_steps, filters).
    """


def local_conv2d(inputs, kernel, kernel_size, strides, output_shape, data_format=None):
    """Convolves along two axes with a kernel of its own for each place of the output.

    Args:
        inputs: tensor (batch, rows, columns, channels).
        kernel: tensor (new_rows * new_columns, window_rows * window_columns * channels,
            filters); with `'channels_first'` the second axis is in the order (channels,
            window_rows, window_columns).
        kernel_size: pair of ints, the window.
        strides: pair of ints.
        output_shape: pair of ints (new_rows, new_columns).

    Returns:
        Tensor (batch, new_rows, new_columns, filters).
    """


def pool2d(x, pool_size, strides=(1, 1), padding='valid', data_format=None, pool_mode='max'):
    """Takes the largest entry, or the mean, of each window.

    Args:
        x: tensor (batch, rows, columns, channels).
        pool_size: pair of ints, the window.
        strides: pair of ints.
        padding: `'valid'` or `'same'`; what `'same'` adds around the input does not count.
        pool_mode: `'max'` or `'avg'`.

    Returns:
        Tensor (batch, new_rows, new_columns, channels).
    """


def pool3d(x, pool_size, strides=(1, 1, 1), padding='valid', data_format=None, pool_mode='max'):
    """Takes the largest entry, or the mean, of each window along three axes.

    Args:
        x: tensor (batch, depth, rows, columns, channels).
        pool_size: three ints, the window.
        strides: three ints.
        padding: `'valid'` or `'same'`; what `'same'` adds around the input does not count.
        pool_mode: `'max'` or `'avg'`.

    Returns:
        Tensor (batch, new_depth, new_rows, new_columns, channels).
    """


def resize_images(x, height_factor, width_factor, data_format, interpolation='nearest'):
    """Enlarges images.

    Args:
        x: tensor (batch, rows, columns, channels).
        height_factor: positive int.
        width_factor: positive int.
        interpolation: `'nearest'`, which repeats rows and columns; or `'bilinear'`, where the
            new place i lies at i / factor, and the last rows and columns are repeated.

    Returns:
        Tensor (batch, rows * height_factor, columns * width_factor, channels).
    """


def resize_volumes(x, depth_factor, height_factor, width_factor, data_format):
    """Enlarges volumes by repeating their planes, rows and columns.

    Args:
        x: tensor (batch, depth, rows, columns, channels).
        depth_factor: positive int.
        height_factor: positive int.
        width_factor: positive int.

    Returns:
        Tensor (batch, depth * depth_factor, rows * height_factor, columns * width_factor,
        channels).
    """
