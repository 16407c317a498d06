"""Lengths, axes and arguments of convolutions and poolings."""
import operator

import numpy as np

PADDINGS = ('valid', 'same', 'causal')


def normalize_tuple(value, n, name):
    """Turns an int, or a sequence of ints, into a tuple.

    Args:
        value: an int, which stands for `n` equal ones, or a sequence of `n` ints.
        n: length of the tuple.
        name: what the error message calls the argument.

    Returns:
        Tuple of `n` ints.

    Raises:
        ValueError: if `value` is neither.
    """
    try:
        return (operator.index(value),) * n
    except TypeError:
        pass
    try:
        numbers = tuple(operator.index(number) for number in value)
    except TypeError:
        numbers = ()
    if len(numbers) != n:
        raise ValueError('%s must be %s, but got %r.' % (
            name, 'an integer' if n == 1 else 'an integer or a tuple of %d integers' % n, value))
    return numbers


def normalize_padding(value):
    """Checks the name of a padding.

    Args:
        value: `'valid'`, `'same'` or `'causal'`, in any case.

    Returns:
        The name in lower case.

    Raises:
        ValueError: if it is another name or no name.
    """
    padding = value.lower() if isinstance(value, str) else value
    if padding not in PADDINGS:
        raise ValueError('`padding` must be "valid" or "same" (or "causal" for '
                         '`Conv1D`), but got %r.' % (value,))
    return padding


def convert_kernel(kernel):
    """Turns a convolution kernel by 180 degrees in each of its spatial axes.

    Convolution with the turned kernel is cross-correlation with the given one, and the other
    way round. Keras 2 on Theano stored its kernels so turned.

    Args:
        kernel: array `(space..., input channels, output channels)` with 1 to 3 spatial axes.

    Returns:
        A new array of the same shape.

    Raises:
        ValueError: if the array has another number of axes.
    """
    kernel = np.asarray(kernel)
    if not 3 <= kernel.ndim <= 5:
        raise ValueError('A convolution kernel has 3, 4 or 5 axes; received one of shape %s'
                         % (kernel.shape,))
    return np.flip(kernel, axis=tuple(range(kernel.ndim - 2))).copy()


def conv_output_length(input_length, filter_size, padding, stride, dilation=1):
    """Computes the length of what a convolution or pooling gives along one axis.

    Args:
        input_length: int, or None where it is unknown.
        filter_size: int, length of the kernel.
        padding: `'valid'`, `'same'`, `'causal'` or `'full'`.
        stride: int.
        dilation: int, distance of the kernel's entries.

    Returns:
        An int; None if `input_length` is None.

    Raises:
        ValueError: if there is no such padding.
    """
    if input_length is None:
        return None
    overhang = _span(filter_size, dilation) - 1
    positions = _chosen(padding, valid=input_length - overhang, same=input_length,
                        causal=input_length, full=input_length + overhang)
    return (positions + stride - 1) // stride


def conv_input_length(output_length, filter_size, padding, stride):
    """Computes the shortest input that makes a convolution give `output_length`.

    Args:
        output_length: int, or None where it is unknown.
        filter_size: int, length of the kernel.
        padding: `'valid'`, `'same'` or `'full'`. The result for `'same'` assumes an odd kernel.
        stride: int.

    Returns:
        An int; None if `output_length` is None.

    Raises:
        ValueError: if there is no such padding.
    """
    if output_length is None:
        return None
    pad = _chosen(padding, valid=0, same=filter_size // 2, full=filter_size - 1)
    return (output_length - 1) * stride - 2 * pad + filter_size


def deconv_length(dim_size, stride_size, kernel_size, padding, output_padding, dilation=1):
    """Computes the length of what a transposed convolution gives along one axis.

    Args:
        dim_size: int or scalar tensor, length of the input; None where it is unknown.
        stride_size: int.
        kernel_size: int.
        padding: `'valid'`, `'same'` or `'full'`.
        output_padding: int, entries added at the end; None gives the usual length.
        dilation: int, distance of the kernel's entries.

    Returns:
        What `dim_size` is: an int, a tensor or None.

    Raises:
        ValueError: if there is no such padding.
    """
    if dim_size is None:
        return None
    span = _span(kernel_size, dilation)
    if output_padding is not None:
        pad = _chosen(padding, valid=0, same=span // 2, full=span - 1)
        return (dim_size - 1) * stride_size + span - 2 * pad + output_padding
    return dim_size * stride_size + _chosen(padding, valid=max(span - stride_size, 0), same=0,
                                            full=-(stride_size + span - 2))


def channel_axis(data_format):
    """Returns the axis of the channels: 1 or -1.

    Args:
        data_format: `'channels_first'` or `'channels_last'`.
    """
    return 1 if data_format == 'channels_first' else -1


def spatial_axes(data_format, rank):
    """Returns the axes of space or time, a list of ints.

    Args:
        data_format: `'channels_first'` or `'channels_last'`.
        rank: int, number of spatial axes.
    """
    first = 2 if data_format == 'channels_first' else 1
    return list(range(first, first + rank))


def _chosen(padding, **by_padding):
    if padding not in by_padding:
        raise ValueError('`padding` must be one of %s, but got %r.' % (
            ', '.join(map(repr, sorted(by_padding))), padding))
    return by_padding[padding]


def _span(kernel_size, dilation):
    return (kernel_size - 1) * dilation + 1
