"""Shifts of channels and brightness. Numbers with a seed are those of keras_preprocessing 1.1.2."""
import sys

import numpy as np
import pytest

from keras import backend as K
from keras.preprocessing.image.color import (
    apply_brightness_shift,
    apply_channel_shift,
    random_brightness,
    random_channel_shift,
)

RAMP = np.arange(12.).reshape(2, 2, 3) * 20


@pytest.mark.parametrize('channel_axis', [0, 2, -1])
def test_channel_shift_stays_in_the_range_of_the_image(channel_axis):
    x = np.array([[[0., 10, 20], [30, 40, 50]]])
    np.testing.assert_array_equal(apply_channel_shift(x, 15, channel_axis),
                                  [[[15, 25, 35], [45, 50, 50]]])
    np.testing.assert_array_equal(apply_channel_shift(x, -15.5, channel_axis),
                                  [[[0, 0, 4.5], [14.5, 24.5, 34.5]]])


def test_channel_shift_of_whole_numbers():
    x = np.array([[[0, 100, 250]]], 'uint8')
    up = apply_channel_shift(x, 15, 2)
    assert up.dtype == 'uint8'
    np.testing.assert_array_equal(up, [[[15, 115, 250]]])
    np.testing.assert_array_equal(apply_channel_shift(x, -15, 2), [[[0, 85, 235]]])
    by_half = apply_channel_shift(x, 1.5, 2)
    assert by_half.dtype == 'float64'
    np.testing.assert_array_equal(by_half, [[[1.5, 101.5, 250]]])


@pytest.mark.parametrize('dtype', ['float16', 'float32', 'float64'])
@pytest.mark.parametrize('intensity', [1, 1.5, np.float64(1.5), np.float32(1.5)])
def test_channel_shift_keeps_float_types(dtype, intensity):
    assert apply_channel_shift(RAMP.astype(dtype), intensity).dtype == dtype


def test_channel_shift_leaves_the_input_alone():
    x = RAMP.copy()
    apply_channel_shift(x, 5)
    np.testing.assert_array_equal(x, RAMP)


def test_random_channel_shift():
    np.random.seed(1)
    y = random_channel_shift(RAMP, 30., 2)
    np.testing.assert_allclose(y, np.maximum(RAMP - 4.978679717845562, 0), rtol=1e-12)


def test_brightness_shift():
    """The ramp is stretched to 0 ... 255, made whole, multiplied and made whole again."""
    np.testing.assert_array_equal(
        apply_brightness_shift(RAMP, .7).ravel(),
        [0, 16, 32, 48, 64, 80, 97, 113, 129, 145, 161, 178])
    np.testing.assert_array_equal(
        apply_brightness_shift(RAMP - 50, 1.5).ravel(),
        [0, 34, 69, 103, 138, 172, 208, 243, 255, 255, 255, 255])
    assert not apply_brightness_shift(RAMP, 0).any()


def test_brightness_shift_keeps_transparency():
    x = np.concatenate([RAMP, RAMP[..., :1]], axis=-1)
    np.testing.assert_array_equal(
        apply_brightness_shift(x, .5).ravel(),
        [0, 11, 23, 0, 34, 46, 57, 69, 69, 81, 92, 139, 104, 115, 127, 208])


@pytest.mark.parametrize('dtype', ['uint8', 'float32', 'float64'])
def test_brightness_shift_gives_float32(dtype):
    K.set_floatx('float64')
    K.set_image_data_format('channels_first')  # which does not matter either
    y = apply_brightness_shift(RAMP.astype(dtype), 1)
    assert y.dtype == 'float32' and y.shape == RAMP.shape


def test_brightness_of_grey():
    np.testing.assert_array_equal(apply_brightness_shift(RAMP[..., :1], 1)[..., 0],
                                  [[0, 85], [170, 255]])


def test_random_brightness():
    np.random.seed(1)
    np.testing.assert_array_equal(random_brightness(RAMP, (.5, 1.5)).ravel(),
                                  [0, 21, 42, 63, 84, 105, 127, 148, 169, 190, 211, 233])


@pytest.mark.parametrize('brightness_range', [.5, (.5,), (.5, 1, 2), 'ab', None])
def test_wrong_brightness_range(brightness_range):
    with pytest.raises(ValueError, match='`brightness_range` must be two numbers'):
        random_brightness(RAMP, brightness_range)


def test_brightness_of_wrong_images():
    with pytest.raises(ValueError, match='1, 3 or 4 channels, but .* 2 channels'):
        apply_brightness_shift(RAMP[..., :2], 1)
    with pytest.raises(ValueError, match='must be one image with 3 axes'):
        apply_brightness_shift(RAMP[0], 1)


def test_without_pillow(monkeypatch):
    monkeypatch.setitem(sys.modules, 'PIL', None)
    monkeypatch.setitem(sys.modules, 'PIL.Image', None)
    with pytest.raises(ImportError, match='pip install pillow'):
        apply_brightness_shift(RAMP, .5)
    assert apply_channel_shift(RAMP, 1).shape == RAMP.shape
