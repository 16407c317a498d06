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
        theta: float, angle of rotation in degrees; positive angles rotate the image clockwise.
        tx: float, upward shift in pixels.
        ty: float, shift to the left in pixels.
        shear: float, angle of shear in degrees.
        zx: float, zoom of the rows: 2 halves the height of the content, 0.5 doubles it.
        zy: float, zoom of the columns: 2 halves the width of the content, 0.5 doubles it.
        row_axis: int, axis of the rows.
        col_axis: int, axis of the columns.
        channel_axis: int, axis of the channels.
        fill_mode: how to fill points outside the image: `'nearest'` (aaaa|abcd|dddd), `'constant'`
            (kkkk|abcd|kkkk, where k is `cval`), `'reflect'` (dcba|abcd|dcba) or `'wrap'`
            (bcda|abcd|abcd, where d and the following a are one pixel).
        cval: number, fill value for `fill_mode='constant'`.
        order: int from 0 (nearest pixel) to 5, order of the interpolating splines; 1 is linear, and
            the fastest.
        flip_horizontal: bool, whether to flip the result left to right.
        flip_vertical: bool, whether to flip the result upside down.

    Returns:
        Array with the shape and dtype of `x`; `x` itself, or a view of it, if its values do not
        change.

    Raises:
        ValueError: if `x` does not have 3 axes, the axes are wrong, a parameter is not finite, or
            `fill_mode` or `order` is unknown.

    Example:
        >>> from keras.preprocessing.image import apply_affine_transform
        >>> x = np.array([[[1.], [2.]], [[3.], [4.]]])
        >>> apply_affine_transform(x, tx=1, fill_mode='constant')[..., 0].tolist()
        [[3.0, 4.0], [0.0, 0.0]]
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
    # Flipped on the way, because copying a reversed view is slow.
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
                         'any order, but got %d, %d and %d.' % axes)
    return x.transpose(axes)


def _as_before(image, *axes):
    """Undoes `_channels_last`."""
    return image.transpose(np.argsort([axis % 3 for axis in axes]))


