"""Rearranging entries: joining, slicing, repeating and padding."""
import numbers

import numpy as np

from ..checks import check_block, checked_axis, checked_pattern, copies
from ..config import floatx
from .conversion import STACK, as_tensor
from .dynamic_sizes import shape_from, sizes_of
from .graph import Operation, Tensor, is_tensor, known_value
from .sparse import joined
from .static_shapes import axes_of, same
from .tensors import cast, int_shape, to_dense
from .tensors import shape as tensor_shape

# `slice` is an op of this room.
builtin_slice = slice


# Reshaping


def _reshaped(shapes, tensor):
    wanted = shape_from(tensor.inputs[1])
    if wanted is None or -1 not in wanted:
        return wanted
    rest = [size for size in wanted if size != -1]
    missing = None
    if shapes[0] is not None and None not in shapes[0] and None not in rest:
        total, known = int(np.prod(shapes[0])), int(np.prod(rest))
        if known and total % known:
            raise ValueError('K.reshape cannot convert the shape %s to the shape %s.' % (
                shapes[0], wanted))
        missing = total // known if known else None
    return tuple(missing if size == -1 else size for size in wanted)


RESHAPE = Operation('reshape', _reshaped, static_from=1,
                    numpy=lambda x, sizes: np.reshape(x, [int(size) for size in sizes]))


def reshape(x, shape):
    return RESHAPE(as_tensor(x), sizes_of(shape))


def _permuted(shapes, tensor):
    pattern = tensor.attributes['pattern']
    if shapes[0] is None:
        return (None,) * len(pattern)
    return tuple(shapes[0][axis] for axis in pattern)


PERMUTE = Operation('permute_dimensions', _permuted,
                    numpy=lambda x, pattern: np.transpose(x, pattern))


def permute_dimensions(x, pattern):
    x = as_tensor(x)
    pattern = checked_pattern(pattern, len(pattern) if x.ndim is None else x.ndim)
    return x if pattern == list(range(len(pattern))) else PERMUTE(x, pattern=pattern)


def transpose(x):
    x = as_tensor(x)
    return permute_dimensions(x, list(range(x.ndim))[::-1])


def _with_axis(shapes, tensor):
    if shapes[0] is None:
        return None
    axis = tensor.attributes['axis']
    return tuple(shapes[0][:axis]) + (1,) + tuple(shapes[0][axis:])


EXPAND_DIMS = Operation('expand_dims', _with_axis, numpy=lambda x, axis: np.expand_dims(x, axis))


def expand_dims(x, axis=-1):
    x = as_tensor(x)
    return EXPAND_DIMS(x, axis=checked_axis(int(axis), x.ndim + 1))


def _without_axis(shapes, tensor):
    axis = tensor.attributes['axis']
    if shapes[0] is None:
        return None
    if shapes[0][axis] not in (1, None):
        raise ValueError('K.squeeze removes axes of size 1, but axis %d of the shape %s '
                         'has size %d.' % (axis, shapes[0], shapes[0][axis]))
    return tuple(shapes[0][:axis]) + tuple(shapes[0][axis + 1:])


SQUEEZE = Operation('squeeze', _without_axis, numpy=lambda x, axis: np.squeeze(x, axis))


def squeeze(x, axis):
    x = as_tensor(x)
    return SQUEEZE(x, axis=checked_axis(int(axis), x.ndim))


# Joining


def _joined(shapes, tensor):
    known = [shape for shape in shapes if shape is not None]
    if not known:
        return None
    axis = tensor.attributes['axis']
    joined = []
    for i, sizes in enumerate(zip(*known)):
        if i == axis:
            joined.append(None if len(known) < len(shapes) or None in sizes else sum(sizes))
            continue
        distinct = set(sizes) - {None}
        if len(distinct) > 1:
            raise ValueError('K.concatenate needs shapes that differ only in axis %d, but got '
                             '%s.' % (axis, ' and '.join(map(str, shapes))))
        joined.append(distinct.pop() if distinct else None)
    return tuple(joined)


CONCATENATE = Operation('concatenate', _joined,
                        numpy=lambda *xs, axis: np.concatenate(xs, axis))


def concatenate(tensors, axis=-1):
    if all(getattr(x, 'is_sparse', False) for x in tensors):
        return joined(tensors, int(axis))
    tensors = [to_dense(as_tensor(x)) for x in tensors]
    dtypes = {x.dtype for x in tensors}
    if len(dtypes) > 1:
        raise TypeError('K.concatenate needs tensors of the same dtype, but got %s.' % (
            ', '.join(map(repr, tensors))))
    return CONCATENATE(*tensors, axis=checked_axis(int(axis), tensors[0].ndim))


