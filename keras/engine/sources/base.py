"""The base class of sources, which the loop iterates over."""


class Source:
    """Base class of sources.

    A source is iterated over once in each epoch and yields pairs: the feeds of a batch, and the
    weight of the batch in averages. A subclass defines `__iter__`, and those that it knows of

    - `steps`: number of batches in an epoch, None if it follows from `samples`;
    - `samples`: number of samples in the arrays, None if unknown;
    - `batch_size`: number of samples in a batch, None if unknown.
    """

    steps = samples = batch_size = None

    def params(self):
        """Returns the parameters of the source for callbacks, as a dictionary."""
        return {'steps': self.steps, 'samples': self.samples, 'batch_size': self.batch_size}

    def steps_in_epoch(self):
        """Returns the number of batches in an epoch."""
        return self.steps

    def checksum(self):
        """Returns an int that is the same for the same data; None if they cannot be shared."""

    def share(self, group):
        """Reads only the part of this process from now on.

        Args:
            group: `ProcessGroup` with several processes, which have the same data.
        """
        raise NotImplementedError

    def get_state(self):
        """Returns what the next epochs depend on besides random numbers; see `state_files`."""

    def set_state(self, state):
        """Continues where a source for the same data was when `get_state` returned `state`."""

    def close(self):
        """Stops the readers of this source; called when no more batches are needed."""
