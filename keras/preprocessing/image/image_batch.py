"""Batches of transformed and normalized images."""
import os

import numpy as np

from keras.preprocessing.image.images import array_to_img
from keras.preprocessing.image.random_numbers import random_numbers


class ImageBatchMixin:
    """What iterators over images have in common: how images become a batch.

    A class that uses it is an `Iterator` that defines `_image` and sets `image_data_generator`,
    `dtype`, `data_format`, `save_to_dir`, `save_prefix` and `save_format`.
    """

    _names_of_saved = 10 ** 4  # number of random numbers for the name of a saved file

    def _image(self, index):
        """Returns an image as a separate array, which may be changed in place."""
        raise NotImplementedError

    def _images(self, index_array, shape):
        """Returns the images of a batch, transformed and normalized.

        Args:
            index_array: array of ints, indices of the images.
            shape: tuple of ints, shape of an image.
        """
        images = np.empty((len(index_array),) + shape, dtype=self.dtype)
        with self._own_random_numbers():
            for row, index in zip(images, index_array):
                image = self._transformed(self._image(index))
                if image.shape != shape:
                    raise ValueError(
                        'An image of shape %s was transformed to shape %s, which does not fit into '
                        'the batch. `preprocessing_function` must keep the shape.'
                        % (shape, image.shape))
                row[...] = image
            if self.save_to_dir:
                self._save(images, index_array)
        return images

    def _transformed(self, image):
        generator = self.image_data_generator
        if generator is None:
            return image
        image = generator.apply_transform(image, generator.get_random_transform(image.shape))
        return np.asarray(generator.standardize(image))

    def _save(self, images, index_array):
        """Writes images to files `PREFIX_INDEX_NUMBER.FORMAT`."""
        if not os.path.isdir(self.save_to_dir):
            raise FileNotFoundError('`save_to_dir` must be a folder, but there is none at %r. '
                                    'Create it with `os.makedirs`.' % (self.save_to_dir,))
        random = random_numbers()
        for image, index in zip(images, index_array):
            name = '%s_%d_%d.%s' % (self.save_prefix, index, random.randint(self._names_of_saved),
                                    self.save_format)
            img = array_to_img(image, self.data_format, scale=True)
            img.save(os.path.join(self.save_to_dir, name))
