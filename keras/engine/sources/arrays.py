"""Arrays, cut into batches; or no data, if the model reads its data from tensors."""
import numpy as np

from keras import backend as K
from keras.engine.data import count_samples, counts_of
from keras.engine.sample_weights import ones
from keras.utils.generic_utils import slice_arrays
from keras.utils.process_groups import ALONE, checksum
from keras.utils.warn import warn

from .base import Source

_PLAIN = np.ndarray, type(None)

_ROWS_COMPARED = 64


def takes(request):
    """Returns whether all data are NumPy arrays, the most frequent case and the fastest test."""
    return (type(request.x) is np.ndarray and type(request.y) in _PLAIN
            and type(request.sample_weight) in _PLAIN)


def source(model, request):
    """Makes a source from arrays (see `sources.source`)."""
    if request.purpose == 'prediction':
        return _source_of_inputs(model, request)
    data = standardized(model, request)
    return source_of(model._feeder, data, request)


def standardized(model, request):
    """Returns the data of a request as `Feeder.standardize` does."""
    model._prepare(request.x)
    return model._feeder.standardize(request.x, request.y, request.sample_weight,
                                     request.class_weight)


def source_of(feeder, data, request):
    """Makes a source of batches with targets.

    Args:
        feeder: `Feeder`.
        data: lists of inputs, targets and weights, and the number of samples.
        request: `Request` with all other arguments.

    Returns:
        A `Source`.

    Raises:
        ValueError: if there are no samples, or `batch_size` or `steps` is wrong for them.
    """
    inputs, targets, weights, samples = data
    if samples == 0:
        raise ValueError('The arrays are empty: they contain no samples.')
    weights = (feeder.written_out(targets, weights, Ones) if request.steps is None
               else feeder.written_out(targets, weights))
    return _source(feeder, inputs + targets + weights, samples, request)


def _source_of_inputs(model, request):
    model._prepare(request.x)
    feeder = model._feeder
    inputs = _cut_to_first(feeder.inputs.names, feeder.inputs.arrange(request.x))
    return _source(feeder, inputs, count_samples(feeder.inputs.names, inputs), request)


def _source(feeder, arrays, samples, request):
    phase = feeder.phase(request.is_training)
    if request.steps is None:
        batch_size = _batch_size(feeder, samples, request)
        return ArraySource(arrays, samples, batch_size, request.shuffle, phase,
                           evenly=request.is_training)
    steps = request.whole_steps()
    if request.batch_size is not None:
        raise ValueError('Pass either batch_size or %s, not both: with %s, each step takes the '
                         'whole arrays.' % (request.steps_argument, request.steps_argument))
    feeder.check_full(samples)
    return RepeatedSource(arrays + phase, steps, samples)


def _batch_size(feeder, samples, request):
    """Returns the checked number of samples in a batch."""
    if samples is None:
        raise ValueError('The model reads its data from tensors, so %s must specify the number of '
                         'batches.' % request.steps_argument)
    batch_size = request.batch_size
    if batch_size is None:
        batch_size = feeder.full_size or 32
    if not isinstance(batch_size, (int, np.integer)) or batch_size < 1:
        raise ValueError('batch_size must be a whole number, at least 1, but got %r.'
                         % (batch_size,))
    if feeder.is_stateful and samples % batch_size:
        raise ValueError('A stateful model keeps its state from batch to batch, so all batches '
                         'must be full, but %d samples are not a multiple of the '
                         'batch_size %d.' % (samples, batch_size))
    feeder.check_full(batch_size)
    return batch_size


def split(data, part):
    """Splits data in two parts.

    Args:
        data: lists of inputs, targets and weights, and the number of samples.
        part: float, the fraction of the samples, taken from the end, in the second part.

    Returns:
        The two parts, each like `data`.

    Raises:
        ValueError: if a part would be empty.
    """
    *lists, samples = data
    border = int(samples * (1. - part))
    if not 0 < border < samples:
        raise ValueError('validation_split=%s of %d samples leaves %d for training and %d for '
                         'validation, but both need at least one.'
                         % (part, samples, border, samples - border))
    first = [slice_arrays(arrays, 0, border) for arrays in lists]
    second = [slice_arrays(arrays, border) for arrays in lists]
    return first + [border], second + [samples - border]


def _cut_to_first(names, arrays):
    """Cuts arrays to the length of the first, with a warning, unless one is shorter."""
    counts = {array.shape[0] for array in arrays}
    if len(counts) < 2 or min(counts) < arrays[0].shape[0]:
        return arrays
    first = arrays[0].shape[0]
    warn('The inputs have unequal numbers of rows: %s. Predictions are made for the first %d rows '
         'of each.' % (counts_of(names, arrays), first))
    return [_taker(array)(slice(0, first)) for array in arrays]


