"""MNIST: images of handwritten digits (LeCun, Cortes, Burges, http://yann.lecun.com/exdb/mnist)."""
from .npz import read_npz
from .sources import MNIST


def load_data(path='mnist.npz'):
    """Loads the MNIST digits, downloading them at first use.

    A file with digits of your own can take their place: an `.npz` file with the arrays
    `x_train`, `y_train`, `x_test` and `y_test`, at `path` in the cache.

    Args:
        path: name of the file in the cache (`~/.keras/datasets`), or an absolute path.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: images as uint8 from 0 to 255, shape
        `(60000, 28, 28)` and `(10000, 28, 28)`; digits as uint8, shape `(60000,)` and `(10000,)`.

    Raises:
        OSError: if the file cannot be downloaded; the message tells where to put it by hand.
        ValueError: if what was downloaded has the wrong hash or cannot be read.
        TypeError: if the arrays do not hold numbers.
    """
    x_train, y_train, x_test, y_test = MNIST.load(_read, path)
    return (x_train, y_train), (x_test, y_test)


def _read(path):
    return read_npz(path, ['x_train', 'y_train', 'x_test', 'y_test'])
