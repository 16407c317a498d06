"""Files, groups and data sets, with the part of h5py's interface that reading a model needs."""
import os

from .attributes import Attributes
from .layouts import read_data
from .links import read_links
from .messages import DTYPE, LAYOUT, SHAPE, Messages
from .storage import Damaged, NotHDF5, Storage
from .values import dtype_from, shape_from

_SIGNATURE = b'\x89HDF\r\n\x1a\n'


class _Object:
    """Base class of groups and data sets.

    Args:
        file: the `File`.
        name: path of the object in the file.
        messages: `Messages` of its header.
    """

    def __init__(self, file, name, messages):
        self.file, self.name, self._messages = file, name, messages
        self._attributes = None

    @property
    def attrs(self):
        """Dictionary of the attributes; strings are bytes."""
        if self._attributes is None:
            self._attributes = Attributes(self.file._storage, self._messages)
        return self._attributes


class Group(_Object):
    """A group: a dictionary of groups and data sets."""

    _links = None

    def __contains__(self, name):
        try:
            group, member = self._place(name)
        except KeyError:
            return False
        return member is None or member in group._members()

    def __getitem__(self, name):
        group, member = self._place(name)
        if member is None:
            return group
        address = group._members()[member]
        if address is None:
            raise ValueError('%r is a link to another place or file; Keras reads only the contents '
                             'of the file itself.' % name)
        return self.file._object(address, self.name.rstrip('/') + '/' + name)

    def __iter__(self):
        return iter(self._members())

    def __len__(self):
        return len(self._members())

    def _members(self):
        if self._links is None:
            self._links = read_links(self.file._storage, self._messages)
        return self._links

    def _place(self, name):
        """Returns the group that a path leads to and the member there; None for the group itself.

        As in HDF5, a path may start at the root, and a dot means the current group.
        """
        if name in self._members():
            return self, name
        group = self.file if name.startswith('/') else self
        parts = [part for part in name.split('/') if part not in ('', '.')]
        for part in parts[:-1]:
            group = group[part]
            if not isinstance(group, Group):
                raise KeyError(name)
        return group, parts[-1] if parts else None


class Dataset(_Object):
    """An array in the file.

    Attributes:
        shape: tuple.
        dtype: NumPy dtype.
    """

    def __init__(self, file, name, messages):
        super().__init__(file, name, messages)
        self.shape = shape_from(messages.one(SHAPE))
        self.dtype = dtype_from(messages.one(DTYPE))

    def __getitem__(self, everything):
        """Returns the whole array, for `dataset[()]`."""
        return read_data(self.file._storage, self._messages, self.shape, self.dtype)


class File(Group):
    """A file, open for reading.

    Args:
        source: path of the file, or a binary stream that can seek.

    Raises:
        OSError: if it does not exist, is not HDF5 or is damaged.
        ValueError: if it contains something that Keras does not read.

    Example:
        >>> from keras.utils import hdf5
        >>> model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,), name='scores')])
        >>> model.save('model.h5')
        >>> with hdf5.File('model.h5') as file:
        ...     names = list(file['model_weights'])
        >>> names
        ['scores']
    """

    mode = 'r'

    def __init__(self, source):
        is_path = isinstance(source, (str, os.PathLike))
        self.filename = os.fspath(source) if is_path else repr(source)
        self._stream = open(source, 'rb') if is_path else source  # noqa: SIM115
        self._objects = {}
        try:
            self._storage = Storage(self._stream)
            messages = Messages(self._storage, _root(self._storage))
        except BaseException:
            self.close()
            raise
        super().__init__(self, '/', messages)

    @property
    def size(self):
        """Int, the number of bytes."""
        return self._storage.size

    def close(self):
        """Closes the file."""
        self._stream.close()

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def _object(self, address, name):
        if address not in self._objects:
            messages = Messages(self._storage, address)
            kind = Dataset if LAYOUT in messages else Group
            self._objects[address] = kind(self, name, messages)
        return self._objects[address]


def _root(storage):
    """Returns the address of the root group. (Specification, II.A)"""
    while storage.size >= storage.base + 8 and storage.read(0, 8) != _SIGNATURE:
        storage.base = storage.base * 2 or 512
    if storage.size < storage.base + 8:
        raise NotHDF5('It is not an HDF5 file.')
    version = storage.fields(8, 1).number()
    if version not in (0, 1, 2, 3):
        raise Damaged('it is of an unknown version of HDF5')
    skip, sizes = (4, b'\x08\x08\0') if version < 2 else (0, b'\x08\x08')
    head = storage.fields(9, 67)
    head.take(skip)
    head.expect(sizes, 'the file')
    head.take((8 if version == 0 else 12) if version < 2 else 1)
    base, _, end = head.address(), head.address(), head.address()
    if storage.base + end - base > storage.size:
        raise Damaged('it ends too early')
    if version < 2:
        head.take(16)
    return head.address()
