"""Asking what tensors are, on top of other ops."""
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


def set_value(x, value):
    K.batch_set_value([(x, value)])
