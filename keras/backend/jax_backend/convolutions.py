"""Convolutions of JAX's arrays, with gradients that are fast on CPUs.

A convolution is linear in the image and in the kernel. So three operations are each other's
gradients: the output from image and kernel, the image from output and kernel (the transposed
convolution), and the kernel from image and output. On CPUs, XLA is fast at most of them, but
not at depthwise convolutions, which are sums over the entries of the windows here, nor at kernels
from large images, which are sums of matrix products here. Other devices have libraries for all.

Images are (batch, ..., channels), kernels (window..., channels, filters).
"""
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from ..recorded.windows import check_transposed, reach
from .windows import channels_last, geometry, in_format, is_on_cpu, padded, put_back, seen

# Expressions with a term for each entry of a window are made for windows up to this size.
_UNROLLED = 128

# Numbers of entries of copied windows: those that remain in a core's cache; and those, of 32 MB,
# above which memory comes from the operating system each time, which takes longer than to use it.
_CACHED, _RETAINED = 2 ** 19, 2 ** 23


def convolution(x, kernel, strides, dilation, padding, data_format):
    """Convolves `x` (batch, ..., channels) with `kernel` (window..., channels, filters).

    Args:
        strides: tuple of ints.
        dilation: tuple of ints.
        padding: `'valid'`, `'same'` or `'causal'`.
        data_format: `'channels_last'` or `'channels_first'`.
    """
    x = channels_last(x, data_format)
    places = geometry('convolution', x.shape[1:-1], kernel.shape[:-2], strides, dilation, padding)
    output = _output if is_on_cpu() else _library_output
    return in_format(output(x, kernel, places), data_format)


def transposed_convolution(x, kernel, places, strides, dilation, padding, data_format):
    """Computes the gradient of a convolution with respect to its input.

    Args:
        x: array like an output of that convolution, (batch, ..., channels).
        kernel: array (window..., filters, channels).
        places: tuple of ints, the spatial shape of the result.

    Raises:
        ValueError: if that convolution does not turn `places` into the spatial shape of `x`.
    """
    x = channels_last(x, data_format)
    spread = reach(kernel.shape[:-2], dilation)
    check_transposed(x.shape[1:-1], places, spread, strides, padding)
    inverse = geometry('convolution', places, kernel.shape[:-2], strides, dilation, padding)
    image = _image if is_on_cpu() else _library_image
    return in_format(image(x, kernel, inverse), data_format)


def depthwise_convolution(x, kernel, strides, dilation, padding, data_format):
    """Convolves each channel with kernels of its own, (rows, columns, channels, multiplier).

    The outputs of a channel are next to each other.
    """
    x = channels_last(x, data_format)
    window, (channels, multiplier) = kernel.shape[:-2], kernel.shape[-2:]
    places = geometry('convolution', x.shape[1:-1], window, strides, dilation, padding)
    kernel = kernel.reshape(window + (1, channels * multiplier))
    if is_on_cpu() and places.entries <= _UNROLLED:
        if multiplier > 1:
            x = jnp.repeat(x, multiplier, axis=-1)
        y = _depthwise_output(x, kernel, places)
    else:
        y = _library_output(x, kernel, places, groups=channels)
    return in_format(y, data_format)


# Of libraries


def _library_output(x, kernel, places, groups=1):
    return lax.conv_general_dilated(x, kernel, places.strides, places.pads,
                                    rhs_dilation=places.dilation, feature_group_count=groups,
                                    dimension_numbers=_dimension_numbers(places))


def _dimension_numbers(places):
    spatial = 'DHW'[-len(places.window):]
    image = 'N' + spatial + 'C'
    return image, spatial + 'IO', image


def _library_image(y, kernel, places):
    shape = y.shape[:1] + places.sizes + kernel.shape[-2:-1]
    transposed = jax.linear_transpose(lambda x: _library_output(x, kernel, places),
                                      jax.ShapeDtypeStruct(shape, y.dtype))
    return transposed(y)[0]


def _library_kernel(x, y, places):
    shape = places.window + (x.shape[-1], y.shape[-1])
    transposed = jax.linear_transpose(lambda kernel: _library_output(x, kernel, places),
                                      jax.ShapeDtypeStruct(shape, x.dtype))
    return transposed(y)[0]


# Of matrices


def _with_gradients(output, image, kernel):
    """Makes three functions (of two arrays and a `Geometry`) each other's gradients."""
    output, image, kernel = (jax.custom_vjp(function, nondiff_argnums=(2,))
                             for function in (output, image, kernel))

    def from_output(places, saved, dy):
        x, weights = saved
        return image(dy, weights, places), kernel(x, dy, places)

    def from_image(places, saved, dx):
        y, weights = saved
        return output(dx, weights, places), kernel(dx, y, places)

    def from_kernel(places, saved, d_weights):
        x, y = saved
        return image(y, d_weights, places), output(x, d_weights, places)

    for function, gradients in ((output, from_output), (image, from_image),
                                (kernel, from_kernel)):
        function.defvjp(partial(_saving_arguments, function), gradients)
    return output, image, kernel


