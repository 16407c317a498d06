"""Convolutions and poolings."""
from ..recorded import windows
from ..recorded.conv import INTERPOLATE, places_of
from ..recorded.conversion import as_tensor
from ..recorded.dynamic_sizes import shape_from
from ..recorded.graph import Operation
from . import convolutions, poolings
from .implementations import implement


def _places(shape, data_format):
    """Returns the sizes of the spatial axes."""
    return shape[1:-1] if data_format == 'channels_last' else shape[2:]


def _shaped(batch, places, channels, data_format):
    if data_format == 'channels_last':
        return (batch,) + tuple(places) + (channels,)
    return (batch, channels) + tuple(places)


def _windows_shape(op, shape, channels, window, attributes):
    """Returns the shape of what is made of windows over a tensor."""
    data_format = attributes['data_format']
    places = windows.counts(op, _places(shape, data_format), window, attributes['strides'],
                            attributes['padding'])
    return _shaped(shape[0], places, channels, data_format)


def _convolution(filters):
    """Returns the function for the shape of a convolution.

    Args:
        filters: function from the shape of the kernel to the number of channels of the result.
    """
    def shape_of(shapes, tensor):
        x, kernel = shapes
        reach = windows.reach(kernel[:-2], tensor.attributes['dilation'])
        return _windows_shape('convolution', x, filters(kernel), reach, tensor.attributes)
    return shape_of


CONVOLUTION = Operation('convolution', _convolution(lambda kernel: kernel[-1]))
DEPTHWISE = Operation('depthwise_convolution',
                      _convolution(lambda kernel: kernel[-2] * kernel[-1]))
implement(CONVOLUTION, convolutions.convolution)
implement(DEPTHWISE, convolutions.depthwise_convolution)


def convolution(x, kernel, strides, padding, data_format, dilation_rate):
    return CONVOLUTION(as_tensor(x), as_tensor(kernel), strides=strides, padding=padding,
                       data_format=data_format, dilation=dilation_rate)


def depthwise_convolution(x, kernel, strides, padding, data_format, dilation_rate):
    return DEPTHWISE(as_tensor(x), as_tensor(kernel), strides=strides, padding=padding,
                     data_format=data_format, dilation=dilation_rate)


def _transposed(shapes, tensor):
    x, kernel, _ = shapes
    places = shape_from(tensor.inputs[2]) or (None,) * (len(x) - 2)
    return _shaped(x[0], places, kernel[-2], tensor.attributes['data_format'])


TRANSPOSED = Operation('transposed_convolution', _transposed, static_from=2)
implement(TRANSPOSED, lambda x, kernel, places, **how: convolutions.transposed_convolution(
    x, kernel, tuple(int(size) for size in places), **how))


def transposed_convolution(x, kernel, output_shape, strides, padding, data_format,
                           dilation_rate):
    x = as_tensor(x)
    places = places_of(x, output_shape, len(strides), data_format)
    return TRANSPOSED(x, as_tensor(kernel), places, strides=strides, padding=padding,
                      data_format=data_format, dilation=dilation_rate)


def _pooled(shapes, tensor):
    x, = shapes
    channels = x[-1 if tensor.attributes['data_format'] == 'channels_last' else 1]
    return _windows_shape('pooling', x, channels, tensor.attributes['window'], tensor.attributes)


POOLING = Operation('pooling', _pooled)
implement(POOLING, poolings.pooling)


def pooling(x, window, strides, padding, data_format, pool_mode):
    return POOLING(as_tensor(x), window=window, strides=strides, padding=padding,
                   data_format=data_format, mode=pool_mode)


implement(INTERPOLATE, poolings.interpolated)
