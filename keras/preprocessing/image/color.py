"""Shifts of the colors and the brightness of image arrays."""
import numbers

import numpy as np

from keras.preprocessing.image.images import array_to_img, img_to_array, pillow
from keras.preprocessing.image.random_numbers import random_numbers
from keras.preprocessing.image.ranges import lowest_and_highest


def apply_channel_shift(x, intensity, channel_axis=0):
    """Adds a number to all values, within the range that the image has.

    Args:
        x: image array of any shape.
        intensity: what to add.
        channel_axis: unused, since all channels are shifted alike.

    Returns:
        Array of the shape of `x`, clipped to its least and greatest value. Whole numbers stay so if
        `intensity` is an int.

    Example:
        >>> apply_channel_shift(np.array([0., 10., 50.]), 15)
        array([15., 25., 50.])
    """
    x = np.asarray(x)
    shifted = np.clip(x + float(intensity), x.min(), x.max())
    return shifted.astype(x.dtype) if isinstance(intensity, numbers.Integral) else shifted


def random_channel_shift(x, intensity_range, channel_axis=0):
    """Adds a random number to all values, within the range that the image has.

    Args:
        x: image array of any shape.
        intensity_range: bound of the numbers, which are uniform in
            `[-intensity_range, intensity_range]`.
        channel_axis: unused, since all channels are shifted alike.

    Returns:
        Array of the shape of `x`.
    """
    intensity = random_numbers().uniform(-intensity_range, intensity_range)
    return apply_channel_shift(x, intensity, channel_axis=channel_axis)


def apply_brightness_shift(x, brightness):
    """Makes an image brighter or darker.

    The values are stretched to whole numbers from 0 to 255 first.

    Args:
        x: image array of shape `(height, width, channels)`, with 1, 3 or 4 channels; of these the
            fourth, the transparency, does not change in brightness.
        brightness: what to multiply by: 0 makes black, 1 changes nothing, more is brighter.

    Returns:
        Array of the shape of `x`, float32, values from 0 to 255.

    Raises:
        ImportError: if Pillow is not installed.
        ValueError: if `x` has another shape.
    """
    img = array_to_img(x, data_format='channels_last', dtype='float32')
    img = pillow().ImageEnhance.Brightness(img).enhance(brightness)
    return img_to_array(img, data_format='channels_last', dtype='float32')


def random_brightness(x, brightness_range):
    """Makes an image randomly brighter or darker, see `apply_brightness_shift`.

    Args:
        x: image array of shape `(height, width, channels)`, with 1, 3 or 4 channels.
        brightness_range: two floats, the bounds of the uniform brightness.

    Returns:
        Array of the shape of `x`, float32, values from 0 to 255.

    Raises:
        ImportError: if Pillow is not installed.
        ValueError: if `brightness_range` is not two numbers, or `x` has another shape.

    Example:
        >>> x = random_brightness(x, (0.8, 1.2))
    """
    low, high = lowest_and_highest('brightness_range', brightness_range)
    return apply_brightness_shift(x, random_numbers().uniform(low, high))
