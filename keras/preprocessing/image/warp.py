"""Affine maps of images: which position each pixel comes from, and how it is interpolated."""
import numpy as np
from scipy import ndimage

from keras.utils.errors import did_you_mean

FILL_MODES = ('nearest', 'constant', 'reflect', 'wrap')
_SCIPY_MODES = ('mirror', 'grid-mirror', 'grid-wrap', 'grid-constant')

# Pixels to compute at a time: few enough for the cache, but enough to keep NumPy's loops long,
# because other threads run meanwhile (an eighth of it processes a third fewer images a second).
_BAND = 1 << 16

# In these versions `take` copies numbers one by one, three times as slowly as indexing.
_TAKE_IS_SLOW = (1, 19) <= tuple(map(int, np.__version__.split('.')[:2])) <= (1, 25)


def warp(x, matrix, fill_mode='nearest', cval=0., order=1):
    """Moves the pixels of an image by an affine map.

    Linear interpolation (order 1) is done here: positions and weights are computed once for all
    channels, whereas SciPy computes them for each. SciPy interpolates with the other orders.

    Args:
        x: array `(rows, columns, channels)`.
        matrix: array `(3, 3)`: the pixel `(row, column)` of the result comes from the position
            `matrix.dot([row, column, 1])` in `x`.
        fill_mode: how to fill points outside of `x`: `'nearest'` (aaaa|abcd|dddd), `'constant'`
            (kkkk|abcd|kkkk), `'reflect'` (dcba|abcd|dcba), `'wrap'` (bcda|abcd|abcd, where d and
            the following a are one pixel), or one of SciPy's other modes.
        cval: number, fill value for `fill_mode='constant'`.
        order: int from 0 (nearest pixel) to 5, order of the interpolating splines.

    Returns:
        Array with the shape and dtype of `x`; with an integer dtype, values are rounded.

    Raises:
        ValueError: for an unknown `fill_mode` or `order`.
    """
    known = FILL_MODES + _SCIPY_MODES
    if fill_mode not in known:
        raise ValueError('`fill_mode` must be one of %s, but got %r.%s' % (
            ', '.join(map(repr, FILL_MODES)), fill_mode, did_you_mean(str(fill_mode), known, repr)))
    if order not in range(6):
        raise ValueError('The order of interpolation must be an int from 0 to 5, but got %r.'
                         % (order,))
    result = np.empty_like(x)
    if order == 1 and fill_mode in FILL_MODES and x.dtype.kind in 'fiu':
        _warp_linearly(x, matrix, fill_mode, cval, result)
    else:
        for channel in range(x.shape[2]):
            ndimage.affine_transform(x[..., channel], matrix[:2, :2], matrix[:2, 2], order=order,
                                     mode=fill_mode, cval=cval, output=result[..., channel])
    return result


def _warp_linearly(x, matrix, fill_mode, cval, result):
    rows, columns, channels = x.shape
    planes = _planes(x)
    neighbours = 0, 1, columns, columns + 1  # their offsets from a pixel
    height = max(1, _BAND // max(1, columns))
    for top in range(0, rows, height):
        band = result[top:top + height]
        positions = _positions(matrix, np.arange(top, top + len(band)), np.arange(columns))
        inside = _inside(positions, (rows, columns), fill_mode)
        outside = (inside != positions).any(axis=0) if fill_mode == 'constant' else None
        # In place where possible: allocating each array would take longer than the arithmetic.
        pixels = np.floor(inside)
        inside -= pixels
        down, right = inside.astype(planes.dtype)
        pixels[0] *= columns
        pixels[0] += pixels[1]
        pixels = pixels[0].astype(np.intp)
        for channel, plane in enumerate(planes):
            values = _mixed(*(_read(plane[step:], pixels) for step in neighbours),
                            down=down, right=right)
            if outside is not None:
                values[outside] = cval
            band[..., channel] = _cast(values, x.dtype)


def _planes(x):
    """Returns the channels as rows of a matrix of floats.

    After the last pixel there is room for its neighbors to the right and below, which are read with
    weight 0.
    """
    rows, columns, channels = x.shape
    planes = np.zeros((channels, (rows + 1) * columns + 1), np.promote_types(x.dtype, 'float32'))
    planes[:, :rows * columns].reshape(channels, rows, columns)[...] = x.transpose(2, 0, 1)
    return planes


def _positions(matrix, rows, columns):
    """Returns the rows and columns to read at, `(2, rows, columns)`."""
    along_rows, along_columns, offset = matrix[:2].T[:, :, np.newaxis, np.newaxis]
    # In float64, because float32 is too coarse, and added in SciPy's order: at the edges, the last
    # bit decides what is outside.
    positions = along_rows * rows[:, np.newaxis] + along_columns * columns
    positions += offset
    return positions


def _inside(positions, shape, fill_mode):
    size = np.reshape(shape, (2, 1, 1)).astype(positions.dtype)  # NumPy is slow with two types
    if fill_mode == 'reflect':
        positions = positions % (2 * size)
        positions = np.minimum(positions, 2 * size - 1 - positions)
    elif fill_mode == 'wrap':
        period = np.maximum(size - 1, 1)
        positions = np.where(positions < 0, period - (-positions) % period,
                             np.where(positions > period, positions % period, positions))
    return positions.clip(0, size - 1)


def _read(plane, pixels):
    # All pixels exist; 'wrap' avoids a separate check for that.
    return plane[pixels] if _TAKE_IS_SLOW else plane.take(pixels, mode='wrap')


def _mixed(upper, upper_right, lower, lower_right, down, right):
    upper = _between(upper, upper_right, right)
    return _between(upper, _between(lower, lower_right, right), down)


def _between(start, end, weight):
    # In this form, equal ends give exactly the same value.
    end -= start
    end *= weight
    end += start
    return end


def _cast(values, dtype):
    if dtype.kind == 'f':
        return values
    limits = np.iinfo(dtype)
    return np.clip(values + np.copysign(.5, values), limits.min, limits.max)
