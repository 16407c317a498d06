"""Random transformations of images."""
from numbers import Integral

import numpy as np

from keras.preprocessing.image.affine import apply_affine_transform
from keras.preprocessing.image.color import apply_brightness_shift, apply_channel_shift
from keras.preprocessing.image.random_numbers import random_numbers


class RandomTransforms:
    """The part of `ImageDataGenerator` that transforms; its attributes are the arguments."""

    def get_random_transform(self, img_shape, seed=None):
        """Draws a transformation.

        Args:
            img_shape: tuple of ints, shape of the image.
            seed: int or `np.random.RandomState`; None draws from `np.random`, or, while an iterator
                makes a batch, from the random state of the batch.

        Returns:
            Dictionary for `apply_transform`: `'theta'` and `'shear'` in degrees, `'tx'` (along the
            height) and `'ty'` in pixels, the factors `'zx'` (of the height) and `'zy'`, the bools
            `'flip_horizontal'` and `'flip_vertical'`, `'channel_shift_intensity'` and
            `'brightness'` (None for no change).
        """
        random = random_numbers(seed)
        height, width = img_shape[self.row_axis - 1], img_shape[self.col_axis - 1]
        # The order of the draws must stay: a seed gives the same transformation as in Keras 2.3.
        theta = _symmetric(random, self.rotation_range)
        tx = _shift(random, self.height_shift_range, height)
        ty = _shift(random, self.width_shift_range, width)
        shear = _symmetric(random, self.shear_range)
        zx, zy = self._draw_zoom(random)
        flip_horizontal = (random.random_sample() < .5) and bool(self.horizontal_flip)
        flip_vertical = (random.random_sample() < .5) and bool(self.vertical_flip)
        channel_shift, brightness = None, None
        if self.channel_shift_range:
            channel_shift = _symmetric(random, self.channel_shift_range)
        if self.brightness_range is not None:
            brightness = random.uniform(*self.brightness_range)
        return {'theta': theta, 'tx': tx, 'ty': ty, 'shear': shear, 'zx': zx, 'zy': zy,
                'flip_horizontal': flip_horizontal, 'flip_vertical': flip_vertical,
                'channel_shift_intensity': channel_shift, 'brightness': brightness}

    def _draw_zoom(self, random):
        least, greatest = self.zoom_range
        if least == greatest == 1:
            return 1, 1
        return random.uniform(least, greatest, 2)

    def apply_transform(self, x, transform_parameters):
        """Applies a given transformation to an image.

        Args:
            x: array of rank 3.
            transform_parameters: dictionary; see `get_random_transform`. Missing entries change
                nothing.

        Returns:
            The transformed image; `x` itself, or a view of it, if its values do not change.
        """
        row_axis, col_axis, channel_axis = (self.row_axis - 1, self.col_axis - 1,
                                            self.channel_axis - 1)
        get = transform_parameters.get
        x = apply_affine_transform(
            x, get('theta', 0), get('tx', 0), get('ty', 0), get('shear', 0), get('zx', 1),
            get('zy', 1), row_axis=row_axis, col_axis=col_axis, channel_axis=channel_axis,
            fill_mode=self.fill_mode, cval=self.cval, order=self.interpolation_order,
            flip_horizontal=get('flip_horizontal', False),
            flip_vertical=get('flip_vertical', False))
        if get('channel_shift_intensity') is not None:
            x = apply_channel_shift(x, get('channel_shift_intensity'), channel_axis)
        if get('brightness') is not None:
            x = self._with_brightness(x, get('brightness'))
        return x

    def _with_brightness(self, x, brightness):
        if self.data_format == 'channels_last':
            return apply_brightness_shift(x, brightness)
        return np.moveaxis(apply_brightness_shift(np.moveaxis(x, 0, 2), brightness), 2, 0)

    def random_transform(self, x, seed=None):
        """Applies a random transformation to an image.

        Args:
            x: array of rank 3.
            seed: int or `np.random.RandomState`; None draws as in `get_random_transform`.

        Returns:
            The transformed image.
        """
        return self.apply_transform(x, self.get_random_transform(x.shape, seed))


def _symmetric(random, limit):
    return random.uniform(-limit, limit) if limit else 0


def _shift(random, limits, size):
    """Draws a shift in pixels; see the arguments of `ImageDataGenerator` for the limits."""
    several = isinstance(limits, (list, tuple, np.ndarray))
    if not several and not limits:
        return 0
    if several or (isinstance(limits, Integral) and limits > 0):
        shift = random.choice(limits) * random.choice([-1, 1])
    else:
        shift = random.uniform(-limits, limits)
    return shift * size if np.max(limits) < 1 else shift
