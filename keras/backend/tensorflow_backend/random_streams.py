"""Random operations whose states can be read and set.

The states of TensorFlow's random operations are in its session, out of reach. A *stream* is another
operation that makes the same numbers, with its state in a variable. When a function of a graph that
has streams is called, they take the place of the operations; the graph stays as it is.
"""
import os

import numpy as np
import tensorflow as tf

from keras.utils.warn import warn

from .graphs import building_in

tf1 = tf.compat.v1

SIZE = 3  # ints in a state: two of the counter, and the key

PHILOX = 1  # TensorFlow's number of this random generator


def streams_of(graph):
    """Returns the streams of a graph, a tuple; another object once there are more."""
    return getattr(graph, '_keras_random_streams', ())


def streams_for(function):
    """Returns the streams for the random operations of a function, and makes those missing.

    Args:
        function: `Function`.
    """
    graph = function.graph
    with building_in(graph):
        made = {stream.replaced.op: stream for stream in streams_of(graph)}
        found = [op for op in function.operations() if _is_random(op)]
        replaceable = [op for op in found if _is_replaceable(op)]
        _warn_of(graph, [op for op in found if op not in replaceable])
        new = [_Stream(op) for op in replaceable if op not in made]
        if new:
            graph._keras_random_streams = streams_of(graph) + tuple(new)
            made.update((stream.replaced.op, stream) for stream in new)
    return [made[op] for op in replaceable]


def connected(options, streams, fetches):
    """Makes a call take the numbers of streams.

    Args:
        options: `CallableOptions` to add them to.
        streams: tuple of `_Stream`.
        fetches: list of tensors.

    Returns:
        List of the names of the tensors to fetch instead.
    """
    names = {}
    for stream in streams:
        names[stream.replaced.name] = stream.numbers.name
        options.tensor_connection.add(from_tensor=stream.numbers.name,
                                      to_tensor=stream.replaced.name)
    return [names.get(tensor.name, tensor.name) for tensor in fetches]


class _Stream:
    """A random operation with its state in a variable.

    Args:
        op: operation of TensorFlow that keeps its state to itself.

    Attributes:
        replaced: the result of `op`.
        numbers: tensor, the same numbers.
        state: variable.
    """

    def __init__(self, op):
        self.replaced = op.outputs[0]
        with tf.init_scope(), tf1.name_scope('random_state'):
            self.state = tf1.Variable(_start(op), trainable=False, use_resource=True)
        context = op._get_control_flow_context()  # of the branch of a condition
        with tf1.name_scope(''), tf.control_dependencies(op.control_inputs):
            if context is not None:
                context.Enter()
            try:
                self.numbers = _REPLACEMENTS[op.type](op, self.state.handle)
            finally:
                if context is not None:
                    context.Exit()


def _start(op):
    """Returns the state that TensorFlow starts an operation with."""
    seeds = op.get_attr('seed'), op.get_attr('seed2')
    if seeds == (0, 0):  # which means none
        seeds = np.frombuffer(os.urandom(16), 'int64')
    return np.array([0, seeds[1], seeds[0]], 'int64')


def _floats(draw):
    def replacement(op, state):
        return draw(resource=state, algorithm=PHILOX, shape=op.inputs[0],
                    dtype=op.get_attr('dtype'))
    return replacement


def _ints(op, state):
    shape, low, high = op.inputs
    return tf.raw_ops.StatefulUniformInt(resource=state, algorithm=PHILOX, shape=shape,
                                         minval=low, maxval=high)


_REPLACEMENTS = {'RandomUniform': _floats(tf.raw_ops.StatefulUniform),
                 'RandomStandardNormal': _floats(tf.raw_ops.StatefulStandardNormalV2),
                 'TruncatedNormal': _floats(tf.raw_ops.StatefulTruncatedNormal),
                 'RandomUniformInt': _ints}


def _is_random(op):
    return op.op_def.is_stateful and 'seed2' in op.node_def.attr


def _is_replaceable(op):
    context = op._get_control_flow_context()
    is_in_a_loop = context is not None and context.GetWhileContext() is not None
    return op.type in _REPLACEMENTS and not is_in_a_loop


def _warn_of(graph, ops):
    """Warns, once for each, of operations that cannot be replaced."""
    new = set(ops).difference(getattr(graph, '_keras_warned_random', ()))
    graph._keras_warned_random = new.union(getattr(graph, '_keras_warned_random', ()))
    if new:
        warn('The states of these random operations can be neither read nor set: %s. So their '
             'numbers start again with the program. Use K.random_uniform and the like, outside '
             'of loops such as K.rnn.' % ', '.join('%s (%s)' % (op.name, op.type)
                                                   for op in list(new)[:5]))
