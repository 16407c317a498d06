"""Augmentation and normalization of images."""
from numbers import Real

import numpy as np

from keras import backend as K
from keras.backend.dtypes import array_floatx
from keras.preprocessing.image.array_iterator import NumpyArrayIterator
from keras.preprocessing.image.data_format import AXES
from keras.preprocessing.image.dataframe_iterator import DataFrameIterator, without_old_arguments
from keras.preprocessing.image.directory_iterator import DirectoryIterator
from keras.preprocessing.image.normalization import Normalization
from keras.preprocessing.image.random_transforms import RandomTransforms
from keras.preprocessing.image.ranges import lowest_and_highest
from keras.utils.warn import warn


class ImageDataGenerator(RandomTransforms, Normalization):
    """Generates batches of randomly transformed and normalized images.

    An image is first rotated, shifted, sheared and zoomed in one step, then flipped; then its
    channels are shifted and its brightness is changed. After that it is normalized, in this order:
    `preprocessing_function`, `rescale`, samplewise normalization, featurewise normalization,
    whitening.

    Args:
        featurewise_center: bool, whether to subtract the mean of the images passed to `fit`, for
            each channel.
        samplewise_center: bool, whether to subtract its mean from each image.
        featurewise_std_normalization: bool, whether to divide by the standard deviation of the
            images passed to `fit`, for each channel. This implies `featurewise_center`.
        samplewise_std_normalization: bool, whether to divide each image by its standard deviation.
            This implies `samplewise_center`.
        zca_whitening: bool, whether to whiten images with the covariances of those passed to `fit`.
            This implies `featurewise_center`, and turns off `featurewise_std_normalization`.
        zca_epsilon: float, added to the variances when whitening.
        rotation_range: number of degrees; angles are from `-rotation_range` to `rotation_range`.
        width_shift_range: limit of horizontal shifts. A float below 1 is a fraction of the width, a
            greater one a number of pixels. With an int `n`, shifts are whole pixels from `-(n - 1)`
            to `n - 1`. With a list, they are one of its numbers (fractions if all are below 1,
            otherwise pixels), with a random sign.
        height_shift_range: the same for vertical shifts.
        brightness_range: pair of floats, limits of the factor of the brightness; None for no
            change.
        shear_range: float, limit of the shear angle in degrees.
        zoom_range: float `r` for factors from `1 - r` to `1 + r`; or pair of floats, the smallest
            and greatest factor. Factors below 1 magnify. Height and width have separate factors.
        channel_shift_range: float; the number added to all channels is from `-channel_shift_range`
            to `channel_shift_range`.
        fill_mode: how to fill points outside the image: `'nearest'` repeats the edge, `'constant'`
            uses `cval`, `'reflect'` mirrors the image and `'wrap'` repeats it.
        cval: number, fill value for `fill_mode='constant'`.
        horizontal_flip: bool, whether to flip half of the images left to right.
        vertical_flip: bool, whether to flip half of the images upside down.
        rescale: number by which images are multiplied; None or 0 for none.
        preprocessing_function: function that takes each transformed image, an array of rank 3, and
            returns an array of the same shape. Random numbers that it draws from `np.random` do not
            depend on the `seed` of an iterator.
        data_format: `'channels_last'` or `'channels_first'`, or None for `K.image_data_format()`.
        validation_split: float from 0 to 1, fraction of the samples in `subset='validation'`.
        interpolation_order: int from 0 to 5, order of the interpolating splines: 0 takes the
            nearest pixel, 1 is linear.
        dtype: string, dtype of the batches; None for `K.floatx()`.

    Raises:
        TypeError: if an argument has the wrong type.
        ValueError: if an argument is out of its range.

    Example::

        from keras.layers import Conv2D, Dense, Flatten
        from keras.preprocessing.image import ImageDataGenerator

        model = keras.Sequential([Conv2D(4, 3, input_shape=(16, 16, 3)), Flatten(), Dense(1)])
        model.compile('sgd', 'mse')
        x, y = np.random.randint(256, size=(32, 16, 16, 3)), np.random.rand(32)
        augmented = ImageDataGenerator(rescale=1 / 255, rotation_range=20, zoom_range=.15,
                                       horizontal_flip=True)
        model.fit_generator(augmented.flow(x, y, batch_size=8), verbose=0)
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
        self.dtype = dtype or array_floatx()
        self.mean = None
        self.std = None
        self.principal_components = None
        self._check_arguments()
        self.channel_axis, self.row_axis, self.col_axis = AXES[self.data_format]
        self._add_implied_steps()

    def flow(self, x, y=None, batch_size=32, shuffle=True, sample_weight=None, seed=None,
             save_to_dir=None, save_prefix='', save_format='png', subset=None):
        """Generates batches of images in memory.

        Args:
            x: array of images with rank 4; or `(images, others)`, where `others` is an array or a
                list of arrays that are batched with the images and otherwise left unchanged.
            y: array of labels, or None for batches without labels.
            batch_size: int, number of images in a batch.
            shuffle: bool, whether to draw a new order for each epoch.
            sample_weight: array of weights, one for each image.
            seed: int, seed of order and transformations; None draws one from `np.random`.
            save_to_dir: folder to write the transformed images to; None writes none.
            save_prefix: string, prefix of the names of these files.
            save_format: string, file format (and extension), such as `'png'` or `'jpeg'`.
            subset: `'training'` or `'validation'` for a part of the images, see `validation_split`;
                None for all of them.

        Returns:
            A `NumpyArrayIterator`. Batches are `x`, `(x, y)` or `(x, y, sample_weight)`, where `x`
            is an array, or the list `[images, others...]`.

        Raises:
            ValueError: if images do not have rank 4, or lengths differ.

        Example:
            >>> from keras.preprocessing.image import ImageDataGenerator
            >>> images, labels = np.zeros((8, 4, 4, 3)), np.zeros(8)
            >>> batches = ImageDataGenerator().flow(images, labels, batch_size=4)
            >>> x, y = batches[0]
            >>> x.shape, y.shape
            ((4, 4, 4, 3), (4,))
        """
        return NumpyArrayIterator(
            x, y, self, batch_size=batch_size, shuffle=shuffle, sample_weight=sample_weight,
            seed=seed, data_format=self.data_format, save_to_dir=save_to_dir,
            save_prefix=save_prefix, save_format=save_format, subset=subset, dtype=self.dtype)

    def flow_from_directory(self, directory, target_size=(256, 256), color_mode='rgb',
                            classes=None, class_mode='categorical', batch_size=32, shuffle=True,
                            seed=None, save_to_dir=None, save_prefix='', save_format='png',
                            follow_links=False, subset=None, interpolation='nearest'):
        """Generates batches of image files that lie in a folder for each class.

        Args:
            directory: path of the folder that contains a folder for each class. Files in their
                subfolders count, too, if they end in .png, .jpg, .jpeg, .bmp, .ppm, .tif or .tiff.
            target_size: pair of ints `(height, width)` to which images are resized.
            color_mode: `'rgb'`, `'rgba'` or `'grayscale'`: 3, 4 or 1 channels.
            classes: list of the names of the folders to read, in the order of the classes; None for
                all folders, in alphabetical order.
            class_mode: form of the labels: `'categorical'` for one-hot vectors, `'binary'` or
                `'sparse'` for class numbers, `'input'` for the images themselves (for
                autoencoders), None for batches without labels.
            batch_size: int, number of images in a batch.
            shuffle: bool, whether to draw a new order for each epoch.
            seed: int, seed of order and transformations; None draws one from `np.random`.
            save_to_dir: folder to write the transformed images to; None writes none.
            save_prefix: string, prefix of the names of these files.
            save_format: string, file format (and extension), such as `'png'` or `'jpeg'`.
            follow_links: bool, whether to follow links to folders inside the folders of the
                classes.
            subset: `'training'` or `'validation'` for a part of each class, None for all images.
            interpolation: how to resize images: `'nearest'`, `'bilinear'`, `'bicubic'`,
                `'hamming'`, `'box'` or `'lanczos'`.

        Returns:
            A `DirectoryIterator`. Batches are `(x, y)`, or `x` without labels.

        Raises:
            FileNotFoundError: if the folder does not exist.
            TypeError: if `classes` is not a list of names.
            ValueError: if another argument is invalid.

        Example::

            import os
            from keras.preprocessing.image import ImageDataGenerator, save_img

            for name in ('cats', 'dogs'):
                os.makedirs(os.path.join('photos', name))
                save_img(os.path.join('photos', name, '1.png'), np.random.rand(16, 16, 3))
            batches = ImageDataGenerator().flow_from_directory('photos', target_size=(8, 8))
            x, y = batches[0]  # (2, 8, 8, 3) and (2, 2)
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
        """Generates batches of image files that are listed in a pandas `DataFrame`.

        Args:
            dataframe: `pandas.DataFrame` with a row for each image.
            directory: folder that the file names are relative to; None if they are complete paths.
            x_col: name of the column with the file names, including their extensions.
            y_col: name of the column with the labels, or a list of names.
            weight_col: name of a column with sample weights; None for none.
            target_size: pair of ints `(height, width)` to which images are resized.
            color_mode: `'rgb'`, `'rgba'` or `'grayscale'`: 3, 4 or 1 channels.
            classes: list of the labels to use; other rows are dropped. None uses all labels.
            class_mode: form of the labels: `'categorical'` for vectors with a 1 for each label of
                the row (a string, or a list of strings); `'binary'` or `'sparse'` for class numbers
                (of strings); `'raw'` for the values themselves; `'multi_output'` for a list with an
                array for each column in `y_col`; `'input'` for the images themselves; None for no
                labels.
            batch_size: int, number of images in a batch.
            shuffle: bool, whether to draw a new order for each epoch.
            seed: int, seed of order and transformations; None draws one from `np.random`.
            save_to_dir: folder to write the transformed images to; None writes none.
            save_prefix: string, prefix of the names of these files.
            save_format: string, file format (and extension), such as `'png'` or `'jpeg'`.
            subset: `'training'` or `'validation'` for a part of the rows, None for all of them.
            interpolation: how to resize images: `'nearest'`, `'bilinear'`, `'bicubic'`,
                `'hamming'`, `'box'` or `'lanczos'`.
            validate_filenames: bool, whether to drop rows whose files do not exist or do not have
                the extension of an image. Turn it off to save time with large data frames.
            **kwargs: arguments of earlier versions; they have no effect, and raise a warning.

        Returns:
            A `DataFrameIterator`. Batches are `(x, y)`, `(x, y, sample_weight)`, or `x` without
            labels.

        Raises:
            ImportError: if pandas is not installed.
            TypeError: if a column holds values of the wrong type.
            ValueError: if the data frame lacks a column, or an argument is invalid.
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
            raise TypeError('`preprocessing_function` must be a function that takes an image, but '
                            'got %r.'
                            % (self.preprocessing_function,))
        if self._normalizes() and np.dtype(self.dtype).kind != 'f':
            raise ValueError('Normalized images are fractions, so `dtype` must be a float type '
                             'such as "float32", but got %r.' % (self.dtype,))

    def _check_limits(self):
        for name in ('rotation_range', 'shear_range', 'channel_shift_range'):
            limit = getattr(self, name)
            if limit is not None and not isinstance(limit, Real):
                raise TypeError('`%s` must be a number, the limit in both directions, but got %r.'
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
            warn('`zca_whitening` scales images, so `featurewise_std_normalization` is turned off.')
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
