"""Arithmetic: entry by entry, along axes, and of matrices."""
import numbers
from string import ascii_letters

import numpy as np
import tensorflow as tf

from ..checks import batch_dot_axes, checked_axis
from ..config import floatx
from .tensors import dtype, int_shape, is_sparse, is_tensor, is_variable, ndim
from .variables import control_flow_context, is_in_loop

tf1 = tf.compat.v1

_LARGE = 512 * 512  # entries, from which the transposition takes longer than the product


def abs(x):
    return tf.abs(x)


def sign(x):
    return tf.sign(x)


def square(x):
    return tf.square(x)


def sqrt(x):
    return tf.sqrt(tf.maximum(x, 0.))


def exp(x):
    return tf.exp(x)


def log(x):
    return tf.math.log(x)


def sin(x):
    return tf.sin(x)


def cos(x):
    return tf.cos(x)


def round(x):
    return tf.round(x)


def pow(x, a):
    return tf.pow(x, a)


def clip(x, min_value, max_value):
    if isinstance(min_value, numbers.Number) and isinstance(max_value, numbers.Number):
        max_value = max_value if max_value >= min_value else min_value
    if max_value is not None:
        x = tf.minimum(x, max_value)
    return x if min_value is None else tf.maximum(x, min_value)


def maximum(x, y):
    return tf.maximum(*_alike(x, y))


def minimum(x, y):
    return tf.minimum(*_alike(x, y))


def equal(x, y):
    return tf.equal(*_alike(x, y))


def not_equal(x, y):
    return tf.not_equal(*_alike(x, y))


def greater(x, y):
    return tf.greater(*_alike(x, y))


def greater_equal(x, y):
    return tf.greater_equal(*_alike(x, y))


def less(x, y):
    return tf.less(*_alike(x, y))


def less_equal(x, y):
    return tf.less_equal(*_alike(x, y))


def _alike(x, y):
    """Returns `x` and `y`, with a number or array converted to the type of the tensor."""
    if is_tensor(y) and not is_tensor(x):
        x = tf.convert_to_tensor(x, y.dtype.base_dtype)
    return x, y


def _axes(axis):
    """Returns axes as Python ints, because gradients do not accept NumPy's int64."""
    return axis if axis is None or tf.is_tensor(axis) else np.asarray(axis).tolist()


def sum(x, axis=None, keepdims=False):
    return tf.reduce_sum(x, _axes(axis), keepdims)


def prod(x, axis=None, keepdims=False):
    return tf.reduce_prod(x, _axes(axis), keepdims)


def max(x, axis=None, keepdims=False):
    return tf.reduce_max(x, _axes(axis), keepdims)


def min(x, axis=None, keepdims=False):
    return tf.reduce_min(x, _axes(axis), keepdims)


def mean(x, axis=None, keepdims=False):
    x = tf.cast(x, floatx()) if dtype(x) == 'bool' else x
    return tf.reduce_mean(x, _axes(axis), keepdims)


def logsumexp(x, axis=None, keepdims=False):
    return tf.reduce_logsumexp(x, _axes(axis), keepdims)


def any(x, axis=None, keepdims=False):
    return tf.reduce_any(tf.cast(x, 'bool'), _axes(axis), keepdims)


def all(x, axis=None, keepdims=False):
    return tf.reduce_all(tf.cast(x, 'bool'), _axes(axis), keepdims)


def argmax(x, axis=-1):
    return tf.argmax(x, _axes(axis))


def argmin(x, axis=-1):
    return tf.argmin(x, _axes(axis))


def cumsum(x, axis=0):
    return tf.cumsum(x, checked_axis(axis, ndim(x)))


def cumprod(x, axis=0):
    return tf.math.cumprod(x, checked_axis(axis, ndim(x)))


def dot(x, y):
    if is_sparse(x):
        return tf.sparse.sparse_dense_matmul(x, y)
    if {ndim(x), ndim(y)} <= {2, None}:
        return _product(x, y)
    if ndim(y) == 2:
        return _product_of_rows(x, y)
    y_axis = ndim(y) - 2 if ndim(y) > 1 else 0
    return _sum_of_products(x, ndim(x) - 1, y, y_axis)


