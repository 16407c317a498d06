"""Rearranging entries on top of other ops."""
import numpy as np

from keras import backend as K

from ..checks import checked_padding


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


def temporal_padding(x, padding=(1, 1)):
    return _padded(x, checked_padding([padding], 1), 'channels_last')


def spatial_2d_padding(x, padding=((1, 1), (1, 1)), data_format=None):
    return _padded(x, checked_padding(padding, 2), data_format)


def spatial_3d_padding(x, padding=((1, 1), (1, 1), (1, 1)), data_format=None):
    return _padded(x, checked_padding(padding, 3), data_format)


def _padded(x, spatial, data_format):
    none = [(0, 0)]
    channels_first = K.normalize_data_format(data_format) == 'channels_first'
    padding = none + none + spatial if channels_first else none + spatial + none
    if K.ndim(x) not in (len(padding), None):
        raise ValueError('Padding %s needs a tensor with %d axes, but got %r.' % (
            spatial, len(padding), x))
    return K.pad(x, padding)
