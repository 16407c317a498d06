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


def values_for(feeds, values):
    """Returns the values that a function was called with, one for each of its feeds.

    Args:
        feeds: list of `Feed`.
        values: list of values; or of lists of arrays, as `model._standardize_user_data` returns
            them, which Keras 2.3.1 laid side by side.

    Raises:
        TypeError: if it is no list.
        ValueError: if the number is wrong.
    """
    if not isinstance(values, (list, tuple)):
        raise TypeError('A backend function takes a list of arrays, one for each of its %d '
                        'inputs, but got a %s.' % (len(feeds), type(values).__name__))
    if any(type(value) is list for value in values):
        flat = _side_by_side(values)
        if len(flat) == len(feeds) and all(map(_is_array_for, feeds, flat)):
            return flat
    if len(values) != len(feeds):
        raise ValueError('A backend function has %d inputs (%s), but got %d arrays.' % (
            len(feeds), ', '.join(feed.name for feed in feeds), len(values)))
    return values


def _side_by_side(values):
    return [part for value in values for part in (value if type(value) is list else [value])]


def _is_array_for(feed, value):
    return (isinstance(value, np.ndarray) and feed.shape is not None
            and value.ndim == len(feed.shape))


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
            raise TypeError('The %s of K.function should be a list, but are %r.' % (name, value))


def check_input(tensor, is_tensor):
    """Raises a TypeError for an input of `K.function` that is no tensor."""
    if not is_tensor:
        raise TypeError('The inputs of K.function should be placeholders, but one is %r.'
                        % (tensor,))
