"""Reading and writing of files, mainly HDF5."""
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
    """Asks in the terminal whether to overwrite a file.

    Args:
        filepath: path of the file.

    Returns:
        True for yes, False for no.

    Raises:
        FileExistsError: if there is no terminal.
    """
    # A notebook replaces `input` with its own function.
    if isinstance(builtins.input, types.BuiltinFunctionType) and not _has_terminal():
        raise FileExistsError('%s already exists, and there is no terminal to ask whether to '
                              'overwrite it. Pass `overwrite=True`, or another path.' % filepath)
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

    Example:
        >>> import io
        >>> from keras.utils.io_utils import load_from_binary_h5py, save_to_binary_h5py
        >>> stream = io.BytesIO()
        >>> def save(file):
        ...     file['numbers'] = np.arange(3)
        >>> save_to_binary_h5py(save, stream)
        >>> _ = stream.seek(0)
        >>> load_from_binary_h5py(lambda file: list(file), stream)
        ['numbers']
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
