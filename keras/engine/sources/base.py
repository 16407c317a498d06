"""What the loop iterates."""


class Source:
    """Base of the sources.

    A source is iterated once an epoch and yields pairs: the feeds of a batch, and the size by which
    the batch counts in averages. A subclass defines `__iter__`, and what it knows of

    - `steps`: number of batches in an epoch, None if that follows from `samples`;
    - `samples`: number of samples in the arrays, None if unknown;
    - `batch_size`: number of samples in a batch, None if unknown.
    """

    steps = samples = batch_size = None

    def params(self):
        """Returns what callbacks are told of the source, as a dictionary."""
        return {'steps': self.steps, 'samples': self.samples, 'batch_size': self.batch_size}

    def close(self):
        """Ends whatever reads for this source; called when no more batches are needed."""
