"""Small files in the formats in which data sets are published."""
import gzip
import io
import os
import pickle
import struct
import zipfile

import numpy as np
from numpy.lib import format as npy

from keras.datasets import sources


def all_sources():
    """Returns every `Source` there is."""
    found = []
    for value in vars(sources).values():
        found += value if isinstance(value, list) else [value]
    return [value for value in found if isinstance(value, sources.Source)]


def object_array(lists):
    """Returns a 1D array of these lists, also where they are of one length."""
    array = np.empty(len(lists), dtype=object)
    array[:] = lists
    return array


def write_npz(path, **arrays):
    """Writes an `.npz` file. An array of objects may be given as its pickle and its length."""
    with zipfile.ZipFile(str(path), 'w') as archive:
        for name, array in arrays.items():
            file = io.BytesIO()
            if isinstance(array, tuple):
                npy.write_array_header_1_0(
                    file, {'descr': '|O', 'fortran_order': False, 'shape': array[1:]})
                file.write(array[0])
            else:
                npy.write_array(file, np.asarray(array))
            archive.writestr(name + '.npy', file.getvalue())


class Python2Pickler(pickle._Pickler):
    """Writes strings as Python 2 did."""

    dispatch = dict(pickle._Pickler.dispatch)

    def save_bytes(self, value):
        if len(value) < 256:
            self.write(pickle.SHORT_BINSTRING + bytes([len(value)]) + value)
        else:
            self.write(pickle.BINSTRING + struct.pack('<i', len(value)) + value)
        self.memoize(value)

    def save_str(self, value):
        self.save_bytes(value.encode('ascii'))

    dispatch[bytes], dispatch[str] = save_bytes, save_str


def python2_pickle(value):
    """Returns a pickle of a value as Python 2 and NumPy 1 wrote it."""
    file = io.BytesIO()
    Python2Pickler(file, 2).dump(value)
    return file.getvalue().replace(b'cnumpy._core.', b'cnumpy.core.')


def write_cifar(folder, batches, dump=python2_pickle):
    """Writes a folder of CIFAR.

    Args:
        folder: path of the folder.
        batches: dictionary from names of files to the dictionaries that they hold.
        dump: function that pickles.
    """
    os.makedirs(str(folder), exist_ok=True)
    for name, batch in batches.items():
        with open(os.path.join(str(folder), name), 'wb') as file:
            file.write(dump(batch))


def images(count, seed=0):
    """Returns the array `data` of a CIFAR file."""
    return np.random.RandomState(seed).randint(0, 256, (count, 3072)).astype('uint8')


def cifar10_batches(size=2):
    names = ['data_batch_%d' % i for i in range(1, 6)] + ['test_batch']
    return {name: {'data': images(size, seed), 'labels': [(seed + i) % 10 for i in range(size)],
                   'batch_label': 'a batch', 'filenames': ['x.png'] * size}
            for seed, name in enumerate(names)}


def cifar100_batches(size=3):
    return {name: {'data': images(size, seed), 'fine_labels': [90 + seed] * size,
                   'coarse_labels': [seed] * size}
            for seed, name in enumerate(['train', 'test'])}


def write_idx(path, array):
    """Writes a compressed IDX file of bytes, as Fashion-MNIST's."""
    os.makedirs(os.path.dirname(str(path)), exist_ok=True)
    with gzip.open(str(path), 'wb') as file:
        file.write(struct.pack('>HBB', 0, 8, array.ndim))
        file.write(struct.pack('>%dI' % array.ndim, *array.shape) + array.tobytes())
