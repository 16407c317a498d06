"""Checks of arguments of convolutions and poolings that all backends share."""
import numbers

from .config import checked_choice

SPATIAL_NAMES = {1: 'steps', 2: 'rows, columns', 3: 'depth, rows, columns'}


def border_mode(padding, allowed=('valid', 'same')):
    """Returns `padding`, in lower case, if it is one of `allowed`.

    Raises:
        ValueError: if it is not.
    """
    return checked_choice('padding', str(padding).lower(), allowed)


def per_axis(name, value, count):
    """Returns `value`, an int or `count` ints, as a tuple of `count` ints.

    Raises:
        ValueError: if it is anything else, or an int is not positive.
    """
    try:
        values = (int(value),) * count if not hasattr(value, '__len__') else tuple(map(int, value))
    except (TypeError, ValueError):
        values = ()
    if len(values) != count or min(values) < 1:
        raise ValueError('%s must be a positive int or %d of them (%s), but got %r.' % (
            name, count, SPATIAL_NAMES[count], value))
    return values


def resizing_factors(shape, height_factor, width_factor, data_format, interpolation):
    """Returns the two factors of `K.resize_images`, as ints.

    Args:
        shape: tuple of the input, or None.
        height_factor, width_factor, interpolation: arguments of the op.
        data_format: `'channels_last'` or `'channels_first'`.

    Raises:
        ValueError: if an argument is wrong.
    """
    checked_choice('interpolation', interpolation, ('nearest', 'bilinear'))
    check_rank('resize_images', shape, 2, data_format)
    return per_axis('The factors of K.resize_images', (height_factor, width_factor), 2)


def steps_and_dilation(strides, dilation_rate, count):
    """Returns strides and dilation rates as tuples of `count` ints.

    Raises:
        ValueError: if one is wrong, or both have entries over 1.
    """
    strides = per_axis('strides', strides, count)
    dilation = per_axis('dilation_rate', dilation_rate, count)
    if max(strides) > 1 and max(dilation) > 1:
        raise ValueError('strides over 1 cannot be combined with a dilation_rate over 1, but got '
                         'strides %s and dilation_rate %s.' % (strides, dilation))
    return strides, dilation


def check_rank(op, shape, spatial, data_format):
    """Raises ValueError unless `shape` has a batch, `spatial` and a channels axis.

    Args:
        op: name of the op, for the message.
        shape: tuple, or None if even the rank is unknown.
        spatial: number of spatial axes.
        data_format: `'channels_last'` or `'channels_first'`.
    """
    if shape is not None and len(shape) != spatial + 2:
        axes = SPATIAL_NAMES[spatial]
        wanted = ('(batch, %s, channels)' if data_format == 'channels_last'
                  else '(batch, channels, %s)') % axes
        raise ValueError('K.%s with data_format %r needs an input of shape %s, but got the shape '
                         '%s.' % (op, data_format, wanted, shape))


def check_channels(op, shape, kernel_shape, kernel_axis, data_format):
    """Raises ValueError if the number of the input's channels is not that of the kernel.

    Args:
        op: name of the op, for the message.
        shape: tuple of the input, or None.
        kernel_shape: tuple of the kernel.
        kernel_axis: axis of the kernel for the input's channels.
        data_format: `'channels_last'` or `'channels_first'`.
    """
    if shape is None or kernel_shape is None:
        return
    channels = shape[-1 if data_format == 'channels_last' else 1]
    wanted = kernel_shape[kernel_axis]
    if None not in (channels, wanted) and channels != wanted:
        raise ValueError('K.%s got an input of shape %s, which has %d channels (%s), but the '
                         'kernel of shape %s takes %d.' % (
                             op, shape, channels, data_format, kernel_shape, wanted))


def check_transposed(op, shape, kernel_shape, output_shape, geometry):
    """Raises ValueError if no convolution turns an output shape into the input's.

    Args:
        op: name of the op, for the message.
        shape: tuple of the input, or None.
        kernel_shape: tuple of the kernel.
        output_shape: sequence of sizes, of which the ints are checked; or a tensor.
        geometry: strides, padding, data format and dilation, in the form that engines take.
    """
    strides, padding, data_format, dilation = geometry
    if shape is None or not isinstance(output_shape, (list, tuple)):
        return
    first = 1 if data_format == 'channels_last' else 2
    for axis, (stride, rate) in enumerate(zip(strides, dilation)):
        length, wanted = output_shape[first + axis], shape[first + axis]
        if not isinstance(length, numbers.Integral) or wanted is None:
            continue
        reach = 0 if padding == 'same' else rate * (kernel_shape[axis] - 1)
        found = (length - reach + stride - 1) // stride
        if found != wanted:
            raise ValueError(
                'K.%s cannot make the output_shape %s: with a kernel of size %d, a stride of %d, a '
                'dilation_rate of %d and padding %r, a convolution turns a length of %d into %d, '
                'but the input of shape %s has %d.' % (
                    op, tuple(output_shape), kernel_shape[axis], stride, rate, padding, length,
                    found, shape, wanted))