def _product_of_rows(x, y):
    """Returns the product of the rows of `x`, with any number of axes before the last, and `y`.

    For small tensors, `matmul` of all rows is several times as fast as `Einsum`.
    """
    before = x.shape[:-1].as_list()
    if before.count(None) == 1:
        before = [-1 if size is None else size for size in before]
    elif None in before:
        before = tf.unstack(tf.shape(x)[:-1])
    product = _product(tf.reshape(x, [-1, x.shape[-1] or tf.shape(x)[-1]]), y)
    product = tf.reshape(product, before + [y.shape[-1] or tf.shape(y)[-1]])
    product.set_shape(x.shape[:-1].concatenate(y.shape[-1:]))
    return product


def _product(x, y):
    """Returns the product of two matrices, with a gradient of our own where TensorFlow's is bad."""
    gradient = None
    if ndim(y) == 2 and y.shape[0] == 1 and is_in_loop():
        gradient = 'KerasProductWithRow'
    elif not is_variable(y) and _is_from_before_loop(y):
        gradient = 'KerasProductWithMatrixOfLoop'
    elif (y.shape.num_elements() or 0) >= _LARGE:
        gradient = 'KerasProductWithLargeMatrix'
    if gradient is None:
        return tf.matmul(x, y)
    with tf1.get_default_graph().gradient_override_map({'MatMul': gradient}):
        return tf.matmul(x, y)


def _is_from_before_loop(x):
    """Returns whether the steps of a loop, itself in nothing else, use a tensor from outside."""
    context = control_flow_context()
    return (context is not None and context is context.GetWhileContext()
            and context.outer_context is None and x.op._get_control_flow_context() is None)


@tf.RegisterGradient('KerasProductWithRow')
def _gradient_of_product_with_row(op, grad):
    """Computes the gradient of the product of a column and a row within a loop.

    The loop adds up the gradient of the row from step to step. TensorFlow's graph optimizer takes
    a row that is added to the result of `matmul` for a bias, and fails.
    """
    x, y = op.inputs
    return tf.matmul(grad, y, transpose_b=True), tf.reduce_sum(x * grad, 0, keepdims=True)


@tf.RegisterGradient('KerasProductWithMatrixOfLoop')
def _gradient_of_product_with_matrix_of_loop(op, grad):
    """Computes the gradient of a product in a loop; transposes the matrix once, before the loop."""
    x, y = op.inputs
    with tf.init_scope():
        transposed = tf.transpose(y.op.inputs[0])  # behind the operation that enters the loop
    return tf.matmul(grad, transposed), tf.matmul(x, grad, transpose_a=True)


@tf.RegisterGradient('KerasProductWithLargeMatrix')
def _gradient_of_product_with_large_matrix(op, grad):
    """Computes the gradient of a product, the first part of it by `Einsum`.

    It transposes a large matrix in several threads, `matmul` in one.
    """
    x, y = op.inputs
    return (tf.raw_ops.Einsum(inputs=[grad, y], equation='ij,kj->ik'),
            tf.matmul(x, grad, transpose_a=True))


def batch_dot(x, y, axes=None):
    x_axis, y_axis = batch_dot_axes(int_shape(x), int_shape(y), axes)
    result = _sum_of_products(x, x_axis, y, y_axis, shared=1)
    return tf.expand_dims(result, 1) if ndim(result) == 1 else result


def _sum_of_products(x, x_axis, y, y_axis, shared=0):
    """Sums `x * y` over an axis of each; only their first `shared` axes are common."""
    x_axes = ascii_letters[:ndim(x)]
    y_axes = x_axes[:shared] + ascii_letters[ndim(x):ndim(x) + ndim(y) - shared]
    y_axes = y_axes[:y_axis] + x_axes[x_axis] + y_axes[y_axis + 1:]
    axes = (x_axes + y_axes[shared:]).replace(x_axes[x_axis], '')
    return tf.raw_ops.Einsum(inputs=[x, y], equation='%s,%s->%s' % (x_axes, y_axes, axes))
