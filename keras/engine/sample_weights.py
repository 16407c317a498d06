"""Sample weights and class weights."""
import functools

import numpy as np

from keras import backend as K
from keras.utils.generic_utils import check_for_unexpected_keys
from keras.utils.warn import warn

from .data import joined_by_commas


def arrange_weights(objectives, targets, sample_weight, class_weight):
    """Returns the weights of the samples for each output that takes targets.

    Args:
        objectives: list of `Objective`.
        targets: list of arrays.
        sample_weight: array, list or dictionary by output names; or None.
        class_weight: dictionary from class to weight; list of them, or dictionary by output names;
            or None.

    Returns:
        List of arrays of floats, with None where all weights are equal.

    Raises:
        ValueError: if names are unknown or shapes do not match.
        TypeError: if a model with several outputs gets a single array of weights.
    """
    if sample_weight is None and class_weight is None:
        return [None] * len(objectives)
    names = [objective.name for objective in objectives]
    if not names:
        warn('sample_weight and class_weight are ignored: the model takes no targets.')
    arguments = zip(objectives, targets, by_output(sample_weight, names),
                    by_output(usable_class_weight(class_weight, names), names, 'class_weight'))
    return [_weights(*arguments) for arguments in arguments]


def by_output(value, names, argument='sample_weight'):
    """Returns the list of the entries of an argument for each output.

    Args:
        value: one for the only output, a list, or a dictionary by output names; or None.
        names: list of the names of the outputs.
        argument: string, the name of the argument, for messages.

    Raises:
        ValueError: if names are unknown.
        TypeError: if there are several outputs, and `value` is for a single one.
    """
    if value is None or not names:
        return [None] * len(names)
    if isinstance(value, dict) and not _is_by_class(value):
        check_for_unexpected_keys(argument, value, names)
        return [value.get(name) for name in names]
    if len(names) == 1:
        is_wrapped = isinstance(value, (list, tuple)) and len(value) == 1
        return [value[0] if is_wrapped else value]
    if isinstance(value, (list, tuple)) and len(value) == len(names):
        return list(value)
    raise TypeError('The model takes targets for several outputs (%s), so %s must be a list with '
                    'an entry for each, or a dictionary by their names, but got %s %r.'
                    % (joined_by_commas(names), argument, type(value).__name__, value))


def _is_by_class(value):
    """Returns whether the keys of a dictionary are classes and not output names."""
    return not any(isinstance(key, str) for key in value)


def usable_class_weight(class_weight, names):
    """Returns `class_weight`; for one that Keras 2 silently ignored, warns and returns None.

    Args:
        class_weight: argument of `Model.fit`.
        names: list of the names of the outputs.
    """
    if isinstance(class_weight, dict):
        if not class_weight:
            return None
        if len(names) == 1 or not _is_by_class(class_weight):
            return class_weight
        reason = 'a model with several outputs takes {name of output: {class: weight}}'
    elif class_weight is None or (isinstance(class_weight, (list, tuple)) and len(names) > 1):
        return class_weight
    else:
        reason = 'it should be a dictionary {class: weight}'
    warn('class_weight is ignored: %s, but got %r.' % (reason, class_weight))
    return None


def _weights(objective, target, weights, class_weight):
    if weights is not None:
        weights = np.asarray(weights, dtype=K.floatx())
        _check_weights(objective, target, weights)
    if class_weight is not None:
        by_class = _weights_of_classes(objective, target, class_weight)
        weights = by_class if weights is None else weights * by_class
    return weights


def _check_weights(objective, target, weights):
    if objective.weight_mode == 'temporal':
        if weights.shape != tuple(target.shape[:2]):
            raise ValueError(
                "The sample_weight of output '%s' must have the shape %s, (samples, time), since "
                "sample_weight_mode is 'temporal', but has %s." % (
                    objective.name, tuple(target.shape[:2]), weights.shape))
    elif weights.ndim != 1:
        raise ValueError(
            "The sample_weight of output '%s' must be a vector of %d weights, one for each "
            "sample, but has the shape %s. For a weight for each time step, compile with "
            "sample_weight_mode='temporal'." % (objective.name, target.shape[0], weights.shape))
    elif weights.shape[0] != target.shape[0]:
        raise ValueError("The sample_weight of output '%s' has %d entries for %d samples."
                         % (objective.name, weights.shape[0], target.shape[0]))


def _weights_of_classes(objective, target, class_weight):
    if len(target.shape) > 2 or objective.weight_mode is not None:
        raise ValueError("class_weight needs one class for each sample, but output '%s' takes "
                         "targets of the shape %s. Use sample_weight with "
                         "sample_weight_mode='temporal' instead."
                         % (objective.name, tuple(target.shape)))
    target = np.asarray(target)
    if target.shape[1] > 1:
        classes = target.argmax(axis=1)
    else:
        classes = target[:, 0]
    present, places = np.unique(classes, return_inverse=True)
    missing = [c for c in present.tolist() if c not in class_weight]
    if missing:
        raise ValueError("class_weight must have all classes of output '%s', but %s are in the "
                         "targets and not in class_weight, which has %s." % (
                             objective.name, joined_by_commas(missing),
                             joined_by_commas(sorted(class_weight))))
    weights = np.array([class_weight[c] for c in present.tolist()], dtype=K.floatx())
    return weights[places.reshape(-1)]


@functools.lru_cache(maxsize=32)
def ones(shape, dtype):
    """Returns a cached array of ones, which is read-only."""
    array = np.ones(shape, dtype=dtype)
    array.flags.writeable = False
    return array
