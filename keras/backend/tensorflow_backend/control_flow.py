"""Branches, and functions over the entries of tensors."""
import numpy as np
import tensorflow as tf

from ..checks import check_condition
from ..derived.control_flow import value_of
from .op_names import op_name
from .tensors import int_shape, ndim

tf1 = tf.compat.v1


def switch(condition, then_expression, else_expression):
    condition = tf.cast(condition, 'bool')
    rank = ndim(condition)
    if rank == 0:
        return tf1.cond(condition, lambda: value_of(then_expression),
                        lambda: value_of(else_expression))
    chosen = value_of(then_expression)
    other = value_of(else_expression)
    ranks = _rank(chosen), _rank(other)
    check_condition(int_shape(condition), *ranks)
    for _ in range(max(ranks) - rank):
        condition = tf.expand_dims(condition, -1)
    return tf.where(condition, chosen, other)


def _rank(x):
    return ndim(x) if tf.is_tensor(x) else np.ndim(x)


def map_fn(fn, elems, name=None, dtype=None):
    return tf.map_fn(fn, elems, name=op_name(name), fn_output_signature=dtype)


def foldl(fn, elems, initializer=None, name=None):
    return tf1.foldl(fn, elems, initializer=initializer, name=op_name(name))


def foldr(fn, elems, initializer=None, name=None):
    return tf1.foldr(fn, elems, initializer=initializer, name=op_name(name))
