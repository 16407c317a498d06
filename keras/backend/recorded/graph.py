"""The graph that Keras records: tensors, and the operations that make them.

No engine is called here. A tensor has its operation, the inputs of the operation, its dtype and the
known part of its shape; `K.function` computes it when it gets arrays, with what the engine has
for each operation. So all axes are ordinary ones, including the batch.
"""
import itertools

import numpy as np

from ..naming import name_for_variable

_serials = itertools.count()


class Operation:
    """An operation that makes tensors.

    Args:
        name: string.
        shape: function from the shapes of the inputs (tuples with None; None where even the
            number of axes is unknown), in a list, and the tensor itself to the shape of the result.
        dtype: dtype of the result; None for that of the first input.
        numpy: function from arrays to the result; None if only engines can do it.
        static_from: index of the first of the inputs, up to the last, whose values an engine
            prepares its computation for, such as shapes; it gets them as arrays. None for no such.
        differentiable: whether gradients pass.

    Attributes:
        implementation: how the engine computes it, in the engine's own form; None if NumPy's
            function is all there is.
    """

    def __init__(self, name, shape, dtype=None, numpy=None, static_from=None,
                 differentiable=True):
        self.name = name
        self.shape = shape
        self.dtype = dtype
        self.numpy = numpy
        self.static_from = static_from
        self.differentiable = differentiable
        self.implementation = None

    def __call__(self, *inputs, **attributes):
        name = attributes.pop('name', None)
        dtype = attributes.pop('dtype', None) or self.dtype or inputs[0].dtype
        return Tensor(self, inputs, attributes, dtype, name)


class Tensor:
    """The result of an operation, once its inputs have values.

    Attributes:
        op: `Operation`.
        inputs: list of tensors.
        attributes: dict of the operation's other arguments.
        dtype: string, such as `'float32'`.
        shape: tuple with None for unknown sizes, or None.
        serial: int; later tensors have larger ones.
    """
    # Makes NumPy leave operators between arrays and tensors to the tensor.
    __array_ufunc__ = None
    is_sparse = False

    def __init__(self, op, inputs, attributes, dtype, name=None):
        self.op = op
        self.inputs = list(inputs)
        self.attributes = attributes
        self.dtype = dtype
        self.serial = next(_serials)
        self.name = name or '%s_%d' % (op.name, self.serial)
        self.shape = op.shape([x.shape for x in self.inputs], self)

    @property
    def ndim(self):
        return None if self.shape is None else len(self.shape)

    def __repr__(self):
        return '<%s %s, shape %s, %s>' % (
            type(self).__name__, self.name, self.shape, self.dtype)

    def __bool__(self):
        raise TypeError('%r has no value yet, so it cannot be used as a Python bool. Select with '
                        'K.switch, or compute it with K.eval or K.function.' % (self,))

    def __len__(self):
        if not self.shape or self.shape[0] is None:
            raise TypeError('The length of %r is not known.' % (self,))
        return self.shape[0]

    def __iter__(self):
        return (self[i] for i in range(len(self)))


class Variable(Tensor):
    """A tensor that keeps its value between calls; each engine has its own kind."""

    def __init__(self, shape, dtype, name=None, constraint=None):
        self.constraint = constraint
        super().__init__(VARIABLE, [], {'shape': tuple(shape)}, dtype, name)
        self.name = name_for_variable(name or 'Variable')
        self._keras_shape = self.shape
        self._uses_learning_phase = False


class Placeholder(Tensor):
    """A tensor whose value is passed when a function runs."""

    def __init__(self, shape, dtype, name=None, is_sparse=False, default=None):
        self.is_sparse = is_sparse
        self.default = default
        super().__init__(PLACEHOLDER, [], {'shape': shape}, dtype, name)
        self.name = name or 'Placeholder_%d' % self.serial
        self._keras_shape = shape
        self._uses_learning_phase = False

    def unfed(self):
        """Returns the array that it has where it is not fed."""
        if self.default is None:
            raise ValueError('The placeholder %s is needed, but is not among the inputs of '
                             'K.function.' % self.name)
        return np.array(self.default, self.dtype)


