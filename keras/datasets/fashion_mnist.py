"""Fashion-MNIST: images of clothes (Xiao, Rasul, Vollgraf, arXiv:1708.07747)."""
import gzip
import struct

import numpy as np

from .reading import check_same_length, check_unpacked_size, max_unpacked_size, reading
from .sources import FASHION_MNIST

_UINT8 = 8  # how the IDX format, http://yann.lecun.com/exdb/mnist, names the type


def load_data():
    """Loads the Fashion-MNIST images, downloading them at first use.

    Files of your own in the IDX format can take their place, with the same names (such as
    `train-images-idx3-ubyte.gz`) in the folder `fashion-mnist` of the cache (`~/.keras/datasets`).

    Returns:
        `(x_train, y_train), (x_test, y_test)`: images as uint8 from 0 to 255, shape
        `(60000, 28, 28)` and `(10000, 28, 28)`; classes from 0 to 9 as uint8, shape `(60000,)` and
        `(10000,)`: t-shirt, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag, boot.

    Raises:
        OSError: if a file cannot be downloaded; the message tells where to put it by hand.
        ValueError: if a file cannot be read, or there are more images than labels.
    """
    x_train, y_train, x_test, y_test = [source.load(_read_idx) for source in FASHION_MNIST]
    check_same_length(train_images=x_train, train_labels=y_train)
    check_same_length(t10k_images=x_test, t10k_labels=y_test)
    return (x_train, y_train), (x_test, y_test)


def _read_idx(path):
    """Reads an array of bytes: two zeros, type, number of axes, their lengths, the entries."""
    with reading(path), gzip.open(path) as file:
        data = file.read(max_unpacked_size(path) + 1)
        check_unpacked_size(path, len(data))
        zeros, kind, axes = struct.unpack_from('>HBB', data)
        if zeros or kind != _UINT8 or not axes:
            raise ValueError('it is not an IDX file of bytes')
        shape = struct.unpack_from('>%dI' % axes, data, 4)
        entries = np.frombuffer(data, 'uint8', offset=4 + 4 * axes)
        return entries.reshape(shape).copy()
