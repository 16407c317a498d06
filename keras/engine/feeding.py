"""From data of any form to the arrays that a model's functions are called with."""
from collections import namedtuple
from numbers import Real

import numpy as np

from keras import backend as K
from keras.utils.enqueuers import GeneratorEnqueuer, OrderedEnqueuer
from keras.utils.generic_utils import slice_arrays
from keras.utils.warn import warn

from .batches import (
    ArrayBatches,
    Ones,
    RepeatedBatch,
    StreamBatches,
    has_indices,
    is_generator,
    is_sequence,
    taker,
)
from .data import (
    CALL_IT,
    Slots,
    count_samples,
    counts_of,
    explain_input,
    explain_target,
)
from .sample_weights import arrange_weights, ones

Readers = namedtuple('Readers', 'max_queue_size workers use_multiprocessing')
Readers.__doc__ = """What reads a stream of batches: see the arguments of `Model.fit`."""


class Feeder:
    """Checks data and puts them in the order in which a model's functions take them.

    Args:
        model: `Model` with inputs and outputs.
        objectives: list of `Objective`; empty if the model is not compiled.
    """

    def __init__(self, model, objectives):
        shapes = model._feed_input_shapes
        self.inputs = Slots('input', model._feed_input_names, shapes,
                            [K.dtype(x) for x in model._feed_inputs],
                            lambda i, shape: explain_input(shapes[i], shape)
                            or _explain_first_data(model))
        self.objectives = fed = [objective for objective in objectives if objective.is_fed]
        self.targets = Slots('target', [objective.name for objective in fed],
                             [objective.target_shape for objective in fed],
                             [K.dtype(objective.target) for objective in fed],
                             lambda i, shape: explain_target(fed[i], shape))
        phase = K.learning_phase()
        is_asked_for = model.uses_learning_phase and not isinstance(phase, int)
        self.phase_inputs = [phase] if is_asked_for else []
        # A stateful model keeps a state for each place in the batch.
        self._is_stateful = model.stateful
        self._full_size = _batch_size_of(model) if model.stateful else None
        self._names = (self.inputs.names + self.targets.names
                       + ['sample_weight of ' + name for name in self.targets.names])

    def phase(self, training):
        """Returns the list of what follows the data in a call: the learning phase, if asked for."""
        return [int(training) for _ in self.phase_inputs]

    def standardize(self, x, y=None, sample_weight=None, class_weight=None):
        """Checks data.

        Args:
            x: inputs: an array, a list or a dictionary of arrays.
            y: targets, likewise.
            sample_weight: weights of the samples, likewise.
            class_weight: weights of the classes (see `sample_weights`).

        Returns:
            Three lists of arrays, inputs, targets and weights (None where all samples weigh the
            same); and the number of samples, None if there are no arrays.
        """
        inputs = self.inputs.arrange(x)
        targets = self.targets.arrange(y)
        weights = arrange_weights(self.objectives, targets, sample_weight, class_weight)
        return inputs, targets, weights, count_samples(self._names, inputs + targets + weights)

    def batch(self, x, y, sample_weight=None, class_weight=None, training=False):
        """Returns the arrays for one call with inputs and targets, and the number of samples."""
        inputs, targets, weights, samples = self.standardize(x, y, sample_weight, class_weight)
        self._check_full(samples)
        feeds = inputs + targets + self.written_out(targets, weights)
        return feeds + self.phase(training), samples

    def input_batch(self, x):
        """Returns the arrays for one prediction, and the number of samples.

        Their numbers may differ: a model may compare one image with many, say.
        """
        inputs = self.inputs.arrange(x)
        samples = inputs[0].shape[0] if inputs else None
        self._check_full(samples)
        return inputs + self.phase(False), samples

    def written_out(self, targets, weights):
        """Returns `weights` with ones in the place of None."""
        return [ones(self._weights_shape(i, targets[i]), K.floatx()) if array is None else array
                for i, array in enumerate(weights)]

    def _weights_shape(self, i, target):
        return tuple(target.shape[:1 if self.objectives[i].weight_mode is None else 2])

    def source(self, data, batch_size, steps, argument='steps', shuffle=False, training=False):
        """Makes a source of batches with targets from arrays.

        Args:
            data: lists of inputs, targets and weights, and the number of samples.
            batch_size: int, or None.
            steps: number of batches in an epoch, each of them all that there is; or None.
            argument: string, what the user calls `steps`.
            shuffle: True, False or `'batch'`.
            training: bool.

        Returns:
            A source (see `batches`).
        """
        inputs, targets, weights, samples = data
        if samples == 0:
            raise ValueError('The arrays are empty: there is no sample to work on.')
        if steps is None:
            weights = [Ones(self._weights_shape(i, targets[i])) if array is None else array
                       for i, array in enumerate(weights)]
        else:
            weights = self.written_out(targets, weights)
        return self._of_arrays(inputs + targets + weights, samples, batch_size, steps, argument,
                               self.phase(training), shuffle)

    def input_source(self, x, batch_size, steps):
        """Makes a source of batches for prediction from arrays."""
        inputs = _cut_to_first(self.inputs.names, self.inputs.arrange(x))
        samples = count_samples(self.inputs.names, inputs)
        return self._of_arrays(inputs, samples, batch_size, steps, 'steps', self.phase(False))

    def _of_arrays(self, arrays, samples, batch_size, steps, argument, phase, shuffle=False):
        if steps is not None:
            steps = _whole_steps(steps, argument)
            if batch_size is not None:
                raise ValueError('Pass either batch_size or %s: each step takes the arrays as a '
                                 'whole.' % argument)
            self._check_full(samples)
            return RepeatedBatch(arrays + phase, steps, samples)
        if samples is None:
            raise ValueError('The model reads its data from tensors, so that %s must say how many '
                             'batches to take.' % argument)
        if batch_size is None:
            batch_size = self._full_size or 32
        if not isinstance(batch_size, (int, np.integer)) or batch_size < 1:
            raise ValueError('batch_size should be a whole number, at least 1, but is %r.'
                             % (batch_size,))
        if self._is_stateful and samples % batch_size:
            raise ValueError('A stateful model keeps its state from batch to batch, so that all '
                             'batches must be full; but %d samples are not a multiple of the '
                             'batch_size %d.' % (samples, batch_size))
        self._check_full(batch_size)
        return ArrayBatches(arrays, samples, batch_size, shuffle, phase)

    def _check_full(self, samples):
        if self._full_size is not None and samples not in (self._full_size, None):
            raise ValueError('The model is stateful and was made for batches of %d samples, but '
                             'got one of %d.' % (self._full_size, samples))

    def stream(self, stream, readers, steps, argument, class_weight=None, shuffle=False,
               training=False, calls_end=False):
        """Makes a source of batches with targets from a generator or a sequence.

        Args:
            stream: iterator, or object with a length and indices, that gives `(x, y)` or
                `(x, y, sample_weight)`.
            readers: `Readers`.
            steps: number of batches in an epoch; None for all those of a sequence.
            argument: string, what the user calls `steps`.
            class_weight: weights of the classes, or None.
            shuffle: whether the batches of a sequence come in a new order each epoch.
            training: bool.
            calls_end: whether the sequence is told of the end of an epoch.

        Returns:
            A source (see `batches`).
        """
        def prepare(item):
            if not isinstance(item, (tuple, list)) or len(item) not in (2, 3):
                raise ValueError('Each batch should be a tuple (x, y) or (x, y, sample_weight), '
                                 'but the generator gave %s.' % _described(item))
            return _sized(self.batch(*item, class_weight=class_weight, training=training))
        return _stream(stream, readers, steps, argument, prepare, shuffle, calls_end)

    def input_stream(self, stream, readers, steps):
        """Makes a source for prediction; the targets in a tuple `(x, y)` are passed over."""
        def prepare(item):
            return _sized(self.input_batch(item[0] if isinstance(item, tuple) and item else item))
        return _stream(stream, readers, steps, 'steps', prepare)


