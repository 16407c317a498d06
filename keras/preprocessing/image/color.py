"""Shifts of the colors and the brightness of image arrays."""
import numbers

import numpy as np

from keras.preprocessing.image.images import array_to_img, img_to_array, pillow
from keras.preprocessing.image.random_numbers import random_numbers
from keras.preprocessing.image.ranges import lowest_and_highest


def apply_channel_shift(x, intensity, channel_axis=0):
    """Adds a number to all values, within the range of the image.

    Args:
        x: image array of any shape.
        intensity: number to add.
        channel_axis: unused, because all channels are shifted by the same number.

    Returns:
        Array with the shape of `x`, clipped to its smallest and greatest value. An integer dtype is
        kept if `intensity` is an int.

    Example:
        >>> from keras.preprocessing.image import apply_channel_shift
        >>> apply_channel_shift(np.array([0., 10., 50.]), 15)
        array([15., 25., 50.])
    """
    x = np.asarray(x)
    shifted = np.clip(x + float(intensity), x.min(), x.max())
    return shifted.astype(x.dtype) if isinstance(intensity, numbers.Integral) else shifted


def random_channel_shift(x, intensity_range, channel_axis=0):
    """Adds a random number to all values, within the range of the image.

    Args:
        x: image array of any shape.
        intensity_range: float, limit of the number, which is uniform in
            `[-intensity_range, intensity_range]`.
        channel_axis: unused, because all channels are shifted by the same number.

    Returns:
        Array with the shape of `x`.

    Example:
        >>> keras.preprocessing.image.random_channel_shift(np.zeros((8, 8, 3)), 20).shape
        (8, 8, 3)
    """
    intensity = random_numbers().uniform(-intensity_range, intensity_range)
    return apply_channel_shift(x, intensity, channel_axis=channel_axis)


def apply_brightness_shift(x, brightness):
    """Makes an image brighter or darker.

    The values are first stretched to integers from 0 to 255.

    Args:
        x: image array `(height, width, channels)` with 1, 3 or 4 channels. The fourth channel,
            transparency, is left unchanged.
        brightness: float, factor of the brightness: 0 gives black, 1 changes nothing, greater
            factors are brighter.

    Returns:
        Array with the shape of `x`, dtype float32 and values from 0 to 255.

    Raises:
        ImportError: if Pillow is not installed.
        ValueError: if `x` has another shape.

    Example:
        >>> from keras.preprocessing.image import apply_brightness_shift
        >>> x = np.array([[[0.], [200.]]])  # stretched to 0 and 255
        >>> apply_brightness_shift(x, 0.5)[..., 0].tolist()
        [[0.0, 127.0]]
    """
    img = array_to_img(x, data_format='channels_last', dtype='float32')
    img = pillow().ImageEnhance.Brightness(img).enhance(brightness)
    return img_to_array(img, data_format='channels_last', dtype='float32')


def random_brightness(x, brightness_range):
    """Makes an image randomly brighter or darker; see `apply_brightness_shift`.

    Args:
        x: image array `(height, width, channels)` with 1, 3 or 4 channels.
        brightness_range: pair of floats, limits of the uniform brightness factor.

    Returns:
        Array with the shape of `x`, dtype float32 and values from 0 to 255.

    Raises:
        ImportError: if Pillow is not installed.
        ValueError: if `brightness_range` is not a pair of numbers, or `x` has another shape.

    Example:
        >>> from keras.preprocessing.image import random_brightness
        >>> random_brightness(np.random.rand(8, 8, 3), (0.8, 1.2)).shape
        (8, 8, 3)
    """
    low, high = lowest_and_highest('brightness_range', brightness_range)
    return apply_brightness_shift(x, random_numbers().uniform(low, high))
