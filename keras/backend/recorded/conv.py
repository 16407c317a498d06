"""Resizing images."""
from ..config import checked_choice, normalize_data_format
from ..conv_arguments import check_rank, per_axis
from .graph import Operation
from .shape import repeat_elements
from .tensors import int_shape


def resize_images(x, height_factor, width_factor, data_format, interpolation='nearest'):
    data_format = normalize_data_format(data_format)
    checked_choice('interpolation', interpolation, ('nearest', 'bilinear'))
    check_rank('resize_images', int_shape(x), 2, data_format)
    factors = per_axis('The factors of K.resize_images', (height_factor, width_factor), 2)
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
