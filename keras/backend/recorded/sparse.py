"""Sparse matrices, which are SciPy's; an engine gets them in dense form at the latest when it
computes with them."""
import numpy as np

from .graph import Operation, Tensor


class SparseTensor(Tensor):
    is_sparse = True


def constant_from(matrix, dtype):
    """Returns a constant sparse tensor with the entries of a SciPy sparse matrix."""
    matrix = matrix.tocsr().astype(dtype)
    x = SparseTensor(SPARSE_CONSTANT, [], {'value': matrix}, np.dtype(dtype).name)
    x._keras_shape = x.shape
    x._uses_learning_phase = False
    return x


def joined(tensors, axis):
    """Joins sparse matrices along an axis."""
    return SparseTensor(SPARSE_CONCATENATE, tensors, {'axis': axis % 2}, tensors[0].dtype)


def _joined_shape(shapes, tensor):
    axis = tensor.attributes['axis']
    sizes = [shape[axis] for shape in shapes]
    joined = list(shapes[0])
    joined[axis] = None if None in sizes else sum(sizes)
    return tuple(joined)


SPARSE_CONSTANT = Operation('sparse_constant', lambda shapes, x: x.attributes['value'].shape)
SPARSE_CONCATENATE = Operation('sparse_concatenate', _joined_shape)
TO_DENSE = Operation('to_dense', lambda shapes, x: shapes[0])
