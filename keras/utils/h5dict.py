"""Dictionaries in HDF5 files."""
import contextlib
import io
import os
import pickle

import h5py
import numpy as np

from keras.utils import hdf5
from keras.utils.hdf5_attributes import load_attributes_from_hdf5_group as load_names
from keras.utils.hdf5_attributes import save_attributes_to_hdf5_group as save_names

_MARK = '_is_group'
_GROUPS = (h5py.Group, hdf5.Group)


class H5Dict:
    """A dictionary in an HDF5 file or group, or a plain dictionary with the same interface.

    Arrays become data sets; names, numbers and lists of names become attributes. Reading a name
    that does not exist makes a group with this name, unless the file is read-only.

    Args:
        path: path of a file, an `h5py.Group` or a dictionary.
        mode: string, how to open a file, as for `h5py.File`.

    Raises:
        TypeError: if `path` is none of these.
        ValueError: for a dictionary that `H5Dict` did not write.

    Example:
        >>> with keras.utils.H5Dict('weights.h5', 'w') as store:
        ...     store['dense']['kernel'] = np.zeros((2, 3))
        >>> with keras.utils.H5Dict('weights.h5', 'r') as store:
        ...     kernel = store['dense']['kernel']
        >>> kernel.shape
        (2, 3)
    """

    def __init__(self, path, mode='a'):
        self._is_file = isinstance(path, (str, os.PathLike))
        if not self.is_supported_type(path):
            raise TypeError('H5Dict needs the path of an HDF5 file, an h5py group or a '
                            'dictionary, but got %r.' % (path,))
        self.data = h5py.File(os.fspath(path), mode) if self._is_file else path
        self.read_only = not self._is_dict and self.data.file.mode == 'r'
        if self._is_dict:
            if not self.data:
                self.data[_MARK] = True
            elif _MARK not in self.data:
                raise ValueError('The dictionary was not written by H5Dict: it lacks %r.' % _MARK)

    @staticmethod
    def is_supported_type(path):
        """Returns whether `path` is a path, an `h5py.Group` or a dictionary."""
        return isinstance(path, (str, os.PathLike, dict) + _GROUPS)

    def __setitem__(self, attr, val):
        if self.read_only:
            raise ValueError('Cannot set %r: the file was opened read-only.' % attr)
        if getattr(getattr(val, 'dtype', None), 'name', None) == 'bfloat16':
            val = np.asarray(val, 'float32')  # HDF5 has no type for it, and this holds all of them
        if self._is_dict:
            self.data[attr] = np.array(val) if isinstance(val, np.ndarray) else val
        elif attr in self.data:
            raise KeyError('Cannot set %r: a group or data set of this name exists.' % attr)
        elif isinstance(val, (list, tuple)) and all(isinstance(v, (str, bytes)) for v in val):
            save_names(self.data, attr, val)
        elif hasattr(val, 'shape') and hasattr(val, 'dtype'):
            self.data.create_dataset(attr, data=val)
        else:
            self.data.attrs[attr] = val

    def __getitem__(self, attr):
        if attr in self:
            return self._found(attr)
        if self.read_only:
            raise ValueError('There is no %r in %s, which contains %s.' % (
                attr, self.data.file.filename,
                ', '.join(map(str, list(self.data) + list(self.data.attrs))) or 'nothing'))
        if self._is_dict:
            self.data[attr] = {}
            return H5Dict(self.data[attr])
        return H5Dict(self.data.create_group(attr))

    def _found(self, attr):
        if self._is_dict:
            value = self.data[attr]
            if self.data.get('_%s_pickled' % attr):
                return _unpickled_array(value)
            return H5Dict(value) if isinstance(value, dict) and _MARK in value else value
        with self._blaming_the_file(attr):
            if attr in self.data.attrs:
                value = self.data.attrs[attr]
                names = isinstance(value, np.ndarray) and value.dtype.kind in 'SO'
                return value.tolist() if names else value
            if attr not in self.data:
                return [name.encode('utf-8') for name in load_names(self.data, attr)]
            value = self.data[attr]
        if isinstance(self.data, h5py.Group):
            _check_kept_in_file(attr, value, self.data)
        with self._blaming_the_file(attr):
            return H5Dict(value) if isinstance(value, _GROUPS) else value[()]

    def __contains__(self, key):
        if self._is_dict:
            return key in self.data
        with self._blaming_the_file(key):
            return key in self.data or key in self.data.attrs or key + '0' in self.data.attrs

    @contextlib.contextmanager
    def _blaming_the_file(self, name):
        """Adds the file to errors in the block: damage in HDF5 files raises many kinds."""
        try:
            yield
        except (KeyError, RuntimeError, TypeError, OSError) as error:
            raise OSError('The HDF5 file %s is damaged at %r (%s).'
                          % (self.data.file.filename, name, error)) from error
        except ValueError as error:
            raise ValueError('%r in %s is refused: %s%s' % (
                name, self.data.file.filename, error, '' if isinstance(self.data, h5py.Group) else
                ' If you trust the file, open it with `h5py.File` and pass that.')) from error

    def __len__(self):
        return len(list(iter(self)))

    def __iter__(self):
        if not self._is_dict:
            return iter(self.data)
        return (key for key in self.data
                if key != _MARK and not (key.startswith('_') and key.endswith('_pickled')))

    def iter(self):
        """Returns an iterator over the names of groups and data sets."""
        return iter(self)

    def get(self, key, default=None):
        """Returns the value of a name, or a default.

        Args:
            key: string, the name.
            default: the result if the name does not exist.
        """
        return self[key] if key in self else default  # noqa: SIM401

    def update(self, *args):
        """Sets the names and values of a dictionary, or of anything else that `dict` accepts."""
        for key, value in dict(*args).items():
            self[key] = value

    def close(self):
        """Closes the file, if this object opened it."""
        if self._is_file:
            self.data.close()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    @property
    def _is_dict(self):
        return isinstance(self.data, dict)


