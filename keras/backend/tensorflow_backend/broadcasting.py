"""Gradients of sums, differences and products within a batch.

Where the size of the batch is unknown, TensorFlow's gradients of these look at run time whether
an operand was broadcast, and sum its gradient if so. In the steps of a recurrence that doubles the
number of operations. Here an operand that has the shape of the result, as far as known, is taken
not to have been broadcast if only the first axis, the batch, is unknown in both.
"""
import tensorflow as tf

tf1 = tf.compat.v1

_GRADIENTS = {'AddV2': lambda x, y, grad: (grad, grad),
              'Sub': lambda x, y, grad: (grad, -grad),
              'Mul': lambda x, y, grad: (tf.multiply(grad, y), tf.multiply(grad, x))}


def within_a_batch():
    """Returns a context: all that operations made in it take has as many samples, or no batch."""
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
    """Tells whether two tensors have one shape, if both have as many samples."""
    if x.shape.rank is None or x.shape.rank != y.shape.rank:
        return False
    sizes = x.shape.as_list()
    return sizes == y.shape.as_list() and None not in sizes[1:]


for _operation, _gradients in _GRADIENTS.items():
    _register(_operation, _gradients)