VARIABLE = Operation('variable', lambda shapes, x: x.attributes['shape'])
PLACEHOLDER = Operation('placeholder', lambda shapes, x: x.attributes['shape'])
CONSTANT = Operation('constant', lambda shapes, x: x.attributes['value'].shape)
# The n-th result of an operation with several results.
RESULT = Operation('result', lambda shapes, x: x.attributes['shape'])


def is_tensor(x):
    return isinstance(x, Tensor)


def constant(value, dtype=None, name=None):
    """Returns a constant tensor that holds a copy of `value`."""
    array = np.array(value, dtype=dtype)
    return Tensor(CONSTANT, [], {'value': array}, array.dtype.name, name)


def results(tensor, shapes, dtypes):
    """Returns the entries of a tensor whose value is a list."""
    return [Tensor(RESULT, [tensor], {'index': i, 'shape': shape}, dtype)
            for i, (shape, dtype) in enumerate(zip(shapes, dtypes))]


def between(targets, sources, through=lambda tensor: True):
    """Returns the tensors on the paths from `sources` to `targets`, in topological order.

    Args:
        targets: list of tensors.
        sources: list of tensors; those that are reached are included in the result.
        through: function that returns whether paths may lead through a tensor.

    Returns:
        List of tensors; each comes after those that it is made from.
    """
    starts = {id(x) for x in sources}
    everything = ordered(targets)
    reached = {}
    for tensor in everything:
        reached[id(tensor)] = id(tensor) in starts or (
            through(tensor) and any(reached[id(x)] for x in tensor.inputs))
    leading = {id(x) for x in targets if reached[id(x)]}
    for tensor in reversed(everything):
        if id(tensor) in leading and through(tensor):
            leading.update(id(x) for x in tensor.inputs if reached[id(x)])
    return [tensor for tensor in everything if id(tensor) in leading]


def ordered(targets):
    """Returns `targets` and all their origins; each tensor comes after those it is made from."""
    found, seen = [], set()
    stack = [(x, False) for x in reversed(targets)]
    while stack:
        tensor, is_ready = stack.pop()
        if is_ready:
            found.append(tensor)
        elif id(tensor) not in seen:
            seen.add(id(tensor))
            stack.append((tensor, True))
            stack.extend((x, False) for x in tensor.inputs if id(x) not in seen)
    return found


def with_bodies(targets):
    """Returns `targets` and all their origins, and those of the steps of loops among them."""
    found = ordered(targets)
    for tensor in found:  # to which this adds
        body = tensor.attributes.get('body')
        if body is not None:
            known = set(map(id, found))
            found += [x for x in ordered(body.outputs) if id(x) not in known]
    return found


def with_replaced(target, replacements):
    """Returns `target` with some of the tensors that it is made from replaced.

    Args:
        target: tensor.
        replacements: list of pairs of tensors (old, new).
    """
    new = {id(old): replacement for old, replacement in replacements}
    for tensor in between([target], [old for old, _ in replacements]):
        if id(tensor) in new:
            continue
        copy = object.__new__(type(tensor))
        copy.__dict__.update(tensor.__dict__)
        copy.inputs = [new.get(id(x), x) for x in tensor.inputs]
        copy.serial = next(_serials)
        new[id(tensor)] = copy
    return new.get(id(target), target)


def known_value(x):
    """Returns the part of an int tensor's value that is known in advance.

    Returns:
        Array of ints, or of objects with None for unknown entries; None if nothing is known.
    """
    if x.op is CONSTANT:
        return x.attributes['value']
    if x.op.name == 'shape':
        return None if x.inputs[0].shape is None else np.array(x.inputs[0].shape, dtype=object)
    if x.op.name not in _TRACEABLE or x.op.numpy is None:
        return None
    values = [known_value(y) for y in x.inputs]
    if any(value is None for value in values):
        return None
    try:
        return np.asarray(x.op.numpy(*values, **x.attributes), dtype=object)
    except TypeError:  # arithmetic with None
        return np.full(x.shape, None, dtype=object) if x.shape == () else None


_TRACEABLE = ('getitem', 'stack', 'concatenate', 'add', 'subtract', 'multiply', 'prod', 'maximum',
              'reshape', 'expand_dims', 'squeeze', 'floor_divide')
