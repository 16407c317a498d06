"""Affine transformations, against SciPy one channel at a time."""
import numpy as np
import pytest
from scipy import ndimage

from keras.preprocessing.image.affine import (
    apply_affine_transform,
    apply_transform,
    flip_axis,
    random_rotation,
    random_shear,
    random_shift,
    random_zoom,
    transform_matrix_offset_center,
)

FILL_MODES = ['nearest', 'constant', 'reflect', 'wrap']
ALL = dict(theta=20, tx=.5, ty=-.25, shear=10, zx=.8, zy=1.2)
# Right angles and whole steps lead to the very edge of an image.
TRANSFORMS = [dict(theta=33), dict(tx=2), dict(ty=-3.3), dict(shear=25), dict(zx=.5, zy=1.7),
              dict(theta=90), dict(theta=180), dict(theta=270, tx=7, ty=1, zx=-1),
              dict(tx=30, ty=-41), ALL]


def matrix(shape, theta=0, tx=0, ty=0, shear=0, zx=1, zy=1):
    """Returns the map from pixels of the result to pixels of the image."""
    a, s = np.radians(theta), np.radians(shear)
    y, x = shape[0] / 2 + .5, shape[1] / 2 + .5
    factors = [[[1, 0, y], [0, 1, x], [0, 0, 1]],
               [[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]],
               [[1, 0, tx], [0, 1, ty], [0, 0, 1]],
               [[1, -np.sin(s), 0], [0, np.cos(s), 0], [0, 0, 1]],
               [[zx, 0, 0], [0, zy, 0], [0, 0, 1]],
               [[1, 0, -y], [0, 1, -x], [0, 0, 1]]]
    product = np.eye(3)
    for factor in factors:
        product = product.dot(factor)
    return product


def by_scipy(x, m, mode='nearest', cval=0., order=1):
    """Returns what SciPy makes of each channel of an image with channels last."""
    offset = m[:2, 2]
    channels = np.moveaxis(x, 2, 0)
    if mode == 'reflect':  # SciPy 1.6 is the first to do this right: mirrored by hand
        margin = 8 * max(x.shape)
        channels = np.pad(channels, [(0, 0), (margin, margin), (margin, margin)], 'symmetric')
        offset, mode = offset + margin, 'nearest'
    return np.stack([ndimage.affine_transform(channel, m[:2, :2], offset, x.shape[:2], order=order,
                                              mode=mode, cval=cval) for channel in channels], -1)


def image(shape=(7, 9, 3), dtype='float32', seed=0):
    return np.random.RandomState(seed).uniform(0, 255, shape).astype(dtype)


@pytest.mark.parametrize('fill_mode', FILL_MODES)
@pytest.mark.parametrize('transform', TRANSFORMS, ids=str)
def test_transforms_as_scipy_does(transform, fill_mode):
    x = image()
    y = apply_affine_transform(x, fill_mode=fill_mode, cval=12.5, **transform)
    assert y.dtype == 'float32' and y.shape == x.shape
    expected = by_scipy(x, matrix(x.shape, **transform), fill_mode, 12.5)
    np.testing.assert_allclose(y, expected, atol=1e-4)


@pytest.mark.parametrize('fill_mode', FILL_MODES)
@pytest.mark.parametrize('shape', [(1, 1, 3), (1, 6, 1), (6, 1, 2), (2, 2, 5)])
def test_small_images(shape, fill_mode):
    x = image(shape)
    expected = by_scipy(x, matrix(shape, **ALL), fill_mode, 7)
    np.testing.assert_allclose(apply_affine_transform(x, fill_mode=fill_mode, cval=7, **ALL),
                               expected, atol=1e-4)


def test_images_of_several_bands():
    x = image((300, 500, 1))
    y = apply_affine_transform(x, theta=11, zx=.7)
    np.testing.assert_allclose(y, by_scipy(x, matrix(x.shape, theta=11, zx=.7)), atol=1e-3)


def test_wide_images():
    x = image((2, 70000, 1))
    y = apply_affine_transform(x, ty=.5)
    np.testing.assert_allclose(y, by_scipy(x, matrix(x.shape, ty=.5)), atol=1e-4)


@pytest.mark.parametrize('shape', [(0, 5, 3), (5, 0, 3), (5, 4, 0)])
def test_nothing_in_the_image(shape):
    assert apply_affine_transform(np.zeros(shape), theta=10).shape == shape


def test_as_keras_2():
    """Numbers that keras_preprocessing 1.1.2 returned."""
    x = np.arange(12.).reshape(3, 4, 1)
    np.testing.assert_allclose(apply_affine_transform(x, **ALL)[..., 0], [
        [8.0, 8.137382, 6.776612, 5.415843],
        [8.0, 8.603625, 9.642856, 8.696475],
        [8.0, 8.877241, 9.916472, 10.955702]], atol=1e-6)
    np.testing.assert_allclose(
        apply_affine_transform(x, fill_mode='constant', cval=-1, **ALL)[..., 0], [
            [-1.0, 8.137382, 6.776612, 5.415843],
            [-1.0, -1.0, -1.0, 8.696475],
            [-1.0, -1.0, -1.0, -1.0]], atol=1e-6)


