"""Functions of arrays, and gradients."""
from copy import copy, deepcopy

import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import config_pb2

from ..feeds import Feed, Inputs, check_arguments, check_input
from .devices import chooses_devices
from .graphs import building_in, building_on, graph_of, with_origins
from .quick_softmax import quick
from .random_streams import connected, streams_of
from .session import is_learning_phase, session_of
from .session_calls import prepared
from .sparse import value_from
from .updates import Update, as_operations, build_after, update

tf1 = tf.compat.v1

_FUNCTION_ARGUMENTS = ('name', 'fetches', 'feed_dict', 'options', 'run_metadata')


def function(inputs, outputs, updates=None, **kwargs):
    check_arguments('TensorFlow', inputs, updates or [], kwargs, _FUNCTION_ARGUMENTS)
    return Function(inputs, outputs, updates or [], **kwargs)


def variables_of(function):
    with building_in(function.graph):
        by_handle = {v.handle.op: v for v in tf1.global_variables() if hasattr(v, 'handle')}
        return [by_handle[op] for op in function.operations() if op in by_handle]


def gradients(loss, variables):
    with building_on([loss]):
        return [dense(gradient) for gradient in sparse_gradients(loss, variables)]


def sparse_gradients(loss, variables):
    """Returns gradients of which those of gathered rows contain only these rows."""
    return tf1.gradients(loss, variables, colocate_gradients_with_ops=chooses_devices())


def dense(gradient):
    """Returns a gradient with all rows; None for None."""
    return (tf.convert_to_tensor(gradient) if isinstance(gradient, tf.IndexedSlices)
            else gradient)


def stop_gradient(variables):
    if isinstance(variables, (list, tuple)):
        return [tf.stop_gradient(variable) for variable in variables]
    return tf.stop_gradient(variables)


def control_dependencies(control_inputs):
    if not isinstance(control_inputs, (list, tuple)):
        control_inputs = [control_inputs]
    return tf.control_dependencies(as_operations(control_inputs))


class Function:
    """A prepared call of a session, with feeds, fetches and updates in a fixed order.

    The contents of `feed_dict` and `options` are read at each call.
    """

    def __init__(self, inputs, outputs, updates, name=None, fetches=None, feed_dict=None,
                 options=None, run_metadata=None):
        if not isinstance(outputs, (list, tuple)):
            outputs = [outputs]
        self.name = name
        self._inputs = Inputs(inputs, _Feed)
        self.inputs = self._inputs.tensors
        self.outputs = list(outputs)
        self._feed_dict = {} if feed_dict is None else feed_dict
        self._options = options
        self._run_metadata = run_metadata
        self.graph = graph_of(self.inputs + self.outputs + list(updates))
        with building_in(self.graph), tf1.name_scope(name or 'function'):
            fed = {id(part) for feed in self._inputs.feeds for part in feed.parts}
            self._fetches = [_fetch(output, fed) for output in self.outputs]
            self._targets = _update_operations(_flat(self._fetches), updates)
        self._targets += as_operations(fetches or [])
        self._session = None
        self._streams = None
        self._callable = None
        self._may_change = feed_dict is not None or options is not None
        self._prepared_for = None

    def __call__(self, inputs):
        inputs = self._inputs.values(inputs)
        session = session_of(self.graph)
        if (session is not self._session or self._streams is not streams_of(self.graph)
                or self._may_change and self._has_changed()):
            self._prepare(session)
        values = []
        for feed, value in zip(self._inputs.feeds, inputs):
            feed.add(value, values)
        for key, value in self._feed_dict.items():
            values.append(np.asarray(value, key.dtype.as_numpy_dtype))
        if self._run_metadata is not None:
            results = self._callable(*values, run_metadata=self._run_metadata)
        else:
            results = self._callable(*values)
        return self._pack(self._owned(results))

    def _owned(self, results):
        """Returns copies: TensorFlow's arrays may share memory with variables and constants."""
        return [copy(result) for result in results]

    def operations(self):
        """Returns all operations in the graph that the function may run, in order of creation."""
        ends = [x.op for x in _flat(self._fetches)] + [
            getattr(target, 'op', target) for target in self._targets]
        found = set(with_origins(ends))
        return [op for op in self.graph.get_operations() if op in found]

    def _also_fed(self):
        return [key.name for key in self._feed_dict]

    def _has_changed(self):
        """Returns whether the keys of `feed_dict`, or the options, changed since `_prepare`."""
        return self._prepared_for != (self._also_fed(), self._options)

    def _prepare(self, session):
        options = config_pb2.CallableOptions()
        options.feed.extend(part.name for feed in self._inputs.feeds for part in feed.parts)
        options.feed.extend(self._also_fed())
        streams = streams_of(self.graph)
        options.fetch.extend(connected(options, streams, _flat(self._fetches)))
        options.target.extend(_operation_name(target) for target in self._targets)
        self._callable = prepared(session, options, self._options)
        self._prepared_for = self._also_fed(), deepcopy(self._options)
        self._session, self._streams = session, streams

    def _pack(self, results):
        if all(len(parts) == 1 for parts in self._fetches):
            return results
        results = iter(results)
        packed = []
        for parts in self._fetches:
            arrays = [next(results) for _ in parts]
            packed.append(arrays[0] if len(arrays) == 1 else
                          tf1.SparseTensorValue(*arrays) if arrays else None)
        return packed


