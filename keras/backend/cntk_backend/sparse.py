"""Sparse matrices stay SciPy's as long as CNTK does not compute with them."""
from ..recorded import sparse as ops
from .implementations import implement


def _joined(*matrices, axis):
    import scipy.sparse
    join = scipy.sparse.hstack if axis else scipy.sparse.vstack
    return join(matrices).tocsr()


implement(ops.SPARSE_CONSTANT, evaluate=lambda trace, x, env: trace.stored(
    x.attributes['value'], is_constant=True))
implement(ops.SPARSE_CONCATENATE, evaluate=lambda trace, x, env: trace.computed(
    lambda *matrices: _joined(*matrices, **x.attributes), None, [env[id(y)] for y in x.inputs]))
implement(ops.TO_DENSE, evaluate=lambda trace, x, env: trace.computed(
    lambda matrix: matrix.toarray(), x.dtype, [env[id(x.inputs[0])]]))
