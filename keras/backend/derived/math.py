"""Arithmetic on top of other ops."""
from keras import backend as K


def var(x, axis=None, keepdims=False):
    x = K.cast(x, K.floatx()) if K.dtype(x) == 'bool' else x
    return K.mean(K.square(x - K.mean(x, axis, keepdims=True)), axis, keepdims)


def std(x, axis=None, keepdims=False):
    return K.sqrt(K.var(x, axis, keepdims))
