"""Converting the data passed to a model to lists of arrays that match it.

The data may be NumPy arrays, anything that has a shape and can be sliced (HDF5 data sets, SciPy's
sparse matrices), data frames, or lists of numbers: a single one, a list of them, or a dictionary by
name.
"""
import numpy as np

from keras import backend as K
from keras import losses
from keras.backend.dtypes import at_least_single, is_float

_NUMBERS = 'biufc'  # kinds of NumPy's types
CALL_IT = ' If it is a function that yields batches, call it: pass batches() instead of batches.'


class Slots:
    """The inputs, or the targets, of a model: each takes one array.

    Args:
        kind: string, `'input'` or `'target'`.
        names: list of strings.
        shapes: list of tuples with the batch axis; None allows any shape.
        dtypes: list of strings.
        explain: function that takes the index of a slot and the shape of an array that does not
            match, and returns a hint.
    """

    def __init__(self, kind, names, shapes, dtypes, explain):
        self.kind = kind
        self.names = names
        self.shapes = shapes
        self.dtypes = dtypes
        self.explain = explain
        self._vectors = {}

    def arrange(self, data):
        """Returns the list of arrays, one for each slot, in order.

        Shapes that matched once are not checked again.

        Raises:
            ValueError: if there are too few or too many arrays, or one has a wrong shape or type.
            TypeError: if something is not an array.
        """
        arrays = [x if type(x) is np.ndarray and x.dtype.kind in _NUMBERS
                  else self._as_array(i, x) for i, x in enumerate(self._pick(data))]
        signature = tuple([(x.shape[1:], len(x.shape)) for x in arrays])
        vectors = self._vectors.get(signature)
        if vectors is None:
            vectors = self._vectors[signature] = self._check(arrays)
        for i in vectors:
            arrays[i] = np.reshape(arrays[i], (-1, 1))
        return arrays

    def _pick(self, data):
        count = len(self.names)
        if isinstance(data, np.ndarray):
            data = [data]
        elif isinstance(data, dict):
            return [self._of(data, name) for name in self.names]
        elif data is None:
            data = []
        elif not isinstance(data, (list, tuple)) or count == 1 and _is_one_array(data):
            data = [data]
        if len(data) != count:
            self._refuse_count(data)
        return data

    def _of(self, data, name):
        try:
            return data[name]
        except KeyError:
            raise ValueError('There is no data for the %s "%s". The model takes %s; the dictionary '
                             'has %s.' % (self.kind, name, joined_by_commas(self.names),
                                          joined_by_commas(sorted(map(str, data))))) from None

    def _refuse_count(self, data):
        expected = 'no %ss' % self.kind
        if self.names:
            expected = '%d %s array%s (%s)' % (
                len(self.names), self.kind, 's' * (len(self.names) > 1),
                joined_by_commas(self.names))
        found = ', '.join(str(getattr(x, 'shape', type(x).__name__)) for x in data[:5])
        hint = ''
        if len(self.names) == 1 and data:
            hint = ' Pass a single array as it is, not as a list of its samples.'
        raise ValueError('The model expects %s, but got %d%s.%s' % (
            expected, len(data), found and ', of shapes ' + found, hint))

    def _as_array(self, i, x):
        name = '%s "%s"' % (self.kind, self.names[i])
        if K.is_tensor(x):
            raise TypeError('The %s is a symbolic tensor (%s), but arrays are expected. Pass '
                            'tensors to Input(tensor=...) or compile(target_tensors=...).'
                            % (name, x))
        if x is None:
            raise ValueError('The %s is None. Pass an array.' % name)
        if callable(x) and not hasattr(x, 'shape'):
            raise TypeError('The %s is a %s, but arrays are expected.%s'
                            % (name, type(x).__name__, CALL_IT))
        if hasattr(x, 'iloc') or not hasattr(x, 'shape'):
            x = self._from_list(name, x)
        elif not isinstance(x, np.ndarray) and len(x.shape) == 1:
            x = x[:]  # a vector in an HDF5 file, which will become a column
        if self.dtypes[i] == 'string' or getattr(x, 'dtype', None) is None:
            return x
        kind = np.dtype(x.dtype).kind
        if kind == 'O':
            return self._from_objects(name, x)
        if kind not in _NUMBERS and not is_float(x.dtype):
            raise ValueError('The %s has the type %s, but numbers are expected. Convert text or '
                             'dates to numbers first.' % (name, x.dtype))
        return x

    def _from_list(self, name, x):
        try:
            array = np.asarray(x)
            if array.dtype == object and any(isinstance(row, (list, tuple)) for row in array.flat):
                raise ValueError('NumPy stores them as Python objects')  # before NumPy 1.19
        except (ValueError, Warning) as error:  # NumPy before 1.24 warns
            raise ValueError('The %s cannot be converted to an array: its rows have unequal '
                             'lengths (%s).' % (name, error)) from error
        if array.dtype == object and not array.ndim:
            raise TypeError('The %s is a %s, but arrays are expected. To read batches, pass a '
                            'generator or a keras.utils.Sequence.' % (name, type(x).__name__))
        return array

    def _from_objects(self, name, x):
        try:
            return np.asarray(x, dtype=at_least_single(K.floatx()))
        except (TypeError, ValueError) as error:
            raise ValueError('The %s is an array of Python objects that cannot be converted to an '
                             'array of numbers (%s). Do its rows have unequal lengths, or does it '
                             'contain text or missing values?' % (name, error)) from error

    def _check(self, arrays):
        """Checks shapes, and returns the indices of vectors to convert to columns."""
        vectors = []
        for i, (array, expected) in enumerate(zip(arrays, self.shapes)):
            shape = tuple(array.shape)
            if not shape:
                raise ValueError('The %s "%s" is a single number, but an array with an axis of '
                                 'samples is expected.' % (self.kind, self.names[i]))
            if len(shape) == 1 and (expected is None or len(expected) != 1):
                vectors.append(i)
                shape += (1,)
            if expected is not None and not fits(shape, expected):
                raise ValueError(
                    'Wrong %s: expected %s to have shape %s, but got an array with shape %s.%s'
                    % (self.kind, self.names[i], expected, tuple(array.shape),
                       self.explain(i, array.shape)))
        return tuple(vectors)


