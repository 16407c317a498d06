"""Convolutions, poolings and resizing.

A convolution here is a cross-correlation: the kernel is not flipped. Shapes are given for
`'channels_last'`. With `'channels_first'`, the channels axis of inputs and outputs comes second;
the shape of the kernel does not change. All ops raise a ValueError if the padding, the data format,
the number of axes or the number of channels is wrong.

Args:
    padding: `'valid'` (only windows within the input) or `'same'` (zeros are added around the
        input, one more at the end if their number is odd, so an axis of size n gives
        ceil(n / stride) outputs).
    data_format: `'channels_last'` or `'channels_first'`; None means `K.image_data_format()`.
    dilation_rate: int, or one for each spatial axis: the distance in the input between neighboring
        kernel entries. It cannot be combined with strides over 1.
"""

# The next four are written by each engine, for any number of axes, with arguments that have been
# checked. Keras 2 did not have them.


def convolution(x, kernel, strides, padding, data_format, dilation_rate):
    """Computes `conv1d`, `conv2d` and `conv3d`, after their checks. Not in Keras 2.

    Args:
        x: tensor of shape `(batch, ..., channels)`.
        kernel: tensor of shape `(window..., channels, filters)`.
        strides: tuple of ints.
        padding: `'valid'` or `'same'`; along a single axis also `'causal'`.

    Returns:
        Tensor of shape `(batch, ..., filters)`.

    Example:
        >>> x, kernel = K.ones((2, 5, 3)), K.ones((2, 3, 4))
        >>> K.int_shape(K.convolution(x, kernel, (1,), 'valid', 'channels_last', (1,)))
        (2, 4, 4)
    """


def transposed_convolution(x, kernel, output_shape, strides, padding, data_format,
                           dilation_rate):
    """Computes `conv2d_transpose` and `conv3d_transpose`, after their checks. Not in Keras 2.

    Args:
        x: tensor of shape `(batch, ..., channels)`.
        kernel: tensor of shape `(window..., filters, channels)`.
        output_shape: as in `K.conv2d_transpose`.
        strides: tuple of ints.

    Returns:
        Tensor of shape `(batch, ..., filters)`.

    Example:
        >>> x, kernel = K.ones((2, 3, 3, 4)), K.ones((2, 2, 5, 4))
        >>> y = K.transposed_convolution(
        ...     x, kernel, (2, 6, 6, 5), (2, 2), 'valid', 'channels_last', (1, 1))
        >>> K.eval(y).shape
        (2, 6, 6, 5)
    """


def depthwise_convolution(x, kernel, strides, padding, data_format, dilation_rate):
    """Computes `depthwise_conv2d`, after its checks. Not in Keras 2.

    Args:
        x: tensor of shape `(batch, rows, columns, channels)`.
        kernel: tensor of shape `(window_rows, window_columns, channels, multiplier)`.
        strides: tuple of ints.

    Returns:
        Tensor of shape `(batch, new_rows, new_columns, channels * multiplier)`.

    Example:
        >>> x, kernel = K.ones((2, 5, 5, 3)), K.ones((2, 2, 3, 2))
        >>> y = K.depthwise_convolution(
        ...     x, kernel, (1, 1), 'valid', 'channels_last', (1, 1))
        >>> K.int_shape(y)
        (2, 4, 4, 6)
    """


def pooling(x, window, strides, padding, data_format, pool_mode):
    """Computes `pool2d` and `pool3d`, after their checks. Not in Keras 2.

    Args:
        x: tensor of shape `(batch, ..., channels)`.
        window: tuple of ints.
        strides: tuple of ints.
        pool_mode: `'max'` or `'avg'`.

    Returns:
        Tensor of shape `(batch, ..., channels)`.

    Example:
        >>> x = K.ones((2, 6, 6, 3))
        >>> K.int_shape(K.pooling(x, (2, 2), (2, 2), 'valid', 'channels_last', 'max'))
        (2, 3, 3, 3)
    """


