"""The functions for images that `scipy.misc` had until SciPy 1.2. They need Pillow."""
import numpy as np

_NUMBERS_OF_CHANNELS = 3, 4
_FILTERS = 'nearest', 'lanczos', 'bilinear', 'bicubic', 'cubic'


def _pillow():
    try:
        from PIL import Image
    except ImportError as error:
        raise ImportError('The functions for images of scipy.misc need Pillow: pip install '
                          'pillow') from error
    return Image


def imread(name, flatten=False, mode=None):
    """Reads an image from a file.

    Args:
        name: path of a file, or a binary stream.
        flatten: whether to return one channel of float32.
        mode: string, mode of Pillow to convert the image to, such as `'L'` or `'RGB'`.

    Returns:
        Array `(height, width)` or `(height, width, channels)`, of uint8 in general.
    """
    with _pillow().open(name) as image:
        return fromimage(image, flatten, mode)


def imsave(name, arr, format=None):
    """Writes an array to an image file, scaled to 0 to 255 unless it is one of uint8.

    Args:
        name: path of a file, or a binary stream.
        arr: array `(height, width)`, or with 3 or 4 channels.
        format: string, format of the file; by default that of its name.
    """
    toimage(arr, channel_axis=2).save(name, format)


def imshow(arr):
    """Shows an array as an image, in the viewer of the system."""
    toimage(arr).show()


def imresize(arr, size, interp='bilinear', mode=None):
    """Resizes an image, scaled to 0 to 255 before, unless it is one of uint8.

    Args:
        arr: array `(height, width)`, or with 3 or 4 channels.
        size: int, percentage of the size; float, fraction of it; or a tuple `(height, width)`.
        interp: `'nearest'`, `'lanczos'`, `'bilinear'`, `'bicubic'` or `'cubic'`.
        mode: string, mode of Pillow to convert the image to before; `'F'` keeps floats.

    Returns:
        An array.
    """
    image = toimage(arr, mode=mode)
    if np.issubdtype(type(size), np.signedinteger):
        size = tuple((np.array(image.size) * (size / 100.)).astype(int))
    elif np.issubdtype(type(size), np.floating):
        size = tuple((np.array(image.size) * size).astype(int))
    else:
        size = (size[1], size[0])
    return fromimage(image.resize(size, _filter(interp)))


def imrotate(arr, angle, interp='bilinear'):
    """Rotates an image counter-clockwise.

    Args:
        arr: array `(height, width)`, or with 3 or 4 channels.
        angle: float, in degrees.
        interp: as of `imresize`.

    Returns:
        An array of the same size.
    """
    return fromimage(toimage(arr).rotate(angle, resample=_filter(interp)))


def fromimage(im, flatten=False, mode=None):
    """Returns an image of Pillow as an array.

    Args:
        im: `PIL.Image.Image`.
        flatten: whether to return one channel of float32.
        mode: string, mode of Pillow to convert the image to before.

    Returns:
        Array `(height, width)` or `(height, width, channels)`.

    Raises:
        TypeError: if `im` is something else.
    """
    if not isinstance(im, _pillow().Image):
        raise TypeError('An image of Pillow is expected, but got a %s.' % type(im).__name__)
    if mode is not None:
        im = im if im.mode == mode else im.convert(mode)
    elif im.mode == 'P':  # with a palette
        im = im.convert('RGBA' if 'transparency' in im.info else 'RGB')
    if flatten:
        im = im.convert('F')
    elif im.mode == '1':
        im = im.convert('L')
    return np.array(im)


