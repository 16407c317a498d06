"""What `K.function` and its results are called with."""
import numpy as np


class Feed:
    """How arrays get into one input of a function.

    Args:
        name: string, for messages.
        dtype: dtype of the input.
        shape: tuple with None for unknown sizes; None where even the number of axes is unknown.
        has_free_batch: whether batches of another size are taken: the last one of an epoch, say,
            goes through most models.
    """
    is_learning_phase = False

    def __init__(self, name, dtype, shape, has_free_batch=True):
        self.name = name
        self.dtype = np.dtype(dtype)
        self.shape = shape
        if shape is not None and len(shape) > 1 and has_free_batch:
            self.shape = (None,) + tuple(shape[1:])

    def array(self, value):
        """Returns a value as an array that the input takes.

        Raises:
            ValueError: if it cannot be one.
        """
        if not (isinstance(value, np.ndarray) and value.dtype == self.dtype):
            value = self.converted(value)
        if self.shape is not None:
            self._check(value.shape)
        return value

    def converted(self, value):
        """Returns what is no array, or one of another type, as an array of the input's type."""
        if hasattr(value, 'toarray'):  # one of SciPy's sparse matrices
            value = value.toarray()
        try:
            return np.asarray(value, dtype=self.dtype)
        except (TypeError, ValueError) as error:
            raise ValueError('The input %s holds %s values, which %s cannot be made into: %s' % (
                self.name, self.dtype.name, type(value).__name__, error)) from error

    def _check(self, shape):
        if len(shape) == len(self.shape):
            for size, wanted in zip(shape, self.shape):
                if size != wanted and wanted is not None:
                    break
            else:
                return
        raise ValueError('The input %s has the shape %s, but got an array of shape %s.' % (
            self.name, tuple(self.shape), tuple(shape)))


class FixedPhase:
    """What stands for a learning phase that `K.set_learning_phase` has fixed: it is not fed."""
    is_learning_phase = True

    def __init__(self, phase):
        self.phase = phase
        self.name = 'learning phase, fixed at %d' % phase

    def check(self, value):
        """Raises a ValueError if the function is called with another phase."""
        if bool(value) != bool(self.phase):
            raise ValueError('The function was made for the learning phase %d, fixed by '
                             'K.set_learning_phase, but is called with %r.' % (self.phase, value))


class Inputs:
    """What a function is called with: a value for each input.

    Learning phases may be left out: they are 0 then, or what they are fixed at.

    Args:
        inputs: list of tensors, and of ints for fixed learning phases.
        make_feed: function from a tensor to a `Feed`.

    Attributes:
        tensors: list of the tensors.
        feeds: list of their `Feed`s.
    """

    def __init__(self, inputs, make_feed):
        self._all = [FixedPhase(x) if type(x) is int and x in (0, 1) else make_feed(x)
                     for x in inputs]
        self.feeds = [feed for feed in self._all if not isinstance(feed, FixedPhase)]
        self.tensors = [x for x in inputs if type(x) is not int]
        self._has_fixed = len(self.feeds) < len(self._all)
        self._phases = sum(feed.is_learning_phase for feed in self._all)

    def values(self, values):
        """Returns the values for `feeds`, out of those that the function was called with.

        Args:
            values: list of values; or of lists of arrays, as `model._standardize_user_data`
                returns them, which Keras 2.3.1 laid side by side.

        Raises:
            TypeError: if it is no list.
            ValueError: if the number is wrong.
        """
        if not isinstance(values, (list, tuple)):
            raise TypeError('A backend function takes a list of arrays, one for each of its %d '
                            'inputs, but got a %s.' % (len(self._all), type(values).__name__))
        given = values
        if any(type(value) is list for value in values):
            flat = self._with_phases(_side_by_side(values))
            if len(flat) == len(self._all) and all(map(_is_array_for, self._all, flat)):
                values = flat
        values = self._with_phases(values)
        if len(values) != len(self._all):
            raise ValueError('A backend function has %d inputs (%s), but got %d arrays.' % (
                len(self._all), ', '.join(feed.name for feed in self._all), len(given)))
        return self._without_fixed(values) if self._has_fixed else values

    def _with_phases(self, values):
        if not self._phases or len(values) != len(self._all) - self._phases:
            return values
        others = iter(values)
        return [getattr(feed, 'phase', 0) if feed.is_learning_phase else next(others)
                for feed in self._all]

    def _without_fixed(self, values):
        kept = []
        for feed, value in zip(self._all, values):
            if isinstance(feed, FixedPhase):
                feed.check(value)
            else:
                kept.append(value)
        return kept


def _side_by_side(values):
    return [part for value in values for part in (value if type(value) is list else [value])]


def _is_array_for(feed, value):
    return feed.is_learning_phase or (
        isinstance(value, np.ndarray) and feed.shape is not None and value.ndim == len(feed.shape))


def check_arguments(engine, inputs, updates, options, known):
    """Raises unless `K.function` got arguments of the right kind.

    Args:
        engine: string, for messages.
        inputs, updates: what should be lists.
        options: dictionary of the further arguments.
        known: sequence of the names that these may have.

    Raises:
        TypeError: if inputs or updates are no lists.
        ValueError: for an unknown argument.
    """
    unknown = sorted(set(options) - set(known))
    if unknown:
        raise ValueError('K.function does not know the argument %s on %s; it takes %s.'
                         % (', '.join(unknown), engine, ', '.join(known)))
    for name, value in (('inputs', inputs), ('updates', updates)):
        if not isinstance(value, (list, tuple)):
            raise TypeError('The %s of K.function must be a list, but got %r.' % (name, value))


def check_input(tensor, is_tensor):
    """Raises a TypeError for an input of `K.function` that is no tensor."""
    if not is_tensor:
        raise TypeError('The inputs of K.function must be placeholders, but one is %r.'
                        % (tensor,))
