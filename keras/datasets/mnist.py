"""MNIST: images of handwritten digits (LeCun, Cortes, Burges, http://yann.lecun.com/exdb/mnist)."""
import zipfile
import zlib

import numpy as np

from keras.utils.data_utils import cached_path, get_file

ORIGIN = 'https://s3.amazonaws.com/img-datasets/mnist.npz'
MD5 = '8a61469f7ea1b51cbae51d4f78837e45'
NAMES = ('x_train', 'y_train', 'x_test', 'y_test')


def load_data(path='mnist.npz'):
    """Loads the MNIST digits, downloading them at first use.

    A file with digits of your own can take their place: an `.npz` file with the arrays
    `x_train`, `y_train`, `x_test` and `y_test`, at `path` in the cache.

    Args:
        path: name of the file in the cache (`~/.keras/datasets`), or an absolute path.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: images as uint8 from 0 to 255, shape
        `(60000, 28, 28)` and `(10000, 28, 28)`; digits as uint8, shape `(60000,)` and `(10000,)`.
    """
    try:
        arrays = _read(cached_path(path))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        arrays = _read(get_file(path, origin=ORIGIN, file_hash=MD5))
    x_train, y_train, x_test, y_test = arrays
    return (x_train, y_train), (x_test, y_test)


def _read(path):
    with open(path, 'rb') as file, np.load(file, allow_pickle=False) as store:
        return [store[name] for name in NAMES]
