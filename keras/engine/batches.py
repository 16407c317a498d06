"""Where batches come from: arrays, generators, sequences, or tensors inside the model.

A source is iterated once an epoch and yields pairs: the list of arrays that a function of the
model is called with, and the size by which the batch counts in averages. It knows

- `steps`: number of batches in an epoch, None if that follows from `samples`;
- `samples`: number of samples in an epoch, None if unknown;
- `batch_size`: number of samples in a batch, None if unknown.
"""
import numpy as np

from keras import backend as K

from .weights import ones


class ArrayBatches:
    """Batches cut out of arrays.

    Args:
        arrays: list of arrays, or `Ones`, of the same number of samples.
        samples: int, that number.
        batch_size: int; the last batch may be smaller.
        shuffle: whether to draw a new order for each epoch (from `np.random`); `'batch'` keeps
            neighbours together and only changes the order of the batches.
        constants: list of what follows the arrays in each call.
    """

    steps = None

    def __init__(self, arrays, samples, batch_size, shuffle=False, constants=()):
        self.samples = samples
        self.batch_size = batch_size
        self.shuffle = shuffle
        self._takers = [_taker(array) for array in arrays]
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


class RepeatedBatch:
    """The same arrays for each of a number of steps; often none, where the model reads tensors.

    Args:
        feeds: list of arrays.
        steps: int.
    """

    samples = batch_size = None

    def __init__(self, feeds, steps):
        self.feeds = feeds
        self.steps = steps

    def __iter__(self):
        for _ in range(self.steps):
            yield list(self.feeds), 1


class GeneratorBatches:
    """Batches from a Python generator, which goes on from one epoch to the next.

    Args:
        generator: iterator.
        steps: int, number of batches in an epoch.
        prepare: function that checks what the generator yields and returns the arrays for a call
            and the number of samples.
    """

    samples = batch_size = None

    def __init__(self, generator, steps, prepare):
        self.generator = generator
        self.steps = steps
        self._prepare = prepare
        self._taken = 0

    def __iter__(self):
        for _ in range(self.steps):
            try:
                item = next(self.generator)
            except StopIteration:
                raise ValueError(
                    'The generator ended after %d batches, but more are needed: %d for each epoch. '
                    'Let it yield without end (`while True:`), or ask for fewer steps or epochs.'
                    % (self._taken, self.steps)) from None
            self._taken += 1
            yield self._prepare(item)


class SequenceBatches:
    """Batches from an object with a length and indices, such as a `keras.utils.Sequence`.

    An epoch of fewer or more steps than the sequence has batches goes on where the last one ended.

    Args:
        sequence: object.
        steps: int, number of batches in an epoch; None for as many as the sequence has.
        prepare: as for `GeneratorBatches`.
        shuffle: whether to draw a new order of the batches for each pass through the sequence.
        calls_end: whether to call the sequence's `on_epoch_end` after each pass.
    """

    samples = batch_size = None

    def __init__(self, sequence, steps, prepare, shuffle=False, calls_end=False):
        self.sequence = sequence
        self.steps = len(sequence) if steps is None else steps
        if not len(sequence):
            raise ValueError('The sequence %r has no batches: its length is 0.' % sequence)
        self.shuffle = shuffle
        self.calls_end = calls_end and hasattr(sequence, 'on_epoch_end')
        self._prepare = prepare
        self._waiting = []

    def __iter__(self):
        for _ in range(self.steps):
            if not self._waiting:
                self._waiting = self._next_pass()
            yield self._prepare(self.sequence[self._waiting.pop()])
            # The sequence may change its arrays now: the batch from them has been used.
            if self.calls_end and not self._waiting:
                self.sequence.on_epoch_end()

    def _next_pass(self):
        order = np.arange(len(self.sequence))
        if self.shuffle:
            np.random.shuffle(order)
        return order[::-1].tolist()


def is_sequence(x):
    """Tells whether `x` is a sequence of batches: a `Sequence` or something that behaves so."""
    return getattr(x, 'use_sequence_api', False) or (
        hasattr(x, 'on_epoch_end') and hasattr(x, '__getitem__') and hasattr(x, '__len__'))


def is_generator(x):
    """Tells whether `x` is an iterator."""
    return hasattr(x, '__next__')


def _taker(array):
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