def _saving_arguments(function, a, b, places):
    return function(a, b, places), (a, b)


@partial(jax.custom_vjp, nondiff_argnums=(2,))
def _output(x, kernel, places):
    # Without gradients, XLA computes what follows, such as a bias, a relu and a pooling, with it.
    return (_library_output if places.entries > 1 else _cpu_output)(x, kernel, places)


def _output_and_gradients(x, kernel, places):
    return jax.vjp(lambda x, kernel: _saved_output(x, kernel, places), x, kernel)


_output.defvjp(_output_and_gradients, lambda places, gradients, dy: gradients(dy))


def _cpu_output(x, kernel, places):
    if places.entries == 1:
        return jnp.matmul(seen(padded(x, places), places, places.offsets[0]),
                          kernel.reshape(kernel.shape[-2:]))
    windows = x.shape[0] * int(np.prod(places.counts)) * places.entries * x.shape[-1]
    if places.is_padded or windows <= _RETAINED:
        return _library_output(x, kernel, places)
    # XLA copies the windows of an image without padding all at once, but not those of one with
    # padding. So this one gets some, for one more row of windows.
    more = places._replace(pads=((0, places.strides[0]),) + places.pads[1:])
    return _library_output(x, kernel, more)[:, :places.counts[0]]


def _cpu_image(y, kernel, places):
    if places.entries > 1:
        return _library_image(y, kernel, places)
    return put_back(jnp.matmul(y, kernel.reshape(kernel.shape[-2:]).T), places, places.offsets[0])


def _cpu_kernel(x, y, places):
    size = int(np.prod(places.counts)) * places.entries * x.shape[-1]  # of a sample's windows
    if places.entries > 1 and (len(x) * size <= _RETAINED or size > _RETAINED
                               or places.entries > _UNROLLED):
        return _library_kernel(x, y, places)
    # XLA would copy all windows at once. The windows of a few samples remain in the cache.

    def product(x, y):
        columns = [seen(x, places, offset) for offset in places.offsets]
        return _sum_of_products(jnp.concatenate(columns, axis=-1), y)

    samples = max(_CACHED // max(size, 1), 1) if places.entries > 1 else max(len(x), 1)
    total = _summed_by_parts(product, padded(x, places), y, samples)
    return total.reshape(places.window + (x.shape[-1], y.shape[-1])).astype(x.dtype)


def _sum_of_products(x, y):
    axes = tuple(range(x.ndim - 1))
    return lax.dot_general(x, y, ((axes, axes), ((), ())),
                           preferred_element_type=_sum_dtype(x.dtype))


def _sum_dtype(dtype):
    return jnp.promote_types(dtype, 'float32')


def _summed_by_parts(function, x, y, samples):
    """Returns the sum of `function` of `x` and `y`, computed from `samples` samples at a time."""
    if len(x) <= samples:
        return function(x, y)
    whole = len(x) // samples * samples
    parts = [array[:whole].reshape((-1, samples) + array.shape[1:]) for array in (x, y)]
    total, _ = lax.scan(lambda total, part: (total + function(*part), None),
                        function(x[whole:], y[whole:]), parts)
    return total


_saved_output, _image, _kernel = _with_gradients(_cpu_output, _cpu_image, _cpu_kernel)


# Of single channels; the kernels are (window..., 1, channels)


def _by_entry(kernel):
    return kernel.reshape((-1,) + kernel.shape[-2:])


def _summed_output(x, kernel, places):
    x = padded(x, places)
    return sum(seen(x, places, offset) * weights
               for weights, offset in zip(_by_entry(kernel), places.offsets))


def _summed_image(y, kernel, places):
    return sum(put_back(y * weights, places, offset)
               for weights, offset in zip(_by_entry(kernel), places.offsets))


def _summed_kernel(x, y, places):
    # All but the last spatial axis are summed first, so that the innermost loops are long.
    axes = tuple(range(y.ndim - 2))

    def products(x, y):
        return jnp.stack([jnp.sum(seen(x, places, offset) * y, axes, dtype=_sum_dtype(x.dtype))
                          for offset in places.offsets])

    total = _summed_by_parts(products, padded(x, places), y, 1).sum(axis=1)
    return total.reshape(places.window + (1, x.shape[-1])).astype(x.dtype)


_depthwise_output, _, _ = _with_gradients(_summed_output, _summed_image, _summed_kernel)
