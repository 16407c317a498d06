"""Convolutions, poolings and resizing.

CNTK needs the channels before the spatial axes and its own batch axis, so tensors are converted to
that form and back. Missing features are emulated: padding is added beforehand, kernels are spread
for dilation, and depthwise convolutions with small windows are sums over the entries of the window.
"""
import itertools

import numpy as np

from ..recorded import windows
from ..recorded.conv import INTERPOLATE, interpolation_shares, places_of
from ..recorded.dynamic_sizes import shape_from
from ..recorded.graph import Operation
from ..recorded.math import ADD
from ..recorded.nn import RELU
from ..recorded.shape import PERMUTE, permute_dimensions
from ..recorded.tensors import int_shape, ndim
from .implementations import implement
from .nodes import C, reshaped

# Depthwise convolutions with windows of up to this number of entries are sums; a CNTK convolution
# for each channel is slower for these, but far faster to build for larger windows.
_SUMMED = 9


def convolution(x, kernel, strides, padding, data_format, dilation_rate):
    y = CONVOLUTION(_channels_second(x, data_format), kernel, strides=strides,
                    dilation=dilation_rate, padding=padding)
    return _in_format(y, data_format)


def _channels_second(x, data_format):
    if data_format == 'channels_first':
        return x
    axes = list(range(ndim(x)))
    return permute_dimensions(x, [0, axes[-1]] + axes[1:-1])


def _in_format(x, data_format):
    """Converts `x`, whose channels come second, to `data_format`."""
    if data_format == 'channels_first':
        return x
    axes = list(range(ndim(x)))
    return permute_dimensions(x, [0] + axes[2:] + [1])


def _with_pads(x, pads, value=0.):
    if not any(map(any, pads)):
        return x
    return C.pad(x, [(0, 0)] + pads, C.CONSTANT_PAD, value)


# Convolutions


def _convolved_shape(shapes, tensor):
    x, kernel = shapes
    spread = windows.reach(kernel[:-2], tensor.attributes['dilation'])
    return (x[0], kernel[-1]) + windows.counts('convolution', x[2:], spread,
                                        tensor.attributes['strides'],
                                        tensor.attributes['padding'])


def _convolved(x, kernel, strides, dilation, padding):
    spatial = len(strides)
    window = windows.reach(kernel.shape[:-2], dilation)
    pads = windows.pads(x.shape[1:], window, strides, padding)
    kernel = C.transpose(kernel, [spatial + 1, spatial] + list(range(spatial)))
    return C.convolution(_spread(kernel, dilation), _with_pads(x, pads), strides=strides,
                         auto_padding=[False] * (spatial + 1))


def _spread(kernel, dilation):
    """Returns a kernel (filters, channels, ...) with zeros between its entries."""
    for axis, rate in enumerate(dilation, 2):
        size = kernel.shape[axis]
        if rate == 1 or size == 1:
            continue
        shape = kernel.shape
        kernel = C.reshape(kernel, shape[:axis + 1] + (1,) + shape[axis + 1:])
        pads = [(0, 0)] * (axis + 1) + [(0, rate - 1)] + [(0, 0)] * (len(shape) - axis - 1)
        kernel = C.pad(kernel, pads, C.CONSTANT_PAD, 0.)
        kernel = C.reshape(kernel, shape[:axis] + (size * rate,) + shape[axis + 1:])
        kernel = C.slice(kernel, axis, 0, (size - 1) * rate + 1)
    return kernel


CONVOLUTION = Operation('convolution', _convolved_shape)
implement(CONVOLUTION, _convolved, is_batched=True)


def transposed_convolution(x, kernel, output_shape, strides, padding, data_format,
                           dilation_rate):
    places = places_of(x, output_shape, len(strides), data_format)
    y = CONVOLUTION_TRANSPOSE(_channels_second(x, data_format), kernel, places, strides=strides,
                              dilation=dilation_rate, padding=padding)
    return _in_format(y, data_format)


def _transposed_shape(shapes, tensor):
    x, kernel, _ = shapes
    places = shape_from(tensor.inputs[2]) or (None,) * (len(x) - 2)
    return (x[0], kernel[-2]) + tuple(places)


