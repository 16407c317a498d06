"""Affine maps of images: where each pixel is read, and how it is interpolated."""
import numpy as np
from scipy import ndimage

from keras.utils.errors import did_you_mean

FILL_MODES = ('nearest', 'constant', 'reflect', 'wrap')
_SCIPY_MODES = ('mirror', 'grid-mirror', 'grid-wrap', 'grid-constant')

# Pixels to compute at a time: few enough for the cache, but enough that NumPy's loops are long,
# since other threads run meanwhile (with an eighth of it, a third fewer images a second).
_BAND = 1 << 16

# These versions take numbers one by one, three times as slowly as they index.
_TAKE_IS_SLOW = (1, 19) <= tuple(map(int, np.__version__.split('.')[:2])) <= (1, 25)


def warp(x, matrix, fill_mode='nearest', cval=0., order=1):
    """Moves the pixels of an image by an affine map.

    Linear interpolation (order 1) takes place here: positions and weights are computed once for all
    channels, which SciPy does for each. SciPy interpolates with the other orders.

    Args:
        x: array of shape `(rows, columns, channels)`.
        matrix: array of shape `(3, 3)`: the pixel `(row, column)` of the result comes from the
            position `matrix.dot([row, column, 1])` in `x`.
        fill_mode: what lies outside of `x`: `'nearest'` (aaaa|abcd|dddd), `'constant'`
            (kkkk|abcd|kkkk), `'reflect'` (dcba|abcd|dcba), `'wrap'` (bcda|abcd|abcd, where d and
            the next a are one pixel), or one of SciPy's other modes.
        cval: the value outside with `'constant'`.
        order: of the splines that interpolate, from 0 (the nearest pixel) to 5.

    Returns:
        Array of the shape and dtype of `x`; for whole numbers, values are rounded.

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
    neighbours = 0, 1, columns, columns + 1  # where these lie, counted from a pixel
    height = max(1, _BAND // max(1, columns))
    for top in range(0, rows, height):
        band = result[top:top + height]
        positions = _positions(matrix, np.arange(top, top + len(band)), np.arange(columns))
        inside = _inside(positions, (rows, columns), fill_mode)
        outside = (inside != positions).any(axis=0) if fill_mode == 'constant' else None
        # In place where possible: memory that is new for each array would take longer than NumPy.
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

    Behind the last pixel there is room for its neighbours to the right and below, which are read
    with weight 0.
    """
    rows, columns, channels = x.shape
    planes = np.zeros((channels, (rows + 1) * columns + 1), np.promote_types(x.dtype, 'float32'))
    planes[:, :rows * columns].reshape(channels, rows, columns)[...] = x.transpose(2, 0, 1)
    return planes


def _positions(matrix, rows, columns):
    """Returns the rows and columns to read at, shape `(2, rows, columns)`."""
    along_rows, along_columns, offset = matrix[:2].T[:, :, np.newaxis, np.newaxis]
    # In float64, since float32 is too coarse, and added in SciPy's order: at the edges, the last
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
    # All pixels are there; with 'wrap', that is checked in passing.
    return plane[pixels] if _TAKE_IS_SLOW else plane.take(pixels, mode='wrap')


def _mixed(upper, upper_right, lower, lower_right, down, right):
    upper = _between(upper, upper_right, right)
    return _between(upper, _between(lower, lower_right, right), down)


def _between(start, end, weight):
    # In this form, what is equal at both ends comes out exactly equal.
    end -= start
    end *= weight
    end += start
    return end


def _cast(values, dtype):
    if dtype.kind == 'f':
        return values
    limits = np.iinfo(dtype)
    return np.clip(values + np.copysign(.5, values), limits.min, limits.max)
