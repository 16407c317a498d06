"""Rearranging entries: joining, slicing, repeating and padding."""
import builtins

import numpy as np
import theano
import theano.tensor as T

from ..checks import check_block, checked_axis, checked_pattern, copies
from ..config import floatx
from .checked_indices import WithinRange
from .sizes import known_entries, sizes_of, with_sizes
from .sparse import concatenated
from .tensors import as_tensor, int_shape, is_sparse, is_tensor, shape_vector, to_dense


def reshape(x, shape):
    vector = shape_vector(shape)
    # Constants among the sizes are recognized only in a list.
    known = known_entries(vector)
    sizes = [vector[axis] if size is None else size for axis, size in enumerate(known)]
    return T.reshape(as_tensor(x), sizes, ndim=len(sizes))


def permute_dimensions(x, pattern):
    x = as_tensor(x)
    return x.dimshuffle(checked_pattern(pattern, x.ndim))


def transpose(x):
    return as_tensor(x).T


def expand_dims(x, axis=-1):
    x = as_tensor(x)
    order = list(range(x.ndim))
    order.insert(checked_axis(axis, x.ndim + 1), 'x')
    return x.dimshuffle(order)


def squeeze(x, axis):
    axis = checked_axis(axis, x.ndim)
    if int_shape(x)[axis] not in (None, 1):
        raise ValueError('K.squeeze removes axes of size 1, but axis %d of the shape %s has size '
                         '%d.' % (axis, int_shape(x), int_shape(x)[axis]))
    rest = [other for other in range(x.ndim) if other != axis]
    return T.addbroadcast(x, axis).dimshuffle(rest)


def concatenate(tensors, axis=-1):
    if builtins.all(is_sparse(x) for x in tensors):
        return concatenated(tensors, axis)
    tensors = [to_dense(as_tensor(x)) for x in tensors]
    axis = checked_axis(axis, tensors[0].ndim)
    result = T.concatenate(tensors, axis)
    return with_sizes(result, [
        size if place == axis else _known(sizes_of(x)[place] for x in tensors)
        for place, size in enumerate(sizes_of(result))])


def _known(sizes):
    """Returns the most informative of several equal sizes."""
    sizes = list(sizes)
    return ([size for size in sizes if isinstance(size, int)] or sizes)[0]


def stack(x, axis=0):
    tensors = [as_tensor(entry) for entry in x]
    return T.stack(tensors, checked_axis(axis, tensors[0].ndim + 1))


def split(x, count, axis=-1):
    axis = checked_axis(axis, x.ndim)
    size = int_shape(x)[axis]
    if size is None or size % count:
        raise ValueError('K.split cannot split axis %d of the shape %s into %d equal parts.' % (
            axis, int_shape(x), count))
    if count == 1:
        return [x]
    parts = T.split(x, [size // count] * count, count, axis)
    sizes = [size // count if place == axis else other
             for place, other in enumerate(sizes_of(x))]
    return [with_sizes(part, sizes) for part in parts]


def slice(x, start, size):
    check_block(x, x.ndim, start, size, is_tensor)
    start, size = ([numbers[axis] for axis in range(x.ndim)] for numbers in (start, size))
    found = x[tuple(builtins.slice(first, None if _is_rest(count) else first + count)
                    for first, count in zip(start, size))]
    return with_sizes(found, [
        known if is_tensor(count) or _is_rest(count) else int(count)
        for known, count in zip(sizes_of(found), size)])


def _is_rest(count):
    return not is_tensor(count) and count == -1


def gather(reference, indices):
    reference, indices = as_tensor(reference), as_tensor(indices)
    sizes = sizes_of(indices) + sizes_of(reference)[1:]
    indices = WithinRange()(indices, reference.shape[0])
    return with_sizes(reference.take(indices, axis=0), sizes)


def reverse(x, axes):
    axes = {checked_axis(axis, x.ndim) for axis in np.atleast_1d(axes)}
    reversed_ = x[tuple(builtins.slice(None, None, -1 if axis in axes else None)
                        for axis in range(x.ndim))]
    return with_sizes(reversed_, sizes_of(x))


def repeat_elements(x, rep, axis):
    x = as_tensor(x)
    axis = checked_axis(axis, x.ndim)
    sizes = [size if place != axis else size * int(rep) if isinstance(size, int) else None
             for place, size in enumerate(sizes_of(x))]
    return with_sizes(T.repeat(x, int(rep), axis), sizes)


def tile(x, n):
    x = as_tensor(x)
    if is_tensor(n):
        return T.tile(x, n, ndim=x.ndim)
    counts = copies(n, x.ndim)
    sizes = [None if is_tensor(count) else size if count == 1 else
             size * int(count) if isinstance(size, int) else None
             for size, count in zip(sizes_of(x), counts)]
    return with_sizes(T.tile(x, counts, ndim=x.ndim), sizes)


def arange(start, stop=None, step=1, dtype='int32'):
    if stop is None:
        start, stop = 0, T.maximum(start, 0) if is_tensor(start) else builtins.max(start, 0)
    limits = [as_tensor(limit) for limit in (start, stop, step)]
    if dtype == 'int32':
        dtype = theano.scalar.upcast('int32', *(
            limit.dtype for limit in limits if limit.dtype.startswith('float')))
    return T.arange(*limits, dtype=dtype)


def one_hot(indices, num_classes):
    indices = as_tensor(indices)
    classes = T.arange(num_classes, dtype=indices.dtype)
    return T.cast(T.eq(T.shape_padright(indices), classes), floatx())


def pad(x, padding):
    x = as_tensor(x)
    added = [builtins.sum(pair) for pair in padding]
    if not builtins.any(added):
        return x
    sizes = [size + more if isinstance(size, int) else None if more else size
             for size, more in zip(sizes_of(x), added)]
    lengths = [size if isinstance(size, int) else x.shape[axis] + more
               for axis, (size, more) in enumerate(zip(sizes, added))]
    inside = tuple(builtins.slice(before, -after if after else None) for before, after in padding)
    around = T.alloc(np.zeros((), x.dtype), *lengths)
    return with_sizes(T.set_subtensor(around[inside], x), sizes)
