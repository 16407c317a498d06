"""Rearranging entries on top of other ops."""
import numpy as np

from keras import backend as K


def flatten(x):
    return K.reshape(x, (-1,))


def batch_flatten(x):
    sizes = K.int_shape(x)[1:]
    if None not in sizes:
        return K.reshape(x, (-1, int(np.prod(sizes))))
    return K.reshape(x, K.stack([-1, K.prod(K.shape(x)[1:])]))


def repeat(x, n):
    if K.ndim(x) != 2:
        raise ValueError('K.repeat needs a matrix (batch, size), but got %s.' % (x,))
    return K.repeat_elements(K.expand_dims(x, 1), n, axis=1)
