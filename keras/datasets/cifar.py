"""The files of CIFAR-10 and CIFAR-100."""
import numbers

import numpy as np

from keras import backend as K
from keras.utils import safe_pickle

from .reading import check_same_length, reading

_CHANNELS, _ROWS, _COLUMNS = 3, 32, 32


def load_batch(fpath, label_key='labels'):
    """Reads a file of images, which is a pickled dictionary. Python code in it is never run.

    Args:
        fpath: path of the file.
        label_key: which labels to read: `'labels'`, or for CIFAR-100 `'fine_labels'` or
            `'coarse_labels'`.

    Returns:
        Images as uint8 `(images, 3, 32, 32)`, and a list of ints, their labels.

    Raises:
        TypeError: if the file holds data of the wrong type.
        ValueError: if the file is damaged or lacks an entry.
    """
    with reading(fpath), open(fpath, 'rb') as file:
        batch = safe_pickle.loads(file.read())
        if not isinstance(batch, dict):
            raise TypeError('it must hold a dictionary, but holds %s' % type(batch).__name__)
        data, labels = _entry(batch, 'data'), _entry(batch, label_key)
        _check_types(data, labels, label_key)
        check_same_length(**{'data': data, label_key: labels})
        return np.asarray(data).reshape(-1, _CHANNELS, _ROWS, _COLUMNS), labels


def as_data_set(train, test, train_dtype=None):
    """Converts images and labels to the form of a dataset.

    Args:
        train: images and labels, as `load_batch` returns them.
        test: images and labels, as `load_batch` returns them.
        train_dtype: string, dtype of the training labels; int64 by default.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: images in the layout of `K.image_data_format()`, and
        labels `(images, 1)`.
    """
    return _arrays(*train, dtype=train_dtype), _arrays(*test)


def _arrays(images, labels, dtype=None):
    if K.image_data_format() == 'channels_last':
        images = images.transpose(0, 2, 3, 1)
    return images, np.array(labels, dtype or 'int64').reshape(-1, 1)


def _entry(batch, name):
    # Python 2, which wrote the published files, used bytes as keys.
    for key in (name.encode(), name):
        if key in batch:
            return batch[key]
    raise ValueError('it lacks the entry %s' % name)


def _check_types(data, labels, label_key):
    size = _CHANNELS * _ROWS * _COLUMNS
    if not isinstance(data, np.ndarray) or data.dtype != 'uint8' or data.shape[1:] != (size,):
        raise TypeError('the entry data must be an array of uint8 with %d columns' % size)
    if not isinstance(labels, list) or not all(map(_is_byte, labels)):
        raise TypeError('the entry %s must be a list of ints from 0 to 255' % label_key)


def _is_byte(label):
    return isinstance(label, numbers.Integral) and 0 <= label < 256
