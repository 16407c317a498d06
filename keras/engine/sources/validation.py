"""Validation data of `fit`."""
from numbers import Integral

from . import Request, adapter, arrays, streams
from . import source as source_for


class Validation:
    """Validation data, and when to validate.

    Args:
        source: `Source`.
        freq: int, the number of epochs from one validation to the next; or the epochs, counted from
            1, after which to validate.
        arrays: list of arrays for callbacks, or None.

    Raises:
        ValueError: if `freq` is an int below 1.
    """

    def __init__(self, source, freq, arrays=None):
        self.source = source
        self.freq = freq
        self.arrays = arrays
        if isinstance(freq, Integral) and freq < 1:
            raise ValueError('validation_freq must be at least 1, but got %r.' % freq)

    def is_due(self, epoch):
        """Returns whether to validate after an epoch; the first epoch is 0."""
        if isinstance(self.freq, Integral):
            return (epoch + 1) % self.freq == 0
        return epoch + 1 in self.freq


def source_and_validation(model, request, part, data, steps, freq):
    """Makes the source of training data and the validation of `fit`.

    Args:
        model: `Model`, compiled.
        request: `Request` for training.
        part: float, the argument `validation_split` of `fit`.
        data, steps, freq: its arguments `validation_data`, `validation_steps` and
            `validation_freq`.

    Returns:
        `Source`, and `Validation` or None.

    Raises:
        ValueError: if the data do not match the model, or arguments cannot be combined.
    """
    if part and adapter(request) is not arrays:
        raise ValueError('validation_split needs arrays, but x is a generator, Sequence or tensor. '
                         'Pass validation_data instead.')
    if part and data is None:
        trained, held_back = arrays.split(arrays.standardized(model, request), part)
        validating = Request('validation', batch_size=request.batch_size)
        return (arrays.source_of(model._feeder, trained, request),
                _validation_of_arrays(model._feeder, held_back, validating, freq))
    source = source_for(model, request)
    if data is None and steps and request.x is None and adapter(request) is arrays:
        data = None, None  # the model reads its inputs from tensors, here as well
    return source, validation_for(model, data, request, steps, freq)


def validation_for(model, data, training, steps, freq):
    """Makes the `Validation` for the argument `validation_data` of `fit`; None for None.

    Args:
        model: `Model`, compiled and built.
        data, steps, freq: arguments `validation_data`, `validation_steps` and `validation_freq` of
            `fit`.
        training: `Request` for training.

    Raises:
        ValueError: if the data do not match the model.
    """
    if data is None:
        return None
    parts = (data,) if streams.is_stream(data) else _checked_parts(data)
    request = Request('validation', *parts, steps=steps, readers=training.readers)
    if adapter(request) is not arrays:
        return Validation(source_for(model, request), freq)
    data = arrays.standardized(model, request)
    if data[-1] is not None:  # the number of batches follows from arrays
        request = request._replace(steps=None)
    request = request._replace(batch_size=training.batch_size)
    return _validation_of_arrays(model._feeder, data, request, freq)


def _checked_parts(data):
    if not isinstance(data, (tuple, list)) or len(data) not in (2, 3):
        raise ValueError('validation_data must be (x, y), (x, y, sample_weight), a generator or a '
                         'keras.utils.Sequence, but got %s.' % streams.described(data))
    return data


def _validation_of_arrays(feeder, data, request, freq):
    inputs, targets, weights, _ = data
    seen = inputs + targets + feeder.written_out(targets, weights) + feeder.phase(False)
    return Validation(arrays.source_of(feeder, data, request), freq, seen)
