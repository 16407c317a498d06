"""Convolutions, poolings and resizing, based on operations on windows of arrays with five axes."""
import numpy as np
from theano import tensor

from ..config import normalize_data_format
from ..conv_arguments import resizing_factors
from .shape import repeat_elements
from .tensors import int_shape, is_tensor
from .windows import IMAGE, OUTPUT, Convolution, MaxPool


def convolution(x, kernel, strides, padding, data_format, dilation_rate):
    return _convolved(x, kernel, strides, padding, data_format, dilation_rate, by_channel=False)


def depthwise_convolution(x, kernel, strides, padding, data_format, dilation_rate):
    return _convolved(x, kernel, strides, padding, data_format, dilation_rate, by_channel=True)


def _convolved(x, kernel, strides, padding, data_format, dilation_rate, by_channel):
    spatial = len(strides)
    convolve = Convolution(OUTPUT, _three(strides), _three(dilation_rate), padding, by_channel)
    y = convolve(_wide(_five_axes(x, spatial, data_format)), _wide(_five_axes(kernel, spatial)))
    return _as_given(y, x, spatial, data_format)


def _three(values):
    """Returns the arguments of some spatial axes as those of three."""
    return (1,) * (3 - len(values)) + tuple(values)


def _five_axes(x, spatial, data_format='kernel'):
    """Returns images in any format, or a kernel, with three spatial axes, the channels last."""
    if data_format == 'kernel':
        return x.dimshuffle(*('x',) * (3 - spatial) + tuple(range(spatial + 2)))
    axes = tuple(range(spatial + 2))
    if data_format == 'channels_first':
        axes = axes[:1] + axes[2:] + axes[1:2]
    return x.dimshuffle(*axes[:1] + ('x',) * (3 - spatial) + axes[1:])


def _as_given(y, x, spatial, data_format):
    """Returns images of five axes in the format, and with the axes and the dtype, of `x`."""
    added = 3 - spatial
    y = tensor.patternbroadcast(
        y, [single or 1 <= axis <= added for axis, single in enumerate(y.broadcastable)])
    axes = (0,) + tuple(range(1 + added, 5))
    if data_format == 'channels_first':
        axes = axes[:1] + axes[-1:] + axes[1:-1]
    return tensor.cast(y.dimshuffle(*axes), x.dtype)


def _wide(x):
    """Converts `x` to a type that BLAS can multiply."""
    return tensor.cast(x, 'float32') if x.dtype == 'float16' else x


def transposed_convolution(x, kernel, output_shape, strides, padding, data_format,
                           dilation_rate):
    spatial = len(strides)
    first = 1 if data_format == 'channels_last' else 2
    sizes = [output_shape[axis] for axis in range(first, first + spatial)]
    if any(is_tensor(size) for size in sizes):
        sizes = tensor.stack([tensor.cast(size, 'int64') for size in _three(sizes)])
    else:
        sizes = np.array(_three(sizes), 'int64')
    transposed = Convolution(IMAGE, _three(strides), _three(dilation_rate), padding)
    y = transposed(_wide(_five_axes(kernel, spatial)), _wide(_five_axes(x, spatial, data_format)),
                   sizes)
    return _as_given(y, x, spatial, data_format)


def pooling(x, window, strides, padding, data_format, pool_mode):
    spatial = len(window)
    pool = _largest if pool_mode == 'max' else _mean
    y = pool(_wide(_five_axes(x, spatial, data_format)), _three(window), _three(strides), padding)
    return _as_given(y, x, spatial, data_format)


def _largest(x, window, strides, padding):
    return MaxPool(window, strides, padding)(x)[0]


def _mean(x, window, strides, padding):
    """Returns the mean of each window, where it is within the images."""
    sums = Convolution(OUTPUT, strides, (1, 1, 1), padding, by_channel=True)
    weight = tensor.constant(1 if padding == 'same' else 1 / np.prod(window), dtype=x.dtype)
    y = sums(x, tensor.alloc(weight, *window + (x.shape[4], 1)))
    if padding != 'same':
        return y
    counts = sums(tensor.alloc(weight, 1, x.shape[1], x.shape[2], x.shape[3], 1),
                  tensor.alloc(weight, *window + (1, 1)))
    return y / tensor.patternbroadcast(counts, [True, False, False, False, True])


def resize_images(x, height_factor, width_factor, data_format, interpolation='nearest'):
    data_format = normalize_data_format(data_format)
    factors = resizing_factors(int_shape(x), height_factor, width_factor, data_format,
                               interpolation)
    first = 1 if data_format == 'channels_last' else 2
    enlarged = repeat_elements if interpolation == 'nearest' else _interpolated
    return enlarged(enlarged(x, factors[0], first), factors[1], first + 1)


def _interpolated(x, factor, axis):
    """Inserts `factor - 1` linearly interpolated entries after each entry of an axis."""
    before = (slice(None),) * axis
    following = tensor.concatenate([x[before + (slice(1, None),)], x[before + (slice(-1, None),)]],
                                   axis)
    part = tensor.arange(factor, dtype='float32') / np.float32(factor)
    part = tensor.shape_padright(part, x.ndim - axis - 1)
    axes = list(range(x.ndim))
    axes.insert(axis + 1, 'x')
    lines = x.dimshuffle(*axes) * (1 - part) + following.dimshuffle(*axes) * part
    sizes = [x.shape[i] * factor if i == axis else x.shape[i] for i in range(x.ndim)]
    return tensor.cast(lines.reshape(sizes, ndim=x.ndim), x.dtype)
