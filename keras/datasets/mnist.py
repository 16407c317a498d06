"""MNIST: images of handwritten digits.

Source: LeCun, Cortes and Burges, http://yann.lecun.com/exdb/mnist.
"""
from .npz import read_npz
from .sources import MNIST


def load_data(path='mnist.npz'):
    """Loads the MNIST digits, downloading them on first use.

    To use your own images instead, put an `.npz` file with the arrays `x_train`, `y_train`,
    `x_test` and `y_test` at `path` in the cache.

    Args:
        path: name of the file in the cache (`~/.keras/datasets`), or an absolute path.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: images as uint8 from 0 to 255, `(60000, 28, 28)` and
        `(10000, 28, 28)`; digits as uint8, `(60000,)` and `(10000,)`.

    Raises:
        OSError: if the file cannot be downloaded; the message says where to put it manually.
        TypeError: if the file holds data of the wrong type.
        ValueError: if a downloaded file has the wrong hash or cannot be read.

    Example:
        >>> from keras.datasets import mnist
        >>> (x_train, y_train), (x_test, y_test) = mnist.load_data()  # doctest: +SKIP
    """
    x_train, y_train, x_test, y_test = MNIST.load(_read, path)
    return (x_train, y_train), (x_test, y_test)


def _read(path):
    return read_npz(path, ['x_train', 'y_train', 'x_test', 'y_test'])
