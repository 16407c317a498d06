"""Data sets that are read batch by batch."""


class Sequence:
    """A data set as a list of batches, for `fit`, `evaluate` and `predict`.

    A subclass defines the number of batches (`__len__`) and how to get one (`__getitem__`). Unlike
    a generator, a sequence can be read by several workers, which read every batch once in an epoch.

    A sequence whose epochs depend on each other may also define `get_state()`, which returns a
    dictionary, and `set_state(state)`, as callbacks do: with `BackupAndRestore`, a training that is
    started again goes on with the same batches.

    Example::

        class Images(keras.utils.Sequence):
            def __init__(self, paths, labels, batch_size):
                self.paths, self.labels, self.batch_size = paths, labels, batch_size

            def __len__(self):
                return int(np.ceil(len(self.paths) / self.batch_size))

            def __getitem__(self, index):
                rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
                images = np.array([np.load(path) for path in self.paths[rows]])
                return images, self.labels[rows]
    """

    use_sequence_api = True

    def __getitem__(self, index):
        """Returns a batch.

        Args:
            index: int, the number of the batch; the first is 0.

        Returns:
            A tuple `(inputs, targets)` or `(inputs, targets, sample_weights)`.

        Raises:
            NotImplementedError: if the subclass does not define it.
        """
        raise NotImplementedError('%s must define `__getitem__(self, index)`, which returns a '
                                  'batch.' % type(self).__name__)

    def __len__(self):
        """Returns the number of batches in an epoch."""
        raise NotImplementedError('%s must define `__len__(self)`, the number of batches.'
                                  % type(self).__name__)

    def on_epoch_end(self):
        """Runs after each epoch; does nothing by default. Override it, for example to shuffle."""

    def __iter__(self):
        """Yields the batches of one epoch in order."""
        return (self[index] for index in range(len(self)))
