"""Indices that are checked before they are used."""
import theano
import theano.tensor as T
from theano.gradient import DisconnectedType


class WithinRange(theano.Op):
    """Returns its indices; raises an error if one is negative or not below the limit.

    Theano, like NumPy, counts negative indices from the end.
    """
    __props__ = ()
    view_map = {0: [0]}

    def make_node(self, indices, limit):
        return theano.Apply(self, [indices, T.as_tensor_variable(limit)], [indices.type()])

    def perform(self, node, inputs, outputs):
        indices, limit = inputs
        if indices.size and (indices.min() < 0 or indices.max() >= limit):
            wrong = indices[(indices < 0) | (indices >= limit)][0]
            raise IndexError('The index %d is not in [0, %d).' % (wrong, limit))
        outputs[0][0] = indices

    def infer_shape(self, node, shapes):
        return [shapes[0]]

    def connection_pattern(self, node):
        return [[False], [False]]

    def grad(self, inputs, gradients):
        return [DisconnectedType()(), DisconnectedType()()]
