"""Faster replacements for slow operations of Theano, applied when a function is compiled."""
import theano
import theano.tensor as T
from theano.tensor.blas import blas_optdb
from theano.tensor.elemwise import Elemwise, Sum
from theano.tensor.opt import register_specialize, register_stabilize

from .scalars import quick_tanh

# It computes a product twice if it is used with and without a factor, as optimizers do.
blas_optdb.remove_tags('local_dot22_to_dot22scalar', 'fast_run')

_FLOATS = 'float32', 'float64'


@register_stabilize
@theano.gof.local_optimizer([Sum])
def _sum_of_rows(node):
    """Computes sums along the first axes, such as gradients of biases, by a BLAS product."""
    x, = node.inputs
    axes = sorted(node.op.axis or ())
    if (x.dtype not in _FLOATS or node.outputs[0].dtype != x.dtype
            or axes != list(range(len(axes))) or not 0 < len(axes) < x.ndim):
        return None
    count = len(axes)
    sizes = [x.shape[axis] for axis in range(x.ndim)]
    rows, row = (T.mul(*those) if len(those) > 1 else those[0]
                 for those in (sizes[:count], sizes[count:]))
    ones = T.alloc(T.constant(1, dtype=x.dtype), rows)
    sums = T.dot(ones, T.reshape(x, [rows, row]))
    if x.ndim - count > 1:
        sums = T.reshape(sums, sizes[count:])
    return [T.patternbroadcast(sums, node.outputs[0].broadcastable)]


@register_specialize
@theano.gof.local_optimizer([Elemwise])
def _quick_tanh(node):
    if node.op == T.tanh and node.inputs[0].dtype == 'float32':
        return [quick_tanh(*node.inputs)]
    return None
