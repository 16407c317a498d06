"""Inspecting tensors and setting values, on top of other ops."""
import numpy as np

from keras import backend as K


def is_keras_tensor(x):
    if not K.is_tensor(x):
        raise ValueError('Expected a tensor, such as the output of a layer, but got %r of type %s.'
                         % (x, type(x).__name__))
    return hasattr(x, '_keras_history')


def count_params(x):
    return int(np.prod(K.int_shape(x)))


def get_value(x):
    return K.batch_get_value([x])[0]


def borrow_values(variables):
    return K.batch_get_value(variables)


def set_value(x, value):
    K.batch_set_value([(x, value)])


def array_for(x, value):
    """Returns a copy of `value` as an array for variable `x`, which may keep it."""
    if not K.is_variable(x):
        raise TypeError('Only variables can be set to a value, but got %r.' % (x,))
    array, shape = np.array(value, dtype=K.dtype(x)), K.int_shape(x)
    if shape is not None and (len(shape) != array.ndim or any(
            wanted not in (size, None) for wanted, size in zip(shape, array.shape))):
        raise ValueError('The variable %s has the shape %s, but the value to set has the shape '
                         '%s.' % (x.name, shape, array.shape))
    return array


def eye(size, dtype=None, name=None):
    rows, columns = size if isinstance(size, (list, tuple)) else (size, size)
    return K.variable(np.eye(rows, columns), dtype=dtype, name=name)
