"""Helpers for programs that train models in their own loops, as `fit` did in Keras 2.

They were never documented. In Keras 2.0 and 2.1 they were in `keras.engine.training`, with names
that start with `_`.
"""
import collections

import numpy as np

from keras import backend as K
from keras.utils.generic_utils import slice_arrays  # noqa: F401
from keras.utils.losses_utils import ratio

from .data import Slots, count_samples
from .losses_and_metrics import as_loss as get_loss_function  # noqa: F401
from .sample_weights import arrange_weights, by_output, ones, usable_class_weight
from .sources.streams import is_sequence  # noqa: F401
from .sources.streams import is_stream as is_generator_or_sequence  # noqa: F401
from .sources.validation import Validation

_Output = collections.namedtuple('_Output', 'name weight_mode')


# Batches


def make_batches(size, batch_size):
    """Returns the list of pairs `(start, stop)` of the batches of `size` samples."""
    return [(start, min(start + batch_size, size)) for start in range(0, size, batch_size)]


def batch_shuffle(index_array, batch_size):
    """Returns the indices with the order of whole batches shuffled; an incomplete batch stays last.

    Args:
        index_array: array of ints.
        batch_size: int.
    """
    full = len(index_array) // batch_size * batch_size
    batches = index_array[:full].reshape((-1, batch_size))
    np.random.shuffle(batches)
    return np.append(batches.ravel(), index_array[full:])


def check_num_samples(ins, batch_size=None, steps=None, steps_name='steps'):
    """Returns the number of samples in a list of arrays.

    Args:
        ins: list of arrays; it may be empty or contain None if `steps` is given.
        batch_size: int; it cannot be combined with `steps`.
        steps: int, the number of batches; or None.
        steps_name: string, the name of the argument `steps`, for messages.

    Returns:
        An int; None if there are no arrays.

    Raises:
        ValueError: if both `batch_size` and `steps` are given, or no arrays and no `steps`.
    """
    if steps is not None and batch_size is not None:
        raise ValueError('If %s is set, batch_size must be None.' % steps_name)
    if ins and isinstance(ins, list) and hasattr(ins[0], 'shape') and not K.is_tensor(ins[0]):
        return int(ins[0].shape[0])
    if steps is None:
        raise ValueError('Without arrays, %s must specify the number of batches.' % steps_name)
    return None


def iter_sequence_infinite(seq):
    """Yields the items of a `Sequence` repeatedly, without end."""
    while True:
        for i in range(len(seq)):
            yield seq[i]


def should_run_validation(validation_freq, epoch):
    """Returns whether to validate after an epoch.

    Args:
        validation_freq: as for `Model.fit`.
        epoch: int, counted from 0.

    Raises:
        ValueError: if `validation_freq` is an int below 1.
    """
    return Validation(None, validation_freq).is_due(epoch)


# Data


def standardize_single_array(x):
    """Converts a vector to a column; returns other arrays, and None, as they are."""
    return np.expand_dims(x, 1) if x is not None and np.ndim(x) == 1 else x


def standardize_input_data(data, names, shapes=None, check_batch_axis=True, exception_prefix=''):
    """Returns data, in any form that `fit` takes, as a list of arrays.

    Args:
        data: array, list or dictionary of arrays, or None.
        names: list of strings, the names of the arrays.
        shapes: list of tuples with the batch axis, the expected shapes; or None.
        check_batch_axis: whether sizes of the batch axis must match, too.
        exception_prefix: string, what the data are, for messages.

    Returns:
        List of arrays, with vectors as columns; a list of None if `data` is None.

    Raises:
        ValueError: if there are too few or too many arrays, or one has another shape.
    """
    if data is None:
        return [None] * len(names)
    expected = list(shapes) if shapes else [None] * len(names)
    arrays = Slots(exception_prefix or 'input', names, expected, [K.floatx()] * len(names),
                   lambda i, shape: '').arrange(data)
    for name, array, shape in zip(names, arrays, expected):
        if check_batch_axis and shape and shape[0] not in (None, array.shape[0]):
            raise ValueError('%s must have %d samples, but has %d.'
                             % (name, shape[0], array.shape[0]))
    return arrays


def check_array_length_consistency(inputs, targets, weights=None):
    """Raises a ValueError unless all arrays in some lists have the same number of samples.

    Args:
        inputs, targets, weights: lists of arrays; None in them is skipped.
    """
    arrays = list(inputs) + list(targets) + list(weights or [])
    names = ['%s %d' % (kind, i) for kind, part in (
        ('input', inputs), ('target', targets), ('sample_weight', weights or []))
        for i in range(len(part))]
    count_samples(names, arrays)


def check_generator_arguments(y=None, sample_weight=None, validation_split=None):
    """Raises a ValueError for arguments of `fit` that cannot be combined with a generator."""
    for name, is_given in (('y', y is not None), ('sample_weight', sample_weight is not None),
                           ('validation_split', bool(validation_split))):
        if is_given:
            raise ValueError('%s cannot be passed together with a generator or a Sequence.' % name)


# Weights


def standardize_sample_weights(sample_weight, output_names):
    """Returns the list of the outputs' sample weights, from the argument `sample_weight` of `fit`.

    Raises:
        ValueError: if names are unknown.
        TypeError: if there are several outputs, and weights for a single one.
    """
    return by_output(sample_weight, output_names)


def standardize_class_weights(class_weight, output_names):
    """Returns the list of the outputs' class weights, from the argument `class_weight` of `fit`."""
    return by_output(usable_class_weight(class_weight, output_names), output_names, 'class_weight')


def standardize_weights(y, sample_weight=None, class_weight=None, sample_weight_mode=None):
    """Returns the weights of samples, or of time steps.

    Args:
        y: array, the targets.
        sample_weight: array of weights, or None.
        class_weight: dictionary from class to weight, or None.
        sample_weight_mode: None, or `'temporal'` for weights of time steps.

    Returns:
        Array `(samples,)` or `(samples, time)`: ones, or the product of both kinds of weights.

    Raises:
        ValueError: if shapes do not match, or a class has no weight.
    """
    if sample_weight_mode not in (None, 'temporal'):
        raise ValueError("sample_weight_mode must be None or 'temporal', but got %r."
                         % (sample_weight_mode,))
    output = _Output('y', sample_weight_mode)
    weights, = arrange_weights([output], [y], sample_weight, class_weight)
    if weights is None:
        axes = 1 if sample_weight_mode is None else 2
        return ones(tuple(y.shape[:axes]), K.floatx()).copy()
    return weights


def weighted_masked_objective(fn):
    """Adds weights and a mask to a loss function.

    Args:
        fn: function `(y_true, y_pred)` that returns a loss for each sample, or None.

    Returns:
        Function `(y_true, y_pred, weights, mask=None)` that returns a scalar tensor: the weighted
        mean over the entries that the mask keeps and whose weights are not 0. None for None.
    """
    if fn is None:
        return None

    def weighted(y_true, y_pred, weights, mask=None):
        score = fn(y_true, y_pred)
        if mask is not None:
            mask = K.cast(mask, K.floatx())
            score = ratio(score * mask, K.mean(mask))
        if weights is not None:
            rank = K.ndim(weights)
            if K.ndim(score) > rank:
                score = K.mean(score, axis=list(range(rank, K.ndim(score))))
            counted = K.cast(K.not_equal(weights, 0), K.floatx())
            score = ratio(score * weights, K.mean(counted))
        return K.mean(score)
    return weighted
