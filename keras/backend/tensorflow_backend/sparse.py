"""Conversion of SciPy sparse matrices to TensorFlow's."""
import numpy as np
import tensorflow as tf


def value_from(matrix, dtype):
    """Returns a matrix as a `SparseTensorValue`, in the order that TensorFlow requires.

    Args:
        matrix: SciPy sparse matrix, or an array, whose zeros are left out.
        dtype: dtype of the entries.
    """
    if not hasattr(matrix, 'tocsr'):
        array = np.asarray(matrix, dtype)
        places = np.nonzero(array)
        return tf.compat.v1.SparseTensorValue(np.stack(places, axis=1), array[places], array.shape)
    matrix = matrix.tocsr(copy=True)
    matrix.sum_duplicates()
    matrix = matrix.tocoo()
    indices = np.stack([matrix.row, matrix.col], axis=1).astype('int64')
    return tf.compat.v1.SparseTensorValue(indices, matrix.data.astype(dtype), matrix.shape)


def constant_from(matrix, dtype):
    """Returns a constant `tf.SparseTensor` with the entries of a SciPy sparse matrix."""
    return tf.SparseTensor(*value_from(matrix, dtype))
