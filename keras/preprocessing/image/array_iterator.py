"""Batches of images in memory."""
import numpy as np

from keras import backend as K
from keras.backend.dtypes import array_floatx
from keras.preprocessing.image.data_format import check_images
from keras.preprocessing.image.image_batch import ImageBatchMixin
from keras.preprocessing.image.iterator import Iterator, subset_slice


class NumpyArrayIterator(ImageBatchMixin, Iterator):
    """Batches of images in memory; `ImageDataGenerator.flow` returns them.

    Args:
        x: array of images with rank 4; or `(images, others)`, where `others` is an array or a list
            of arrays that are batched with the images.
        y: array of labels, or None for batches without labels.
        image_data_generator: `ImageDataGenerator`; None leaves images unchanged.
        batch_size: int, number of images in a batch.
        shuffle: bool, whether to draw a new order for each epoch.
        seed: int, seed of order and transformations; None draws one from `np.random`.
        sample_weight: array of weights, one for each image.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        save_to_dir: folder to write the transformed images to; None writes none.
        save_prefix: string, prefix of the names of these files.
        save_format: string, file format (and extension), such as `'png'` or `'jpeg'`.
        subset: `'training'` or `'validation'` for a part of the images, None for all of them.
        dtype: string, dtype of the batches; None for `K.floatx()`.

    Attributes:
        x: array of the images (of the subset).
        y: array of the labels (of the subset), or None.
        sample_weight: array of the weights (of the subset), or None.
        x_misc: list of the other arrays (of the subset).

    Raises:
        ValueError: if images do not have rank 4, lengths differ, or another argument is invalid.

    Example:
        >>> from keras.preprocessing.image import NumpyArrayIterator
        >>> batches = NumpyArrayIterator(np.zeros((8, 4, 4, 3)), np.zeros(8), None, batch_size=5)
        >>> x, y = batches[0]
        >>> x.shape, y.shape
        ((5, 4, 4, 3), (5,))
    """

    def __init__(self, x, y, image_data_generator, batch_size=32, shuffle=False,
                 sample_weight=None, seed=None, data_format=None, save_to_dir=None,
                 save_prefix='', save_format='png', subset=None, dtype=None):
        self.image_data_generator = image_data_generator
        self.data_format = K.normalize_data_format(data_format)
        self.save_to_dir = save_to_dir
        self.save_prefix = save_prefix
        self.save_format = save_format
        self.dtype = dtype or array_floatx()
        images, others = _images_and_others(x)
        check_images(images, self.data_format)
        self._take(images, others, y, sample_weight, subset)
        super().__init__(len(self.x), batch_size, shuffle, seed)

    def _take(self, images, others, y, sample_weight, subset):
        """Stores a subset of the arrays."""
        y = None if y is None else np.asarray(y)
        sample_weight = None if sample_weight is None else np.asarray(sample_weight)
        for name, array in [('x[1]', other) for other in others] + [
                ('y', y), ('sample_weight', sample_weight)]:
            _check_length(name, array, images)
        rows = subset_slice(len(images), subset,
                            getattr(self.image_data_generator, '_validation_split', 0))
        if subset is not None and y is not None:
            _check_split(y, rows)
        self.x, self.x_misc = images[rows], [other[rows] for other in others]
        self.y = None if y is None else y[rows]
        self.sample_weight = None if sample_weight is None else sample_weight[rows]

    def _get_batches_of_transformed_samples(self, index_array):
        inputs = self._images(index_array, self.x.shape[1:])
        if self.x_misc:
            inputs = [inputs] + [other[index_array] for other in self.x_misc]
        if self.y is None:
            return inputs
        batch = (inputs, self.y[index_array])
        return batch if self.sample_weight is None else batch + (self.sample_weight[index_array],)

    def _image(self, index):
        return self.x[index].astype(self.dtype)


def _images_and_others(x):
    """Splits the argument `x` of `flow` into the array of images and the list of other arrays."""
    if not isinstance(x, (tuple, list)):
        return np.asarray(x), []
    if len(x) != 2 or np.ndim(x[0]) != 4:
        raise ValueError('`x` must be an array of images, of rank 4, or `(images, others)` with '
                         'one more array or a list of arrays, but got a %s of %d. Put single '
                         'images into one array: `np.stack(images)`.'
                         % (type(x).__name__, len(x)))
    others = x[1] if isinstance(x[1], list) else [x[1]]
    return np.asarray(x[0]), [np.asarray(other) for other in others]


def _check_length(name, array, images):
    if array is not None and (not array.ndim or len(array) != len(images)):
        raise ValueError('`%s` must have an entry for each image, but there are %d images and '
                         '`%s` has shape %s.' % (name, len(images), name, array.shape))


def _check_split(y, rows):
    """Checks that both parts of a split have the same classes."""
    rest = np.concatenate([y[:rows.start], y[rows.stop:]])
    if len(rest) and not np.array_equal(np.unique(y[rows]), np.unique(rest)):
        raise ValueError('The training and validation subsets have different classes. The first '
                         'samples are for validation: if they are sorted by class, shuffle them '
                         'first.')
