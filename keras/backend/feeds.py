"""Arguments of `K.function` and of the functions that it returns."""
import numpy as np


class Feed:
    """Conversion and checks of arrays for one input of a function.

    Args:
        name: string, for messages.
        dtype: dtype of the input.
        shape: tuple with None for unknown sizes; None if even the number of axes is unknown.
        has_free_batch: whether batches of other sizes are accepted, such as the last one of an
            epoch.
    """
    is_learning_phase = False

    def __init__(self, name, dtype, shape, has_free_batch=True):
        self.name = name
        self.dtype = np.dtype(dtype)
        self.shape = shape
        if shape is not None and len(shape) > 1 and has_free_batch:
            self.shape = (None,) + tuple(shape[1:])

    def array(self, value):
        """Converts a value to an array that the input accepts.

        Raises:
            ValueError: if that is not possible.
        """
        if not (isinstance(value, np.ndarray) and value.dtype == self.dtype):
            value = self.converted(value)
        if self.shape is not None:
            self._check(value.shape)
        return value

    def converted(self, value):
        """Converts a value to an array of the input's type."""
        if hasattr(value, 'toarray'):  # a SciPy sparse matrix
            value = value.toarray()
        try:
            return np.asarray(value, dtype=self.dtype)
        except (TypeError, ValueError) as error:
            raise ValueError('The input %s takes %s values, but got a %s that cannot be converted: '
                             '%s' % (self.name, self.dtype.name, type(value).__name__, error)
                             ) from error

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
    """Replaces a learning phase that `K.set_learning_phase` has fixed: it is not fed."""
    is_learning_phase = True

    def __init__(self, phase):
        self.phase = phase
        self.name = 'learning phase, fixed at %d' % phase

    def check(self, value):
        """Raises a ValueError if the function is called with another phase."""
        if bool(value) != bool(self.phase):
            raise ValueError('The function was made for the learning phase %d, fixed by '
                             'K.set_learning_phase, but got %r.' % (self.phase, value))


class Inputs:
    """The inputs of a function, which takes a value for each.

    Learning phases may be omitted: they are 0 then, or the fixed value.

    Args:
        inputs: list of tensors, with ints for fixed learning phases.
        make_feed: function that makes the `Feed` of a tensor.

    Attributes:
        tensors: list of the tensors.
        feeds: list of `Feed`, one for each tensor.
    """

    def __init__(self, inputs, make_feed):
        self._all = [FixedPhase(x) if type(x) is int and x in (0, 1) else make_feed(x)
                     for x in inputs]
        self.feeds = [feed for feed in self._all if not isinstance(feed, FixedPhase)]
        self.tensors = [x for x in inputs if type(x) is not int]
        self._has_fixed = len(self.feeds) < len(self._all)
        self._phases = sum(feed.is_learning_phase for feed in self._all)

    def values(self, values):
        """Returns the values for `feeds`, from the argument of the function.

        Args:
            values: list of values; or of lists of arrays, as `model._standardize_user_data`
                returns them, which Keras 2.3.1 concatenated.

        Raises:
            TypeError: if it is not a list.
            ValueError: if the number of values is wrong.
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
    """Checks arguments of `K.function`.

    Args:
        engine: string, for messages.
        inputs, updates: arguments that must be lists.
        options: dictionary of the other arguments.
        known: sequence of the names that these may have.

    Raises:
        TypeError: if inputs or updates are not lists.
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
    """Raises a TypeError for an input of `K.function` that is not a tensor."""
    if not is_tensor:
        raise TypeError('The inputs of K.function must be placeholders, but one is %r.'
                        % (tensor,))
