"""Fashion-MNIST: images of clothes.

Source: Xiao, Rasul and Vollgraf, Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine
Learning Algorithms, 2017, https://arxiv.org/abs/1708.07747.
"""
import gzip
import struct

import numpy as np

from .reading import check_same_length, check_unpacked_size, max_unpacked_size, reading
from .sources import FASHION_MNIST

_UINT8 = 8  # code of the type in the IDX format, http://yann.lecun.com/exdb/mnist


def load_data():
    """Loads the Fashion-MNIST images, downloading them on first use.

    To use your own files in the IDX format instead, put them under the same names (such as
    `train-images-idx3-ubyte.gz`) into the folder `fashion-mnist` of the cache
    (`~/.keras/datasets`).

    Returns:
        `(x_train, y_train), (x_test, y_test)`: images as uint8 from 0 to 255, `(60000, 28, 28)` and
        `(10000, 28, 28)`; classes from 0 to 9 as uint8, `(60000,)` and `(10000,)`: t-shirt,
        trouser, pullover, dress, coat, sandal, shirt, sneaker, bag, boot.

    Raises:
        OSError: if a file cannot be downloaded; the message says where to put it manually.
        ValueError: if a file cannot be read, or the numbers of images and labels differ.

    Example:
        >>> from keras.datasets import fashion_mnist
        >>> (x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()  # doctest: +SKIP
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
