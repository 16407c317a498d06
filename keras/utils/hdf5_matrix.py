"""Arrays in HDF5 files, as training data."""
import os

import h5py
import numpy as np


class HDF5Matrix:
    """A data set in an HDF5 file that can be used like an array: rows are read when needed.

    Train on it with `shuffle='batch'` or `shuffle=False`, which reads whole batches.

    Args:
        datapath: path of the HDF5 file.
        dataset: name of the data set in the file.
        start: int, the first row to use.
        end: int, the row to stop before; by default all rows from `start` on are used.
        normalizer: function that is applied to the rows that were read, or None.

    Raises:
        OSError: if the file cannot be opened.
        KeyError: if the file has no such data set.
        ValueError: if the data set is not an array with rows, or does not have the rows from
            `start` to `end`.

    Example:
        >>> import h5py
        >>> with h5py.File('images.h5', 'w') as file:
        ...     file['train'] = np.full((20, 8, 8, 3), 255.)
        >>> x = keras.utils.HDF5Matrix('images.h5', 'train', end=10,
        ...                            normalizer=lambda rows: rows / 255)
        >>> x.shape
        (10, 8, 8, 3)
        >>> float(x[0].max())
        1.0
    """

    def __init__(self, datapath, dataset, start=0, end=None, normalizer=None):
        file = h5py.File(os.fspath(datapath), 'r')
        if dataset not in file:
            raise KeyError('There is no data set %r in %s, which contains %s.'
                           % (dataset, datapath, sorted(file)))
        self.data = file[dataset]
        if not getattr(self.data, 'shape', None):
            raise ValueError('%r in %s is not an array with rows, but %s.'
                             % (dataset, datapath, self.data))
        self.start = start
        self.end = len(self.data) if end is None else min(end, len(self.data))
        self.normalizer = normalizer
        if not 0 <= self.start <= self.end:
            raise ValueError('HDF5Matrix expects 0 <= start <= end, but got start=%s, end=%s for '
                             'the %d rows of %r.' % (start, end, len(self.data), dataset))

    def __len__(self):
        return self.end - self.start

    def __getitem__(self, key):
        """Reads rows.

        Args:
            key: a row number, a slice, or a list, range, array or mask of rows in any order.

        Returns:
            NumPy array.

        Raises:
            IndexError: if there is no such row.
        """
        if isinstance(key, slice):
            rows = self._slice(*key.indices(len(self)))
        elif isinstance(key, (int, np.integer)):
            rows = self._rows(np.array([key]))[0]
        elif isinstance(key, (list, tuple, range, np.ndarray)):
            rows = self._rows(np.asarray(key, None if len(key) else 'int64'))
        else:
            raise IndexError('An HDF5Matrix is indexed by a row number, a slice or a list of '
                             'rows, but got %r.' % (key,))
        return rows if self.normalizer is None else self.normalizer(rows)

    def _slice(self, first, last, step):
        if step < 0:
            return self._rows(np.arange(first, last, step))
        return self.data[first + self.start:max(first, last) + self.start:step]

    def _rows(self, key):
        if key.dtype == bool:
            key = np.flatnonzero(key)
        outside = key[(key < -len(self)) | (key >= len(self))]
        if outside.size:
            raise IndexError('Row %s is out of range for an HDF5Matrix of %d rows.'
                             % (outside[0], len(self)))
        # HDF5 reads each row once, in increasing order.
        rows, places = np.unique(key.astype('int64') % max(len(self), 1), return_inverse=True)
        return self.data[rows + self.start][places.reshape(key.shape)]

    @property
    def shape(self):
        """Tuple, the shape with the number of rows first."""
        return (len(self),) + self._first_row.shape[1:]

    @property
    def dtype(self):
        """Data type of the rows."""
        return self._first_row.dtype

    @property
    def ndim(self):
        """Int, the number of axes."""
        return len(self.shape)

    @property
    def size(self):
        """Int, the number of entries."""
        return int(np.prod(self.shape))

    @property
    def _first_row(self):
        if self.normalizer is None:
            return self.data
        return self.normalizer(self.data[:1])
