"""Streams: generators, and sequences, whose batches come by their number."""
import itertools

from keras.engine.data import CALL_IT
from keras.utils.enqueuers import GeneratorEnqueuer, OrderedEnqueuer

from .base import Source


def takes(request):
    """Tells whether the data of a request come batch by batch, rather than as arrays."""
    return is_stream(request.x)


def source(model, request):
    """Makes a source out of a stream (see `sources.source`).

    Any object with a length and indices will do, not only what this module `takes`.

    Raises:
        ValueError: if arguments do not go together.
        TypeError: if the data are no stream.
    """
    _refuse_what_batches_hold(request)
    _check_stream(request)
    stream = _prepare(model, request.x)
    enqueuer = _enqueuer(stream, request)
    enqueuer.start(request.readers.workers, request.readers.max_queue_size)
    return StreamSource(enqueuer, request, _feeds_of(model._feeder, request))


class StreamSource(Source):
    """Batches from a generator, which goes on from one epoch to the next, or from a sequence.

    An epoch of fewer or more steps than a sequence has batches goes on where the last one ended.
    Nothing is read ahead beyond the end of an epoch, so what happens between epochs, such as
    validation or drawing random numbers, is the same with any number of workers.

    Args:
        enqueuer: `OrderedEnqueuer` or `GeneratorEnqueuer`, started.
        request: `Request`; without `steps`, an epoch has all batches of a sequence, whose length
            may change from one epoch to the next.
        feeds_of: function that checks what the stream gives and returns the feeds and the number of
            samples.

    Raises:
        ValueError: while it is iterated, if a generator ends too early.
    """

    def __init__(self, enqueuer, request, feeds_of):
        self._enqueuer = enqueuer
        self._feeds_of = feeds_of
        self._steps = request.whole_steps()
        self._steps_argument = request.steps_argument
        self._calls_end = request.purpose in ('training', 'validation')
        self._epochs = 0

    @property
    def steps(self):
        return len(self._enqueuer.sequence) if self._steps is None else self._steps

    def params(self):
        return {'steps': self.steps}

    def __iter__(self):
        steps, taken = self.steps, 0
        for item in self._enqueuer.take(steps):
            yield self._feeds_of(item)
            taken += 1
        if taken < steps:
            raise ValueError(
                'The generator ended after %d batches, but more are needed: %s=%d each time. '
                'Let it yield without end (`while True:`), or ask for fewer steps or epochs.'
                % (self._epochs * steps + taken, self._steps_argument, steps))
        self._epochs += 1
        if self._calls_end:
            self._enqueuer.join_end_of_epoch()

    def close(self):
        self._enqueuer.stop(timeout=10)


def is_stream(x):
    """Tells whether `x` is a generator or a sequence of batches."""
    return is_sequence(x) or _is_iterator(x)


def is_sequence(x):
    """Tells whether `x` is a sequence of batches: a `Sequence` or something that behaves so."""
    return getattr(x, 'use_sequence_api', False) or (
        hasattr(x, 'on_epoch_end') and hasattr(x, '__getitem__') and hasattr(x, '__len__'))


def _is_iterator(x):
    return hasattr(x, '__next__')


def _has_indices(x):
    return is_sequence(x) or not _is_iterator(x)


def _refuse_what_batches_hold(request):
    for name in ('y', 'sample_weight', 'batch_size'):
        if getattr(request, name) is not None:
            raise ValueError('x gives batches one by one, so that %s cannot be passed: each batch '
                             'has to hold it already.' % name)


def _check_stream(request):
    x = request.x
    if not _has_indices(x):
        if request.whole_steps() is None:
            raise ValueError('Generators and symbolic tensors do not tell how many batches make an '
                             'epoch: pass %s, or use a keras.utils.Sequence.'
                             % request.steps_argument)
    elif not hasattr(x, '__getitem__') or not hasattr(x, '__len__'):
        raise TypeError('A generator or a keras.utils.Sequence is expected, but got %s.%s'
                        % (_described(x), CALL_IT if callable(x) else ''))


def _prepare(model, stream):
    """Makes the model ready for a stream, and builds it first if the first batch is to do that.

    Returns:
        The stream, which still has the batch that was looked at.

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
            raise ValueError('The generator gave no batch, from which the model %s was to learn '
                             'what its inputs are.' % model.name)
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
    """Returns the function from what the stream gives to feeds and a number of samples."""
    if request.purpose == 'prediction':
        return lambda item: _sized(*feeder.input_batch(_inputs_in(item)))

    def feeds_of(item):
        if not isinstance(item, (tuple, list)) or len(item) not in (2, 3):
            raise ValueError('Each batch must be a tuple (x, y) or (x, y, sample_weight), '
                             'but the generator gave %s.' % _described(item))
        return _sized(*feeder.batch(*item, class_weight=request.class_weight,
                                    training=request.is_training))
    return feeds_of


def _inputs_in(item):
    """Returns the inputs in what a stream gives; the targets in a tuple `(x, y)` are left out."""
    return item[0] if isinstance(item, tuple) and item else item


def _sized(feeds, samples):
    if samples == 0:
        raise ValueError('The generator gave a batch without samples.')
    return feeds, 1 if samples is None else samples


def _described(item):
    if isinstance(item, (tuple, list)):
        return 'a %s of %d' % (type(item).__name__, len(item))
    shape = getattr(item, 'shape', None)
    return 'a %s%s' % (type(item).__name__, '' if shape is None else ' of shape %s' % (shape,))