def conv1d(x, kernel, strides=1, padding='valid', data_format=None, dilation_rate=1):
    """Convolves along one axis.

    Args:
        x: tensor of shape `(batch, steps, channels)`.
        kernel: tensor of shape `(window, channels, filters)`.
        strides: int.
        padding: `'valid'`, `'same'`, or `'causal'`: all zeros are added before the first step, so
            no output depends on later steps.

    Returns:
        Tensor of shape `(batch, new_steps, filters)`.

    Example:
        >>> x = K.constant([[[1.], [2.], [3.]]])  # 1 sample, 3 steps, 1 channel
        >>> kernel = K.constant([[[1.]], [[10.]]])
        >>> K.eval(K.flatten(K.conv1d(x, kernel)))
        array([21., 32.], dtype=float32)
        >>> K.eval(K.flatten(K.conv1d(x, kernel, padding='causal')))
        array([10., 21., 32.], dtype=float32)
    """


def conv2d(x, kernel, strides=(1, 1), padding='valid', data_format=None, dilation_rate=(1, 1)):
    """Convolves along two axes.

    Args:
        x: tensor of shape `(batch, rows, columns, channels)`.
        kernel: tensor of shape `(window_rows, window_columns, channels, filters)`.
        strides: int, or pair of ints.

    Returns:
        Tensor of shape `(batch, new_rows, new_columns, filters)`.

    Example:
        >>> x, kernel = K.ones((8, 28, 28, 3)), K.ones((5, 5, 3, 16))
        >>> K.int_shape(K.conv2d(x, kernel))
        (8, 24, 24, 16)
        >>> K.int_shape(K.conv2d(x, kernel, strides=(2, 2), padding='same'))
        (8, 14, 14, 16)
    """


def conv3d(x, kernel, strides=(1, 1, 1), padding='valid', data_format=None,
           dilation_rate=(1, 1, 1)):
    """Convolves along three axes.

    Args:
        x: tensor of shape `(batch, depth, rows, columns, channels)`.
        kernel: tensor of shape `(window_depth, window_rows, window_columns, channels, filters)`.
        strides: int, or three ints.

    Returns:
        Tensor of shape `(batch, new_depth, new_rows, new_columns, filters)`.

    Example:
        >>> x, kernel = K.ones((2, 4, 8, 8, 1)), K.ones((2, 3, 3, 1, 5))
        >>> K.int_shape(K.conv3d(x, kernel))
        (2, 3, 6, 6, 5)
    """


def conv2d_transpose(x, kernel, output_shape, strides=(1, 1), padding='valid', data_format=None,
                     dilation_rate=(1, 1)):
    """Transposes a 2D convolution: computes the gradient of `conv2d` with respect to its input.

    Args:
        x: tensor of shape `(batch, rows, columns, channels)`, like an output of that convolution.
        kernel: kernel of that convolution, `(window_rows, window_columns, filters, channels)`.
        output_shape: shape of the result, in `data_format`: a sequence of ints and scalar
            tensors, with None for the batch size of `x`; or a 1D tensor. That convolution must
            turn it into the rows and columns of `x`.
        strides: int, or pair of ints.

    Returns:
        Tensor of shape `(batch, new_rows, new_columns, filters)`.

    Example:
        >>> x, kernel = K.ones((2, 3, 3, 4)), K.ones((2, 2, 5, 4))
        >>> K.eval(K.conv2d_transpose(x, kernel, (None, 6, 6, 5), strides=(2, 2))).shape
        (2, 6, 6, 5)
    """


def conv3d_transpose(x, kernel, output_shape, strides=(1, 1, 1), padding='valid',
                     data_format=None):
    """Transposes a 3D convolution: computes the gradient of `conv3d` with respect to its input.

    Args:
        x: tensor of shape `(batch, depth, rows, columns, channels)`.
        kernel: tensor of shape `(window_depth, window_rows, window_columns, filters, channels)`.
        output_shape: as in `K.conv2d_transpose`.
        strides: int, or three ints.

    Returns:
        Tensor of shape `(batch, new_depth, new_rows, new_columns, filters)`.

    Example:
        >>> x, kernel = K.ones((2, 3, 3, 3, 4)), K.ones((2, 2, 2, 5, 4))
        >>> y = K.conv3d_transpose(x, kernel, (None, 6, 6, 6, 5), strides=(2, 2, 2))
        >>> K.eval(y).shape
        (2, 6, 6, 6, 5)
    """