def toimage(arr, high=255, low=0, cmin=None, cmax=None, pal=None, mode=None, channel_axis=None):
    """Returns an array as an image of Pillow, scaled by `bytescale`.

    Args:
        arr: array `(height, width)`, or with 3 or 4 channels.
        high, low, cmin, cmax: as of `bytescale`.
        pal: array of bytes `(256, 3)`, the palette of an image of mode `'P'`.
        mode: string, mode of Pillow. `'F'` takes floats as they are, `'I'` makes 32-bit ints.
        channel_axis: int, the axis of the channels; by default the first one that has 3 entries.

    Returns:
        `PIL.Image.Image`.

    Raises:
        ValueError: if the array is no image, or does not fit the mode.
    """
    data = np.asarray(arr)
    if np.iscomplexobj(data):
        raise ValueError('An array of complex numbers is no image.')
    if data.ndim == 2:
        return _of_one_channel(data, (high, low, cmin, cmax), pal, mode)
    data = _channels_last(data, channel_axis)
    mode = mode or {3: 'RGB', 4: 'RGBA'}[data.shape[2]]
    if data.shape[2] != {'RGB': 3, 'YCbCr': 3, 'RGBA': 4, 'CMYK': 4}.get(mode):
        raise ValueError('An image of mode %r cannot have %d channels.' % (mode, data.shape[2]))
    height, width = data.shape[:2]
    return _pillow().frombytes(mode, (width, height), bytescale(
        data, cmin, cmax, high, low).tobytes())


def _of_one_channel(data, scale, pal, mode):
    high, low, cmin, cmax = scale
    from_floats = _pillow().fromarray
    if mode == 'F':
        return from_floats(data.astype(np.float32))
    if mode == 'I':
        return from_floats(_scaled(data.astype(float), cmin, cmax, high, low).astype(np.int32))
    if mode == '1':
        return from_floats(np.where(data > 0, 255, 0).astype(np.uint8)).convert('1')
    if mode not in (None, 'L', 'P'):
        raise ValueError('An image of mode %r cannot be made of a single channel.' % mode)
    image = from_floats(bytescale(data, cmin, cmax, high, low))
    if pal is not None or mode == 'P':
        grays = np.repeat(np.arange(256, dtype=np.uint8), 3)
        image.putpalette((grays if pal is None else np.asarray(pal, np.uint8)).tobytes())
    return image


def _channels_last(data, axis):
    if data.ndim != 3 or not set(data.shape) & set(_NUMBERS_OF_CHANNELS):
        raise ValueError('An image is an array of two axes, or has a third one of 3 or 4 channels, '
                         'but this one has the shape %s.' % (data.shape,))
    if axis is None:
        count = 3 if 3 in data.shape else 4
        axis = data.shape.index(count)
    if data.shape[axis] not in _NUMBERS_OF_CHANNELS:
        raise ValueError('The axis of channels, %d, must have 3 or 4 entries, but has %d.'
                         % (axis, data.shape[axis]))
    return np.moveaxis(data, axis, -1)


def bytescale(data, cmin=None, cmax=None, high=255, low=0):
    """Scales numbers linearly from the range `cmin` to `cmax` to `low` to `high`.

    Args:
        data: array; one of uint8 is returned as it is.
        cmin, cmax: numbers, by default the least and greatest entries.
        high, low: numbers between 0 and 255.

    Returns:
        An array of uint8.
    """
    data = np.asarray(data)
    if data.dtype == np.uint8:
        return data
    return (_scaled(data.astype(float), cmin, cmax, high, low) + .5).astype(np.uint8)


def _scaled(data, cmin, cmax, high, low):
    if not 0 <= low <= high <= 255:
        raise ValueError('0 <= low <= high <= 255 is expected, but low is %s and high %s.'
                         % (low, high))
    cmin = data.min() if cmin is None else cmin
    cmax = data.max() if cmax is None else cmax
    if cmax < cmin:
        raise ValueError('cmax (%s) must not be less than cmin (%s).' % (cmax, cmin))
    scale = (high - low) / ((cmax - cmin) or 1)
    return np.clip((data - cmin) * scale + low, low, high)


def _filter(interp):
    if interp not in _FILTERS:
        raise ValueError('interp must be one of %s, but got %r.'
                         % (', '.join(map(repr, _FILTERS)), interp))
    return getattr(_pillow(), 'BICUBIC' if interp == 'cubic' else interp.upper())
