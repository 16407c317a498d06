"""Files that hold nested dictionaries and lists of numbers, texts and arrays."""
import json
import os

import h5py
import numpy as np

from keras.backend.dtypes import is_number
from keras.utils import hdf5
from keras.utils.errors import naming_file
from keras.utils.files import replaced_file
from keras.utils.steady_file import steady_file

_TEXT = 'state'  # name of the JSON in the file
_ARRAY, _NUMBER = '\0array', '\0number'  # keys of what stands for an array or a NumPy number


def write_state(path, state):
    """Writes a state to an HDF5 file, which replaces an older one only once it is on the disk.

    Args:
        path: path of the file.
        state: dictionary with strings as keys, of such dictionaries, lists, tuples (which are read
            as lists), strings, numbers, bools, None, and arrays of numbers.

    Raises:
        TypeError: if the state contains anything else. Nothing is written then.
        OSError: if the file cannot be written.
    """
    arrays = []
    text = json.dumps(_encoded(state, '', arrays)).encode('utf-8')
    with naming_file(path):
        with replaced_file(path) as new:
            with steady_file(new) as file, h5py.File(file, 'w') as store:
                store.create_dataset(_TEXT, data=np.frombuffer(text, 'uint8'))
                for number, array in enumerate(arrays):
                    store.create_dataset(str(number), data=array)
            _flush(new)
        _flush(os.path.dirname(os.path.abspath(path)))


def read_state(path):
    """Reads a state that `write_state` wrote.

    Args:
        path: path of the file.

    Returns:
        A dictionary.

    Raises:
        OSError: if the file cannot be read or is not HDF5.
        ValueError: if it holds something else.
    """
    with hdf5.File(path) as file:
        text = bytes(bytearray(file[_TEXT][()]))
        return _decoded(json.loads(text.decode('utf-8')), file)


def _encoded(value, where, arrays):
    """Returns what JSON can hold in place of a value, and appends arrays to a list."""
    if isinstance(value, dict):
        for name in value:
            if not isinstance(name, str):
                raise TypeError('The keys of a state must be strings, but %s has the key %r.'
                                % (where or 'one', name))
        return {name: _encoded(entry, _place(where, name), arrays)
                for name, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_encoded(entry, _place(where, number), arrays)
                for number, entry in enumerate(value)]
    if isinstance(value, (np.ndarray, np.generic)) and is_number(value.dtype):
        return _encoded_array(value, arrays)
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise TypeError('A state can contain numbers, strings, lists, dictionaries and arrays of '
                    'numbers, but %s is %.100r of %s.' % (where or 'it', value, type(value)))


def _place(where, name):
    return '%s[%r]' % (where, name)


def _encoded_array(value, arrays):
    if isinstance(value, np.generic) and value.dtype.itemsize <= 8:
        return {_NUMBER: value.item(), 'dtype': value.dtype.name}
    # HDF5 lacks two types.
    stored = {'bool': 'uint8', 'bfloat16': 'float32'}.get(value.dtype.name, value.dtype)
    arrays.append(np.asarray(value, stored))
    return {_ARRAY: len(arrays) - 1, 'dtype': value.dtype.name}


def _decoded(value, file):
    if isinstance(value, list):
        return [_decoded(entry, file) for entry in value]
    if not isinstance(value, dict):
        return value
    if _NUMBER in value:
        return np.dtype(value['dtype']).type(value[_NUMBER])
    if _ARRAY in value:
        return np.asarray(file[str(value[_ARRAY])][()], value['dtype'])
    return {name: _decoded(entry, file) for name, entry in value.items()}


def _flush(path):
    """Makes sure that a file, or the names in a folder, survive a power cut."""
    if os.name == 'nt' and os.path.isdir(path):
        return  # Windows opens no folders
    descriptor = os.open(path, os.O_RDONLY if os.name != 'nt' else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
