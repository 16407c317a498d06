"""Streams: generators, and sequences, whose batches are read by their number."""
import itertools

from keras.engine.data import CALL_IT
from keras.utils.enqueuers import GeneratorEnqueuer, OrderedEnqueuer

from .base import Source


def takes(request):
    """Returns whether the data of a request come in batches instead of arrays."""
    return is_stream(request.x)


def source(model, request):
    """Makes a source from a stream (see `sources.source`).

    This accepts any object with a length and indices, not only what `takes` accepts.

    Raises:
        ValueError: if arguments cannot be combined.
        TypeError: if the data are not a stream.
    """
    _refuse_what_batches_hold(request)
    _check_stream(request)
    stream = _prepare(model, request.x)
    enqueuer = _enqueuer(stream, request)
    enqueuer.start(request.readers.workers, request.readers.max_queue_size)
    return StreamSource(enqueuer, request, _feeds_of(model._feeder, request))


class StreamSource(Source):
    """Batches from a generator, which continues from epoch to epoch, or from a sequence.

    If an epoch has fewer or more steps than a sequence has batches, the next epoch continues where
    it ended. No batches are read ahead beyond the end of an epoch, so events between epochs, such
    as validation or drawing random numbers, do not depend on the number of workers.

    Args:
        enqueuer: `OrderedEnqueuer` or `GeneratorEnqueuer`, started.
        request: `Request`; without `steps`, an epoch has all batches of a sequence, whose length
            may change between epochs.
        feeds_of: function that checks an item of the stream and returns the feeds and the number of
            samples.

    Raises:
        ValueError: during iteration, if a generator ends too early.
    """

    def __init__(self, enqueuer, request, feeds_of):
        self._enqueuer = enqueuer
        self._feeds_of = feeds_of
        self._steps = request.whole_steps()
        self._steps_argument = request.steps_argument
        self._calls_end = request.purpose in ('training', 'validation')
        self._epochs = 0
        self._evenly = request.is_training

    @property
    def steps(self):
        return self._enqueuer.batches_in_pass() if self._steps is None else self._steps

    def checksum(self):
        return self._enqueuer.checksum()

    def share(self, group):
        """Reads only the batches of this process from each pass of a sequence."""
        self._enqueuer.share(group, self._evenly)

    def params(self):
        return {'steps': self.steps}

    def __iter__(self):
        steps, taken = self.steps, 0
        for item in self._enqueuer.take(steps):
            yield self._feeds_of(item)
            taken += 1
        if taken < steps:
            raise ValueError(
                'The generator ended after %d batches, but more are needed: %s=%d in each epoch. '
                'Make it yield without end (`while True:`), or use fewer steps or epochs.'
                % (self._epochs * steps + taken, self._steps_argument, steps))
        self._epochs += 1
        if self._calls_end:
            self._enqueuer.join_end_of_epoch()

    def get_state(self):
        return self._enqueuer.get_state()

    def set_state(self, state):
        self._enqueuer.set_state(state)

    def close(self):
        self._enqueuer.stop(timeout=10)


def is_stream(x):
    """Returns whether `x` is a generator or a sequence of batches."""
    return is_sequence(x) or _is_iterator(x)


def is_sequence(x):
    """Returns whether `x` is a sequence of batches: a `Sequence` or an object with its methods."""
    return getattr(x, 'use_sequence_api', False) or (
        hasattr(x, 'on_epoch_end') and hasattr(x, '__getitem__') and hasattr(x, '__len__'))


def _is_iterator(x):
    return hasattr(x, '__next__')


def _has_indices(x):
    return is_sequence(x) or not _is_iterator(x)


def _refuse_what_batches_hold(request):
    for name in ('y', 'sample_weight', 'batch_size'):
        if getattr(request, name) is not None:
            raise ValueError('x is a generator or Sequence, so %s cannot be passed: its batches '
                             'must include it.' % name)


def _check_stream(request):
    x = request.x
    if not _has_indices(x):
        if request.whole_steps() is None:
            raise ValueError('The number of batches in an epoch does not follow from generators or '
                             'symbolic tensors: pass %s, or use a keras.utils.Sequence.'
                             % request.steps_argument)
    elif not hasattr(x, '__getitem__') or not hasattr(x, '__len__'):
        raise TypeError('A generator or a keras.utils.Sequence is expected, but got %s.%s'
                        % (described(x), CALL_IT if callable(x) else ''))


def _prepare(model, stream):
    """Prepares the model for a stream, and builds it from the first batch if necessary.

    Returns:
        The stream, which still includes the first batch.

    Raises:
        ValueError: if there is no first batch.
    """
    if model.outputs:
        model._prepare()
        return stream
    if _has_indices(stream):
        batch = stream[0]
    else:
        batch = next(stream, None)
        if batch is None:
            raise ValueError('The generator yielded no batch, which is needed to build the inputs '
                             'of the model %s.' % model.name)
        stream = itertools.chain([batch], stream)
    model._prepare(_inputs_in(batch))
    return stream


def _enqueuer(stream, request):
    processes = request.readers.use_multiprocessing
    enqueuer = (OrderedEnqueuer(stream, processes, request.shuffle) if _has_indices(stream)
                else GeneratorEnqueuer(stream, processes))
    enqueuer.what = '%s %s' % (request.purpose, enqueuer.what)
    return enqueuer


def _feeds_of(feeder, request):
    """Returns a function that converts an item of the stream to feeds and a number of samples."""
    if request.purpose == 'prediction':
        return lambda item: _sized(*feeder.input_batch(_inputs_in(item)))

    def feeds_of(item):
        if not isinstance(item, (tuple, list)) or len(item) not in (2, 3):
            raise ValueError('Each batch must be a tuple (x, y) or (x, y, sample_weight), '
                             'but the generator yielded %s.' % described(item))
        return _sized(*feeder.batch(*item, class_weight=request.class_weight,
                                    training=request.is_training))
    return feeds_of


def _inputs_in(item):
    """Returns the inputs in an item of a stream, without the targets of a tuple `(x, y)`."""
    return item[0] if isinstance(item, tuple) and item else item


def _sized(feeds, samples):
    if samples == 0:
        raise ValueError('The generator yielded a batch without samples.')
    return feeds, 1 if samples is None else samples


def described(item):
    """Returns what to call an object in an error that expects another one."""
    if isinstance(item, (tuple, list)):
        return 'a %s of %d' % (type(item).__name__, len(item))
    shape = getattr(item, 'shape', None)
    return 'a %s%s' % (type(item).__name__, '' if shape is None else ' of shape %s' % (shape,))
