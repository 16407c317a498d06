"""Preprocessing of images and decoding of predictions, for networks trained on ImageNet."""
import json

import numpy as np

from keras import backend as K
from keras.applications.application import IMAGENET_CLASSES, check_positive
from keras.applications.input_shape import complete_input_shape
from keras.backend.dtypes import array_floatx
from keras.utils.data_utils import get_file
from keras.utils.errors import did_you_mean

CLASS_INDEX = None  # once it has been read: maps the number of a class, as text, to its names
CLASS_INDEX_PATH = ('https://storage.googleapis.com/download.tensorflow.org/data/'
                    'imagenet_class_index.json')
CLASS_INDEX_MD5 = 'c2c37ea517e94d9795004a39431a14cb'

# Red, green and blue in ImageNet: the means that models from Caffe subtract (pixels from 0 to
# 255), and the means and standard deviations of those from torchvision (pixels from 0 to 1).
MEAN_OF_PIXELS = (123.68, 116.779, 103.939)
MEAN, STANDARD_DEVIATION = (.485, .456, .406), (.229, .224, .225)
MODES = ('caffe', 'tf', 'torch')


def preprocess_input(x, data_format=None, mode='caffe'):
    """Converts pixels to the form with which a network was trained.

    Args:
        x: array or tensor, an image or a batch of images: red, green and blue from 0 to 255. An
            array of floats is overwritten, as in Keras 2.3; an array of ints is not.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        mode: `'caffe'`: channels in the order blue, green, red, with the mean of ImageNet
            subtracted from each; `'tf'`: scaled to the range from -1 to 1; `'torch'`: scaled to the
            range from 0 to 1, then normalized with the mean and standard deviation of each channel
            in ImageNet.

    Returns:
        Array or tensor of floats, with the same shape.

    Raises:
        ValueError: if `x` does not have the shape of images, or the mode is unknown.

    Example:
        >>> from keras.applications.imagenet_utils import preprocess_input
        >>> x = np.full((1, 2, 2, 3), 255.)
        >>> preprocess_input(x, mode='tf')[0, 0, 0].tolist()
        [1.0, 1.0, 1.0]
    """
    if mode not in MODES:
        raise ValueError("`mode` must be 'caffe', 'tf' or 'torch', but got %r.%s"
                         % (mode, did_you_mean(str(mode), MODES, repr)))
    channels_first = K.normalize_data_format(data_format) == 'channels_first'
    x = _as_floats(x)
    _check_images(x, channels_first, needs_colors=mode != 'tf')
    if mode == 'tf':
        x /= 127.5
        x -= 1.
    elif mode == 'caffe':
        x = _reversed(x, -3 if channels_first else -1)
        x -= _by_channel(x, MEAN_OF_PIXELS[::-1], channels_first)
    else:
        x /= 255.
        x -= _by_channel(x, MEAN, channels_first)
        x /= _by_channel(x, STANDARD_DEVIATION, channels_first)
    return x


def preprocess_input_tf(x, data_format=None):
    """Scales pixels to the range from -1 to 1.

    Args:
        x: array or tensor, as in `keras.applications.imagenet_utils.preprocess_input`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.

    Returns:
        Array or tensor of floats, with the same shape.

    Raises:
        ValueError: if `x` does not have the shape of images.

    Example:
        >>> from keras.applications.xception import preprocess_input
        >>> preprocess_input(np.full((1, 2, 2, 3), 255.))[0, 0, 0].tolist()
        [1.0, 1.0, 1.0]
    """
    return preprocess_input(x, data_format, mode='tf')


def preprocess_input_torch(x, data_format=None):
    """Scales pixels to the range from 0 to 1 and normalizes each channel.

    Args:
        x: array or tensor, as in `keras.applications.imagenet_utils.preprocess_input`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.

    Returns:
        Array or tensor of floats, with the same shape.

    Raises:
        ValueError: if `x` does not have the shape of RGB images.

    Example:
        >>> from keras.applications.densenet import preprocess_input
        >>> np.round(preprocess_input(np.full((1, 2, 2, 3), 255.))[0, 0, 0], 2).tolist()
        [2.25, 2.43, 2.64]
    """
    return preprocess_input(x, data_format, mode='torch')


