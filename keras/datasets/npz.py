"""Reads `.npz` files without running Python code in them."""
import io
import zipfile

import numpy as np
from numpy.lib import format as npy

from keras.utils import safe_pickle
from keras.utils.safe_pickle import array_size

from .reading import check_same_length, check_unpacked_size, reading
from .word_lists import WordLists

_READ_HEADER = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}


def read_npz(path, names):
    """Reads inputs and targets, all of them numbers, from an `.npz` file.

    Args:
        path: the file.
        names: list of the names of the arrays: inputs, targets, inputs, targets, ...

    Returns:
        List of arrays.

    Raises:
        TypeError: if an array does not hold numbers.
        ValueError: if an array is missing or damaged, or the numbers of inputs and targets differ.
    """
    with reading(path):
        return _read(path, names, ())


def read_word_lists(path, names):
    """Reads texts and labels from an `.npz` file.

    Args:
        path: the file.
        names: list of the names of the arrays: texts, labels, texts, labels, ... The texts are
            lists of ints, the labels numbers.

    Returns:
        List of `WordLists` and arrays.

    Raises:
        TypeError: if an array holds data of the wrong type.
        ValueError: if an array is missing or damaged, or the numbers of texts and labels differ.
    """
    with reading(path):
        texts = names[::2]
        return [WordLists.of(array, name) if name in texts else array
                for name, array in zip(names, _read(path, names, texts))]


def _read(path, names, lists):
    """Returns the arrays with these names; those in `lists` may hold Python lists."""
    with zipfile.ZipFile(path) as archive:
        _check_members(archive, path, names)
        arrays = [_read_array(archive.read(name + '.npy'), name, name in lists) for name in names]
    for i in range(0, len(names), 2):
        check_same_length(**dict(zip(names[i:i + 2], arrays[i:i + 2])))
    return arrays


def _check_members(archive, path, names):
    there = [member[:-len('.npy')] for member in archive.namelist() if member.endswith('.npy')]
    missing = [name for name in names if name not in there]
    if missing:
        raise ValueError('it lacks %s, and has %s'
                         % (', '.join(missing), ', '.join(there) or 'no arrays'))
    check_unpacked_size(path, sum(member.file_size for member in archive.infolist()))


def _read_array(data, name, may_hold_lists):
    """Converts the bytes of an `.npy` file to an array."""
    file = io.BytesIO(data)
    version = npy.read_magic(file)
    if version not in _READ_HEADER:
        raise ValueError('the array %s is in the unknown format %s.%s' % ((name,) + version))
    shape, fortran_order, dtype = _READ_HEADER[version](file)
    if not shape:
        raise ValueError('the array %s holds a single value' % name)
    content = data[file.tell():]
    if may_hold_lists and dtype.kind == 'O':
        return _objects(content, name, shape)
    return _numbers(content, name, shape, fortran_order, dtype)


def _objects(content, name, shape):
    array = safe_pickle.loads(content)
    if not isinstance(array, np.ndarray) or array.shape != shape:
        raise ValueError('the array %s does not have the shape %s that its header announces'
                         % (name, shape))
    return np.asarray(array)


def _numbers(content, name, shape, fortran_order, dtype):
    if dtype.hasobject:
        raise ValueError('the array %s holds Python objects instead of numbers' % name)
    if dtype.kind not in 'biuf':
        raise TypeError('the array %s must hold numbers, but its dtype is %s' % (name, dtype))
    if array_size(shape) * dtype.itemsize != len(content):
        raise ValueError('the array %s has %d bytes, which do not match its shape %s and dtype %s'
                         % (name, len(content), shape, dtype))
    order = 'F' if fortran_order else 'C'
    return np.frombuffer(content, dtype).reshape(shape, order=order).copy(order)