def depthwise_conv2d(x, depthwise_kernel, strides=(1, 1), padding='valid', data_format=None,
                     dilation_rate=(1, 1)):
    """Convolves each channel separately, with `multiplier` kernels each.

    Args:
        x: tensor of shape `(batch, rows, columns, channels)`.
        depthwise_kernel: tensor of shape `(window_rows, window_columns, channels, multiplier)`.
        strides: int, or pair of ints.

    Returns:
        Tensor of shape `(batch, new_rows, new_columns, channels * multiplier)`. The `multiplier`
        outputs of a channel are next to each other.

    Example:
        >>> x, kernel = K.ones((2, 8, 8, 3)), K.ones((3, 3, 3, 2))
        >>> K.int_shape(K.depthwise_conv2d(x, kernel, padding='same'))
        (2, 8, 8, 6)
    """


def separable_conv1d(x, depthwise_kernel, pointwise_kernel, strides=1, padding='valid',
                     data_format=None, dilation_rate=1):
    """Convolves each channel separately along one axis, then mixes the channels.

    Args:
        x: tensor of shape `(batch, steps, channels)`.
        depthwise_kernel: tensor of shape `(window, channels, multiplier)`.
        pointwise_kernel: tensor of shape `(1, channels * multiplier, filters)`.
        strides: int.
        padding: `'valid'`, `'same'` or `'causal'`.

    Returns:
        Tensor of shape `(batch, new_steps, filters)`.

    Example:
        >>> x, depthwise, pointwise = K.ones((2, 8, 3)), K.ones((3, 3, 1)), K.ones((1, 3, 5))
        >>> K.int_shape(K.separable_conv1d(x, depthwise, pointwise))
        (2, 6, 5)
    """


def separable_conv2d(x, depthwise_kernel, pointwise_kernel, strides=(1, 1), padding='valid',
                     data_format=None, dilation_rate=(1, 1)):
    """Convolves each channel separately along two axes, then mixes the channels.

    Args:
        x: tensor of shape `(batch, rows, columns, channels)`.
        depthwise_kernel: tensor of shape `(window_rows, window_columns, channels, multiplier)`.
        pointwise_kernel: tensor of shape `(1, 1, channels * multiplier, filters)`.
        strides: int, or pair of ints.

    Returns:
        Tensor of shape `(batch, new_rows, new_columns, filters)`.

    Example:
        >>> x, depthwise = K.ones((2, 8, 8, 3)), K.ones((3, 3, 3, 1))
        >>> K.int_shape(K.separable_conv2d(x, depthwise, K.ones((1, 1, 3, 5))))
        (2, 6, 6, 5)
    """


def local_conv1d(inputs, kernel, kernel_size, strides, data_format=None):
    """Convolves along one axis with a separate kernel at each position of the output.

    Args:
        inputs: tensor of shape `(batch, steps, channels)`.
        kernel: tensor of shape `(new_steps, window * channels, filters)`; with
            `'channels_first'`, the second axis is in the order (channels, window).
        kernel_size: tuple of one int, the window.
        strides: tuple of one int.

    Returns:
        Tensor of shape `(batch, new_steps, filters)`.

    Example:
        >>> x, kernel = K.ones((2, 8, 3)), K.ones((6, 3 * 3, 5))
        >>> K.eval(K.local_conv1d(x, kernel, (3,), (1,))).shape
        (2, 6, 5)
    """