def _is_one_array(data):
    """Returns whether a list contains numbers, or rows of numbers, instead of arrays."""
    return len(data) != 1 and not any(hasattr(x, 'shape') for x in data)


def fits(shape, expected):
    """Returns whether an array's shape matches an expected one, whose first axis is the batch."""
    return len(shape) == len(expected) and all(
        wanted is None or size == wanted for size, wanted in zip(shape[1:], expected[1:]))


def explain_input(expected, shape):
    """Returns a hint, as a sentence, why the shape of an input may not match."""
    if shape == tuple(expected[1:]):
        return ' A single sample needs an axis of samples: x[np.newaxis].'
    if expected[-1] == 1 and fits(shape + (1,), expected):
        return ' An axis is missing at the end: x[..., np.newaxis].'
    if len(shape) > 2 and sorted(shape[1:]) == sorted(n or 0 for n in expected[1:]):
        return (' The axes seem to be in another order; the image data format is %r.'
                % K.image_data_format())
    if None not in expected[1:] and np.prod(shape[1:]) == np.prod(expected[1:]):
        return ' The sizes would match after x.reshape(%s).' % (
            ', '.join(map(str, (-1,) + tuple(expected[1:]))))
    return ''


def explain_target(objective, shape):
    """Returns a hint, as a sentence, why the shape of a target may not match an objective."""
    expected = objective.target_shape
    is_column = len(shape) == 1 or shape[-1] == 1
    if objective.uses(losses.categorical_crossentropy) and is_column:
        return (' categorical_crossentropy takes a column for each class. For integer classes, '
                'use the loss sparse_categorical_crossentropy, or convert them: '
                'keras.utils.to_categorical(y, %s).' % expected[-1])
    if (objective.uses(losses.sparse_categorical_crossentropy)
            and len(shape) == len(expected) and shape[-1] == K.int_shape(objective.output)[-1]):
        return (' sparse_categorical_crossentropy takes integer classes. If y has a column for '
                'each class, use the loss categorical_crossentropy, or y.argmax(axis=-1).')
    if expected[-1] == 1 and fits(shape + (1,), expected):
        return ' An axis is missing at the end: y[..., np.newaxis].'
    return ' This loss compares targets with outputs of the same shape.'


def count_samples(names, arrays):
    """Returns the number of samples of all arrays.

    Args:
        names: list of the names of the arrays, for messages.
        arrays: list of arrays, which may include None.

    Raises:
        ValueError: if the numbers differ.
    """
    count = None
    for array in arrays:
        if array is not None:
            if count is None:
                count = array.shape[0]
            elif array.shape[0] != count:
                raise ValueError('All arrays must have the same number of samples, but %s.'
                                 % counts_of(names, arrays))
    return count


def counts_of(names, arrays):
    """Returns a text that lists arrays (except None) and their numbers of samples."""
    return ', '.join('%s has %d' % (name, array.shape[0])
                     for name, array in zip(names, arrays) if array is not None)


def joined_by_commas(names):
    return ', '.join(map(str, names))
