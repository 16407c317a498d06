"""Gradients of sums, differences and products within a batch.

If the batch size is unknown, TensorFlow's gradients of these check at run time whether an operand
was broadcast, and sum its gradient if so. In the steps of a recurrence that doubles the number of
operations. Here, if only the first axis (the batch) of operand and result is unknown and all other
sizes are equal, the operand counts as not broadcast.
"""
import tensorflow as tf

tf1 = tf.compat.v1

_GRADIENTS = {'AddV2': lambda x, y, grad: (grad, grad),
              'Sub': lambda x, y, grad: (grad, -grad),
              'Mul': lambda x, y, grad: (tf.multiply(grad, y), tf.multiply(grad, x))}


def within_a_batch():
    """Returns a context for operations on tensors with the same batch size or no batch axis."""
    return tf1.get_default_graph().gradient_override_map(
        {operation: _name(operation) for operation in _GRADIENTS})


def _name(operation):
    return 'KerasWithinABatch' + operation


def _register(operation, gradients):
    @tf.RegisterGradient(_name(operation))
    def gradient(op, grad):
        alike = [_known_alike(operand, op.outputs[0]) for operand in op.inputs]
        found = gradients(*op.inputs, grad)
        if all(alike):
            return found
        axes = tf.raw_ops.BroadcastGradientArgs(s0=tf.shape(op.inputs[0]),
                                                s1=tf.shape(op.inputs[1]))
        return [whole if same else tf.reshape(tf.reduce_sum(whole, summed), tf.shape(operand))
                for operand, whole, summed, same in zip(op.inputs, found, axes, alike)]


def _known_alike(x, y):
    """Returns whether two tensors have the same shape, given the same batch size."""
    if x.shape.rank is None or x.shape.rank != y.shape.rank:
        return False
    sizes = x.shape.as_list()
    return sizes == y.shape.as_list() and None not in sizes[1:]


for _operation, _gradients in _GRADIENTS.items():
    _register(_operation, _gradients)
