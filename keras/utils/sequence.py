"""Data sets that are read batch by batch."""


class Sequence:
    """A data set as a list of batches, for `fit_generator` and the like.

    A subclass gives the number of batches (`__len__`) and each of them (`__getitem__`). Unlike a
    generator, it can be read by several workers at once and every batch is read once in an epoch.

    Example::

        class Images(Sequence):
            def __init__(self, paths, labels, batch_size):
                self.paths, self.labels, self.batch_size = paths, labels, batch_size

            def __len__(self):
                return int(np.ceil(len(self.paths) / self.batch_size))

            def __getitem__(self, index):
                rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
                return np.array([read(path) for path in self.paths[rows]]), self.labels[rows]
    """

    use_sequence_api = True

    def __getitem__(self, index):
        """Returns a batch.

        Args:
            index: number of the batch, from 0.

        Returns:
            A tuple `(inputs, targets)` or `(inputs, targets, sample_weights)`.
        """
        raise NotImplementedError('%s must define `__getitem__(self, index)`, which returns a '
                                  'batch.' % type(self).__name__)

    def __len__(self):
        """Returns the number of batches in an epoch."""
        raise NotImplementedError('%s must define `__len__(self)`, the number of batches.'
                                  % type(self).__name__)

    def on_epoch_end(self):
        """Called after each epoch, e.g. to shuffle; does nothing by itself."""

    def __iter__(self):
        """Yields the batches of one epoch in order."""
        return (self[index] for index in range(len(self)))