def _matrix(theta, tx, ty, shear, zx, zy):
    """Returns the map from pixels `(row, column, 1)` of the result to pixels of the image.

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
    """Converts a map about the origin to one about the center of an image.

    Args:
        matrix: array `(3, 3)`, which maps `(row, column, 1)`.
        x: int, number of rows of the image.
        y: int, number of columns of the image.

    Returns:
        Array `(3, 3)`.
    """
    center = np.array([x / 2 + .5, y / 2 + .5, 0])
    there, back = np.eye(3), np.eye(3)
    there[:, 2] += center
    back[:, 2] -= center
    return there.dot(matrix).dot(back)


def apply_transform(x, transform_matrix, channel_axis=0, fill_mode='nearest', cval=0.):
    """Maps the pixels of an image with a matrix, as in Keras before 2.2.

    Args:
        x: array of one image, with 3 axes.
        transform_matrix: array `(3, 3)`: the pixel `(row, column)` of the result comes from
            `transform_matrix.dot([row, column, 1])` in `x`.
        channel_axis: int, axis of the channels; rows and columns are the other two, in this order.
        fill_mode: how to fill points outside the image; see `apply_affine_transform`.
        cval: number, fill value for `fill_mode='constant'`.

    Returns:
        Array with the shape and dtype of `x`.

    Raises:
        ValueError: if `x` does not have 3 axes, or `fill_mode` is unknown.
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

    Example:
        >>> keras.preprocessing.image.flip_axis(np.array([1, 2, 3]), 0).tolist()
        [3, 2, 1]
    """
    return np.flip(x, axis)


def random_rotation(x, rg, row_axis=1, col_axis=2, channel_axis=0,
                    fill_mode='nearest', cval=0., interpolation_order=1):
    """Rotates an image by a random angle.

    Args:
        x: array of one image, with 3 axes.
        rg: float, limit of the angle in degrees, which is uniform in `[-rg, rg]`.
        row_axis: int, axis of the rows.
        col_axis: int, axis of the columns.
        channel_axis: int, axis of the channels.
        fill_mode: how to fill points outside the image; see `apply_affine_transform`.
        cval: number, fill value for `fill_mode='constant'`.
        interpolation_order: int from 0 to 5, order of the interpolating splines; 1 is linear.

    Returns:
        Array with the shape and dtype of `x`.

    Raises:
        ValueError: as in `apply_affine_transform`.

    Example:
        >>> from keras.preprocessing.image import random_rotation
        >>> x = np.random.rand(8, 8, 3)
        >>> random_rotation(x, 20, row_axis=0, col_axis=1, channel_axis=2).shape
        (8, 8, 3)
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
        wrg: float, limit of the shift along the columns, as a fraction of the width.
        hrg: float, limit of the shift along the rows, as a fraction of the height.
        row_axis: int, axis of the rows.
        col_axis: int, axis of the columns.
        channel_axis: int, axis of the channels.
        fill_mode: how to fill points outside the image; see `apply_affine_transform`.
        cval: number, fill value for `fill_mode='constant'`.
        interpolation_order: int from 0 to 5, order of the interpolating splines; 1 is linear.

    Returns:
        Array with the shape and dtype of `x`.

    Raises:
        ValueError: as in `apply_affine_transform`.

    Example:
        >>> from keras.preprocessing.image import random_shift
        >>> x = np.random.rand(8, 8, 3)
        >>> random_shift(x, 0.1, 0.1, row_axis=0, col_axis=1, channel_axis=2).shape
        (8, 8, 3)
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
        intensity: float, limit of the angle in degrees, which is uniform in
            `[-intensity, intensity]`.
        row_axis: int, axis of the rows.
        col_axis: int, axis of the columns.
        channel_axis: int, axis of the channels.
        fill_mode: how to fill points outside the image; see `apply_affine_transform`.
        cval: number, fill value for `fill_mode='constant'`.
        interpolation_order: int from 0 to 5, order of the interpolating splines; 1 is linear.

    Returns:
        Array with the shape and dtype of `x`.

    Raises:
        ValueError: as in `apply_affine_transform`.

    Example:
        >>> from keras.preprocessing.image import random_shear
        >>> x = np.random.rand(8, 8, 3)
        >>> random_shear(x, 15, row_axis=0, col_axis=1, channel_axis=2).shape
        (8, 8, 3)
    """
    shear = random_numbers().uniform(-intensity, intensity)
    return apply_affine_transform(
        x, shear=shear, row_axis=row_axis, col_axis=col_axis, channel_axis=channel_axis,
        fill_mode=fill_mode, cval=cval, order=interpolation_order)


def random_zoom(x, zoom_range, row_axis=1, col_axis=2, channel_axis=0,
                fill_mode='nearest', cval=0., interpolation_order=1):
    """Zooms the rows and the columns of an image, each by a random factor.

    Args:
        x: array of one image, with 3 axes.
        zoom_range: pair of floats, limits of the uniform factors; factors below 1 magnify.
        row_axis: int, axis of the rows.
        col_axis: int, axis of the columns.
        channel_axis: int, axis of the channels.
        fill_mode: how to fill points outside the image; see `apply_affine_transform`.
        cval: number, fill value for `fill_mode='constant'`.
        interpolation_order: int from 0 to 5, order of the interpolating splines; 1 is linear.

    Returns:
        Array with the shape and dtype of `x`.

    Raises:
        ValueError: if `zoom_range` is not a pair of numbers, or as in `apply_affine_transform`.

    Example:
        >>> from keras.preprocessing.image import random_zoom
        >>> x = np.random.rand(8, 8, 3)
        >>> random_zoom(x, (0.8, 1.2), row_axis=0, col_axis=1, channel_axis=2).shape
        (8, 8, 3)
    """
    low, high = lowest_and_highest('zoom_range', zoom_range)
    zx, zy = (1, 1) if low == high == 1 else random_numbers().uniform(low, high, 2)
    return apply_affine_transform(
        x, zx=zx, zy=zy, row_axis=row_axis, col_axis=col_axis, channel_axis=channel_axis,
        fill_mode=fill_mode, cval=cval, order=interpolation_order)
