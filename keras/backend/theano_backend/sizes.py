"""The known part of a tensor's shape, before anything is computed.

Theano's operations can return expressions for the shapes of their outputs, given those of their
inputs. Here these expressions are evaluated, with known sizes as constants. An unknown size is
represented by a scalar variable, which may occur in other shapes: two sizes that are the same
variable are equal.
"""
import numpy as np
import theano
import theano.tensor as T
from theano.compile.ops import Rebroadcast, Shape, Shape_i
from theano.ifelse import IfElse
from theano.tensor.elemwise import CAReduce, DimShuffle, Elemwise
from theano.tensor.opt import Assert, MakeVector

from ..building import Nested

_MOST_TO_WORK_OUT = 64  # entries of a vector of sizes


def sizes_of(x):
    """Returns the known part of the shape of the variable `x`.

    Returns:
        Tuple of ints, with scalar variables for unknown sizes; None for variables without shape.
    """
    if not hasattr(x, '_sizes'):
        for variable in _not_noted(x):
            _note(variable)
    return x._sizes


def known_sizes(x):
    """Returns the shape of the variable `x` as a tuple of ints, with None for unknown sizes."""
    sizes = sizes_of(x)
    return sizes and tuple(size if isinstance(size, int) else None for size in sizes)


def with_sizes(x, sizes):
    """Returns the variable `x` with its shape recorded.

    Args:
        x: variable.
        sizes: for each axis an int, a scalar variable from `sizes_of`, or None where unknown.
    """
    x._sizes = tuple(1 if is_one else _unknown() if size is None else size
                     for size, is_one in zip(sizes, x.broadcastable))
    return x


def same(size, other):
    """Returns whether two entries of `sizes_of` are known to be equal."""
    return size is other or isinstance(size, int) and isinstance(other, int) and size == other


def known_entries(vector):
    """Returns the entries of a vector of ints as a list of ints, with None for unknown ones.

    Returns None if their number is unknown.
    """
    entries = _value(vector)
    return entries and [entry if isinstance(entry, int) else None for entry in entries]


def _unknown():
    size = T.lscalar()
    size._sizes = ()
    size._stands_for_a_size = True
    return size


def _not_noted(x):
    """Yields `x` and its origins without recorded shapes, the origins first."""
    stack = [(x, False)]
    while stack:
        variable, origins_are_noted = stack.pop()
        if hasattr(variable, '_sizes'):
            continue
        if origins_are_noted or variable.owner is None:
            yield variable
        else:
            stack.append((variable, True))
            stack.extend((origin, False) for origin in variable.owner.inputs)


def _note(x):
    if x.owner is None:
        x._sizes = _sizes_of_origin(x)
        return
    outputs = [(place, output) for place, output in enumerate(x.owner.outputs)
               if not hasattr(output, '_sizes')]
    found = _sizes_of_outputs(x.owner)
    for place, output in outputs:
        sizes = found[place]
        if not hasattr(output, 'broadcastable'):
            output._sizes = _sizes_without_axes(output)
        else:
            is_known = sizes is not None and len(sizes) == output.ndim
            with_sizes(output, sizes if is_known else (None,) * output.ndim)


def _sizes_of_origin(x):
    """Returns the sizes of a variable that is not made by an operation."""
    if isinstance(x, theano.Constant) and hasattr(x.data, 'shape'):
        return tuple(x.data.shape)
    if not hasattr(x, 'broadcastable'):
        return _sizes_without_axes(x)
    if isinstance(x, theano.compile.SharedVariable):
        return tuple(x.get_value(borrow=True).shape)
    return tuple(1 if is_one else _unknown() for is_one in x.broadcastable)


def _sizes_without_axes(x):
    return () if isinstance(x.type, theano.scalar.Scalar) else None


_asked = Nested()  # operations whose shapes are being worked out


