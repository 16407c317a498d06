"""Operands that combine as in NumPy and TensorFlow: sizes of 1 broadcast, numbers are converted.

Theano broadcasts only axes whose size is 1 according to the type of a variable. Here this is
determined from the shapes or, where they are unknown, when a function runs.
"""
import functools

import numpy as np
import theano
import theano.tensor as T
from theano.gradient import DisconnectedType
from theano.tensor.var import _tensor_py_operators

from ..building import Nested
from ..config import floatx
from .sizes import known_sizes, same, sizes_of

_within_a_batch = Nested()


def within_a_batch():
    return _within_a_batch.entered(True)


def aligned(*tensors):
    """Returns tensors equal to `tensors` that Theano can broadcast.

    Raises:
        ValueError: if the shapes do not broadcast.
    """
    tensors = list(tensors)
    late = False
    for axis in range(1, max(x.ndim for x in tensors) + 1):  # from the last one
        those = [k for k, x in enumerate(tensors)
                 if x.ndim >= axis and not x.broadcastable[-axis]]
        if len(those) < 2:
            continue
        different = []
        for k in those:
            size = sizes_of(tensors[k])[-axis]
            if isinstance(size, int) and size == 1:
                tensors[k] = T.addbroadcast(tensors[k], tensors[k].ndim - axis)
            elif not any(same(size, other) for other in different):
                different.append(size)
        if sum(isinstance(size, int) for size in different) > 1:
            raise ValueError('The shapes %s do not broadcast: sizes must be equal, or 1, in each '
                             'axis.'
                             % ' and '.join(str(known_sizes(x)) for x in tensors))
        is_batch = _within_a_batch.entries and all(tensors[k].ndim == axis for k in those)
        late = late or len(different) > 1 and not is_batch
    return _aligned_late(tensors) if late else tensors


def _aligned_late(tensors):
    rank = max(x.ndim for x in tensors)
    several = [k for k, x in enumerate(tensors) if x.ndim > 0]
    padded = [T.shape_padleft(tensors[k], rank - tensors[k].ndim) for k in several]
    for k, x in zip(several, Aligned(len(padded))(*padded)):
        tensors[k] = x
    return tensors


class Aligned(theano.Op):
    """Broadcasts tensors with equally many axes to their common shape."""
    __props__ = ('count',)

    def __init__(self, count):
        self.count = count
        self.view_map = {place: [place] for place in range(count)}

    def make_node(self, *tensors):
        is_one = [all(flags) for flags in zip(*(x.broadcastable for x in tensors))]
        return theano.Apply(self, list(tensors),
                            [T.TensorType(x.dtype, is_one)() for x in tensors])

    def perform(self, node, inputs, outputs):
        shape = np.broadcast(*inputs).shape
        for x, output in zip(inputs, outputs):
            output[0] = x if x.shape == shape else np.array(np.broadcast_to(x, shape))

    def infer_shape(self, node, shapes):
        sizes = []
        for axis, is_one in enumerate(node.outputs[0].broadcastable):
            those = [shape[axis] for x, shape in zip(node.inputs, shapes)
                     if not x.broadcastable[axis]]
            known = [size for size in those if isinstance(size, T.Constant)]
            if known or is_one:
                sizes.append(known[0] if known else T.constant(1, dtype='int64'))
            else:
                sizes.append(functools.reduce(lambda a, b: T.switch(T.eq(a, 1), b, a), those))
        return [tuple(sizes)] * len(shapes)

    def connection_pattern(self, node):
        return [[i == j for j in range(self.count)] for i in range(self.count)]

    def grad(self, inputs, gradients):
        return [g if isinstance(g.type, DisconnectedType) else SummedTo()(g, x)
                for g, x in zip(gradients, inputs)]