def local_conv2d(inputs, kernel, kernel_size, strides, output_shape, data_format=None):
    """Convolves along two axes with a separate kernel at each position of the output.

    Args:
        inputs: tensor of shape `(batch, rows, columns, channels)`.
        kernel: tensor of shape `(new_rows * new_columns, window_rows * window_columns * channels,
            filters)`; with `'channels_first'`, the second axis is in the order (channels,
            window_rows, window_columns).
        kernel_size: pair of ints, the window.
        strides: pair of ints.
        output_shape: pair of ints `(new_rows, new_columns)`.

    Returns:
        Tensor of shape `(batch, new_rows, new_columns, filters)`.

    Example:
        >>> x, kernel = K.ones((2, 4, 4, 3)), K.ones((3 * 3, 2 * 2 * 3, 5))
        >>> K.eval(K.local_conv2d(x, kernel, (2, 2), (1, 1), (3, 3))).shape
        (2, 3, 3, 5)
    """


def pool2d(x, pool_size, strides=(1, 1), padding='valid', data_format=None, pool_mode='max'):
    """Returns the maximum or the mean of each window of an image.

    Args:
        x: tensor of shape `(batch, rows, columns, channels)`.
        pool_size: int, or pair of ints: the window.
        strides: int, or pair of ints.
        padding: `'valid'` or `'same'`; what `'same'` adds around the input is not counted.
        pool_mode: `'max'` or `'avg'`.

    Returns:
        Tensor of shape `(batch, new_rows, new_columns, channels)`.

    Example:
        >>> x = K.reshape(K.constant([1., 2., 3., 4.]), (1, 2, 2, 1))
        >>> K.eval(K.flatten(K.pool2d(x, (2, 2), pool_mode='avg')))
        array([2.5], dtype=float32)
    """


def pool3d(x, pool_size, strides=(1, 1, 1), padding='valid', data_format=None, pool_mode='max'):
    """Returns the maximum or the mean of each window of a volume.

    Args:
        x: tensor of shape `(batch, depth, rows, columns, channels)`.
        pool_size: int, or three ints: the window.
        strides: int, or three ints.
        padding: `'valid'` or `'same'`; what `'same'` adds around the input is not counted.
        pool_mode: `'max'` or `'avg'`.

    Returns:
        Tensor of shape `(batch, new_depth, new_rows, new_columns, channels)`.

    Example:
        >>> x = K.ones((2, 4, 6, 8, 3))
        >>> K.int_shape(K.pool3d(x, (2, 2, 2), strides=(2, 2, 2)))
        (2, 2, 3, 4, 3)
    """


def resize_images(x, height_factor, width_factor, data_format, interpolation='nearest'):
    """Enlarges images.

    Args:
        x: tensor of shape `(batch, rows, columns, channels)`.
        height_factor: positive int.
        width_factor: positive int.
        interpolation: `'nearest'`, which repeats rows and columns; or `'bilinear'`, where row i of
            the result is at i / factor in the input, and the last row is repeated beyond its end.

    Returns:
        Tensor of shape `(batch, rows * height_factor, columns * width_factor, channels)`.

    Example:
        >>> x = K.reshape(K.constant([1., 2.]), (1, 1, 2, 1))
        >>> K.eval(K.flatten(K.resize_images(x, 1, 2, 'channels_last')))
        array([1., 1., 2., 2.], dtype=float32)
        >>> K.eval(K.flatten(K.resize_images(x, 1, 2, 'channels_last', 'bilinear')))
        array([1. , 1.5, 2. , 2. ], dtype=float32)
    """


def resize_volumes(x, depth_factor, height_factor, width_factor, data_format):
    """Enlarges volumes by repeating their planes, rows and columns.

    Args:
        x: tensor of shape `(batch, depth, rows, columns, channels)`.
        depth_factor: positive int.
        height_factor: positive int.
        width_factor: positive int.

    Returns:
        Tensor of shape `(batch, depth * depth_factor, rows * height_factor,
        columns * width_factor, channels)`.

    Example:
        >>> K.int_shape(K.resize_volumes(K.ones((2, 4, 4, 4, 1)), 1, 2, 3, 'channels_last'))
        (2, 4, 8, 12, 1)
    """
