"""Resizing images, and the shapes of transposed convolutions."""
import numpy as np

from ..config import normalize_data_format
from ..conv_arguments import resizing_factors
from .conversion import as_tensor
from .graph import Operation, is_tensor
from .shape import repeat_elements
from .tensors import int_shape, shape


def resize_images(x, height_factor, width_factor, data_format, interpolation='nearest'):
    data_format = normalize_data_format(data_format)
    factors = resizing_factors(int_shape(x), height_factor, width_factor, data_format,
                               interpolation)
    first = 1 if data_format == 'channels_last' else 2
    for axis, factor in enumerate(factors, first):
        if interpolation == 'nearest':
            x = repeat_elements(x, factor, axis)
        else:
            x = INTERPOLATE(x, axis=axis, factor=factor)
    return x


def _interpolated_shape(shapes, tensor):
    axis, factor = tensor.attributes['axis'], tensor.attributes['factor']
    return tuple(size if i != axis or size is None else size * factor
                 for i, size in enumerate(shapes[0]))


INTERPOLATE = Operation('interpolate', _interpolated_shape)


def interpolation_shares(size, factor):
    """Returns the shares of old entries in new ones, a matrix (size, size * factor).

    New entry i is at i / factor; the last old entry is repeated.
    """
    new = np.arange(size * factor)
    before = new // factor
    after = np.minimum(before + 1, size - 1)
    shares = np.zeros((size, size * factor))
    np.add.at(shares, (before, new), 1 - (new / factor - before))
    np.add.at(shares, (after, new), new / factor - before)
    return shares


def places_of(x, output_shape, spatial, data_format):
    """Returns the sizes of the spatial axes of the output of a transposed convolution, a tensor.

    Args:
        x: tensor, the input.
        output_shape: as in `K.conv2d_transpose`.
        spatial: int, the number of spatial axes.
        data_format: `'channels_last'` or `'channels_first'`.
    """
    sizes = output_shape
    if not is_tensor(sizes):
        sizes = as_tensor([shape(x)[0] if size is None else size for size in sizes], 'int32')
    first = 1 if data_format == 'channels_last' else 2
    return sizes[first:first + spatial]
