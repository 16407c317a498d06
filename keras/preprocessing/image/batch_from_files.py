"""Batches of images that are read from files."""
from numbers import Integral

import numpy as np

from keras import backend as K
from keras.preprocessing.image.image_batch import ImageBatchMixin
from keras.preprocessing.image.images import img_to_array, load_img
from keras.preprocessing.image.iterator import subset_slice
from keras.utils.errors import did_you_mean

_CHANNELS = {'rgb': 3, 'rgba': 4, 'grayscale': 1}


class BatchFromFilesMixin(ImageBatchMixin):
    """What iterators over image files have in common: how a batch is read.

    A class that uses it is an `Iterator` that calls `set_processing_attrs`, has the properties
    below, and sets `class_mode`, `dtype` and, for one-hot labels, `class_indices`.
    """

    _names_of_saved = 10 ** 7

    def set_processing_attrs(self, image_data_generator, target_size, color_mode, data_format,
                             save_to_dir, save_prefix, save_format, subset, interpolation):
        """Stores how images are read, transformed and saved.

        Args:
            image_data_generator: `ImageDataGenerator`; None leaves images unchanged.
            target_size: pair of ints `(height, width)` to which images are resized.
            color_mode: `'rgb'`, `'rgba'` or `'grayscale'`: 3, 4 or 1 channels.
            data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
            save_to_dir: folder to write the transformed images to; None writes none.
            save_prefix: string, prefix of the names of these files.
            save_format: string, file format (and extension), such as `'png'` or `'jpeg'`.
            subset: `'training'` or `'validation'` for a part of the images, None for all of them.
            interpolation: how to resize images; see `load_img`.

        Raises:
            ValueError: if an argument is invalid.
        """
        self.image_data_generator = image_data_generator
        self.target_size = _size(target_size)
        self.color_mode = color_mode
        self.data_format = K.normalize_data_format(data_format)
        self.image_shape = _image_shape(self.target_size, color_mode, self.data_format)
        self.save_to_dir = save_to_dir
        self.save_prefix = save_prefix
        self.save_format = save_format
        self.interpolation = interpolation
        self.subset = subset
        self._validation_split = getattr(image_data_generator, '_validation_split', 0.)
        subset_slice(0, subset, self._validation_split)  # raises for an unknown subset

    def _subset_slice(self, n):
        return subset_slice(n, self.subset, self._validation_split)

    def _get_batches_of_transformed_samples(self, index_array):
        images = self._images(index_array, self.image_shape)
        if self.class_mode is None:
            return images
        labels = images.copy() if self.class_mode == 'input' else self._labels(index_array)
        if self.sample_weight is None:
            return images, labels
        return images, labels, self.sample_weight[index_array]

    def _image(self, index):
        img = load_img(self.filepaths[index], color_mode=self.color_mode,
                       target_size=self.target_size, interpolation=self.interpolation)
        return img_to_array(img, data_format=self.data_format, dtype=self.dtype)

    def _labels(self, index_array):
        labels = self.labels
        if self.class_mode == 'multi_output':
            return [output[index_array] for output in labels]
        if self.class_mode == 'raw':
            return labels[index_array]
        if self.class_mode == 'categorical':
            return self._one_hot([labels[i] for i in index_array])
        return np.array([labels[i] for i in index_array], dtype=self.dtype)

    def _one_hot(self, labels):
        """Returns rows with a 1 for the class, or each of the classes, of an image."""
        rows = np.zeros((len(labels), len(self.class_indices)), dtype=self.dtype)
        for row, classes in zip(rows, labels):
            row[classes] = 1
        return rows

    @property
    def filepaths(self):
        """List of the paths of all images."""
        raise NotImplementedError('%s must define the property `filepaths`.' % type(self).__name__)

    @property
    def labels(self):
        """Labels of all images; their form depends on `class_mode`."""
        raise NotImplementedError('%s must define the property `labels`.' % type(self).__name__)

    @property
    def sample_weight(self):
        """Array of the weights of all images, or None."""
        raise NotImplementedError('%s must define the property `sample_weight`.'
                                  % type(self).__name__)


def check_class_mode(class_mode, allowed):
    """Raises a ValueError if the class mode is unknown.

    Args:
        class_mode: the name, or None.
        allowed: iterable of the class modes that exist.

    Raises:
        ValueError: if it is none of them.
    """
    if class_mode not in allowed:
        known = [mode for mode in allowed if mode is not None]
        raise ValueError('`class_mode` must be one of %s or None, but got %r.%s'
                         % (known, class_mode, did_you_mean(str(class_mode), known, repr)))


def _size(target_size):
    if np.shape(target_size) != (2,) or not all(
            isinstance(size, Integral) and size > 0 for size in target_size):
        raise ValueError('`target_size` must be two ints (height, width), but got %r.'
                         % (target_size,))
    return tuple(target_size)


def _image_shape(target_size, color_mode, data_format):
    if color_mode not in _CHANNELS:
        raise ValueError('`color_mode` must be "rgb", "rgba" or "grayscale", but got %r.%s'
                         % (color_mode, did_you_mean(str(color_mode), _CHANNELS, repr)))
    channels = (_CHANNELS[color_mode],)
    return target_size + channels if data_format == 'channels_last' else channels + target_size
