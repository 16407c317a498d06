"""Checks of arguments of activations, losses, dropout and biases that all backends share."""
import numbers

import numpy as np


def check_axis(op, shape, axis):
    """Raises ValueError if an input has no such axis.

    Args:
        op: name of the op, for the message.
        shape: tuple of the input, or None if even the rank is unknown.
        axis: int.
    """
    if not isinstance(axis, numbers.Integral) or (
            shape is not None and not -len(shape) <= axis < len(shape)):
        raise ValueError('K.%s along axis %r needs an input that has this axis, but got one of '
                         'shape %s.' % (op, axis, shape))


def is_number(value, number=None):
    """Returns whether `value` is a number (if `number` is given, that number) and not a tensor."""
    return isinstance(value, (numbers.Number, np.ndarray)) and np.ndim(value) == 0 and (
        number is None or value == number)


def least_kept(level):
    """Returns the smallest 16-bit number for which `K.dropout` keeps an entry.

    Drawing random bits takes most of the time of a dropout; 16 for each entry are enough.

    Raises:
        ValueError: unless the level is from 0 to less than 1.
    """
    if not 0 <= level < 1:
        raise ValueError('The level of K.dropout is the fraction of values to drop, at least 0 '
                         'and less than 1, but got %r.' % (level,))
    return min(int(round(level * 2**16)), 2**16 - 1)


def check_bias(shape, bias_shape, axis):
    """Raises ValueError unless `K.bias_add` got a bias of the right shape.

    Args:
        shape: tuple of the input, or None if even the rank is unknown.
        bias_shape: tuple of the bias.
        axis: int, the axis of the channels.
    """
    if shape is None:
        return
    if len(bias_shape) == 1:
        if None not in (shape[axis], bias_shape[0]) and shape[axis] != bias_shape[0]:
            raise ValueError('K.bias_add got a bias for %d channels, but an input of shape %s, '
                             'which has %d channels.' % (bias_shape[0], shape, shape[axis]))
    elif len(bias_shape) != len(shape) - 1:
        raise ValueError('K.bias_add needs a bias with 1 or, for an input of shape %s, %d axes, '
                         'but got shape %s.' % (shape, len(shape) - 1, bias_shape))


def moment_axes(axes, rank):
    """Returns the axes that moments are taken over, sorted and counted from the start.

    Args:
        axes: list of ints, or one of Theano's names for them: `'per-activation'` for the batch
            axis, `'spatial'` for all axes but the second one.
        rank: int, the number of axes of the input.

    Raises:
        ValueError: if there are no such axes.
    """
    named = {'per-activation': [0], 'spatial': [0] + list(range(2, rank))}
    if isinstance(axes, str) and axes in named:
        return named[axes]
    if not isinstance(axes, (list, tuple)) or not all(
            isinstance(axis, numbers.Integral) and -rank <= axis < rank for axis in axes):
        raise ValueError("The reduction_axes of K.normalize_batch_in_training must be a list of "
                         "axes of the input, which has %d, 'per-activation' or 'spatial', but got "
                         "%r." % (rank, axes))
    return sorted({int(axis) % rank for axis in axes})
