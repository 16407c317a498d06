"""Differences between h5py 2 and h5py 3."""
import functools
import os

import numpy as np


class Text(str):
    """A text attribute, which h5py 2 returned as bytes if it was written as bytes."""

    def decode(self, encoding='utf-8', errors='strict'):
        """Returns the text."""
        return str(self)


@property
def value(self):
    """Returns the whole data set as an array, or as a number."""
    return self[()]


def behave_so(h5py):
    """Makes h5py open files and read attributes as h5py 2 did.

    Without a mode, a file is opened for reading and writing, or else for reading, or else created.
    Text attributes have a method `decode`.

    Args:
        h5py: the module.
    """
    if h5py.version.version_tuple[0] >= 3:
        h5py.File.__init__ = _trying_modes(h5py.File.__init__)
        h5py.AttributeManager.__getitem__ = _as_text(h5py.AttributeManager.__getitem__)


def _trying_modes(init):
    @functools.wraps(init)
    def trying(self, name, mode=None, *args, **kwargs):
        if mode is not None:
            return init(self, name, mode, *args, **kwargs)
        for mode in ('r+', 'r'):
            try:
                return init(self, name, mode, *args, **kwargs)
            except OSError as error:
                failure = error
        if isinstance(name, (str, bytes, os.PathLike)) and os.path.exists(name):
            raise failure
        return init(self, name, 'w-', *args, **kwargs)
    return trying


def _as_text(getitem):
    @functools.wraps(getitem)
    def as_text(self, name):
        found = getitem(self, name)
        if isinstance(found, np.ndarray) and found.dtype == object:
            for index, item in np.ndenumerate(found):
                found[index] = _text(item)
        return _text(found)
    return as_text


def _text(found):
    return Text(found) if type(found) is str else found
