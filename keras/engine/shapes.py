"""Shapes that are passed to layers, and shapes of their inputs and outputs."""
import operator

from keras import backend as K
from keras.utils.generic_utils import to_list


def batch_input_shape(name, kwargs):
    """Returns the input shape that a layer's arguments specify, or None."""
    if kwargs.get('batch_input_shape') is not None:
        return checked_shape(name, 'batch_input_shape', kwargs['batch_input_shape'])
    if kwargs.get('input_shape') is not None:
        shape = checked_shape(name, 'input_shape', kwargs['input_shape'])
    elif kwargs.get('input_dim') is not None:
        shape = checked_shape(name, 'input_dim', (kwargs['input_dim'],))
    else:
        return None
    return (kwargs.get('batch_size'),) + shape


def checked_shape(name, argument, shape):
    """Returns a shape as a tuple of ints and None; a TypeError names the layer and argument."""
    if not hasattr(shape, '__iter__'):
        raise TypeError('%s of layer %s must be a tuple, but got %r. For a single axis, write '
                        '%s=(%s,).' % (argument, name, shape, argument, shape))
    try:
        return tuple(None if size is None else operator.index(size) for size in shape)
    except TypeError as error:
        raise TypeError('%s of layer %s must contain ints, and None for sizes that may vary, but '
                        'got %r.' % (argument, name, shape)) from error


def shapes_of(name, inputs):
    shapes = [K.int_shape(x) for x in to_list(inputs)]
    if None in shapes:
        raise ValueError('Layer %s was called on a tensor whose number of axes is unknown. Make '
                         'placeholders with `shape` or `ndim`.' % name)
    return shapes


def is_shape(shapes):
    return isinstance(shapes, tuple) and not any(isinstance(s, (tuple, list)) for s in shapes)


def refined(shape, y):
    """Returns the shape of `y`; sizes that the engine does not know come from `shape`, a guess."""
    known = K.int_shape(y)
    if known is None or (len(known) != len(shape)):
        return known or shape
    return tuple(guess if size is None else size for guess, size in zip(shape, known))