def _transposed(x, kernel, places, strides, dilation, padding):
    """Spreads each entry of `x` over its window, and cuts the result to `places`."""
    spatial = len(strides)
    places = [int(size) for size in places]
    window = windows.reach(kernel.shape[:-2], dilation)
    windows.check_transposed(x.shape[1:], places, window, strides, padding)
    pads = windows.pads(places, window, strides, padding)
    full = tuple((size - 1) * stride + reach
                 for size, stride, reach in zip(x.shape[1:], strides, window))
    kernel = C.transpose(kernel, [spatial + 1, spatial] + list(range(spatial)))
    # CNTK overwrites the gradient of a convolution's input instead of adding to it. The gradient of
    # `x` may have other parts; that of its copy has none.
    y = C.convolution_transpose(_spread(kernel, dilation), C.reshape(x, x.shape), strides=strides,
                                auto_padding=[False] * (spatial + 1))
    begins = [before for before, _ in pads]
    missing = [max(begin + size - length, 0)
               for begin, size, length in zip(begins, places, full)]
    y = _with_pads(y, [(0, after) for after in missing])
    return C.slice(y, list(range(1, spatial + 1)), begins,
                   [begin + size for begin, size in zip(begins, places)])


CONVOLUTION_TRANSPOSE = Operation('convolution_transpose', _transposed_shape, static_from=2)
implement(CONVOLUTION_TRANSPOSE, _transposed, is_batched=True)


def depthwise_convolution(x, kernel, strides, padding, data_format, dilation_rate):
    window = int_shape(kernel)[:2]
    if None not in window and np.prod(window) > _SUMMED:
        y = GROUPED(_channels_second(x, data_format), kernel, strides=strides,
                    dilation=dilation_rate, padding=padding)
        return _in_format(y, data_format)
    if data_format == 'channels_first':
        x = permute_dimensions(x, (0, 2, 3, 1))
    y = DEPTHWISE(x, kernel, strides=strides, dilation=dilation_rate, padding=padding)
    return permute_dimensions(y, (0, 3, 1, 2)) if data_format == 'channels_first' else y


def _depthwise_shape(shapes, tensor):
    x, kernel = shapes
    reach = windows.reach(kernel[:2], tensor.attributes['dilation'])
    return (x[0],) + windows.counts('convolution', x[1:3], reach, tensor.attributes['strides'],
                             tensor.attributes['padding']) + (kernel[2] * kernel[3],)


def _depthwise(x, kernel, strides, dilation, padding):
    window = kernel.shape[:2]
    reach = windows.reach(window, dilation)
    pads = windows.pads(x.shape[1:3], reach, strides, padding)
    counts = [windows.window_count(size, taken, stride, padding)
              for size, taken, stride in zip(x.shape[1:3], reach, strides)]
    if any(map(any, pads)):
        x = C.pad(x, [(0, 0)] + pads + [(0, 0)], C.CONSTANT_PAD, 0.)
    batch, channels, multiplier = x.shape[0], x.shape[3], kernel.shape[3]
    total = None
    for place in itertools.product(*map(range, window)):
        begins = [i * rate for i, rate in zip(place, dilation)]
        ends = [begin + (count - 1) * stride + 1
                for begin, count, stride in zip(begins, counts, strides)]
        seen = C.slice(x, [1, 2], begins, ends,
                       [stride if count > 1 else 1 for stride, count in zip(strides, counts)])
        weights = C.slice(kernel, [0, 1], list(place), [i + 1 for i in place])
        if multiplier > 1:
            seen = C.reshape(seen, (batch,) + tuple(counts) + (channels, 1))
            weights = C.reshape(weights, (channels, multiplier))
        else:
            weights = C.reshape(weights, (channels,))
        product = C.element_times(seen, weights)
        total = product if total is None else C.plus(total, product)
    return reshaped(total, (batch,) + tuple(counts) + (channels * multiplier,))


DEPTHWISE = Operation('depthwise_convolution', _depthwise_shape)
implement(DEPTHWISE, _depthwise)


def _grouped_shape(shapes, tensor):
    x, kernel = shapes
    reach = windows.reach(kernel[:2], tensor.attributes['dilation'])
    return (x[0], kernel[2] * kernel[3]) + windows.counts(
        'convolution', x[2:], reach, tensor.attributes['strides'], tensor.attributes['padding'])