@pytest.mark.parametrize('axes', [(1, 2, 0), (0, 2, 1), (1, 0, 2), (2, 0, 1), (-3, -2, -1)])
def test_axes_in_any_order(axes):
    x = image((7, 9, 3))
    expected = by_scipy(x, matrix(x.shape, **ALL))
    moved = np.ascontiguousarray(np.moveaxis(x, (0, 1, 2), axes))
    y = apply_affine_transform(moved, row_axis=axes[0], col_axis=axes[1], channel_axis=axes[2],
                               **ALL)
    np.testing.assert_allclose(np.moveaxis(y, axes, (0, 1, 2)), expected, atol=1e-4)
    assert y.flags.c_contiguous


@pytest.mark.parametrize('order', [1, 3])
@pytest.mark.parametrize('transform', [ALL, {}], ids=str)
def test_flips_come_last(transform, order):
    x = image()
    wanted = by_scipy(x, matrix(x.shape, **transform), order=order)
    for horizontal, vertical, flipped in [(True, False, wanted[:, ::-1]),
                                          (False, True, wanted[::-1]),
                                          (True, True, wanted[::-1, ::-1])]:
        found = apply_affine_transform(x, order=order, flip_horizontal=horizontal,
                                       flip_vertical=vertical, **transform)
        np.testing.assert_allclose(found, flipped, rtol=1e-5, atol=1e-3)
        first = np.moveaxis(apply_affine_transform(
            np.moveaxis(x, 2, 0), row_axis=1, col_axis=2, channel_axis=0, order=order,
            flip_horizontal=horizontal, flip_vertical=vertical, **transform), 0, 2)
        np.testing.assert_array_equal(first, found)


@pytest.mark.parametrize('order', [0, 2, 3])
@pytest.mark.parametrize('fill_mode', ['nearest', 'constant', 'wrap'])
def test_other_orders(order, fill_mode):
    x = image()
    np.testing.assert_array_equal(
        apply_affine_transform(x, fill_mode=fill_mode, cval=3, order=order, **ALL),
        by_scipy(x, matrix(x.shape, **ALL), fill_mode, 3, order))


def test_other_modes_of_scipy():
    x = image()
    np.testing.assert_array_equal(apply_affine_transform(x, fill_mode='mirror', **ALL),
                                  by_scipy(x, matrix(x.shape, **ALL), 'mirror'))


@pytest.mark.parametrize('dtype', ['uint8', 'int16', 'int32', 'uint16', 'int64'])
def test_whole_numbers_are_rounded(dtype):
    x = (image((20, 30, 3), 'float64') - (128 if dtype[0] == 'i' else 0)).astype(dtype)
    y = apply_affine_transform(x, fill_mode='constant', cval=5, **ALL)
    assert y.dtype == dtype
    exact = by_scipy(x.astype('float64'), matrix(x.shape, **ALL), 'constant', 5)
    assert np.abs(y - exact).max() <= .5 + 1e-4
    assert np.abs(y - exact).mean() > .1  # not as if cut off, nor floats


def test_whole_numbers_stay_in_range():
    x = np.full((4, 4, 1), 255, 'uint8')
    y = apply_affine_transform(x, tx=2, fill_mode='constant', cval=300)
    assert (y == 255).all()
    assert apply_affine_transform(x, tx=2, fill_mode='constant', cval=-9)[3, 0, 0] == 0


def test_float64_stays_exact():
    x = image(dtype='float64')
    y = apply_affine_transform(x, **ALL)
    assert y.dtype == 'float64'
    np.testing.assert_allclose(y, by_scipy(x, matrix(x.shape, **ALL)), rtol=1e-13)


def test_float16():
    x = image(dtype='float16')
    y = apply_affine_transform(x, **ALL)
    assert y.dtype == 'float16'
    np.testing.assert_allclose(y, by_scipy(x.astype('float32'), matrix(x.shape, **ALL)), rtol=1e-3)


@pytest.mark.parametrize('fill_mode', ['nearest', 'reflect', 'wrap'])
def test_equal_values_stay_exactly_equal(fill_mode):
    x = np.full((30, 40, 3), 254.9, 'float32')
    assert (apply_affine_transform(x, fill_mode=fill_mode, **ALL) == x).all()


def test_input_is_left_alone():
    x = image()
    copy = x.copy()
    y = apply_affine_transform(x, **ALL)
    y[...] = 0
    np.testing.assert_array_equal(x, copy)


@pytest.mark.parametrize('view', [lambda x: x[:, ::-1], lambda x: x[::2], lambda x: x[..., ::-1],
                                  lambda x: x.transpose(1, 0, 2), np.asfortranarray])
def test_views(view):
    x = view(image())
    np.testing.assert_allclose(apply_affine_transform(x, **ALL),
                               by_scipy(x, matrix(x.shape, **ALL)), atol=1e-4)


def test_lists_are_images_too():
    x = image((3, 4, 1), 'float64')
    np.testing.assert_array_equal(apply_affine_transform(x.tolist(), theta=5),
                                  apply_affine_transform(x, theta=5))


