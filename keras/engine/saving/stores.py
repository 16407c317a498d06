"""Places to save models to and load them from: files, streams, HDF5 groups, dictionaries."""
import io
import os
import zipfile

import h5py

from keras.utils import hdf5
from keras.utils.errors import readable_errors
from keras.utils.files import about_home, replaced_file
from keras.utils.h5dict import H5Dict
from keras.utils.io_utils import ask_to_proceed_with_overwrite, save_to_binary_h5py
from keras.utils.limits import limits_of_file
from keras.utils.steady_file import steady_file


def write_to(target, write, overwrite=True):
    """Opens a store for writing. A file appears, or is replaced, only once it is complete.

    Args:
        target: path of a file, binary stream, `h5py.Group`, `H5Dict` or dictionary.
        write: function that takes an `H5Dict` and writes to it.
        overwrite: whether to replace an existing file without asking.

    Raises:
        OSError: if the file cannot be written.
        TypeError: if the target is none of these.
    """
    if _is_path(target):
        if overwrite or not os.path.exists(target) or ask_to_proceed_with_overwrite(target):
            _write_file(os.fspath(target), write)
    elif callable(getattr(target, 'write', None)):
        save_to_binary_h5py(lambda file: write(H5Dict(file)), target)
    else:
        write(as_store(target))


def read_from(source, read):
    """Opens a store for reading.

    Files and streams are read by `keras.utils.hdf5`, which no file can crash; an `h5py.Group`,
    which the caller has opened with h5py, by h5py.

    Args:
        source: path of a file, binary stream, `h5py.Group`, `H5Dict` or dictionary.
        read: function that takes an `H5Dict` and reads from it.

    Returns:
        What `read` returns.

    Raises:
        OSError: if the file does not exist, is not HDF5 or is damaged.
        ValueError: if it does not contain what is requested.
        TypeError: if the source is none of these.
    """
    try:
        with readable_errors('its contents cannot be read'):
            return _read_from(source, read)
    except OSError as error:
        raise OSError('Cannot load %s: %s' % (_description(source), error)) from error
    except TypeError as error:
        raise TypeError('Cannot load %s: %s' % (_description(source), error)) from error
    except ValueError as error:
        raise ValueError('Cannot load %s: %s' % (_description(source), error)) from error


def _read_from(source, read):
    if _is_path(source):
        return _read_file(os.fspath(source), read)
    if callable(getattr(source, 'read', None)):
        return _read_file(io.BytesIO(source.read()), read)
    return read(as_store(source))


def _read_file(source, read):
    with _opened(source) as file, limits_of_file(file.size):
        return read(H5Dict(file))


def as_store(group):
    """Returns an `H5Dict` on an `h5py.Group` or dictionary, or the `H5Dict` itself."""
    return group if isinstance(group, H5Dict) else H5Dict(group)


def _is_path(target):
    return isinstance(target, (str, os.PathLike))


def _write_file(path, write):
    try:
        with replaced_file(path) as new, steady_file(new) as file, \
                h5py.File(file, 'w') as store:
            write(H5Dict(store))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise OSError('Cannot write %s: %s. Check that its folder is writable, and that there '
                      'is space left.' % (path, error)) from error


def _opened(source):
    if _is_path(source) and os.path.isdir(source):
        raise IsADirectoryError('it is a folder; Keras 2 saves a model to one HDF5 file.')
    if _is_path(source) and not os.path.exists(source):
        folder = os.path.dirname(os.path.abspath(source))
        raise FileNotFoundError('there is no %s %s.%s' % (
            'such file in' if os.path.isdir(folder) else 'folder', folder, about_home(source)))
    try:
        return hdf5.File(source)
    except hdf5.NotHDF5 as error:
        hint = (' It is a zip archive, as Keras 3 writes to .keras files: save the model to .h5 '
                'there.' if zipfile.is_zipfile(source) else '')
        raise OSError('it is not an HDF5 file, which is what Keras 2 writes and reads.'
                      + hint) from error
    except hdf5.Damaged as error:
        raise OSError('the HDF5 file is damaged or incomplete (%s).' % error
                      ) from error


def _description(source):
    if _is_path(source):
        return os.fspath(source)
    data = getattr(source, 'data', source)
    if isinstance(data, h5py.Group):
        return '%s (group %s)' % (data.file.filename, data.name)
    return 'from a dictionary' if isinstance(data, dict) else 'from %r' % (source,)