def is_stream(x):
    """Tells whether data come batch by batch, rather than as arrays."""
    return is_sequence(x) or is_generator(x)


def split_data(data, part):
    """Cuts data in two.

    Args:
        data: lists of inputs, targets and weights, and the number of samples.
        part: float, share of the samples, taken from the end, that the second half holds.

    Returns:
        The two halves, each like `data`.
    """
    *lists, samples = data
    border = int(samples * (1. - part))
    if not 0 < border < samples:
        raise ValueError('validation_split=%s of %d samples leaves %d for training and %d for '
                         'validation: both need one at least.'
                         % (part, samples, border, samples - border))
    first = [slice_arrays(arrays, 0, border) for arrays in lists]
    second = [slice_arrays(arrays, border) for arrays in lists]
    return first + [border], second + [samples - border]


def _cut_to_first(names, arrays):
    """Cuts arrays to as many rows as the first has, with a warning, if none has fewer."""
    counts = [array.shape[0] for array in arrays]
    if not counts or min(counts) < counts[0] or max(counts) == counts[0]:
        return arrays
    warn('The inputs have unequal numbers of rows: %s. Predictions are made for the first %d rows '
         'of each.' % (counts_of(names, arrays), counts[0]))
    return [taker(array)(slice(0, counts[0])) for array in arrays]


def _batch_size_of(model):
    sizes = [shape[0] for shape in model._feed_input_shapes if shape[0] is not None]
    return sizes[0] if sizes else None


def _explain_first_data(model):
    if model._is_graph_network:
        return ''
    return (' The sizes are those of the first data. Where they vary, call model.build() before, '
            'with None in their place: model.build((None, None, 3)).')


def _whole_steps(steps, argument):
    """Returns a number of steps as an int; what is left over, as in `samples / 32`, is one more."""
    if not isinstance(steps, Real) or not steps > 0:
        raise ValueError('%s should be at least 1, but is %r.' % (argument, steps))
    return int(np.ceil(steps))


def _sized(batch):
    feeds, samples = batch
    if samples == 0:
        raise ValueError('The generator gave a batch without samples.')
    return feeds, 1 if samples is None else samples


def _stream(stream, readers, steps, argument, prepare, shuffle=False, calls_end=False):
    if steps is not None:
        steps = _whole_steps(steps, argument)
    if has_indices(stream):
        if not hasattr(stream, '__getitem__') or not hasattr(stream, '__len__'):
            raise TypeError('A generator or a keras.utils.Sequence is expected, but got %s.%s'
                            % (_described(stream), CALL_IT if callable(stream) else ''))
        enqueuer = OrderedEnqueuer(stream, readers.use_multiprocessing, shuffle)
    elif steps is None:
        raise ValueError('Generators and symbolic tensors do not tell how many batches make an '
                         'epoch: pass %s, or use a keras.utils.Sequence.' % argument)
    else:
        enqueuer = GeneratorEnqueuer(stream, readers.use_multiprocessing)
    enqueuer.start(readers.workers, readers.max_queue_size)
    return StreamBatches(enqueuer, steps, prepare, calls_end, argument)


def _described(item):
    if isinstance(item, (tuple, list)):
        return 'a %s of %d' % (type(item).__name__, len(item))
    shape = getattr(item, 'shape', None)
    return 'a %s%s' % (type(item).__name__, '' if shape is None else ' of shape %s' % (shape,))