def _sizes_of_outputs(node):
    """Returns, for each output of an operation, its sizes, or None if nothing is known."""
    inputs = [x._sizes for x in node.inputs]
    if isinstance(node.op, Elemwise):
        return [_broadcast(node.inputs, inputs)] * len(node.outputs)
    if isinstance(node.op, DimShuffle):
        return [[1 if axis == 'x' else inputs[0][axis] for axis in node.op.new_order]]
    if isinstance(node.op, IfElse):
        branches = inputs[1:]
        half = len(node.outputs)
        return [_common(pair) for pair in zip(branches[:half], branches[half:])]
    # The expression of a loop may be circular: the size of its result.
    if node in _asked.entries or not hasattr(node.op, 'infer_shape'):
        return [None] * len(node.outputs)
    symbolic = [sizes and tuple(_as_variable(size) for size in sizes) for sizes in inputs]
    try:
        with _asked.entered(node):
            found = node.op.infer_shape(node, symbolic)
            found = [sizes and [_worked_out(size) for size in sizes] for sizes in found]
    except Exception:  # if an operation raises anything, its shape is unknown
        return [None] * len(node.outputs)
    if isinstance(node.op, T.Reshape):
        return [_with_the_one_that_is_left(inputs[0], found[0])]
    return found


def _with_the_one_that_is_left(before, after):
    """Returns the sizes after a reshape; an unknown one follows from the others before and after.
    """
    if after is None or after.count(None) != 1:
        return after
    left = [size for size in before if not isinstance(size, int)]
    for size in after:
        left = [other for other in left if other is not size]
    whole, known = _known_product(before), _known_product(after)
    if len(left) == 1 and whole == known:
        found = left[0]
    elif not left and known and whole % known == 0:
        found = int(whole // known)
    else:
        return after
    return [found if size is None else size for size in after]


def _known_product(sizes):
    return np.prod([size for size in sizes if isinstance(size, int)], dtype='int64')


def _broadcast(variables, shapes):
    sizes = []
    for axis in range(len(shapes[0])):
        candidates = [shape[axis] for x, shape in zip(variables, shapes)
                      if not x.broadcastable[axis]]
        known = [size for size in candidates if isinstance(size, int)]
        sizes.append((known or candidates or [1])[0])
    return sizes


def _common(shapes):
    """Returns the sizes that two shapes have in common."""
    one, other = shapes
    return one and other and [size if same(size, another) else None
                              for size, another in zip(one, other)]


_constants = {}


def _as_variable(size):
    if not isinstance(size, int):
        return size
    if size not in _constants:
        _constants[size] = T.constant(size, dtype='int64')
    return _constants[size]


def _worked_out(size):
    """Returns an int, the scalar variable of an unknown size, or None for anything else."""
    if isinstance(size, (int, np.integer)):
        return int(size)
    value = _value(T.as_tensor_variable(size))
    return None if isinstance(value, float) else value


# Values of integer scalars and vectors: an int, a scalar variable for a size, or None
# where unknown; a list of these for a vector, or None if its length is unknown.


def _value(x):
    # Cached, because the origins of slices of slices occur repeatedly.
    if not hasattr(x, '_value_as_sizes'):
        x._value_as_sizes = _found_value(x)
    return x._value_as_sizes


def _found_value(x):
    if getattr(x, '_stands_for_a_size', False):
        return x
    if isinstance(x, theano.Constant):
        return _of_array(x.data)
    node = x.owner
    if node is None or getattr(x, 'ndim', 0) > 1:
        return None
    for operation, value in _VALUES:
        if isinstance(node.op, operation):
            return value(node)
    return None


def _of_array(array):
    if isinstance(array, (int, np.integer)) or isinstance(array, np.ndarray) and (
            array.dtype.kind in 'iub' and array.ndim < 2 and array.size <= _MOST_TO_WORK_OUT):
        return np.asarray(array).astype('int64').tolist()
    return None


def _of_shape(node):
    sizes = sizes_of(node.inputs[0])
    return sizes if sizes is None else list(sizes)


def _of_one_size(node):
    sizes = sizes_of(node.inputs[0])
    return sizes and sizes[node.op.i]


def _of_join(node):
    parts = [_value(x) for x in node.inputs[1:]]
    return None if None in parts else [entry for part in parts for entry in part]


def _of_subtensor(node):
    whole = _value(node.inputs[0])
    if whole is None or len(node.op.idx_list) != 1:
        return None
    index, = T.subtensor.get_idx_list(node.inputs, node.op.idx_list)
    parts = [index.start, index.stop, index.step] if isinstance(index, slice) else [index]
    numbers = [part if part is None or isinstance(part, int) else _value(part) for part in parts]
    if not all(isinstance(number, int) or part is None for number, part in zip(numbers, parts)):
        return None
    return whole[slice(*numbers) if isinstance(index, slice) else numbers[0]]


def _of_elementwise(node):
    values = [_value(x) for x in node.inputs]
    operation = getattr(node.op, 'scalar_op', node.op)
    if not any(isinstance(value, list) for value in values):
        return _calculated(operation, values)
    length = max(len(value) for value in values if isinstance(value, list))
    columns = [value * (length // len(value)) if isinstance(value, list) else [value] * length
               for value in values]
    return [_calculated(operation, entries) for entries in zip(*columns)]


def _calculated(operation, values):
    """Returns the result of an operation on scalars, applied to sizes."""
    if isinstance(operation, theano.scalar.Switch) and isinstance(values[0], int):
        return values[1] if values[0] else values[2]
    if isinstance(operation, (theano.scalar.Cast, theano.scalar.Identity)):
        return int(values[0]) if isinstance(values[0], float) else values[0]
    if isinstance(operation, theano.scalar.EQ) and _is_a_size_and_a_negative(*values):
        return 0
    neutral = [entry for kind, entry in _NEUTRAL if isinstance(operation, kind)]
    if neutral and len(values) == 2 and not all(isinstance(value, int) for value in values):
        others = [value for value in values if not same(value, neutral[0])]
        if len(others) == 1 and others[0] is values[0]:
            return others[0]
    if all(isinstance(value, (int, float)) for value in values):
        return np.asarray(operation.impl(*values)).tolist()
    return None


def _is_a_size_and_a_negative(value, other):
    return isinstance(other, int) and other < 0 and getattr(value, '_stands_for_a_size', False)


_NEUTRAL = [(theano.scalar.Add, 0), (theano.scalar.Sub, 0),
            (theano.scalar.Mul, 1), (theano.scalar.IntDiv, 1)]


def _of_reduction(node):
    values = _value(node.inputs[0])
    if values is None or not isinstance(values, list) or not all(
            isinstance(value, int) for value in values):
        return None
    result = {theano.scalar.Add: 0, theano.scalar.Mul: 1}.get(type(node.op.scalar_op))
    for value in values if result is not None else ():
        result = result + value if isinstance(node.op.scalar_op, theano.scalar.Add) else (
            result * value)
    return result


def _of_dimshuffle(node):
    value = _value(node.inputs[0])
    if node.op.new_order == ('x',):
        return [value]
    if node.op.new_order == () and isinstance(value, list):
        return value[0]
    return value


def _of_reshape(node):
    value = _value(node.inputs[0])
    if value is None or node.outputs[0].ndim == (1 if isinstance(value, list) else 0):
        return value
    return [value] if node.outputs[0].ndim else value[0]


def _of_first(node):
    return _value(node.inputs[0])


_VALUES = [
    (Shape, _of_shape),
    (Shape_i, _of_one_size),
    (MakeVector, lambda node: [_value(x) for x in node.inputs]),
    (T.Join, _of_join),
    (T.subtensor.Subtensor, _of_subtensor),
    ((Elemwise, theano.scalar.ScalarOp), _of_elementwise),
    (CAReduce, _of_reduction),
    (DimShuffle, _of_dimshuffle),
    (T.Reshape, _of_reshape),
    ((T.TensorFromScalar, T.ScalarFromTensor, Assert, Rebroadcast), _of_first),
]