def test_nothing_to_do():
    x = image()
    assert apply_affine_transform(x) is x


@pytest.mark.parametrize('x', [np.zeros((4, 4)), np.zeros((1, 4, 4, 3))])
def test_wrong_rank(x):
    with pytest.raises(ValueError, match='`x` must be one image with 3 axes .* its shape is'):
        apply_affine_transform(x, theta=5)
    with pytest.raises(ValueError, match='`x` must be one image with 3 axes'):
        apply_transform(x, np.eye(3))


@pytest.mark.parametrize('axes', [(0, 1, 1), (0, 1, 3), (0, -3, 2)])
def test_wrong_axes(axes):
    with pytest.raises(ValueError, match='must be the axes 0, 1 and 2 in any order'):
        apply_affine_transform(image(), theta=5, row_axis=axes[0], col_axis=axes[1],
                               channel_axis=axes[2])


def test_misspelt_fill_mode():
    with pytest.raises(ValueError, match="`fill_mode` must be one of 'nearest', .*'constnat'. "
                                         "Did you mean 'constant'"):
        apply_affine_transform(image(), theta=5, fill_mode='constnat')


@pytest.mark.parametrize('order', [6, -1, 1.5, 'linear'])
def test_wrong_order(order):
    with pytest.raises(ValueError, match='order of interpolation must be an int from 0 to 5'):
        apply_affine_transform(image(), theta=5, order=order)


@pytest.mark.parametrize('transform', [dict(tx=np.nan), dict(zx=np.inf), dict(theta=np.nan)])
def test_infinite_transforms(transform):
    with pytest.raises(ValueError, match='must be finite numbers, but got .*' + list(transform)[0]):
        apply_affine_transform(image(), **transform)


def test_transform_matrix_offset_center():
    turned = transform_matrix_offset_center(np.array([[0., -1, 0], [1, 0, 0], [0, 0, 1]]), 3, 5)
    np.testing.assert_allclose(turned, [[0, -1, 5], [1, 0, 1], [0, 0, 1]], atol=1e-12)
    np.testing.assert_array_equal(turned.dot([2, 3, 1]), [2, 3, 1])  # the center stays


@pytest.mark.parametrize('channel_axis', [0, 1, 2, -1])
def test_apply_transform(channel_axis):
    x = image()
    m = matrix(x.shape, theta=12, tx=1)
    y = apply_transform(np.moveaxis(x, 2, channel_axis), m, channel_axis, 'constant', 9)
    np.testing.assert_allclose(np.moveaxis(y, channel_axis, 2), by_scipy(x, m, 'constant', 9),
                               atol=1e-4)


def test_apply_transform_takes_lists():
    x = image()
    np.testing.assert_array_equal(apply_transform(x, np.eye(3).tolist(), 2), x)


def test_flip_axis():
    x = np.arange(12).reshape(2, 3, 2)
    np.testing.assert_array_equal(flip_axis(x, 0), x[::-1])
    np.testing.assert_array_equal(flip_axis(x, 1), x[:, ::-1])
    np.testing.assert_array_equal(flip_axis(x, -1), x[..., ::-1])
    np.testing.assert_array_equal(flip_axis([[1, 2, 3]], 1), [[3, 2, 1]])


# The parameters that keras_preprocessing 1.1.2 drew after np.random.seed(1).
DRAWN = [(random_rotation, (20,), dict(theta=-3.319119811897039)),
         (random_shift, (.2, .3), dict(tx=7 * -.04978679717845558, ty=9 * .08812979737686322)),
         (random_shear, (20,), dict(shear=-3.319119811897039)),
         (random_zoom, ((.5, 1.5),), dict(zx=0.917022004702574, zy=1.220324493442158)),
         (random_zoom, ([1, 1],), dict())]


@pytest.mark.parametrize('function, ranges, drawn', DRAWN)
@pytest.mark.parametrize('channels_first', [False, True])
def test_random_transforms(function, ranges, drawn, channels_first):
    x = image()
    np.random.seed(1)
    if channels_first:
        y = function(np.moveaxis(x, 2, 0), *ranges, fill_mode='constant', cval=4.)
        y = np.moveaxis(y, 0, 2)
    else:
        y = function(x, *ranges, row_axis=0, col_axis=1, channel_axis=2, fill_mode='constant',
                     cval=4.)
    np.testing.assert_allclose(y, by_scipy(x, matrix(x.shape, **drawn), 'constant', 4.), atol=1e-4)


@pytest.mark.parametrize('function, ranges, drawn', DRAWN[:4])
def test_random_transforms_of_other_orders(function, ranges, drawn):
    x = image()
    np.random.seed(1)
    y = function(x, *ranges, row_axis=0, col_axis=1, channel_axis=2, interpolation_order=0)
    np.testing.assert_array_equal(y, by_scipy(x, matrix(x.shape, **drawn), order=0))


@pytest.mark.parametrize('zoom_range', [.2, (.2,), (1, 2, 3), 'ab', None])
def test_wrong_zoom_range(zoom_range):
    with pytest.raises(ValueError, match='`zoom_range` must be two numbers'):
        random_zoom(image(), zoom_range)
