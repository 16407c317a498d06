"""The graph that is built: the same one in all threads."""
import contextlib

import tensorflow as tf
from tensorflow.python.framework import ops

from .. import building
from ..interrupts import kept_interrupts

tf1 = tf.compat.v1
# An op on a tensor of a graph raises an error if TensorFlow executes eagerly.
tf1.disable_eager_execution()
# The conditions and loops of TensorFlow 1 are faster to build and to run in a session.
tf1.disable_control_flow_v2()


class _SharedDefault(type(ops._default_graph_stack)):
    """TensorFlow's stack of the graphs entered by a thread, with one default for all threads.

    TensorFlow has a separate default graph for each thread, so an optimizer or metric made in one
    thread could not be used with a model from another.
    """
    default = ops._default_graph_stack._global_default_graph

    @property
    def _global_default_graph(self):
        return _SharedDefault.default

    @_global_default_graph.setter
    def _global_default_graph(self, graph):
        if graph is not None:  # which every new thread sets
            _SharedDefault.default = graph

    def get_default(self):
        if self.stack:
            return self.stack[-1]
        return _SharedDefault.default or self._GetGlobalDefaultGraph()

    def _GetGlobalDefaultGraph(self):
        with building.lock:
            return super()._GetGlobalDefaultGraph()

    def reset(self):
        super().reset()
        _SharedDefault.default = None


ops._default_graph_stack.__class__ = _SharedDefault


def building_on(tensors):
    return building_in(graph_of(tensors))


@contextlib.contextmanager
def building_in(graph):
    """Returns a context for building in `graph`, one thread at a time."""
    with building.lock, kept_interrupts():
        if graph is tf1.get_default_graph():
            yield
        else:
            with graph.as_default():
                yield


def with_origins(operations):
    """Yields operations and all that they depend on, each once."""
    seen, waiting = set(), list(operations)
    while waiting:
        op = waiting.pop()
        if op not in seen:
            seen.add(op)
            yield op
            waiting.extend(x.op for x in op.inputs)
            waiting.extend(op.control_inputs)  # of the constants in a branch of a condition


def graph_of(elements):
    """Returns the graph of the first tensor, operation or update that has one."""
    for element in elements:
        element = getattr(element, 'variables', [element])[0]  # an update's
        if hasattr(element, 'graph'):
            return element.graph
    return tf1.get_default_graph()
