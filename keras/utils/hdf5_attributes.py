"""Lists of names of any length, as attributes of an HDF5 group."""
import numpy as np

# Bytes that an HDF5 object header can store, with some space left for the rest of the header.
HDF5_OBJECT_HEADER_LIMIT = 64512


def save_attributes_to_hdf5_group(group, name, data):
    """Stores a list of names as an attribute; a long list in pieces `name0`, `name1` and so on.

    Args:
        group: an `h5py.Group`.
        name: name of the attribute.
        data: list of strings or bytes.

    Raises:
        RuntimeError: if one of the names is too long for HDF5.

    Example:
        >>> import h5py
        >>> from keras.engine.saving import (
        ...     load_attributes_from_hdf5_group, save_attributes_to_hdf5_group)
        >>> with h5py.File('names.h5', 'w') as file:
        ...     save_attributes_to_hdf5_group(file, 'names', ['a', 'b'])
        ...     load_attributes_from_hdf5_group(file, 'names')
        ['a', 'b']
    """
    names = [as_bytes(item) for item in data]
    too_long = [item for item in names if len(item) > HDF5_OBJECT_HEADER_LIMIT]
    if too_long:
        raise RuntimeError('Cannot store %r in HDF5: names of layers and weights must be shorter '
                           'than %d bytes, and %r... has %d.'
                           % (name, HDF5_OBJECT_HEADER_LIMIT, too_long[0][:50], len(too_long[0])))
    array = np.asarray(names)
    if array.nbytes <= HDF5_OBJECT_HEADER_LIMIT:
        group.attrs[name] = array
        return
    rows = HDF5_OBJECT_HEADER_LIMIT // array.itemsize
    for piece, start in enumerate(range(0, len(array), rows)):
        group.attrs['%s%d' % (name, piece)] = array[start:start + rows]


def load_attributes_from_hdf5_group(group, name):
    """Reads a list of names that `save_attributes_to_hdf5_group` stored.

    Args:
        group: an `h5py.Group`.
        name: name of the attribute.

    Returns:
        List of strings; empty if there is no such attribute.
    """
    if name in group.attrs:
        return [as_text(item) for item in group.attrs[name]]
    pieces = []
    while '%s%d' % (name, len(pieces)) in group.attrs:
        pieces.append(group.attrs['%s%d' % (name, len(pieces))])
    return [as_text(item) for piece in pieces for item in piece]


def as_text(value):
    """Returns bytes as a string; h5py returns either, depending on its version."""
    return value.decode('utf-8') if isinstance(value, bytes) else str(value)


def as_bytes(value):
    """Returns a string as bytes."""
    return bytes(value) if isinstance(value, bytes) else str(value).encode('utf-8')