class SummedTo(theano.Op):
    """Sums a tensor along the axes where another one has size 1."""
    __props__ = ()
    view_map = {0: [0]}

    def make_node(self, x, like):
        return theano.Apply(self, [x, like], [T.TensorType(x.dtype, like.broadcastable)()])

    def perform(self, node, inputs, outputs):
        x, like = inputs
        axes = tuple(axis for axis in range(x.ndim)
                     if like.shape[axis] == 1 and x.shape[axis] != 1)
        outputs[0][0] = np.asarray(x.sum(axes, keepdims=True), x.dtype) if axes else x

    def infer_shape(self, node, shapes):
        return [shapes[1]]

    def connection_pattern(self, node):
        return [[True], [False]]

    def grad(self, inputs, gradients):
        return [Aligned(2)(gradients[0], inputs[0])[0], DisconnectedType()()]


def alike(x, y):
    """Converts two operands, at least one of them a tensor, to be combined.

    Numbers and arrays take the type of the tensor; ints and bools that of a float tensor.
    """
    x, y = _typed(x, y), _typed(y, x)
    if x.dtype != y.dtype:
        if _is_float(x) and not _is_float(y):
            y = T.cast(y, x.dtype)
        elif _is_float(y) and not _is_float(x):
            x = T.cast(x, y.dtype)
    return aligned(x, y)


def _typed(x, other):
    """Returns `x` as a tensor that can be combined with `other`, if that is a tensor."""
    if is_dense(x):
        return x
    array = np.asarray(x)
    if array.dtype.kind not in 'biuf' or not is_dense(other) or other.dtype == 'bool':
        return T.as_tensor_variable(x)
    is_whole = array.dtype.kind != 'f'
    dtype = other.dtype if is_whole or _is_float(other) else floatx()
    return T.TensorConstant(T.TensorType(dtype, [size == 1 for size in array.shape]),
                            np.asarray(array, dtype))


def is_dense(x):
    return isinstance(getattr(x, 'type', None), T.TensorType)


def _is_float(x):
    return x.dtype.startswith('float')


_OPERATORS = ('add', 'sub', 'mul', 'truediv', 'pow', 'floordiv', 'mod',
              'radd', 'rsub', 'rmul', 'rtruediv', 'rpow', 'lt', 'le', 'gt', 'ge')


def _with_operands_alike(operator):
    """Returns an operator of Theano's tensors that first converts its operands."""
    @functools.wraps(operator)
    def applied(self, other):
        if not _as_theano_has_them.entries and is_dense(self) and (is_dense(other) or isinstance(
                other, (int, float, list, tuple, np.ndarray, np.generic))):
            return operator(*alike(self, other))
        return operator(self, other)
    return applied


_as_theano_has_them = Nested()


def theanos_operators():
    """Restores Theano's operators, because Theano's gradients know which axes broadcast."""
    return _as_theano_has_them.entered(True)


for _name in ('__%s__' % name for name in _OPERATORS):
    setattr(_tensor_py_operators, _name,
            _with_operands_alike(getattr(_tensor_py_operators, _name)))


def _checked(getitem):
    """Returns Theano's indexing, with an index for each axis if there are new axes.

    An index that is known to be out of range raises an error when the tensor is made.
    """
    @functools.wraps(getitem)
    def indexed(self, index):
        entries = index if isinstance(index, tuple) else (index,)
        if any(entry is None for entry in entries) and not any(
                entry is Ellipsis for entry in entries):
            index = entries + (Ellipsis,)
        elif any(isinstance(entry, int) for entry in entries) and all(
                isinstance(entry, (int, slice)) for entry in entries):
            _check_range(self, entries)
        return getitem(self, index)
    return indexed


def _check_range(x, entries):
    for axis, (entry, size) in enumerate(zip(entries, sizes_of(x))):
        if isinstance(entry, int) and isinstance(size, int) and not -size <= entry < size:
            raise ValueError('Index %d is out of range: axis %d of the shape %s has %d entries.' % (
                entry, axis, known_sizes(x), size))


_tensor_py_operators.__getitem__ = _checked(_tensor_py_operators.__getitem__)