class ArraySource(Source):
    """Batches cut from arrays.

    Args:
        arrays: list of arrays, or `Ones`, with the same number of samples.
        samples: int, that number.
        batch_size: int; the last batch may be smaller.
        shuffle: whether to draw a new order for each epoch (from `np.random`); `'batch'` keeps
            neighboring samples together and only changes the order of the batches.
        constants: list of arguments that follow the arrays in each call.
        evenly: whether all processes that share the arrays read equally many samples.
    """

    def __init__(self, arrays, samples, batch_size, shuffle=False, constants=(), evenly=False):
        self.samples = samples
        self.batch_size = batch_size
        self.shuffle = shuffle
        self._takers = [_taker(array) for array in arrays]
        self._constants = list(constants)
        self._order = np.arange(samples) if shuffle and shuffle != 'batch' else None
        self._evenly = evenly
        self._total = samples
        self._group = ALONE

    def __iter__(self):
        for rows, size in self._rows():
            yield [take(rows) for take in self._takers] + self._constants, size

    def steps_in_epoch(self):
        return self._total // self._step + (self._part_of_rest() > 0)

    def checksum(self):
        rows = np.unique(np.linspace(0, self._total - 1, _ROWS_COMPARED).astype('int64'))
        return checksum([take(rows) for take in self._takers], self._total)

    def share(self, group):
        """Reads only the part of this process from each batch of all processes together."""
        self._group = group
        self.samples = self._total // self._step * self.batch_size + self._part_of_rest()
        if self._evenly and not self.samples:
            raise ValueError('%d samples are too few to give one to each of %d processes.'
                             % (self._total, group.size))

    def get_state(self):
        return self._order

    def set_state(self, state):
        size, samples = np.size(state), np.size(self._order)
        if (state is None) != (self._order is None) or size != samples:
            raise ValueError('The backup is that of a training with another `shuffle`, or another '
                             'number of samples (%d, now %d).' % (size, samples))
        if state is not None:
            self._order[...] = state

    @property
    def _step(self):
        """The number of samples in a batch of all processes together."""
        return self.batch_size * self._group.size

    def _part_of_rest(self):
        """Returns how many samples of the last, incomplete batch this process reads."""
        return len(self._group.part(self._total % self._step, self._evenly))

    def _rows(self):
        if self._order is not None:
            with self._group.same_random():
                np.random.shuffle(self._order)
        for start in self._starts():
            part = self._group.part(min(self._step, self._total - start), self._evenly)
            if part or not self._total:
                rows = slice(start + part.start, start + part.stop)
                yield rows if self._order is None else self._order[rows], len(part)

    def _starts(self):
        starts = range(0, max(self._total, 1), self._step)
        if self.shuffle != 'batch':
            return starts
        starts = np.array(starts)
        # An incomplete batch stays last.
        with self._group.same_random():
            np.random.shuffle(starts[:self._total // self._step])
        return starts.tolist()


class RepeatedSource(Source):
    """The same arrays in each of a number of steps; often none, if the model reads tensors.

    Args:
        feeds: list of arrays.
        steps: int.
        samples: int, the number of samples in the arrays; None if there are none.
    """

    def __init__(self, feeds, steps, samples=None):
        self.feeds = feeds
        self.steps = steps
        self.samples = samples

    def __iter__(self):
        for _ in range(self.steps):
            yield list(self.feeds), 1


class Ones:
    """Represents an array of ones, and makes only the requested rows.

    Args:
        shape: tuple.
    """

    def __init__(self, shape):
        self.shape = tuple(shape)

    def rows(self, rows):
        """Returns an array with the rows of a slice or a vector of indices."""
        count = rows.stop - rows.start if isinstance(rows, slice) else len(rows)
        return ones((count,) + self.shape[1:], K.floatx())


def _taker(array):
    """Returns a function that returns rows of an array, given a slice or a vector of rows."""
    if isinstance(array, Ones):
        return array.rows
    if type(array) is np.ndarray:
        return lambda rows: array[rows] if type(rows) is slice else array.take(rows, axis=0)
    if hasattr(array, 'tocsr'):
        compressed = array.tocsr()
        return lambda rows: compressed[rows]
    return lambda rows: array[rows] if type(rows) is slice else _from_file(array, rows)


def _from_file(array, rows):
    """Reads rows of an HDF5 data set, which must be read in increasing order."""
    order = np.argsort(rows)
    taken = np.asarray(array[rows[order].tolist()])
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return taken[back]
