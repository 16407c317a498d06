"""Branches, and functions over the entries of tensors."""
import theano
import theano.tensor as T
from theano.ifelse import ifelse

from ..checks import check_condition
from ..derived.control_flow import value_of
from .broadcasting import aligned
from .random import each_step
from .sizes import sizes_of, with_sizes
from .tensors import as_tensor, int_shape, is_tensor


def switch(condition, then_expression, else_expression):
    condition = T.neq(as_tensor(condition), 0)
    chosen, other = _of_one_type(value_of(then_expression), value_of(else_expression))
    if condition.ndim == 0:
        return ifelse(condition, *_of_one_pattern(chosen, other))
    check_condition(int_shape(condition), chosen.ndim, other.ndim)
    condition = T.shape_padright(condition, max(chosen.ndim, other.ndim) - condition.ndim)
    return T.switch(*aligned(condition, chosen, other))


def _of_one_type(x, y):
    """Returns two tensors or numbers as tensors of one type."""
    x, y = (as_tensor(x), y) if not is_tensor(y) else (x, y)
    pair = [x if is_tensor(x) else T.cast(as_tensor(x), y.dtype),
            y if is_tensor(y) else T.cast(as_tensor(y), x.dtype)]
    dtype = theano.scalar.upcast(*(z.dtype for z in pair))
    return [T.cast(z, dtype) for z in pair]


def _of_one_pattern(x, y):
    """Returns two tensors with the same axes marked as of size 1, as branches must be."""
    is_one = [a and b for a, b in zip(x.broadcastable, y.broadcastable)]
    return [T.patternbroadcast(z, is_one) for z in (x, y)] if x.ndim == y.ndim else aligned(x, y)


def map_fn(fn, elems, name=None, dtype=None):
    several = isinstance(elems, (list, tuple))
    tensors = [as_tensor(x) for x in (elems if several else [elems])]
    made = []

    def step(index, *entries):
        entries = [with_sizes(entry, sizes_of(x)[1:]) for entry, x in zip(entries, tensors)]
        with each_step(index):
            made.append(as_tensor(fn(list(entries) if several else entries[0])))
        return made[-1] if dtype is None else T.cast(made[-1], dtype)

    count = tensors[0].shape[0]
    results, _ = theano.scan(step, [T.arange(count)] + tensors, name=name)
    return with_sizes(results, sizes_of(tensors[0])[:1] + sizes_of(made[-1]))


def foldl(fn, elems, initializer=None, name=None):
    elems = as_tensor(elems)
    if initializer is None:
        initializer, elems = elems[0], elems[1:]
    start = as_tensor(initializer)
    shape = sizes_of(start)
    # The type of the accumulator must not change.
    start = T.unbroadcast(start, *range(start.ndim))

    def step(index, entry, total):
        with each_step(index):
            found = fn(with_sizes(total, shape), with_sizes(entry, sizes_of(elems)[1:]))
        return T.unbroadcast(T.cast(found, start.dtype), *range(start.ndim))

    totals, _ = theano.scan(step, [T.arange(elems.shape[0]), elems], [start], name=name)
    return with_sizes(T.concatenate([T.shape_padleft(start), totals])[-1], shape)


def foldr(fn, elems, initializer=None, name=None):
    return foldl(fn, as_tensor(elems)[::-1], initializer, name)
