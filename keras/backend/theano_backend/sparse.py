"""Sparse matrices of `theano.sparse`, whose values are SciPy matrices."""
import theano.sparse

from .sizes import known_sizes, sizes_of, with_sizes


def sparse_dot(x, y):
    """Returns the product of a sparse and a dense matrix, which is dense."""
    (rows, inner), y_sizes = known_sizes(x), known_sizes(y)
    if len(y_sizes) != 2 or None not in (inner, y_sizes[0]) and inner != y_sizes[0]:
        raise ValueError('K.dot needs a sparse matrix (rows, n) and a matrix (n, columns), but got '
                         'the shapes %s and %s.' % ((rows, inner), y_sizes))
    product = theano.sparse.structured_dot(x, y)
    return with_sizes(product, (sizes_of(x)[0], sizes_of(y)[1]))


def concatenated(matrices, axis):
    """Joins sparse matrices along an axis."""
    axis = int(axis) % 2
    join = theano.sparse.hstack if axis else theano.sparse.vstack
    joined = join(matrices, format='csr', dtype=matrices[0].dtype)
    lengths = [known_sizes(x)[axis] for x in matrices]
    others = [size for size in (known_sizes(x)[1 - axis] for x in matrices) if size is not None]
    sizes = [None if None in lengths else sum(lengths), others[0] if others else None]
    joined._sizes = tuple(sizes if axis == 0 else sizes[::-1])
    return joined
