"""Reads, writes, transforms and batches images."""
from .affine import (
    apply_affine_transform,
    apply_transform,
    flip_axis,
    random_rotation,
    random_shear,
    random_shift,
    random_zoom,
    transform_matrix_offset_center,
)
from .array_iterator import NumpyArrayIterator
from .batch_from_files import BatchFromFilesMixin
from .color import (
    apply_brightness_shift,
    apply_channel_shift,
    random_brightness,
    random_channel_shift,
)
from .dataframe_iterator import DataFrameIterator
from .directory_iterator import DirectoryIterator
from .generator import ImageDataGenerator
from .images import array_to_img, img_to_array, list_pictures, load_img, save_img
from .iterator import Iterator
