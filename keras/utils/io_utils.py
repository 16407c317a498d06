"""Reading and writing of files, above all HDF5."""
import builtins
import io
import sys
import types

import h5py

from keras.utils.h5dict import H5Dict
from keras.utils.hdf5_attributes import HDF5_OBJECT_HEADER_LIMIT  # noqa: F401
from keras.utils.hdf5_matrix import HDF5Matrix  # noqa: F401

h5dict = H5Dict


def ask_to_proceed_with_overwrite(filepath):
    """Asks at the terminal whether a file may be overwritten.

    Args:
        filepath: path of the file.

    Returns:
        True for yes, False for no.

    Raises:
        FileExistsError: if there is no terminal to ask at.
    """
    # A notebook puts its own function in the place of `input`.
    if isinstance(builtins.input, types.BuiltinFunctionType) and not _has_terminal():
        raise FileExistsError('%s exists already, and there is no terminal to ask whether it may '
                              'be overwritten. Pass `overwrite=True`, or another path.' % filepath)
    answer = ''
    while answer not in ('y', 'n'):
        answer = input('[WARNING] %s already exists - overwrite? [y/n] ' % filepath)
        answer = answer.strip().lower()
    return answer == 'y'


def _has_terminal():
    closed = getattr(sys.stdin, 'closed', False)
    return sys.stdin is not None and not closed and sys.stdin.isatty()


def save_to_binary_h5py(save_function, stream):
    """Writes an HDF5 file to a stream.

    Args:
        save_function: function that takes an `h5py.File` and writes to it.
        stream: binary stream to write to.
    """
    with h5py.File('in-memory', 'w', driver='core', backing_store=False) as file:
        save_function(file)
        file.flush()
        image = file.id.get_file_image()
    stream.write(image)


def load_from_binary_h5py(load_function, stream):
    """Reads an HDF5 file from a stream.

    Args:
        load_function: function that takes an `h5py.File`.
        stream: binary stream to read from.

    Returns:
        What `load_function` returns.
    """
    with h5py.File(io.BytesIO(stream.read()), 'r') as file:
        return load_function(file)
