"""Augmentation and normalization of images."""
from numbers import Real

import numpy as np

from keras import backend as K
from keras.preprocessing.image.array_iterator import NumpyArrayIterator
from keras.preprocessing.image.data_format import AXES
from keras.preprocessing.image.dataframe_iterator import DataFrameIterator, without_old_arguments
from keras.preprocessing.image.directory_iterator import DirectoryIterator
from keras.preprocessing.image.normalization import Normalization
from keras.preprocessing.image.random_transforms import RandomTransforms
from keras.preprocessing.image.ranges import lowest_and_highest
from keras.utils.warn import warn


class ImageDataGenerator(RandomTransforms, Normalization):
    """Makes batches of images that are transformed at random and normalized, on the fly.

    An image is first transformed: rotated, shifted, sheared and zoomed at once, then its channels
    are shifted, it is flipped, and its brightness is changed. Then it is normalized, in this order:
    `preprocessing_function`, `rescale`, samplewise, featurewise normalization, whitening.

    Args:
        featurewise_center: whether to subtract the mean of the images given to `fit`, channel by
            channel.
        samplewise_center: whether to subtract from each image its own mean.
        featurewise_std_normalization: whether to divide by the standard deviation of the images
            given to `fit`, channel by channel; centers, too.
        samplewise_std_normalization: whether to divide each image by its own standard deviation;
            centers, too.
        zca_whitening: whether to whiten images by the covariances of those given to `fit`; centers
            featurewise, and does not divide by the featurewise standard deviation.
        zca_epsilon: float, added to the variances when whitening.
        rotation_range: number of degrees; angles are from `-rotation_range` to `rotation_range`.
        width_shift_range: by how much to shift to a side. A float from 0 to 1 is the largest
            fraction of the width; a larger one, the largest number of pixels. Of an int `n`, shifts
            are whole pixels, less than `n`. Of a list, they are one of its numbers (fractions if
            all are less than 1, else pixels), with a random sign.
        height_shift_range: the same for shifts up and down.
        brightness_range: two floats; brightness is multiplied by a factor between them.
        shear_range: largest angle of a shear, in degrees.
        zoom_range: float `r` for factors from `1 - r` to `1 + r`, or two floats, least and greatest
            factor. Factors below 1 magnify. Height and width have a factor each.
        channel_shift_range: number; what is added to a channel is from `-channel_shift_range` to
            `channel_shift_range`.
        fill_mode: what is seen beyond the edges of an image: `'nearest'` repeats the edge,
            `'constant'` is `cval`, `'reflect'` mirrors and `'wrap'` repeats the image.
        cval: number to fill with, for `fill_mode='constant'`.
        horizontal_flip: whether to mirror half of the images left to right.
        vertical_flip: whether to turn half of the images upside down.
        rescale: number to multiply images by; None or 0 for none.
        preprocessing_function: function that is called with each image, an array of rank 3, after
            it was transformed, and returns an array of the same shape. Random numbers that it draws
            from `np.random` do not follow from the `seed` of an iterator.
        data_format: `'channels_last'` or `'channels_first'`; None for that of
            `~/.keras/keras.json`.
        validation_split: float between 0 and 1, fraction of the samples that
            `subset='validation'` takes.
        interpolation_order: int from 0 to 5, order of the splines that interpolate: 0 takes the
            nearest pixel, 1 is linear.
        dtype: type of the batches' arrays; None for `K.floatx()`.

    Raises:
        ValueError, TypeError: if an argument is out of its range.

    Example::

        augmented = ImageDataGenerator(rescale=1 / 255, rotation_range=20, zoom_range=.15,
                                       horizontal_flip=True)
        plain = ImageDataGenerator(rescale=1 / 255)
        model.fit_generator(
            augmented.flow_from_directory('train', target_size=(150, 150)),
            validation_data=plain.flow_from_directory('validation', target_size=(150, 150)),
            epochs=20, workers=4)
    """

    def __init__(self, featurewise_center=False, samplewise_center=False,
                 featurewise_std_normalization=False, samplewise_std_normalization=False,
                 zca_whitening=False, zca_epsilon=1e-6, rotation_range=0, width_shift_range=0.,
                 height_shift_range=0., brightness_range=None, shear_range=0., zoom_range=0.,
                 channel_shift_range=0., fill_mode='nearest', cval=0., horizontal_flip=False,
                 vertical_flip=False, rescale=None, preprocessing_function=None,
                 data_format='channels_last', validation_split=0., interpolation_order=1,
                 dtype='float32'):
        self.featurewise_center = featurewise_center
        self.samplewise_center = samplewise_center
        self.featurewise_std_normalization = featurewise_std_normalization
        self.samplewise_std_normalization = samplewise_std_normalization
        self.zca_whitening = zca_whitening
        self.zca_epsilon = zca_epsilon
        self.rotation_range = rotation_range
        self.width_shift_range = width_shift_range
        self.height_shift_range = height_shift_range
        self.brightness_range = brightness_range
        self.shear_range = shear_range
        self.zoom_range = _zoom_limits(zoom_range)
        self.channel_shift_range = channel_shift_range
        self.fill_mode = fill_mode
        self.cval = cval
        self.horizontal_flip = horizontal_flip
        self.vertical_flip = vertical_flip
        self.rescale = rescale
        self.preprocessing_function = preprocessing_function
        self.data_format = K.normalize_data_format(data_format)
        self._validation_split = validation_split
        self.interpolation_order = interpolation_order
        self.dtype = dtype or K.floatx()
        self.mean = None
        self.std = None
        self.principal_components = None
        self._check_arguments()
        self.channel_axis, self.row_axis, self.col_axis = AXES[self.data_format]
        self._add_implied_steps()

    def flow(self, x, y=None, batch_size=32, shuffle=True, sample_weight=None, seed=None,
             save_to_dir=None, save_prefix='', save_format='png', subset=None):
        """Makes batches of images in memory.

        Args:
            x: array of images, rank 4; or `(images, others)`, where others are an array or a list
                of arrays, which are batched along with the images and otherwise left alone.
            y: array of labels, or None for batches without labels.
            batch_size: int, number of images in a batch.
            shuffle: whether to draw a new order for each epoch.
            sample_weight: array of weights, one for each image.
            seed: int for order and transformations; None to draw one from `np.random`.
            save_to_dir: folder to write the transformed images to; None to write none.
            save_prefix: string that the names of those files begin with.
            save_format: file format (and extension), such as `'png'` or `'jpeg'`.
            subset: `'training'` or `'validation'` for a part of the images, see `validation_split`;
                None for all of them.

        Returns:
            A `NumpyArrayIterator`: batches are `x`, `(x, y)` or `(x, y, sample_weight)`, where `x`
            is an array, or the list `[images, others...]`.

        Raises:
            ValueError: if images are not of rank 4, or lengths differ.
        """
        return NumpyArrayIterator(
            x, y, self, batch_size=batch_size, shuffle=shuffle, sample_weight=sample_weight,
            seed=seed, data_format=self.data_format, save_to_dir=save_to_dir,
            save_prefix=save_prefix, save_format=save_format, subset=subset, dtype=self.dtype)

    def flow_from_directory(self, directory, target_size=(256, 256), color_mode='rgb',
                            classes=None, class_mode='categorical', batch_size=32, shuffle=True,
                            seed=None, save_to_dir=None, save_prefix='', save_format='png',
                            follow_links=False, subset=None, interpolation='nearest'):
        """Makes batches of image files that lie in a folder for each class.

        Args:
            directory: path of the folder with the folders of the classes. Files in their subfolders
                count, too, if they end in .png, .jpg, .jpeg, .bmp, .ppm, .tif or .tiff.
            target_size: two ints `(height, width)` that images are resized to.
            color_mode: `'rgb'`, `'rgba'` or `'grayscale'`: 3, 4 or 1 channels.
            classes: list of the names of the folders to read, which says the order of the classes;
                None for all folders, in the order of their names.
            class_mode: `'categorical'` for labels that are one-hot vectors, `'binary'` or
                `'sparse'` for numbers, `'input'` for the images themselves (for autoencoders), None
                for batches without labels.
            batch_size, shuffle, seed, save_to_dir, save_prefix, save_format, subset: as in `flow`.
                `subset` divides each class.
            follow_links: whether to follow links to folders inside the folders of the classes.
            interpolation: `'nearest'`, `'bilinear'`, `'bicubic'`, `'hamming'`, `'box'` or
                `'lanczos'`, how images are resized.

        Returns:
            A `DirectoryIterator`: batches are `(x, y)`, or `x` without labels.

        Raises:
            FileNotFoundError: if there is no such folder.
            ValueError: if an argument is out of its range.
        """
        return DirectoryIterator(
            directory, self, target_size=target_size, color_mode=color_mode, classes=classes,
            class_mode=class_mode, data_format=self.data_format, batch_size=batch_size,
            shuffle=shuffle, seed=seed, save_to_dir=save_to_dir, save_prefix=save_prefix,
            save_format=save_format, follow_links=follow_links, subset=subset,
            interpolation=interpolation, dtype=self.dtype)

    def flow_from_dataframe(self, dataframe, directory=None, x_col='filename', y_col='class',
                            weight_col=None, target_size=(256, 256), color_mode='rgb',
                            classes=None, class_mode='categorical', batch_size=32, shuffle=True,
                            seed=None, save_to_dir=None, save_prefix='', save_format='png',
                            subset=None, interpolation='nearest', validate_filenames=True,
                            **kwargs):
        """Makes batches of image files that are listed in a pandas `DataFrame`.

        Args:
            dataframe: `pandas.DataFrame` with a row for each image.
            directory: folder that the names of files start from; None if they are whole paths.
            x_col: name of the column with the names of the files, with their extensions.
            y_col: name of the column with the labels, or a list of names.
            weight_col: name of a column with sample weights; None for none.
            classes: list of the labels to use: other rows are left out. None for all labels.
            class_mode: what becomes of the labels. `'categorical'` gives vectors with a one for
                each label of the row (strings, or lists of strings); `'binary'` and `'sparse'`,
                numbers of the classes (of strings); `'raw'`, the values as they are;
                `'multi_output'`, a list of arrays, one for each column of `y_col`; `'input'`, the
                images themselves; None, no labels.
            target_size, color_mode, interpolation: as in `flow_from_directory`.
            batch_size, shuffle, seed, save_to_dir, save_prefix, save_format, subset: as in `flow`.
            validate_filenames: whether to leave out rows whose files are not there, or are no
                images by their extensions. Without it, a large frame is ready sooner.

        Returns:
            A `DataFrameIterator`: batches are `(x, y)`, `(x, y, sample_weight)`, or `x` without
            labels.

        Raises:
            ImportError: if pandas is not installed.
            TypeError: if a column holds values of the wrong type.
            ValueError: if the frame lacks a column, or an argument is out of its range.
        """
        class_mode = without_old_arguments(class_mode, kwargs)
        return DataFrameIterator(
            dataframe, directory, self, x_col=x_col, y_col=y_col, weight_col=weight_col,
            target_size=target_size, color_mode=color_mode, classes=classes,
            class_mode=class_mode, data_format=self.data_format, batch_size=batch_size,
            shuffle=shuffle, seed=seed, save_to_dir=save_to_dir, save_prefix=save_prefix,
            save_format=save_format, subset=subset, interpolation=interpolation,
            validate_filenames=validate_filenames, dtype=self.dtype)

    def _check_arguments(self):
        self._check_limits()
        if self.brightness_range is not None:
            lowest_and_highest('brightness_range', self.brightness_range)
        if self._validation_split and not 0 < self._validation_split < 1:
            raise ValueError('`validation_split` must be between 0 and 1 (a fraction of the '
                             'samples), but got %r.' % (self._validation_split,))
        if self.preprocessing_function and not callable(self.preprocessing_function):
            raise TypeError('`preprocessing_function` must be a function of an image, but got %r.'
                            % (self.preprocessing_function,))
        if self._normalizes() and np.dtype(self.dtype).kind != 'f':
            raise ValueError('Normalized images are fractions: `dtype` must be a float type such '
                             'as "float32", but got %r.' % (self.dtype,))

    def _check_limits(self):
        for name in ('rotation_range', 'shear_range', 'channel_shift_range'):
            limit = getattr(self, name)
            if limit is not None and not isinstance(limit, Real):
                raise TypeError('`%s` must be a number, the limit to both sides, but got %r.'
                                % (name, limit))
        for name in ('width_shift_range', 'height_shift_range'):
            limits = getattr(self, name)
            if limits is not None and np.asarray(limits).dtype.kind not in 'biuf':
                raise TypeError('`%s` must be a number or a list of numbers, but got %r.'
                                % (name, limits))

    def _add_implied_steps(self):
        if self.zca_whitening and not self.featurewise_center:
            self.featurewise_center = True
            warn('`zca_whitening` centers images, so `featurewise_center` is set, too.')
        if self.zca_whitening and self.featurewise_std_normalization:
            self.featurewise_std_normalization = False
            warn('`zca_whitening` scales images, so `featurewise_std_normalization` is left out.')
        if self.featurewise_std_normalization and not self.featurewise_center:
            self.featurewise_center = True
            warn('`featurewise_std_normalization` centers images, so `featurewise_center` is set, '
                 'too.')
        if self.samplewise_std_normalization and not self.samplewise_center:
            self.samplewise_center = True
            warn('`samplewise_std_normalization` centers images, so `samplewise_center` is set, '
                 'too.')


def _zoom_limits(zoom_range):
    if isinstance(zoom_range, Real):
        return [1 - zoom_range, 1 + zoom_range]
    return list(lowest_and_highest('zoom_range', zoom_range))
