"""Upsampling, padding, cropping."""
import numpy as np
import pytest
from layer_checks import check_layer, random

from keras.layers import (
    Cropping1D,
    Cropping2D,
    Cropping3D,
    Input,
    UpSampling1D,
    UpSampling2D,
    UpSampling3D,
    ZeroPadding1D,
    ZeroPadding2D,
    ZeroPadding3D,
)

FIRST = {'data_format': 'channels_first'}


def repeated(x, size, axes):
    for times, axis in zip(size, axes):
        x = np.repeat(x, times, axis=axis)
    return x


class TestUpSampling:
    def test_steps(self):
        x = random(2, 4, 3)
        layer = check_layer(UpSampling1D(3), x, np.repeat(x, 3, axis=1), free=(1,))
        assert layer.get_config()['size'] == 3

    def test_images(self):
        x = random(2, 3, 4, 5)
        check_layer(UpSampling2D((2, 3)), x, repeated(x, (2, 3), (1, 2)), free=(1, 2))
        check_layer(UpSampling2D(2, **FIRST), x, repeated(x, (2, 2), (2, 3)), free=(2, 3))

    def test_bilinear(self):
        x = np.arange(4, dtype='float32').reshape(1, 2, 2, 1)
        expected = [[0, .5, 1, 1], [1, 1.5, 2, 2], [2, 2.5, 3, 3], [2, 2.5, 3, 3]]
        expected = np.reshape(expected, (1, 4, 4, 1))
        check_layer(UpSampling2D(2, interpolation='bilinear'), x, expected, free=(1, 2))
        check_layer(UpSampling2D(2, interpolation='bilinear', **FIRST), x.reshape(1, 1, 2, 2),
                    expected.reshape(1, 1, 4, 4))

    def test_volumes(self):
        x = random(2, 3, 2, 4, 2)
        check_layer(UpSampling3D((2, 1, 3)), x, repeated(x, (2, 1, 3), (1, 2, 3)), free=(1, 2, 3))
        check_layer(UpSampling3D(2, **FIRST), x, repeated(x, (2, 2, 2), (2, 3, 4)))

    def test_bad_arguments(self):
        with pytest.raises(ValueError, match='`size` of .* must be at least 1'):
            UpSampling2D(0)
        with pytest.raises(ValueError, match='`size` of .* must be an integer or a tuple of 3'):
            UpSampling3D((2, 2))
        with pytest.raises(ValueError, match='`interpolation` of .* "nearest" or "bilinear"'):
            UpSampling2D(2, interpolation='cubic')
        with pytest.raises(ValueError, match='expected ndim=4'):
            UpSampling2D(2)(Input((4, 4)))


def padded(x, widths):
    return np.pad(x, widths, mode='constant')


class TestZeroPadding:
    @pytest.mark.parametrize('padding, widths', [(2, (2, 2)), ((1, 2), (1, 2)), ([0, 1], (0, 1))])
    def test_steps(self, padding, widths):
        x = random(2, 4, 3)
        layer = check_layer(ZeroPadding1D(padding), x, padded(x, [(0, 0), widths, (0, 0)]),
                            free=(1,))
        assert layer.get_config()['padding'] == widths

    @pytest.mark.parametrize('padding, widths', [
        (2, ((2, 2), (2, 2))), ((1, 2), ((1, 1), (2, 2))), (((1, 0), (2, 3)), ((1, 0), (2, 3)))])
    def test_images(self, padding, widths):
        x = random(2, 4, 3, 2)
        layer = check_layer(ZeroPadding2D(padding), x,
                            padded(x, ((0, 0),) + widths + ((0, 0),)), free=(1, 2))
        assert layer.get_config()['padding'] == widths
        check_layer(ZeroPadding2D(padding, **FIRST), x, padded(x, ((0, 0), (0, 0)) + widths))

    @pytest.mark.parametrize('padding, widths', [
        (1, ((1, 1), (1, 1), (1, 1))), ((1, 2, (3, 1)), ((1, 1), (2, 2), (3, 1)))])
    def test_volumes(self, padding, widths):
        x = random(2, 4, 3, 2, 3)
        check_layer(ZeroPadding3D(padding), x, padded(x, ((0, 0),) + widths + ((0, 0),)),
                    free=(1, 2, 3))
        check_layer(ZeroPadding3D(padding, **FIRST), x, padded(x, ((0, 0), (0, 0)) + widths))

    @pytest.mark.parametrize('padding', [(1, 2, 3), ((1, 2, 3), (1, 2)), 'a', -1, ((1, -1), 2),
                                         1.5, None])
    def test_bad_arguments(self, padding):
        with pytest.raises(ValueError, match=r'`padding` of .*\(ZeroPadding2D\) must be'):
            ZeroPadding2D(padding)


class TestCropping:
    def test_steps(self):
        x = random(2, 6, 3)
        check_layer(Cropping1D(), x, x[:, 1:-1], free=(1,))
        layer = check_layer(Cropping1D((0, 2)), x, x[:, :-2])
        assert layer.get_config()['cropping'] == (0, 2)

    def test_images(self):
        x = random(2, 6, 5, 7)
        check_layer(Cropping2D(), x, x)
        check_layer(Cropping2D((1, 2)), x, x[:, 1:-1, 2:-2], free=(1,))
        check_layer(Cropping2D(((1, 0), (0, 2)), **FIRST), x, x[:, :, 1:, :-2], free=(3,))

    def test_volumes(self):
        x = random(2, 4, 5, 6, 3)
        check_layer(Cropping3D(1), x, x[:, 1:-1, 1:-1, 1:-1], free=(1, 2, 3))
        check_layer(Cropping3D((1, (0, 2), 1), **FIRST), x, x[:, :, 1:-1, :-2, 1:-1])

    def test_nothing_left(self):
        with pytest.raises(ValueError, match=r'too small.*\(None, 0, 1, 3\)'):
            Cropping2D((2, 1))(Input((4, 3, 3)))

    @pytest.mark.parametrize('cropping', [(1, 2, 3), ((1, 2, 3), (1, 2)), 'a', -1])
    def test_bad_arguments(self, cropping):
        with pytest.raises(ValueError, match=r'`cropping` of .*\(Cropping2D\) must be'):
            Cropping2D(cropping)