def _check_kept_in_file(name, value, parent):
    """Refuses values of a file opened by h5py that are stored elsewhere or not at all.

    HDF5 can refer to other files, so an untrusted file could read yours; and it can describe huge
    arrays in a few bytes.
    """
    where = '%r in %s' % (name, parent.file.filename)
    is_array = isinstance(value, h5py.Dataset)
    if value.file.filename != parent.file.filename or (
            is_array and (value.external or value.is_virtual)):
        raise ValueError('%s is stored in another file; Keras reads only the file itself.'
                         % where)
    if is_array and value.shape is not None:
        size = value.dtype.itemsize
        for length in value.shape:
            size *= max(length, 1)
        if size > hdf5.most_bytes(value.id.get_storage_size()):
            raise ValueError('%s has the shape %s, but values for only a small part of it.'
                             % (where, value.shape))


class _ArrayUnpickler(pickle.Unpickler):
    """Reads only pickled NumPy arrays, because other pickles can run any code."""

    _array, _scalar = np.zeros(1).__reduce__()[0], np.float64(0).__reduce__()[0]
    _allowed = {'_reconstruct': _array, 'scalar': _scalar, 'ndarray': np.ndarray,
                'dtype': np.dtype}

    def find_class(self, module, name):
        if module.split('.')[0] == 'numpy' and name in self._allowed:
            return self._allowed[name]
        if (module, name) == ('_codecs', 'encode'):
            return _encode_latin1
        raise pickle.UnpicklingError('Only NumPy arrays are expected here, not %s.%s.'
                                     % (module, name))


def _encode_latin1(text, encoding):
    """Replaces `codecs.encode`, which Python 3 uses for the bytes of arrays in protocol 2."""
    return text.encode('latin1')


def _unpickled_array(data):
    """Reads an array from the state of a model that Keras 2.3.1 pickled."""
    return _ArrayUnpickler(io.BytesIO(data)).load()