def stack(x, axis=0):
    known = next((entry.dtype for entry in x if is_tensor(entry)), None)
    x = [as_tensor(entry, known) for entry in x]
    if x[0].ndim is None:
        raise ValueError('K.stack needs to know the number of axes of %r.' % (x[0],))
    return STACK(*x, axis=checked_axis(axis, x[0].ndim + 1))


# Cutting


def _kept(shapes, tensor):
    """Returns the shape of a part of a tensor, whose indices may come from tensors."""
    if shapes[0] is None:
        return None
    values = [known_value(x) for x in tensor.inputs[1:]]
    values = [None if value is None or value[()] is None else int(value) for value in values]
    kept, axis = [], 0
    for part in whole_key(filled_key(tensor.attributes['key'], values), len(shapes[0])):
        if part is None:
            kept.append(1)
            continue
        size = shapes[0][axis]
        axis += 1
        if isinstance(part, builtin_slice):
            kept.append(_length(part, size))
        elif part is not _UNKNOWN and size is not None and not -size <= part < size:
            raise ValueError('Index %d is out of range for axis %d of the shape %s.' % (
                part, axis - 1, shapes[0]))
    return tuple(kept)


def _length(part, size):
    if size is None or _UNKNOWN in (part.start, part.stop, part.step):
        return None
    return len(range(*part.indices(size)))


_UNKNOWN = object()


class _Moving:
    """An entry of a key that comes from an input."""

    def __init__(self, index):
        self.index = index


def whole_key(key, rank):
    """Returns a key with an entry for each axis and each new one, without an ellipsis."""
    taken = sum(1 for part in key if part is not None and part is not Ellipsis)
    if taken > rank:
        raise ValueError('Too many indices for a tensor with %d axes: %s.' % (rank, key))
    if not any(part is Ellipsis for part in key):
        key = key + (Ellipsis,)
    at = next(i for i, part in enumerate(key) if part is Ellipsis)
    return key[:at] + (builtin_slice(None),) * (rank - taken) + key[at + 1:]


def filled_key(key, values):
    """Returns a key with the ints of the inputs inserted."""
    def fill(part):
        if isinstance(part, _Moving):
            value = values[part.index]
            return _UNKNOWN if value is None else int(value)
        if isinstance(part, builtin_slice):
            return builtin_slice(fill(part.start), fill(part.stop), fill(part.step))
        return part
    return tuple(fill(part) for part in key)


GETITEM = Operation('getitem', _kept, static_from=1,
                    numpy=lambda x, *values, key: x[filled_key(key, values)])


def getitem(x, key):
    places = []

    def taken(part):
        if isinstance(part, builtin_slice):
            return builtin_slice(taken(part.start), taken(part.stop), taken(part.step))
        if is_tensor(part) and part.shape == ():
            places.append(part)
            return _Moving(len(places) - 1)
        if isinstance(part, (list, np.ndarray)) or is_tensor(part):
            raise TypeError('Tensors are indexed with ints, slices, None and ..., but got %r. Use '
                            'K.gather.' % (part,))
        return part

    key = tuple(taken(part) for part in (key if isinstance(key, tuple) else (key,)))
    return GETITEM(x, *places, key=key)


Tensor.__getitem__ = getitem


def split(x, count, axis=-1):
    axis = checked_axis(axis, x.ndim)
    size = int_shape(x)[axis]
    if size is None or size % count:
        raise ValueError('K.split needs an axis of known size that is a multiple of %d, but got '
                         'axis %d of the shape %s.' % (count, axis, int_shape(x)))
    before = (builtin_slice(None),) * axis
    part = size // count
    return [x[before + (builtin_slice(i * part, (i + 1) * part),)] for i in range(count)]


def slice(x, start, size):
    x = as_tensor(x)
    check_block(x, x.ndim, start, size, is_tensor)
    key = []
    for axis in range(x.ndim):
        begin, length = start[axis], size[axis]
        whole = isinstance(length, numbers.Integral) and length == -1
        key.append(builtin_slice(begin, None if whole else begin + length))
    return x[tuple(key)]


def _gathered(shapes, tensor):
    reference, indices = shapes
    return None if None in shapes else tuple(indices) + tuple(reference[1:])


