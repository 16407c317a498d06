"""Variables that take two operations in a graph, and more only when they are needed."""
import contextlib

import tensorflow as tf
from tensorflow.python.ops.resource_variable_ops import UninitializedVariable

from .. import building
from .op_names import op_name
from .updates import update

tf1 = tf.compat.v1


class Variable(UninitializedVariable):
    """A variable whose initializer is made when it is first needed.

    Most uses share one operation that reads it. `tf.Variable` makes five operations, and another
    for each use, which took half of the time for building a deep model.

    Args:
        start: function without arguments that makes the initial value, a tensor.
        shape: tuple of ints.
        dtype: string.
        name: string or None.
        constraint: function or None.
    """

    def __init__(self, start, shape, dtype, name, constraint=None):
        with building.lock:  # the variable is among those of its graph before it is complete
            super().__init__(trainable=True, shape=shape, dtype=tf.as_dtype(dtype),
                             name=op_name(name), constraint=constraint)
            self._start = start
            del self._initial_value, self._initializer_op  # __getattr__ makes them
            tf1.add_to_collection(tf1.GraphKeys.TRAINABLE_VARIABLES, self)

    def __getattr__(self, name):
        if name not in ('_initial_value', '_initializer_op'):
            raise AttributeError('%s has no attribute %r.' % (type(self).__name__, name))
        with building.lock:
            if name not in self.__dict__:  # another thread may have made it meanwhile
                make = self._start if name == '_initial_value' else self._assignment
                scope = 'Initializer' if name == '_initial_value' else ''
                with self._outside_of_contexts(scope):
                    self.__dict__[name] = make()
        return self.__dict__[name]

    def _assignment(self):
        value = self._initial_value
        with tf1.device(self.device):
            return tf.raw_ops.AssignVariableOp(resource=self.handle, value=value, name='Assign')

    @contextlib.contextmanager
    def _outside_of_contexts(self, scope):
        with self.graph.as_default(), tf.control_dependencies(None), \
                self.graph.colocate_with(None, ignore_existing=True), \
                tf1.name_scope('%s/%s/' % (self.op.name, scope) if scope else self.op.name + '/'):
            yield

    def value(self):
        return self._graph_element if self._may_share_reading() else super().value()

    def _may_share_reading(self):
        """Returns whether the time of reading the variable does not matter."""
        graph = tf1.get_default_graph()
        return (graph is self.graph and not graph._current_control_dependencies()
                and not is_in_loop())


def is_in_loop():
    """Returns whether a loop's steps are being built."""
    context = control_flow_context()
    return context is not None and context.GetWhileContext() is not None


def control_flow_context():
    """Returns the loop or branch that is being built, or None."""
    return tf1.get_default_graph()._get_control_flow_context()


def feed_and_assignment(x):
    """Returns a tensor that takes an array, and the operation that assigns it to a variable."""
    if isinstance(x, Variable):
        # Other values can be fed instead of the initial value, without another operation.
        return x.initial_value, x.initializer
    if not hasattr(x, '_keras_setter'):
        with x.graph.as_default(), tf.control_dependencies(None), tf1.name_scope('set_value'):
            new = tf1.placeholder(x.dtype.base_dtype, x.shape)
            x._keras_setter = new, update(x, new).as_operation()
    return x._keras_setter
