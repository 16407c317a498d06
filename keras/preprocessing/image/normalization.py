"""Normalization of images, individually or with statistics of a set."""
from numbers import Integral

import numpy as np

from keras.preprocessing.image.data_format import check_images
from keras.preprocessing.image.random_numbers import drawing_from, random_numbers
from keras.preprocessing.image.statistics import feature_mean, feature_std, whitening_matrix
from keras.utils.warn import warn

_EPSILON = 1e-6  # added to standard deviations


class Normalization:
    """The part of `ImageDataGenerator` that normalizes; its attributes are the arguments."""

    def standardize(self, x):
        """Normalizes an image.

        Args:
            x: array of rank 3. An array of floats is changed in place.

        Returns:
            The normalized image; `x` itself where possible.

        Raises:
            ValueError: if `preprocessing_function` returns None.
        """
        if self.preprocessing_function:
            x = self._preprocessed(x)
        if not self._normalizes():
            return x
        x = np.asarray(x)
        if x.dtype.kind != 'f':
            x = x.astype(self.dtype)
        if self.rescale:
            x *= self.rescale
        if self.samplewise_center:
            x -= np.mean(x, keepdims=True)
        if self.samplewise_std_normalization:
            x /= np.std(x, keepdims=True) + _EPSILON
        return self._standardize_featurewise(x)

    def _preprocessed(self, x):
        returned = self.preprocessing_function(x)
        if returned is None:
            raise ValueError('`preprocessing_function` returned None. It must return the image, '
                             'even if it changes it in place.')
        # The next steps work in place, and the function may have kept what it returned.
        return np.array(returned) if self._normalizes() and returned is not x else returned

    def _normalizes(self):
        return bool(self.rescale or self.samplewise_center or self.samplewise_std_normalization
                    or self.featurewise_center or self.featurewise_std_normalization
                    or self.zca_whitening)

    def _standardize_featurewise(self, x):
        if self.featurewise_center and self._is_fit('featurewise_center', self.mean):
            x -= self.mean
        if (self.featurewise_std_normalization
                and self._is_fit('featurewise_std_normalization', self.std)):
            x /= self.std + _EPSILON
        if self.zca_whitening and self._is_fit('zca_whitening', self.principal_components):
            flat = x.reshape(-1, np.prod(x.shape[-3:]))
            x = flat.dot(self.principal_components).reshape(x.shape)
        return x

    def _is_fit(self, argument, statistic):
        if statistic is None:
            warn('`%s` has no effect, because this ImageDataGenerator has no statistics of the '
                 'images yet. Call `fit(x)` with some of them first.' % argument)
        return statistic is not None

    def fit(self, x, augment=False, rounds=1, seed=None):
        """Computes the statistics for featurewise normalization and whitening.

        Images are multiplied by `rescale`, but not passed to `preprocessing_function`.

        Args:
            x: array of images with rank 4.
            augment: bool, whether to transform the images randomly.
            rounds: int, number of random transformations of each image.
            seed: int, seed of the transformations; None draws from `np.random`.

        Raises:
            ValueError: if `x` is not a non-empty array of images, or `rounds` is not a positive
                integer.
        """
        x = np.asarray(x)
        check_images(x, self.data_format)
        if not len(x):
            raise ValueError('`fit` needs at least one image, but `x` has shape %s.' % (x.shape,))
        if augment:
            x = self._augmented(x, rounds, seed)
        axis = (0, self.row_axis, self.col_axis)
        scale = self.rescale or 1.
        if self.featurewise_center or self.featurewise_std_normalization or self.zca_whitening:
            mean = feature_mean(x, axis, scale)
        if self.featurewise_center:
            self.mean = mean[0].astype(self.dtype)
        if self.featurewise_std_normalization:
            self.std = feature_std(x, mean, axis, scale)[0].astype(self.dtype)
        if self.zca_whitening:
            matrix = whitening_matrix(x, mean, self.zca_epsilon, scale)
            self.principal_components = matrix.astype(self.dtype)

    def _augmented(self, x, rounds, seed):
        if not isinstance(rounds, Integral) or rounds < 1:
            raise ValueError('`rounds` must be a positive integer, but got %r.' % (rounds,))
        augmented = np.empty((rounds * len(x),) + x.shape[1:], dtype=self.dtype)
        with drawing_from(None if seed is None else random_numbers(seed)):
            for i, image in enumerate(augmented):
                image[...] = self.random_transform(x[i % len(x)].astype(self.dtype))
        return augmented