class BorrowingFunction(Function):
    """A function whose results may share memory with variables and constants."""

    def _owned(self, results):
        return results


class _Feed(Feed):
    """Conversion of arrays for one input; a sparse one takes three."""

    def __init__(self, tensor):
        is_sparse = isinstance(tensor, tf.SparseTensor)
        check_input(tensor, is_sparse or tf.is_tensor(tensor))
        self.parts = [tensor.indices, tensor.values, tensor.dense_shape] if is_sparse else [tensor]
        self.add = self._add_sparse if is_sparse else self._add_dense
        super().__init__(tensor.values.name if is_sparse else tensor.name,
                         tensor.dtype.as_numpy_dtype,
                         None if tensor.shape.rank is None else tensor.shape.as_list())
        self.is_learning_phase = not is_sparse and is_learning_phase(tensor)

    def converted(self, value):
        if tf.is_tensor(value):
            value = session_of(value.graph).run(value)
        return super().converted(value)

    def _add_dense(self, value, values):
        values.append(self.array(value))

    def _add_sparse(self, value, values):
        if not isinstance(value, (tuple, tf1.SparseTensorValue)):
            value = value_from(value, self.dtype)
        indices, data, shape = value
        values += [np.asarray(indices, 'int64'), np.asarray(data, self.dtype),
                   np.asarray(shape, 'int64')]


def _fetch(output, fed):
    if isinstance(output, tf.SparseTensor):
        return [output.indices, output.values, output.dense_shape]
    if isinstance(output, tf.Operation):
        return []
    if isinstance(output, tf.Variable):
        return [output.graph.as_graph_element(output)]
    if id(output) in fed:
        return [tf.identity(output)]
    return [quick(tf.convert_to_tensor(output))]


def _flat(lists):
    return [item for items in lists for item in items]


def _update_operations(outputs, updates):
    """Returns operations that carry out `updates` after all reads."""
    changes, operations = [], []
    for change in updates:
        if isinstance(change, (list, tuple)):
            change = update(*change)
        if isinstance(change, Update):
            changes.append(change)
        elif change is not None:
            operations.append(change)
    reads = outputs + _flat([change.reads for change in changes])
    # A new node to wait for, because nodes that have already run must not get new edges.
    barrier = tf.raw_ops.IdentityN(input=reads)[0].op if reads and changes else None
    return operations + build_after(barrier, changes)


def _operation_name(target):
    return target.op.name if hasattr(target, 'op') else target.name