def decode_predictions(preds, top=5):
    """Returns the names of the most probable ImageNet classes.

    The names are downloaded on first use.

    Args:
        preds: array `(batch, 1000)`, the probabilities of the classes.
        top: int, number of classes to return for each image.

    Returns:
        For each image a list of tuples `(WordNet ID, name, probability)`, the most probable first.

    Raises:
        OSError: if the names are not in the cache and cannot be downloaded.
        ValueError: if `preds` has another shape, or `top` is not a positive int.

    Example:
        >>> from keras.applications.vgg16 import decode_predictions
        >>> predictions = np.random.rand(1, 1000)  # of a model
        >>> best = decode_predictions(predictions, top=3)[0]  # doctest: +SKIP
    """
    preds = np.asarray(preds)
    if preds.ndim != 2 or preds.shape[1] != IMAGENET_CLASSES:
        hint = ' For a single image, pass `preds[numpy.newaxis]`.' if preds.ndim == 1 else ''
        raise ValueError('`preds` must be probabilities of shape (images, %d), but the shape is '
                         '%s.%s' % (IMAGENET_CLASSES, preds.shape, hint))
    check_positive('top', top)
    names = _class_names()
    return [[tuple(names[str(i)]) + (image[i],) for i in image.argsort()[::-1][:top]]
            for image in preds]


def _class_names():
    global CLASS_INDEX
    if CLASS_INDEX is None:
        path = get_file('imagenet_class_index.json', CLASS_INDEX_PATH, cache_subdir='models',
                        file_hash=CLASS_INDEX_MD5)
        with open(path, encoding='utf-8') as file:
            CLASS_INDEX = json.load(file)
    return CLASS_INDEX


def _as_floats(x):
    """Returns a tensor, or an array that may be written to, of floats."""
    if K.is_tensor(x):
        return x if 'float' in K.dtype(x) else K.cast(x, K.floatx())
    x = np.asarray(x)
    if not np.issubdtype(x.dtype, np.floating):
        return x.astype(array_floatx())
    return x if x.flags.writeable else x.copy()


def _check_images(x, channels_first, needs_colors):
    shape = K.int_shape(x) if K.is_tensor(x) else x.shape
    layout = '(channels, rows, columns)' if channels_first else '(rows, columns, channels)'
    if len(shape) < 3:
        raise ValueError('`x` must be an image %s or a batch of them, but has shape %s.'
                         % (layout, shape))
    channels = shape[-3 if channels_first else -1]
    if needs_colors and channels not in (None, 3):
        raise ValueError('`x` must be images %s of red, green and blue, but has shape %s. '
                         "Load them with `color_mode='rgb'`, or check `data_format`."
                         % (layout, shape))


def _reversed(x, axis):
    if K.is_tensor(x):
        return K.reverse(x, K.ndim(x) + axis)
    return np.flip(x, axis)


def _by_channel(x, values, channels_first):
    """Returns numbers, one for each channel, with a shape and dtype that broadcast to images."""
    shape = (3, 1, 1) if channels_first else (3,)
    if K.is_tensor(x):
        return K.constant(values, K.dtype(x), shape)
    return np.reshape(values, shape).astype(x.dtype)


def _obtain_input_shape(input_shape, default_size, min_size, data_format, require_flatten=None,
                        weights=None, include_top=None):
    """Completes an input shape, for programs written for Keras 2.0 to 2.2.

    In Keras 2.0.0 `require_flatten` was called `include_top`.
    """
    needs_size = bool(include_top if require_flatten is None else require_flatten)
    return complete_input_shape(
        input_shape, default_size, min_size, K.normalize_data_format(data_format), needs_size,
        weights, is_fixed=needs_size and weights == 'imagenet')
