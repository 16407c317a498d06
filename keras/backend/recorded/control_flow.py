"""Branches, and functions over the entries of tensors."""
import numpy as np

from ..checks import check_condition
from ..derived.control_flow import value_of
from .conversion import as_tensor
from .graph import Operation
from .loops import Body, StepPlaceholder
from .math import alike
from .shape import reshape
from .static_shapes import broadcast
from .tensors import cast, int_shape, ndim, shape


def _either_shape(shapes, tensor):
    _, x, y = shapes
    if None in (x, y) or len(x) != len(y):
        return None
    return tuple(size if size == other else None for size, other in zip(x, y))


# The branch that is not taken need not be computed.
COND = Operation('cond', _either_shape)
WHERE = Operation('where', broadcast, numpy=np.where)


def switch(condition, then_expression, else_expression):
    condition = cast(as_tensor(condition), 'bool')
    chosen, other = alike(value_of(then_expression), value_of(else_expression))
    rank = ndim(condition)
    if rank == 0:
        return COND(condition, chosen, other, dtype=chosen.dtype)
    check_condition(int_shape(condition), ndim(chosen), ndim(other))
    missing = max(ndim(chosen), ndim(other)) - rank
    if missing:
        sizes = [shape(condition)[i] if size is None else size
                 for i, size in enumerate(condition.shape)]
        condition = reshape(condition, sizes + [1] * missing)
    return WHERE(condition, chosen, other, dtype=chosen.dtype)


def _entry(x):
    """Returns a placeholder for an entry of `x`."""
    return StepPlaceholder(x.shape[1:], x.dtype)


def map_fn(fn, elems, name=None, dtype=None):
    several = isinstance(elems, (list, tuple))
    sequences = [as_tensor(x) for x in (elems if several else [elems])]
    body = Body([_entry(x) for x in sequences],
                lambda *entries: [fn(list(entries) if several else entries[0])])
    output = body.outputs[0]
    return MAP(*(sequences + body.captured), body=body, count=len(sequences),
               dtype=output.dtype)


def _mapped_shape(shapes, tensor):
    return shapes[0][:1] + (tensor.attributes['body'].outputs[0].shape or ())


MAP = Operation('map_fn', _mapped_shape)


def foldl(fn, elems, initializer=None, name=None):
    return _fold(fn, elems, initializer, 1)


def foldr(fn, elems, initializer=None, name=None):
    return _fold(fn, elems, initializer, -1)


def _fold(fn, elems, initializer, step):
    elems = as_tensor(elems)
    if initializer is None:
        initializer = elems[0 if step == 1 else -1]
        elems = elems[1:] if step == 1 else elems[:-1]
    initializer = as_tensor(initializer, elems.dtype)
    body = Body([StepPlaceholder(initializer.shape, initializer.dtype), _entry(elems)],
                lambda total, entry: [fn(total, entry)])
    return FOLD(elems, initializer, *body.captured, body=body, step=step,
                dtype=initializer.dtype)


FOLD = Operation('fold', lambda shapes, x: shapes[1])
