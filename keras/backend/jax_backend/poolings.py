"""Poolings and enlargements of JAX's arrays, with gradients that are fast on CPUs."""
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from ..recorded.conv import interpolation_shares
from .windows import channels_last, geometry, in_format, is_on_cpu, padded, put_back, seen

# Expressions with a term for each entry of a window are made for windows up to this size.
_UNROLLED = 64


def pooling(x, window, strides, padding, data_format, mode):
    """Returns the maximum or the mean of each window; padding is not counted.

    Args:
        x: array (batch, ..., channels).
        window: tuple of ints.
        strides: tuple of ints.
        padding: `'valid'` or `'same'`.
        data_format: `'channels_last'` or `'channels_first'`.
        mode: `'max'` or `'avg'`.
    """
    x = channels_last(x, data_format)
    places = geometry('pooling', x.shape[1:-1], window, strides, (1,) * len(window), padding)
    is_unrolled = is_on_cpu() and places.entries <= _UNROLLED
    if mode == 'max':
        y = (_max if is_unrolled else _library_max)(x, places)
    else:
        is_unrolled = is_unrolled and _has_overlaps_and_strides(places)
        y = (_sum if is_unrolled else _library_sum)(x, places) / _entries_inside(places, x.dtype)
    return in_format(y, data_format)


# Maxima


def _library_max(x, places):
    return _reduced(x, places, -np.inf, lax.max)


def _reduced(x, places, start, function):
    config = [(0, 0)] + list(places.pads) + [(0, 0)]
    return lax.reduce_window(x, np.array(start, x.dtype), function, (1,) + places.window + (1,),
                             (1,) + places.strides + (1,), config)


@partial(jax.custom_vjp, nondiff_argnums=(1,))
def _max(x, places):
    return _library_max(x, places)


def _max_with_arguments(x, places):
    y = _library_max(x, places)
    return y, (x, y)


def _max_gradient(places, saved, dy):
    first = lax.stop_gradient(_first_of_maxima(*saved, places))
    return sum(put_back(jnp.where(first == entry, dy, np.array(0, dy.dtype)), places, offset)
               for entry, offset in enumerate(places.offsets)),


def _first_of_maxima(x, y, places):
    """Returns the entry of each window that has its maximum, the first of equal ones."""
    x = padded(x, places, np.nan)  # NaN equals nothing, so no padding is found
    first = jnp.zeros(y.shape, 'int8')
    for entry, offset in reversed(list(enumerate(places.offsets))):
        first = jnp.where(seen(x, places, offset) == y, np.int8(entry), first)
    return first


_max.defvjp(_max_with_arguments, _max_gradient)


# Means


def _library_sum(x, places):
    return _reduced(x, places, 0, lax.add)


def _has_overlaps_and_strides(places):
    """Returns whether XLA's gradient of sums is slow."""
    return max(places.strides) > 1 and any(
        length > stride for length, stride in zip(places.window, places.strides))


def _sum(x, places):
    x = padded(x, places)
    return sum(seen(x, places, offset) for offset in places.offsets)


def _entries_inside(places, dtype):
    """Returns how many entries of each window are inside the input, (*counts, 1)."""
    total = np.ones((1,) * (len(places.counts) + 1), dtype)
    for axis, count in enumerate(places.counts):
        begins = np.arange(count) * places.strides[axis] - places.pads[axis][0]
        ends = np.minimum(begins + places.window[axis], places.sizes[axis])
        inside = (ends - np.maximum(begins, 0)).astype(dtype)
        total = total * inside.reshape((-1,) + (1,) * (len(places.counts) - axis))
    return total


# Enlargements


def interpolated(x, axis, factor):
    """Enlarges `x` along an axis: entry i of the result is at i / factor; the last is repeated."""
    shares = interpolation_shares(x.shape[axis], factor)
    y = jnp.tensordot(x, shares.astype(x.dtype), (axis, 0), precision='highest')
    return jnp.moveaxis(y, -1, axis)
