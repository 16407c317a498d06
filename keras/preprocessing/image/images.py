"""Pictures in files, as Pillow's images and as arrays, and the ways between these."""
import io
import operator
import os

import numpy as np

from keras import backend as K
from keras.utils.errors import did_you_mean
from keras.utils.files import replaced_file
from keras.utils.warn import warn

INTERPOLATIONS = ('nearest', 'bilinear', 'bicubic', 'hamming', 'box', 'lanczos')
COLOR_MODES = ('grayscale', 'rgb', 'rgba')
EXTENSIONS = ('jpg', 'jpeg', 'bmp', 'png', 'ppm', 'tif', 'tiff')

_PILLOW_FORMATS = {'jpg': 'jpeg', 'tif': 'tiff'}  # where an extension is not the format's name


def load_img(path, grayscale=False, color_mode='rgb', target_size=None, interpolation='nearest'):
    """Loads a picture from a file.

    Args:
        path: path of the file (string, bytes or `pathlib.Path`), or a file open for reading bytes.
        grayscale: the old way to say `color_mode='grayscale'`.
        color_mode: `'grayscale'`, `'rgb'` or `'rgba'`. Greyscale of 16 or 32 bits a pixel keeps
            them (modes I;16 and I) if it is loaded as greyscale.
        target_size: two ints, the height and width to resize to; None keeps the size.
        interpolation: how to resize: `'nearest'`, `'bilinear'`, `'bicubic'`, `'hamming'`, `'box'`
            or `'lanczos'`.

    Returns:
        A `PIL.Image.Image`. A camera's note on how to turn the picture (EXIF) is not followed.

    Raises:
        ImportError: if Pillow is not installed.
        FileNotFoundError: if there is no such file.
        PIL.UnidentifiedImageError: (an OSError) if the file holds no picture, or only part of one.
        ValueError: for an unknown `color_mode` or `interpolation`, or a wrong `target_size`.

    Example:
        >>> img = load_img('elephant.jpg', target_size=(224, 224))
        >>> x = img_to_array(img)
        >>> x.shape
        (224, 224, 3)
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
            '%s is not an image of a format that Pillow reads, or only a part of one.'
            % _name(path)) from error
    except Exception as error:  # of any kind, depending on the format
        raise PIL.UnidentifiedImageError(
            '%s is damaged, and cannot be read as an image: %s' % (_name(path), error)) from error
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
        img = img.convert('I')  # older Pillows resize I;16 to the nearest pixels at most
    filters = getattr(Image, 'Resampling', Image)  # in the module itself before Pillow 9.1
    return img.resize((width, height), getattr(filters, interpolation.upper()))


def save_img(path, x, data_format=None, file_format=None, scale=True, **kwargs):
    """Saves an array as a picture.

    Args:
        path: path of the file (string, bytes or `pathlib.Path`), or a file open for writing bytes.
        x: array of one image, see `array_to_img`.
        data_format: `'channels_first'`, `'channels_last'` or None (that of `keras.json`).
        file_format: name of the format, such as `'png'`; by default told by the path's extension,
            so a file object needs it. JPEG has no transparency: the alpha channel is left out, with
            a warning. PNG has 16 bits for greyscale: values are clipped to 65535.
        scale: whether to stretch the values of `x` to the range from 0 to 255.
        **kwargs: options of `PIL.Image.Image.save`, such as `quality=95`.

    Raises:
        ImportError: if Pillow is not installed.
        ValueError: if `x` is no image, or the format is unknown.

    Example:
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
        raise ValueError('Pillow cannot write images of the format %r.%s Name the format in '
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
    """Turns an image into an array.

    Args:
        img: a `PIL.Image.Image`, or an array with 2 or 3 axes.
        data_format: `'channels_first'`, `'channels_last'` or None (that of `keras.json`).
        dtype: data type of the result; by default `floatx` of `keras.json`.

    Returns:
        Array of shape `(height, width, channels)`, or `(channels, height, width)` with
        `'channels_first'`. Greyscale has 1 channel.

    Raises:
        ValueError: if `img` has another number of axes, or `data_format` is unknown.
    """
    data_format = K.normalize_data_format(data_format)
    x = np.asarray(img, dtype=K.floatx() if dtype is None else dtype)
    if x.ndim not in (2, 3):
        raise ValueError('`img` must have 2 axes (height, width) or 3 axes (height, width, '
                         'channels), but its shape is %s.' % (x.shape,))
    if not x.flags.writeable:
        x = x.copy()  # some Pillows lend their own memory
    if x.ndim == 2:
        x = x[..., np.newaxis]
    return np.moveaxis(x, 2, 0) if data_format == 'channels_first' else x


def array_to_img(x, data_format=None, scale=True, dtype=None):
    """Turns an array into an image.

    Args:
        x: array of one image, with 1 (greyscale), 3 (RGB) or 4 channels (RGBA).
        data_format: `'channels_first'`, `'channels_last'` or None (that of `keras.json`).
        scale: whether to stretch the values from the least to the greatest of `x` to the range from
            0 to 255. Without, they are cut to whole numbers; colors should be within 0 and 255, and
            greyscale above 255 makes an image of 32 bits a pixel (mode I).
        dtype: data type to compute in; by default `floatx` of `keras.json`.

    Returns:
        A `PIL.Image.Image`.

    Raises:
        ImportError: if Pillow is not installed.
        ValueError: if `x` does not have 3 axes, or another number of channels.

    Example:
        >>> array_to_img(np.random.uniform(size=(32, 32, 3))).size
        (32, 32)
    """
    x = np.asarray(x, dtype=K.floatx() if dtype is None else dtype)
    if x.ndim != 3:
        raise ValueError('`x` must be one image with 3 axes (height, width and channels), but its '
                         'shape is %s.%s' % (x.shape, _advice(x)))
    if K.normalize_data_format(data_format) == 'channels_first':
        x = np.moveaxis(x, 0, 2)
    if x.shape[2] not in (1, 3, 4) or not x.size:
        raise ValueError(
            '`x` must have pixels, with 1, 3 or 4 channels, but has height %d, width %d and %d '
            'channels. Is `data_format` right?' % x.shape)
    return _from_channels_last(_stretched(x) if scale else x)


def _advice(x):
    if x.ndim == 2:
        return ' Add the axis of the channels: `x[..., np.newaxis]`.'
    return ' Take one image out of a batch: `x[0]`.' if x.ndim == 4 else ''


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
    """Lists the pictures in a folder and the folders in it.

    Args:
        directory: path of the folder.
        ext: an extension or several, such as `'jpg'`; upper and lower case are one.

    Returns:
        A sorted list of paths.
    """
    extensions = (ext,) if isinstance(ext, str) else ext
    endings = tuple('.' + extension.lstrip('.').lower() for extension in extensions)
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(directory)
                  for name in names if name.lower().endswith(endings))


def pillow():
    """Returns the package `PIL`, with the modules that images need.

    Raises:
        ImportError: if it is not installed.
    """
    try:
        import PIL.Image
        import PIL.ImageEnhance
    except ImportError as error:
        raise ImportError('Images need the package Pillow: pip install pillow') from error
    return PIL
