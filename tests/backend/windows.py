"""Convolutions and poolings as loops over the places of the output, channels last."""
from itertools import product

import numpy as np


def output_sizes(sizes, window, strides, padding, dilation):
    """Returns the sizes of the output and the numbers of zeros (before, after) on each axis."""
    outputs, pads = [], []
    for size, length, stride, rate in zip(sizes, window, strides, dilation):
        reach = rate * (length - 1) + 1
        before = after = 0
        if padding == 'same':
            total = max((-(-size // stride) - 1) * stride + reach - size, 0)
            before, after = total // 2, total - total // 2
        elif padding == 'causal':
            before = reach - 1
        outputs.append((size + before + after - reach) // stride + 1)
        pads.append((before, after))
    return outputs, pads


def windows(x, window, strides, padding, dilation=None, fill=0.):
    """Yields each place of the output and what it sees, (batch, *window, channels)."""
    dilation = dilation or (1,) * len(window)
    outputs, pads = output_sizes(x.shape[1:-1], window, strides, padding, dilation)
    x = np.pad(x, [(0, 0)] + pads + [(0, 0)], mode='constant', constant_values=fill)
    for place in np.ndindex(*outputs):
        seen = tuple(slice(i * stride, i * stride + rate * (length - 1) + 1, rate)
                     for i, stride, length, rate in zip(place, strides, window, dilation))
        yield place, x[(slice(None),) + seen]


def by_windows(x, window, strides, padding, dilation, function, fill=0.):
    """Returns `function` of the place and the window, (batch, filters), at all places."""
    places = list(windows(x, window, strides, padding, dilation, fill))
    sizes = np.max([place for place, _ in places], axis=0) + 1
    results = [function(place, seen) for place, seen in places]
    results = np.stack(results, axis=1)
    return results.reshape((len(x),) + tuple(sizes) + results.shape[2:])


def conv(x, kernel, strides, padding, dilation=None):
    axes = range(1, x.ndim)
    return by_windows(x, kernel.shape[:-2], strides, padding, dilation,
                      lambda place, seen: np.tensordot(seen, kernel, (axes, range(x.ndim - 1))))


def depthwise_conv(x, kernel, strides, padding, dilation=None):
    def each_channel(place, seen):
        sums = np.einsum('nrci,rcim->nim', seen, kernel)
        return sums.reshape(len(x), -1)

    return by_windows(x, kernel.shape[:-2], strides, padding, dilation, each_channel)


def conv_transpose(x, kernel, output_sizes_wanted, strides, padding, dilation=None):
    """Spreads each entry of `x`, times the kernel, over the window that `conv` sees there."""
    window, filters = kernel.shape[:-2], kernel.shape[-2]
    dilation = dilation or (1,) * len(window)
    outputs, pads = output_sizes(output_sizes_wanted, window, strides, padding, dilation)
    assert tuple(outputs) == x.shape[1:-1]
    padded = [size + sum(pad) for size, pad in zip(output_sizes_wanted, pads)]
    y = np.zeros((len(x),) + tuple(padded) + (filters,), x.dtype)
    for place, offset in product(np.ndindex(*outputs), np.ndindex(*window)):
        there = tuple(i * stride + rate * o
                      for i, stride, rate, o in zip(place, strides, dilation, offset))
        y[(slice(None),) + there] += x[(slice(None),) + place].dot(kernel[offset].T)
    inside = tuple(slice(before, before + size)
                   for (before, _), size in zip(pads, output_sizes_wanted))
    return y[(slice(None),) + inside]


def pool(x, window, strides, padding, mode):
    """Takes maxima or means of windows; NaN marks the places outside of `x`."""
    reduce = np.nanmax if mode == 'max' else np.nanmean
    axes = tuple(range(1, x.ndim - 1))
    return by_windows(x, window, strides, padding, None,
                      lambda place, seen: reduce(seen, axis=axes), fill=np.nan)


def channels_first(x):
    return np.moveaxis(x, -1, 1)
