"""CIFAR-10: small color images in ten classes.

Source: Krizhevsky, Learning multiple layers of features from tiny images, 2009.
"""
import os

import numpy as np

from .cifar import as_data_set, load_batch
from .sources import CIFAR10


def load_data():
    """Loads the CIFAR-10 images, downloading them on first use.

    To use your own files instead, put them under the names `data_batch_1` to `data_batch_5` and
    `test_batch` into the folder `cifar-10-batches-py` of the cache (`~/.keras/datasets`); see
    `keras.datasets.cifar.load_batch`. An archive `cifar-10-batches-py.tar.gz` in the cache is
    unpacked.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: images as uint8 from 0 to 255, `(50000, 32, 32, 3)`
        and `(10000, 32, 32, 3)`; with `'channels_first'` as `K.image_data_format()`
        `(50000, 3, 32, 32)` and `(10000, 3, 32, 32)`; classes from 0 to 9, `(50000, 1)` as uint8
        and `(10000, 1)` as int64: airplane, automobile, bird, cat, deer, dog, frog, horse, ship,
        truck.

    Raises:
        OSError: if the file cannot be downloaded; the message says where to put it manually.
        TypeError: if the file holds data of the wrong type.
        ValueError: if a downloaded file has the wrong hash or cannot be read.

    Example:
        >>> from keras.datasets import cifar10
        >>> (x_train, y_train), (x_test, y_test) = cifar10.load_data()  # doctest: +SKIP
    """
    train, test = CIFAR10.load(_read)
    return as_data_set(train, test, train_dtype='uint8')


def _read(folder):
    batches = [load_batch(os.path.join(folder, 'data_batch_%d' % i)) for i in range(1, 6)]
    images, labels = zip(*batches)
    train = np.concatenate(images), sum(labels, [])
    return train, load_batch(os.path.join(folder, 'test_batch'))
