"""Shapes that are partly unknown until a model runs."""
from keras import backend as K
from keras.utils import conv_utils


def convolved_shape(geometry, channels, shape):
    """Returns the shape of the images that result from convolving a sequence of images.

    Args:
        geometry: object with the attributes of a convolution: `kernel_size`, `strides`,
            `padding`, `data_format` and `dilation_rate`.
        channels: int, number of output channels.
        shape: shape of the sequence, `(batch, time, rows, columns, channels)`; with
            `'channels_first'` `(batch, time, channels, rows, columns)`.

    Returns:
        Tuple without batch and time.
    """
    # The axes are those of an image, which has no time.
    axes = conv_utils.spatial_axes(geometry.data_format, 2)
    lengths = tuple(
        conv_utils.conv_output_length(shape[axis + 1], geometry.kernel_size[i], geometry.padding,
                                      geometry.strides[i], geometry.dilation_rate[i])
        for i, axis in enumerate(axes))
    if geometry.data_format == 'channels_first':
        return (channels,) + lengths
    return lengths + (channels,)


def fill_shape(shape, x):
    """Replaces unknown lengths in a shape by the actual lengths of a tensor.

    Args:
        shape: sequence of ints and None.
        x: tensor with at least as many axes.

    Returns:
        Tuple of ints, with scalar tensors in place of None.
    """
    if None not in shape:
        return tuple(shape)
    dynamic = K.shape(x)
    return tuple(dynamic[axis] if length is None else length for axis, length in enumerate(shape))


def fold_time(x):
    """Returns `x`, `(batch, time, ...)`, as one large batch `(batch * time, ...)`."""
    shape = fill_shape(K.int_shape(x), x)
    return K.reshape(x, (shape[0] * shape[1],) + shape[2:])


def unfold_time(y, x):
    """Undoes `fold_time`.

    Args:
        y: tensor `(batch * time, ...)`.
        x: tensor `(batch, time, ...)`, whose other axes may differ from those of `y`.

    Returns:
        `y` as `(batch, time, ...)`.
    """
    return K.reshape(y, fill_shape(K.int_shape(x)[:2], x) + fill_shape(K.int_shape(y), y)[1:])
