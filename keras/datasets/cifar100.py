"""CIFAR-100: small color images in a hundred classes.

Source: Krizhevsky, Learning multiple layers of features from tiny images, 2009.
"""
import os

from keras.utils.errors import did_you_mean

from .cifar import as_data_set, load_batch
from .sources import CIFAR100

_MODES = ('fine', 'coarse')


def load_data(label_mode='fine'):
    """Loads the CIFAR-100 images, downloading them on first use.

    To use your own files instead, put them under the names `train` and `test` into the folder
    `cifar-100-python` of the cache (`~/.keras/datasets`); see `keras.datasets.cifar.load_batch`. An
    archive `cifar-100-python.tar.gz` in the cache is unpacked.

    Args:
        label_mode: `'fine'` for the 100 classes, `'coarse'` for their 20 superclasses.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: images as uint8 from 0 to 255, `(50000, 32, 32, 3)`
        and `(10000, 32, 32, 3)`; with `'channels_first'` as `K.image_data_format()`
        `(50000, 3, 32, 32)` and `(10000, 3, 32, 32)`; classes as int64, `(50000, 1)` and
        `(10000, 1)`.

    Raises:
        OSError: if the file cannot be downloaded; the message says where to put it manually.
        TypeError: if the file holds data of the wrong type.
        ValueError: if a downloaded file has the wrong hash or cannot be read.

    Example:
        >>> from keras.datasets import cifar100
        >>> (x_train, y_train), (x_test, y_test) = cifar100.load_data()  # doctest: +SKIP
    """
    if label_mode not in _MODES:
        raise ValueError("`label_mode` must be 'fine' or 'coarse', but got %r.%s"
                         % (label_mode, did_you_mean(str(label_mode), _MODES, repr)))

    def read(folder):
        return [load_batch(os.path.join(folder, name), label_mode + '_labels')
                for name in ('train', 'test')]

    return as_data_set(*CIFAR100.load(read))
