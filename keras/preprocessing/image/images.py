"""Image files, Pillow images and arrays, and conversions between them."""
import io
import operator
import os

import numpy as np

from keras import backend as K
from keras.backend.dtypes import array_floatx
from keras.utils.errors import did_you_mean
from keras.utils.files import replaced_file
from keras.utils.warn import warn

INTERPOLATIONS = ('nearest', 'bilinear', 'bicubic', 'hamming', 'box', 'lanczos')
COLOR_MODES = ('grayscale', 'rgb', 'rgba')
EXTENSIONS = ('jpg', 'jpeg', 'bmp', 'png', 'ppm', 'tif', 'tiff')

_PILLOW_FORMATS = {'jpg': 'jpeg', 'tif': 'tiff'}  # extensions that differ from the format's name


def load_img(path, grayscale=False, color_mode='rgb', target_size=None, interpolation='nearest'):
    """Loads an image from a file.

    Args:
        path: path of the file (string, bytes or `pathlib.Path`), or a file object open for reading
            bytes.
        grayscale: deprecated; use `color_mode='grayscale'`.
        color_mode: `'grayscale'`, `'rgb'` or `'rgba'`. With `'grayscale'`, grayscale images of 16
            or 32 bits per pixel keep them (modes I;16 and I).
        target_size: pair of ints `(height, width)` to resize to; None keeps the size.
        interpolation: how to resize: `'nearest'`, `'bilinear'`, `'bicubic'`, `'hamming'`, `'box'`
            or `'lanczos'`.

    Returns:
        A `PIL.Image.Image`. The orientation in its EXIF data is ignored.

    Raises:
        ImportError: if Pillow is not installed.
        FileNotFoundError: if the file does not exist.
        PIL.UnidentifiedImageError: if the file is not an image, or damaged (this is an OSError).
        ValueError: for an unknown `color_mode` or `interpolation`, or an invalid `target_size`.

    Example:
        >>> from keras.preprocessing.image import img_to_array, load_img, save_img
        >>> save_img('noise.png', np.random.rand(32, 32, 3))
        >>> img = load_img('noise.png', target_size=(24, 24))
        >>> img_to_array(img).shape
        (24, 24, 3)
    """
    if grayscale:
        warn('`grayscale=True` is deprecated. Please use `color_mode="grayscale"`.')
        color_mode = 'grayscale'
    _check_name('color_mode', color_mode, COLOR_MODES)
    if target_size is not None:
        height, width = _checked_size(target_size)
        _check_name('interpolation', interpolation, INTERPOLATIONS)
    img = _in_color_mode(_read(path), color_mode)
    if target_size is None or img.size == (width, height):
        return img
    return _resized(img, height, width, interpolation)


def _check_name(argument, name, known):
    if name not in known:
        raise ValueError('`%s` must be one of %s, but got %r.%s' % (
            argument, ', '.join(map(repr, known)), name, did_you_mean(str(name), known, repr)))


def _checked_size(target_size):
    try:
        height, width = map(operator.index, target_size)
    except (TypeError, ValueError):
        height = width = 0
    if height < 1 or width < 1:
        raise ValueError('`target_size` must be two positive ints (height, width), but got %r.'
                         % (target_size,))
    return height, width


def _read(path):
    PIL = pillow()
    if hasattr(path, 'read'):
        content = path.read()
    else:
        with open(os.fspath(path), 'rb') as file:
            content = file.read()
    try:
        img = PIL.Image.open(io.BytesIO(content))
        img.load()
    except (MemoryError, Warning):
        raise
    except PIL.UnidentifiedImageError as error:
        raise PIL.UnidentifiedImageError(
            '%s is not an image in a format that Pillow reads, or it is incomplete.'
            % _name(path)) from error
    except Exception as error:  # of any kind, depending on the format
        raise PIL.UnidentifiedImageError(
            '%s is damaged and cannot be read as an image: %s' % (_name(path), error)) from error
    return img


def _name(path):
    return 'The file' if hasattr(path, 'read') else 'The file %s' % os.fsdecode(path)


def _in_color_mode(img, color_mode):
    if color_mode == 'grayscale':
        if img.mode in ('L', 'I', 'I;16'):
            return img
        return img.convert('I' if img.mode.startswith('I;16') else 'L')
    mode = color_mode.upper()
    return img if img.mode == mode else img.convert(mode)


def _resized(img, height, width, interpolation):
    Image = pillow().Image
    if img.mode == 'I;16':
        img = img.convert('I')  # older versions of Pillow resize I;16 only to the nearest pixels
    filters = getattr(Image, 'Resampling', Image)  # in the module itself before Pillow 9.1
    return img.resize((width, height), getattr(filters, interpolation.upper()))


def save_img(path, x, data_format=None, file_format=None, scale=True, **kwargs):
    """Saves an array as an image file.

    Args:
        path: path of the file (string, bytes or `pathlib.Path`), or a file object open for writing
            bytes.
        x: array of one image; see `array_to_img`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        file_format: string, such as `'png'`; by default derived from the extension of the path, so
            file objects need it. JPEG has no transparency: the alpha channel is dropped, with a
            warning. PNG has 16 bits for grayscale: values are clipped to 65535.
        scale: bool, whether to stretch the values of `x` to the range from 0 to 255.
        **kwargs: options of `PIL.Image.Image.save`, such as `quality=95`.

    Raises:
        ImportError: if Pillow is not installed.
        ValueError: if `x` is not an image, or the format is unknown.

    Example:
        >>> from keras.preprocessing.image import save_img
        >>> save_img('noise.png', np.random.uniform(size=(32, 32, 3)))
    """
    is_file = hasattr(path, 'write')
    file_format = _pillow_format(file_format, '' if is_file else os.fsdecode(path))
    img = _fit_for(file_format, array_to_img(x, data_format=data_format, scale=scale))
    if is_file:
        img.save(path, format=file_format, **kwargs)
    else:
        with replaced_file(os.fsdecode(path)) as new:
            img.save(new, format=file_format, **kwargs)


