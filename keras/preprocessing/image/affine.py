"""Rotations, shifts, shears, zooms and flips of image arrays."""
import numpy as np

from keras.preprocessing.image.random_numbers import random_numbers
from keras.preprocessing.image.ranges import lowest_and_highest
from keras.preprocessing.image.warp import warp


def apply_affine_transform(x, theta=0, tx=0, ty=0, shear=0, zx=1, zy=1,
                           row_axis=0, col_axis=1, channel_axis=2,
                           fill_mode='nearest', cval=0., order=1, flip_horizontal=False,
                           flip_vertical=False):
    """Rotates, shifts, shears and zooms an image about its center, then flips it.

    The center is that of Keras 2: the pixel `(rows / 2 + .5, columns / 2 + .5)`, counted from 0.

    Args:
        x: array of one image, with 3 axes.
        theta: angle of rotation in degrees; a positive one turns the image clockwise.
        tx: pixels to shift up.
        ty: pixels to shift to the left.
        shear: angle of shear in degrees.
        zx: zoom of the rows: 2 makes the image half as high, .5 twice.
        zy: zoom of the columns: 2 makes the image half as wide, .5 twice.
        row_axis: axis of the rows.
        col_axis: axis of the columns.
        channel_axis: axis of the channels.
        fill_mode: what lies outside of the image: `'nearest'` (aaaa|abcd|dddd), `'constant'`
            (kkkk|abcd|kkkk, where k is `cval`), `'reflect'` (dcba|abcd|dcba) or `'wrap'`
            (bcda|abcd|abcd, where d and the next a are one pixel).
        cval: the value outside with `'constant'`.
        order: of the splines that interpolate, from 0 (the nearest pixel) to 5; 1 is linear, and
            the quickest.
        flip_horizontal: whether to mirror the result left to right.
        flip_vertical: whether to turn the result upside down.

    Returns:
        Array of the shape and dtype of `x`; `x` itself, or a view of it, if its values stay the
        same.

    Raises:
        ValueError: if `x` does not have 3 axes, these are wrong, or `fill_mode` or `order` is
            unknown.

    Example:
        >>> x = apply_affine_transform(x, theta=15, zx=.9, zy=.9)
    """
    if (theta, tx, ty, shear, zx, zy) == (0, 0, 0, 0, 1, 1):
        x = flip_axis(x, col_axis) if flip_horizontal else x
        return flip_axis(x, row_axis) if flip_vertical else x
    image = _channels_last(x, row_axis, col_axis, channel_axis)
    matrix = _matrix(theta, tx, ty, shear, zx, zy)
    if not np.isfinite(matrix).all():
        raise ValueError('Angles, shifts and zooms must be finite numbers, but got %s.' % dict(
            theta=theta, tx=tx, ty=ty, shear=shear, zx=zx, zy=zy))
    rows, columns = image.shape[:2]
    matrix = transform_matrix_offset_center(matrix, rows, columns)
    # Flipped on the way, since it takes long to copy a view that runs backwards.
    if flip_horizontal:
        matrix = matrix.dot([[1, 0, 0], [0, -1, columns - 1], [0, 0, 1]])
    if flip_vertical:
        matrix = matrix.dot([[-1, 0, rows - 1], [0, 1, 0], [0, 0, 1]])
    warped = warp(image, matrix, fill_mode, cval, order)
    return _as_before(warped, row_axis, col_axis, channel_axis)


def _channels_last(x, row_axis, col_axis, channel_axis):
    x = np.asarray(x)
    axes = row_axis, col_axis, channel_axis
    if x.ndim != 3:
        raise ValueError('`x` must be one image with 3 axes (height, width and channels), but its '
                         'shape is %s.' % (x.shape,))
    if sorted(axis % 3 for axis in axes) != [0, 1, 2] or not set(axes) <= set(range(-3, 3)):
        raise ValueError('`row_axis`, `col_axis` and `channel_axis` must be the axes 0, 1 and 2 in '
                         'any order, but are %d, %d and %d.' % axes)
    return x.transpose(axes)


def _as_before(image, *axes):
    """Undoes `_channels_last`."""
    return image.transpose(np.argsort([axis % 3 for axis in axes]))


def _matrix(theta, tx, ty, shear, zx, zy):
    """Returns the map from pixels `(row, column, 1)` of the result to those of the image.

    The factors are in the order of Keras 2: rotation, shift, shear, zoom.
    """
    theta, shear = np.deg2rad(theta), np.deg2rad(shear)
    rotation = np.array([[np.cos(theta), -np.sin(theta), 0],
                         [np.sin(theta), np.cos(theta), 0],
                         [0, 0, 1]])
    shift = np.array([[1, 0, tx], [0, 1, ty], [0, 0, 1]])
    shearing = np.array([[1, -np.sin(shear), 0], [0, np.cos(shear), 0], [0, 0, 1]])
    zoom = np.array([[zx, 0, 0], [0, zy, 0], [0, 0, 1]])
    return rotation.dot(shift).dot(shearing).dot(zoom)


def transform_matrix_offset_center(matrix, x, y):
    """Makes a map about the origin one about the center of an image.

    Args:
        matrix: array of shape `(3, 3)`, which maps `(row, column, 1)`.
        x: number of rows of the image.
        y: number of columns of the image.

    Returns:
        Array of shape `(3, 3)`.
    """
    center = np.array([x / 2 + .5, y / 2 + .5, 0])
    there, back = np.eye(3), np.eye(3)
    there[:, 2] += center
    back[:, 2] -= center
    return there.dot(matrix).dot(back)


