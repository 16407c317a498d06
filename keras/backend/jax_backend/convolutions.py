"""Convolutions and poolings of JAX's arrays."""
import jax.numpy as jnp
import numpy as np
from jax import lax

from ..recorded.windows import counts, pads, reach, window_count


def convolution(x, kernel, strides, dilation, padding, data_format):
    """Returns the cross-correlation of `x` and a kernel (window..., channels, filters)."""
    window = reach(kernel.shape[:-2], dilation)
    ends = _ends('convolution', x, window, strides, padding, data_format)
    return _correlated(x, kernel, strides, dilation, ends, data_format)


def depthwise_convolution(x, kernel, strides, dilation, padding, data_format):
    """Returns the cross-correlation of each channel and a kernel (window..., channels, times)."""
    *window, channels, times = kernel.shape
    kernel = kernel.reshape(tuple(window) + (1, channels * times))
    reached = reach(window, dilation)
    ends = _ends('convolution', x, reached, strides, padding, data_format)
    return _correlated(x, kernel, strides, dilation, ends, data_format, channels)


def transposed_convolution(x, kernel, places, strides, dilation, padding, data_format):
    """Spreads each entry of `x` over its window.

    Args:
        x: array.
        kernel: array (window..., filters, channels of `x`).
        places: sizes of the spatial axes of the result.
        strides, dilation, padding, data_format: those of the convolution that turns an array with
            these sizes into one like `x`.
    """
    places = tuple(int(size) for size in places)
    window = reach(kernel.shape[:-2], dilation)
    sizes = _places(x, data_format)
    found = tuple(window_count(*taken, padding) for taken in zip(places, window, strides))
    if found != sizes:
        raise ValueError('A transposed convolution with a window of %s, strides %s and padding %r '
                         'cannot make an output of spatial shape %s from an input of %s.' % (
                             window, strides, padding, places, sizes))
    ends = []
    for (before, _), size, place, reached, stride in zip(
            pads(places, window, strides, padding), sizes, places, window, strides):
        before = reached - 1 - before
        ends.append((before, place + reached - 1 - before - ((size - 1) * stride + 1)))
    spatial = len(strides)
    kernel = jnp.flip(kernel, range(spatial)).swapaxes(-1, -2)
    return _correlated(x, kernel, (1,) * spatial, dilation, ends, data_format, spread=strides)


def _places(x, data_format):
    return x.shape[1:-1] if data_format == 'channels_last' else x.shape[2:]


def _ends(op, x, window, strides, padding, data_format):
    """Returns by how many entries the windows, one at least, extend beyond both ends of `x`."""
    places = _places(x, data_format)
    counts(op, places, window, strides, padding)
    return pads(places, window, strides, padding)


def _correlated(x, kernel, strides, dilation, ends, data_format, groups=1, spread=None):
    letters = 'DHW'[-len(strides):]
    form = ('N%sC' if data_format == 'channels_last' else 'NC%s') % letters
    return lax.conv_general_dilated(
        x, kernel.astype(x.dtype), strides, ends, spread, dilation, (form, letters + 'IO', form),
        feature_group_count=groups)


def pooling(x, window, strides, padding, data_format, mode):
    """Returns the maxima ('max') or means ('avg') of windows; padding does not count."""
    def whole(sizes, other):
        sizes = tuple(sizes)
        if data_format == 'channels_last':
            return (other,) + sizes + (other,)
        return (other, other) + sizes

    ends = whole(_ends('pooling', x, window, strides, padding, data_format), (0, 0))
    window, strides = whole(window, 1), whole(strides, 1)
    if mode == 'max':
        # No finite number: JAX finds the gradient only for this one.
        return lax.reduce_window(x, np.asarray(-np.inf, x.dtype), lax.max, window, strides, ends)
    nothing = np.asarray(0, x.dtype)
    total = lax.reduce_window(x, nothing, lax.add, window, strides, ends)
    if not any(map(any, ends)):
        return total / np.asarray(np.prod(window), x.dtype)
    ones = jnp.ones((1,) + x.shape[1:], x.dtype)
    return total / lax.reduce_window(ones, nothing, lax.add, window, strides, ends)


def interpolated(x, axis, factor):
    """Returns `x` with linear interpolation between the entries along an axis."""
    size = x.shape[axis]
    places = np.arange(size * factor) / factor
    before = places.astype(int)
    share = (places - before).astype(x.dtype).reshape((-1,) + (1,) * (x.ndim - axis - 1))
    after = np.minimum(before + 1, size - 1)
    return jnp.take(x, before, axis) * (1 - share) + jnp.take(x, after, axis) * share
