"""Sparse matrices, which are SciPy's; CNTK gets them in dense form."""
import numpy as np

from .graph import Operation, Tensor


class SparseTensor(Tensor):
    is_sparse = True


def constant_from(matrix, dtype):
    """Returns a constant sparse tensor with the entries of a SciPy sparse matrix."""
    matrix = matrix.tocsr().astype(dtype)
    x = SparseTensor(_SPARSE_CONSTANT, [], {'value': matrix}, np.dtype(dtype).name)
    x._keras_shape = x.shape
    x._uses_learning_phase = False
    return x


def joined(tensors, axis):
    """Joins sparse matrices along an axis."""
    return SparseTensor(_SPARSE_CONCATENATE, tensors, {'axis': axis % 2}, tensors[0].dtype)


def _joined_arrays(*matrices, axis):
    import scipy.sparse
    join = scipy.sparse.hstack if axis else scipy.sparse.vstack
    return join(matrices).tocsr()


def _joined_shape(shapes, tensor):
    axis = tensor.attributes['axis']
    sizes = [shape[axis] for shape in shapes]
    joined = list(shapes[0])
    joined[axis] = None if None in sizes else sum(sizes)
    return tuple(joined)


_SPARSE_CONSTANT = Operation(
    'sparse_constant', lambda shapes, x: x.attributes['value'].shape,
    evaluate=lambda trace, x, env: trace.stored(x.attributes['value'], is_constant=True))
_SPARSE_CONCATENATE = Operation(
    'sparse_concatenate', _joined_shape,
    evaluate=lambda trace, x, env: trace.computed(
        lambda *matrices: _joined_arrays(*matrices, **x.attributes), None,
        [env[id(y)] for y in x.inputs]))
TO_DENSE = Operation('to_dense', lambda shapes, x: shapes[0],
                     evaluate=lambda trace, x, env: trace.computed(
                         lambda matrix: matrix.toarray(), x.dtype, [env[id(x.inputs[0])]]))
