"""A single process."""
from keras import backend as K

from ..config import backend


def connect_workers(addresses, index, timeout):
    raise NotImplementedError('The %s backend trains in a single process. TensorFlow can connect '
                              '%d workers: set KERAS_BACKEND=tensorflow.'
                              % (backend(), len(addresses)))


def sum_over_workers(array):
    return array


def average_gradients(loss, variables, half_precision=False, sparse_as_dense=False):
    return K.gradients(loss, variables)