def _grouped(x, kernel, strides, dilation, padding):
    rows, columns, channels, multiplier = kernel.shape
    pads = windows.pads(x.shape[1:], windows.reach((rows, columns), dilation), strides, padding)
    kernel = C.reshape(C.transpose(kernel, [2, 3, 0, 1]),
                       (channels * multiplier, 1, rows, columns))
    return C.convolution(_spread(kernel, dilation), _with_pads(x, pads), strides=strides,
                         auto_padding=[False] * 3, groups=channels)


GROUPED = Operation('depthwise_convolution', _grouped_shape)
implement(GROUPED, _grouped, is_batched=True)


# Poolings


def pooling(x, window, strides, padding, data_format, pool_mode):
    y = POOL(_channels_second(x, data_format), window=window, strides=strides, padding=padding,
             mode=pool_mode)
    return _in_format(y, data_format)


def _pooled_shape(shapes, tensor):
    x, = shapes
    return x[:2] + windows.counts('pooling', x[2:], tensor.attributes['window'],
                           tensor.attributes['strides'], tensor.attributes['padding'])


def _pooled(x, window, strides, padding, mode):
    places = x.shape[1:]
    pads = windows.pads(places, window, strides, padding)
    counts = tuple(windows.window_count(*taken, padding) for taken in zip(places, window, strides))
    is_padded = any(map(any, pads))
    x = _with_pads(x, pads, float(np.finfo('float32').min) if mode == 'max' else 0.)
    y = C.pooling(x, C.MAX_POOLING if mode == 'max' else C.AVG_POOLING, window, strides,
                  auto_padding=[False] * (len(window) + 1))
    if mode == 'avg' and is_padded:
        # Padding is not counted.
        shares = [_share_inside(*taken) for taken in zip(places, window, strides, pads, counts)]
        share = shares[0]
        for other in shares[1:]:
            share = share[..., None] * other
        y = C.element_divide(y, C.constant(share.astype(y.dtype)))
    return y


def _share_inside(size, window, stride, pads, count):
    """Returns the fraction of each window that is inside the input."""
    begins = np.arange(count) * stride - pads[0]
    return (np.minimum(begins + window, size) - np.maximum(begins, 0)) / window


def _evaluate_pool(trace, tensor, env):
    return _pool_before(trace, tensor, env, tensor.inputs[0], range(len(tensor.shape)))


def _pool_before(trace, pool, env, x, pattern):
    """Returns the pooled value of `x`, whose axes are permuted by `pattern` for the pooling.

    Maxima may be taken before a bias is added and negative entries are cut off: they remain the
    maxima, and there are fewer entries to process.
    """
    is_on_path = id(pool) in trace.on_path
    if pool.attributes['mode'] == 'max' and id(x) not in trace.wrt and _keeps_order(
            x, env, pattern):
        inner = pattern if x.op is not PERMUTE else [x.attributes['pattern'][i] for i in pattern]
        value = _pool_before(trace, pool, env, x.inputs[0], inner)
        if x.op is PERMUTE:
            return trace.permuted(value, x.attributes['pattern'], is_on_path)
        return trace.call(x.op, [value] + [env[id(y)] for y in x.inputs[1:]], {}, x.dtype,
                          is_on_path)
    value = trace.permuted(env[id(x)], list(pattern), is_on_path)
    value = trace.call(POOL, [value], pool.attributes, pool.dtype, is_on_path)
    return trace.permuted(value, [int(i) for i in np.argsort(pattern)], is_on_path)


def _keeps_order(x, env, pattern):
    """Returns whether `x` is made by an operation that keeps the order within windows."""
    if id(x.inputs[0] if x.inputs else x) not in env or x.op not in (RELU, ADD, PERMUTE):
        return False
    if x.op is ADD:
        value, bias = (env[id(y)].shape for y in x.inputs)
        whole = (1,) * (len(value) - len(bias)) + bias
        return len(value) == len(pattern) and all(
            size == 1 for axis, size in enumerate(whole) if axis != pattern[1])
    return True


POOL = Operation('pooling', _pooled_shape)
implement(POOL, _pooled, is_batched=True, evaluate=_evaluate_pool)


# Resizing


def _interpolated(x, axis, factor):
    """Multiplies by the matrix of the weights of old positions in new ones."""
    shares = interpolation_shares(x.shape[axis], factor)
    order = [i for i in range(len(x.shape)) if i != axis] + [axis]
    y = C.times(C.transpose(x, order), C.constant(shares.astype(x.dtype)))
    return C.transpose(y, [int(i) for i in np.argsort(order)])


implement(INTERPOLATE, _interpolated)
