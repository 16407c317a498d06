"""Where batches come from: arrays, generators, sequences, or tensors inside the model.

A source is iterated once an epoch and yields pairs: the list of arrays that a function of the
model is called with, and the size by which the batch counts in averages. It knows

- `steps`: number of batches in an epoch, None if that follows from `samples`;
- `samples`: number of samples in the arrays, None if unknown;
- `batch_size`: number of samples in a batch, None if unknown.
"""
import numpy as np

from keras import backend as K

from .sample_weights import ones


class Batches:
    """Base of the sources."""

    steps = samples = batch_size = None

    def params(self):
        """Returns what callbacks are told of the source, as a dictionary."""
        return {'steps': self.steps, 'samples': self.samples, 'batch_size': self.batch_size}

    def close(self):
        """Ends whatever reads for this source; called when no more batches are needed."""


class ArrayBatches(Batches):
    """Batches cut out of arrays.

    Args:
        arrays: list of arrays, or `Ones`, of the same number of samples.
        samples: int, that number.
        batch_size: int; the last batch may be smaller.
        shuffle: whether to draw a new order for each epoch (from `np.random`); `'batch'` keeps
            neighbours together and only changes the order of the batches.
        constants: list of what follows the arrays in each call.
    """

    def __init__(self, arrays, samples, batch_size, shuffle=False, constants=()):
        self.samples = samples
        self.batch_size = batch_size
        self.shuffle = shuffle
        self._takers = [taker(array) for array in arrays]
        self._constants = list(constants)
        self._order = np.arange(samples)

    def __iter__(self):
        for rows, size in self._rows():
            yield [take(rows) for take in self._takers] + self._constants, size

    def _rows(self):
        starts = np.arange(0, max(self.samples, 1), self.batch_size)
        if self.shuffle == 'batch':
            # A batch that is not full stays the last one.
            np.random.shuffle(starts[:self.samples // self.batch_size])
        elif self.shuffle:
            np.random.shuffle(self._order)
        for start in starts.tolist():
            stop = min(start + self.batch_size, self.samples)
            in_order = not self.shuffle or self.shuffle == 'batch'
            yield (slice(start, stop) if in_order else self._order[start:stop]), stop - start


class Ones:
    """Stands for an array of ones, of which only the rows asked for come into being.

    Args:
        shape: tuple.
    """

    def __init__(self, shape):
        self.shape = tuple(shape)

    def rows(self, rows):
        count = rows.stop - rows.start if isinstance(rows, slice) else len(rows)
        return ones((count,) + self.shape[1:], K.floatx())


class RepeatedBatch(Batches):
    """The same arrays for each of a number of steps; often none, where the model reads tensors.

    Args:
        feeds: list of arrays.
        steps: int.
        samples: int, number of samples in the arrays; None if there are none.
    """

    def __init__(self, feeds, steps, samples=None):
        self.feeds = feeds
        self.steps = steps
        self.samples = samples

    def __iter__(self):
        for _ in range(self.steps):
            yield list(self.feeds), 1


class StreamBatches(Batches):
    """Batches from a generator, which goes on from one epoch to the next, or from a sequence.

    An epoch of fewer or more steps than a sequence has batches goes on where the last one ended.
    Nothing is read ahead beyond the end of an epoch, so that what happens between epochs, such as
    validation or drawing random numbers, is the same with any number of workers.

    Args:
        enqueuer: `OrderedEnqueuer` or `GeneratorEnqueuer`, started.
        steps: int, number of batches in an epoch; None for all those of a sequence, whose length
            may change from one epoch to the next.
        prepare: function that checks what the stream gives and returns the arrays for a call and
            the number of samples.
        calls_end: whether to call a sequence's `on_epoch_end` when an epoch ends with its last
            batch.
        argument: string, what the user calls `steps`.
    """

    def __init__(self, enqueuer, steps, prepare, calls_end=False, argument='steps'):
        self._steps = steps
        self._argument = argument
        self._enqueuer = enqueuer
        self._prepare = prepare
        self._calls_end = calls_end
        self._epochs = 0

    @property
    def steps(self):
        return len(self._enqueuer.sequence) if self._steps is None else self._steps

    def params(self):
        return {'steps': self.steps}

    def __iter__(self):
        steps, taken = self.steps, 0
        for item in self._enqueuer.take(steps):
            yield self._prepare(item)
            taken += 1
        if taken < steps:
            raise ValueError(
                'The generator ended after %d batches, but more are needed: %s=%d each time. '
                'Let it yield without end (`while True:`), or ask for fewer steps or epochs.'
                % (self._epochs * steps + taken, self._argument, steps))
        self._epochs += 1
        if self._calls_end:
            self._enqueuer.join_end_of_epoch()

    def close(self):
        self._enqueuer.stop(timeout=10)


def is_sequence(x):
    """Tells whether `x` is a sequence of batches: a `Sequence` or something that behaves so."""
    return getattr(x, 'use_sequence_api', False) or (
        hasattr(x, 'on_epoch_end') and hasattr(x, '__getitem__') and hasattr(x, '__len__'))


def is_generator(x):
    """Tells whether `x` is an iterator."""
    return hasattr(x, '__next__')


def has_indices(x):
    """Tells whether batches come by their number, as those of all do that is no iterator."""
    return is_sequence(x) or not is_generator(x)


def taker(array):
    """Returns the function that takes rows out of an array, given a slice or a vector of rows."""
    if isinstance(array, Ones):
        return array.rows
    if type(array) is np.ndarray:
        return lambda rows: array[rows] if type(rows) is slice else array.take(rows, axis=0)
    if hasattr(array, 'tocsr'):
        compressed = array.tocsr()
        return lambda rows: compressed[rows]
    return lambda rows: array[rows] if type(rows) is slice else _from_file(array, rows)


def _from_file(array, rows):
    """Takes rows out of an HDF5 data set, which must be read in rising order."""
    order = np.argsort(rows)
    taken = np.asarray(array[rows[order].tolist()])
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return taken[back]