GATHER = Operation('gather', _gathered, numpy=lambda reference, indices: reference[indices])


def _checked_rows(indices, sizes):
    wrong = indices[(indices < 0) | (indices >= sizes[0])]
    if wrong.size:
        raise ValueError('K.gather got an index without a row, for a tensor of shape %s: %d is '
                         'not in [0, %d).' % (tuple(sizes), wrong[0], sizes[0]))
    return indices


# Engines would read memory beyond the rows, or other rows.
ROWS_WITHIN = Operation('rows', same, numpy=_checked_rows, differentiable=False)


def gather(reference, indices):
    reference = as_tensor(reference)
    return GATHER(reference, ROWS_WITHIN(as_tensor(indices, 'int32'), tensor_shape(reference)))


def reverse(x, axes):
    axes = axes_of(axes, x.ndim)
    return x[tuple(builtin_slice(None, None, -1 if i in axes else None) for i in range(x.ndim))]


# Repeating


def _tiled(shapes, tensor):
    counts = known_value(tensor.inputs[1])
    if shapes[0] is None or counts is None:
        return shapes[0] and (None,) * len(shapes[0])
    return tuple(None if None in (size, count) else size * int(count)
                 for size, count in zip(shapes[0], counts))


TILE = Operation('tile', _tiled, static_from=1,
                 numpy=lambda x, counts: np.tile(x, [int(count) for count in counts]))


def tile(x, n):
    x = as_tensor(x)
    return TILE(x, sizes_of(n if is_tensor(n) else copies(n, x.ndim)))


def _repeated(shapes, tensor):
    if shapes[0] is None:
        return None
    axis, times = tensor.attributes['axis'], tensor.attributes['times']
    return tuple(size if i != axis or size is None else size * times
                 for i, size in enumerate(shapes[0]))


REPEAT = Operation('repeat_elements', _repeated,
                   numpy=lambda x, times, axis: np.repeat(x, times, axis))


def repeat_elements(x, rep, axis):
    x = as_tensor(x)
    return REPEAT(x, times=int(rep), axis=checked_axis(int(axis), x.ndim))


# Making numbers


def _range_shape(shapes, tensor):
    values = [known_value(x) for x in tensor.inputs]
    if any(value is None or value[()] is None for value in values):
        return (None,)
    return np.arange(*[value[()] for value in values]).shape


RANGE = Operation('arange', _range_shape, numpy=np.arange, differentiable=False)


def arange(start, stop=None, step=1, dtype='int32'):
    if stop is None:
        start, stop = 0, start
    operands = [start, stop, step]
    dtypes = {as_tensor(x).dtype for x in operands}
    common = np.result_type(*dtypes).name if len(dtypes) > 1 else dtypes.pop()
    numbers_ = RANGE(*[cast(as_tensor(x), common) for x in operands])
    return numbers_ if dtype == 'int32' else cast(numbers_, dtype)


def _one_hot(indices, count):
    return np.equal(indices[..., None], np.arange(count))


ONE_HOT = Operation('one_hot', lambda shapes, x: None if shapes[0] is None else tuple(
    shapes[0]) + (x.attributes['count'],), numpy=_one_hot, differentiable=False)


def one_hot(indices, num_classes):
    return ONE_HOT(as_tensor(indices, 'int32'), count=int(num_classes), dtype=floatx())


def _chosen(classes, sizes):
    wrong = classes[(classes < 0) | (classes >= sizes[-1])]
    if wrong.size:
        raise ValueError('The classes of K.sparse_categorical_crossentropy must be in [0, %d), '
                         'for an output of shape %s, but one is %d.' % (
                             sizes[-1], tuple(sizes), wrong[0]))
    return _one_hot(classes.reshape(sizes[:-1]), sizes[-1])


CHOSEN = Operation('chosen', lambda shapes, x: shape_from(x.inputs[1]), numpy=_chosen,
                   differentiable=False)


# Padding


def _padded_shape(shapes, tensor):
    return None if shapes[0] is None else tuple(
        None if size is None else before + size + after
        for size, (before, after) in zip(shapes[0], tensor.attributes['padding']))


PAD = Operation('pad', _padded_shape, numpy=lambda x, padding: np.pad(x, padding, 'constant'))


def pad(x, padding):
    return PAD(as_tensor(x), padding=[tuple(map(int, pair)) for pair in padding])