def _pillow_format(name, path):
    Image = pillow().Image
    Image.init()
    given = os.path.splitext(path)[1][1:] if name is None else name
    found = _PILLOW_FORMATS.get(given.lower(), given).upper()
    if name is None:
        found = Image.registered_extensions().get('.' + given.lower(), found)
    if found not in Image.SAVE:
        raise ValueError('Pillow cannot write images in the format %r.%s Specify the format with '
                         "`file_format`, e.g. 'png'." % (
                             given, did_you_mean(given, map(str.lower, Image.SAVE), repr)))
    return found


def _fit_for(file_format, img):
    if file_format == 'JPEG' and img.mode == 'RGBA':
        warn('The JPEG format does not support RGBA images, converting to RGB.')
        return img.convert('RGB')
    if file_format == 'PNG' and img.mode == 'I':
        return pillow().Image.fromarray(np.clip(img, 0, 65535).astype('uint16'))
    return img


def img_to_array(img, data_format=None, dtype=None):
    """Converts an image to an array.

    Args:
        img: a `PIL.Image.Image`, or an array with 2 or 3 axes.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        dtype: string, dtype of the result; `K.floatx()` by default.

    Returns:
        Array `(height, width, channels)`, or `(channels, height, width)` with `'channels_first'`.
        Grayscale images have 1 channel.

    Raises:
        ValueError: if `img` has another number of axes, or `data_format` is unknown.

    Example:
        >>> from keras.preprocessing.image import img_to_array
        >>> img_to_array(np.zeros((32, 24))).shape
        (32, 24, 1)
    """
    data_format = K.normalize_data_format(data_format)
    x = np.asarray(img, dtype=array_floatx() if dtype is None else dtype)
    if x.ndim not in (2, 3):
        raise ValueError('`img` must have 2 axes (height, width) or 3 axes (height, width, '
                         'channels), but its shape is %s.' % (x.shape,))
    if not x.flags.writeable:
        x = x.copy()  # some versions of Pillow share their own memory
    if x.ndim == 2:
        x = x[..., np.newaxis]
    return np.moveaxis(x, 2, 0) if data_format == 'channels_first' else x


def array_to_img(x, data_format=None, scale=True, dtype=None):
    """Converts an array to an image.

    Args:
        x: array of one image, with 1 (grayscale), 3 (RGB) or 4 channels (RGBA).
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        scale: bool, whether to stretch the values from the smallest and greatest of `x` to the
            range from 0 to 255. Otherwise they are truncated to integers: colors must then be from
            0 to 255, and grayscale values above 255 give an image of 32 bits per pixel (mode I).
        dtype: string, dtype of the computation; `K.floatx()` by default.

    Returns:
        A `PIL.Image.Image`.

    Raises:
        ImportError: if Pillow is not installed.
        ValueError: if `x` does not have 3 axes, or has another number of channels.

    Example:
        >>> from keras.preprocessing.image import array_to_img
        >>> array_to_img(np.random.uniform(size=(32, 24, 3))).size  # (width, height)
        (24, 32)
    """
    x = np.asarray(x, dtype=array_floatx() if dtype is None else dtype)
    if x.ndim != 3:
        raise ValueError('`x` must be one image with 3 axes (height, width and channels), but its '
                         'shape is %s.%s' % (x.shape, _advice(x)))
    if K.normalize_data_format(data_format) == 'channels_first':
        x = np.moveaxis(x, 0, 2)
    if x.shape[2] not in (1, 3, 4) or not x.size:
        raise ValueError(
            '`x` must have pixels with 1, 3 or 4 channels, but has height %d, width %d and %d '
            'channels. Is `data_format` correct?' % x.shape)
    return _from_channels_last(_stretched(x) if scale else x)


def _advice(x):
    if x.ndim == 2:
        return ' Add a channel axis: `x[..., np.newaxis]`.'
    return ' Take one image from the batch: `x[0]`.' if x.ndim == 4 else ''


def _stretched(x):
    x = np.subtract(x, x.min(), dtype=np.result_type(x, 'float32'))
    greatest = x.max()
    return x / greatest * 255 if greatest else x


def _from_channels_last(x):
    if x.shape[2] > 1:
        return pillow().Image.fromarray(x.astype('uint8'))
    x = x[..., 0]
    return pillow().Image.fromarray(x.astype('int32' if x.max() > 255 else 'uint8'))


def list_pictures(directory, ext=EXTENSIONS):
    """Lists the image files in a folder and its subfolders.

    Args:
        directory: path of the folder.
        ext: an extension or several, such as `'jpg'`; the case does not matter.

    Returns:
        Sorted list of paths.

    Example:
        >>> keras.preprocessing.image.list_pictures('.', 'jpg')
        []
    """
    extensions = (ext,) if isinstance(ext, str) else ext
    endings = tuple('.' + extension.lstrip('.').lower() for extension in extensions)
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(directory)
                  for name in names if name.lower().endswith(endings))


def pillow():
    """Returns the package `PIL` with the modules that image functions need.

    Raises:
        ImportError: if it is not installed.
    """
    try:
        import PIL.Image
        import PIL.ImageEnhance
    except ImportError as error:
        raise ImportError('Images need the package Pillow: pip install pillow') from error
    return PIL
