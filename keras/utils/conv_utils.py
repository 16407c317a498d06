"""Output lengths, axes and arguments of convolutions and poolings."""
import operator

import numpy as np

PADDINGS = ('valid', 'same', 'causal')


def normalize_tuple(value, n, name):
    """Converts an int or a sequence of ints to a tuple.

    Args:
        value: an int, which is repeated `n` times, or a sequence of `n` ints.
        n: length of the tuple.
        name: name of the argument, for the error message.

    Returns:
        Tuple of `n` ints.

    Raises:
        ValueError: if `value` is neither.

    Example:
        >>> from keras.utils.conv_utils import normalize_tuple
        >>> normalize_tuple(3, 2, 'strides')
        (3, 3)
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
        value: `'valid'`, `'same'` or `'causal'`, in upper or lower case.

    Returns:
        The name in lower case.

    Raises:
        ValueError: for anything else.

    Example:
        >>> from keras.utils.conv_utils import normalize_padding
        >>> normalize_padding('SAME')
        'same'
    """
    padding = value.lower() if isinstance(value, str) else value
    if padding not in PADDINGS:
        raise ValueError('`padding` must be "valid" or "same" (or "causal" for '
                         '`Conv1D`), but got %r.' % (value,))
    return padding


def convert_kernel(kernel):
    """Flips a convolution kernel along each of its spatial axes.

    A convolution with the flipped kernel is a cross-correlation with the given one, and vice
    versa. Keras 2 on Theano stored its kernels flipped.

    Args:
        kernel: array `(space..., input_channels, output_channels)` with 1 to 3 spatial axes.

    Returns:
        A new array of the same shape.

    Raises:
        ValueError: if the array has another number of axes.

    Example:
        >>> from keras.utils.conv_utils import convert_kernel
        >>> convert_kernel(np.array([1., 2., 3.]).reshape(3, 1, 1)).ravel()
        array([3., 2., 1.])
    """
    kernel = np.asarray(kernel)
    if not 3 <= kernel.ndim <= 5:
        raise ValueError('A convolution kernel must have 3, 4 or 5 axes, but got one of shape %s.'
                         % (kernel.shape,))
    return np.flip(kernel, axis=tuple(range(kernel.ndim - 2))).copy()


def conv_output_length(input_length, filter_size, padding, stride, dilation=1):
    """Computes the output length of a convolution or pooling along one axis.

    Args:
        input_length: int, or None if unknown.
        filter_size: int, length of the kernel.
        padding: `'valid'`, `'same'`, `'causal'` or `'full'`.
        stride: int.
        dilation: int, distance between neighboring kernel entries.

    Returns:
        An int; None if `input_length` is None.

    Raises:
        ValueError: if there is no such padding.

    Example:
        >>> from keras.utils.conv_utils import conv_output_length
        >>> conv_output_length(28, 3, 'valid', stride=2)
        13
    """
    if input_length is None:
        return None
    overhang = _span(filter_size, dilation) - 1
    positions = _chosen(padding, valid=input_length - overhang, same=input_length,
                        causal=input_length, full=input_length + overhang)
    return (positions + stride - 1) // stride


def conv_input_length(output_length, filter_size, padding, stride):
    """Computes the smallest input length for which a convolution gives `output_length`.

    Args:
        output_length: int, or None if unknown.
        filter_size: int, length of the kernel.
        padding: `'valid'`, `'same'` or `'full'`. The result for `'same'` assumes an odd kernel.
        stride: int.

    Returns:
        An int; None if `output_length` is None.

    Raises:
        ValueError: if there is no such padding.

    Example:
        >>> from keras.utils.conv_utils import conv_input_length
        >>> conv_input_length(13, 3, 'valid', stride=2)
        27
    """
    if output_length is None:
        return None
    pad = _chosen(padding, valid=0, same=filter_size // 2, full=filter_size - 1)
    return (output_length - 1) * stride - 2 * pad + filter_size


def deconv_length(dim_size, stride_size, kernel_size, padding, output_padding, dilation=1):
    """Computes the output length of a transposed convolution along one axis.

    Args:
        dim_size: int or scalar tensor, length of the input; None if unknown.
        stride_size: int.
        kernel_size: int.
        padding: `'valid'`, `'same'` or `'full'`.
        output_padding: int, number of entries added at the end; None gives the usual length.
        dilation: int, distance between neighboring kernel entries.

    Returns:
        An int, a tensor or None, like `dim_size`.

    Raises:
        ValueError: if there is no such padding.

    Example:
        >>> from keras.utils.conv_utils import deconv_length
        >>> deconv_length(14, 2, 3, 'same', output_padding=None)
        28
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
    """Returns the channels axis: 1 or -1.

    Args:
        data_format: `'channels_first'` or `'channels_last'`.
    """
    return 1 if data_format == 'channels_first' else -1


def spatial_axes(data_format, rank):
    """Returns the list of the spatial axes (or of the time axis).

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