def apply_transform(x, transform_matrix, channel_axis=0, fill_mode='nearest', cval=0.):
    """Moves the pixels of an image by a map, as Keras did before 2.2.

    Args:
        x: array of one image, with 3 axes.
        transform_matrix: array of shape `(3, 3)`: the pixel `(row, column)` of the result comes
            from `transform_matrix.dot([row, column, 1])` in `x`.
        channel_axis: axis of the channels; rows and columns are the other two, in this order.
        fill_mode: what lies outside of the image, see `apply_affine_transform`.
        cval: the value outside with `'constant'`.

    Returns:
        Array of the shape and dtype of `x`.
    """
    row_axis, col_axis = sorted({0, 1, 2} - {channel_axis % 3})
    image = _channels_last(x, row_axis, col_axis, channel_axis)
    warped = warp(image, np.asarray(transform_matrix), fill_mode, cval)
    return _as_before(warped, row_axis, col_axis, channel_axis)


def flip_axis(x, axis):
    """Reverses an axis of an array.

    Args:
        x: array.
        axis: int.

    Returns:
        A view of `x`.
    """
    return np.flip(x, axis)


def random_rotation(x, rg, row_axis=1, col_axis=2, channel_axis=0,
                    fill_mode='nearest', cval=0., interpolation_order=1):
    """Rotates an image by a random angle.

    Args:
        x: array of one image, with 3 axes.
        rg: bound of the angle in degrees, which is uniform in `[-rg, rg]`.
        row_axis: axis of the rows.
        col_axis: axis of the columns.
        channel_axis: axis of the channels.
        fill_mode: what lies outside of the image, see `apply_affine_transform`.
        cval: the value outside with `'constant'`.
        interpolation_order: of the splines that interpolate, from 0 to 5.

    Returns:
        Array of the shape and dtype of `x`.

    Example:
        >>> x = random_rotation(x, 20, row_axis=0, col_axis=1, channel_axis=2)
    """
    theta = random_numbers().uniform(-rg, rg)
    return apply_affine_transform(
        x, theta=theta, row_axis=row_axis, col_axis=col_axis, channel_axis=channel_axis,
        fill_mode=fill_mode, cval=cval, order=interpolation_order)


def random_shift(x, wrg, hrg, row_axis=1, col_axis=2, channel_axis=0,
                 fill_mode='nearest', cval=0., interpolation_order=1):
    """Shifts an image by random distances.

    Args:
        x: array of one image, with 3 axes.
        wrg: bound of the shift along the columns, as a fraction of the width.
        hrg: bound of the shift along the rows, as a fraction of the height.
        row_axis: axis of the rows.
        col_axis: axis of the columns.
        channel_axis: axis of the channels.
        fill_mode: what lies outside of the image, see `apply_affine_transform`.
        cval: the value outside with `'constant'`.
        interpolation_order: of the splines that interpolate, from 0 to 5.

    Returns:
        Array of the shape and dtype of `x`.
    """
    random = random_numbers()
    tx = random.uniform(-hrg, hrg) * x.shape[row_axis]
    ty = random.uniform(-wrg, wrg) * x.shape[col_axis]
    return apply_affine_transform(
        x, tx=tx, ty=ty, row_axis=row_axis, col_axis=col_axis, channel_axis=channel_axis,
        fill_mode=fill_mode, cval=cval, order=interpolation_order)


def random_shear(x, intensity, row_axis=1, col_axis=2, channel_axis=0,
                 fill_mode='nearest', cval=0., interpolation_order=1):
    """Shears an image by a random angle.

    Args:
        x: array of one image, with 3 axes.
        intensity: bound of the angle in degrees, which is uniform in `[-intensity, intensity]`.
        row_axis: axis of the rows.
        col_axis: axis of the columns.
        channel_axis: axis of the channels.
        fill_mode: what lies outside of the image, see `apply_affine_transform`.
        cval: the value outside with `'constant'`.
        interpolation_order: of the splines that interpolate, from 0 to 5.

    Returns:
        Array of the shape and dtype of `x`.
    """
    shear = random_numbers().uniform(-intensity, intensity)
    return apply_affine_transform(
        x, shear=shear, row_axis=row_axis, col_axis=col_axis, channel_axis=channel_axis,
        fill_mode=fill_mode, cval=cval, order=interpolation_order)


def random_zoom(x, zoom_range, row_axis=1, col_axis=2, channel_axis=0,
                fill_mode='nearest', cval=0., interpolation_order=1):
    """Zooms the rows and the columns of an image by a random factor each.

    Args:
        x: array of one image, with 3 axes.
        zoom_range: two numbers, the bounds of the uniform factors; less than 1 magnifies.
        row_axis: axis of the rows.
        col_axis: axis of the columns.
        channel_axis: axis of the channels.
        fill_mode: what lies outside of the image, see `apply_affine_transform`.
        cval: the value outside with `'constant'`.
        interpolation_order: of the splines that interpolate, from 0 to 5.

    Returns:
        Array of the shape and dtype of `x`.

    Raises:
        ValueError: if `zoom_range` is not two numbers.
    """
    low, high = lowest_and_highest('zoom_range', zoom_range)
    zx, zy = (1, 1) if low == high == 1 else random_numbers().uniform(low, high, 2)
    return apply_affine_transform(
        x, zx=zx, zy=zy, row_axis=row_axis, col_axis=col_axis, channel_axis=channel_axis,
        fill_mode=fill_mode, cval=cval, order=interpolation_order)
