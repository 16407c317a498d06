"""Changes of variables."""
import contextlib

import tensorflow as tf

from ..derived import updates as derived

tf1 = tf.compat.v1

_ASSIGNMENTS = 'AssignVariableOp', 'AssignAddVariableOp', 'AssignSubVariableOp'


class Update:
    """A change of variables, which becomes an operation only when one is needed.

    `K.function` builds its own operation, which runs after all reads of the function. Using the
    update as a tensor or an operation (`session.run(update)`,
    `tf.control_dependencies([update])`, `K.after_updates`) makes `operation`, and from then on
    `K.function` runs that one.

    Args:
        variables: the variables that change.
        reads: the tensors that the change depends on.
        build: function without arguments that makes the operation.
    """

    def __init__(self, variables, reads, build):
        self.variables = variables
        self.reads = reads
        self.build = build
        self.operation = None
        self._value = None
        derived.record(self)

    def as_operation(self):
        if self.operation is None:
            self.operation = self.build()
        return self.operation

    def as_tensor(self):
        """Returns the value of the (first) variable after the change."""
        if self._value is None:
            with tf.control_dependencies([self.as_operation()]):
                self._value = tf.identity(self.variables[0])
        return self._value

    def _as_graph_element(self):
        return self.as_tensor()


tf.register_tensor_conversion_function(
    Update, lambda value, dtype=None, name=None, as_ref=False: value.as_tensor())


def update(x, new_x):
    new_x = tf.convert_to_tensor(new_x, dtype=x.dtype.base_dtype)
    if new_x.op.type == 'Placeholder':
        # Without a copy, the variable would share memory with the array that is fed.
        new_x = tf.raw_ops.DeepCopy(x=new_x)
    return _assignment(x, new_x, x.assign)


def update_add(x, increment):
    return _assignment(x, increment, x.assign_add)


def update_sub(x, decrement):
    return _assignment(x, decrement, x.assign_sub)


def _assignment(variable, value, assign):
    value = tf.convert_to_tensor(value, dtype=variable.dtype.base_dtype)
    return Update([variable], [value], lambda: assign(value, read_value=False))


def changed_variables(updates):
    found = []
    for change in updates:
        if isinstance(change, Update):
            found += change.variables
        elif isinstance(change, (list, tuple)):
            found.append(change[0])
        elif change is not None:
            # An assignment, or a read of the variable after it.
            handles = [op.inputs[0].name for op in _assignments_behind(change)]
            found += [v for v in tf1.global_variables() if v.handle.name in handles]
    return list({id(variable): variable for variable in found}.values())


def _assignments_behind(change):
    op = change if isinstance(change, tf.Operation) else change.op
    return [x for x in [op] + list(op.control_inputs) if x.type in _ASSIGNMENTS]


def after_updates(updates, expression):
    with tf.control_dependencies(as_operations(updates)):
        return tf.identity(expression())


@contextlib.contextmanager
def recorded_updates():
    graph = tf1.get_default_graph()
    known = len(graph.get_operations())
    with derived.recorded_updates() as made:
        yield made
    # Initialization is also an assignment, but not an update.
    others = [change.operation for change in made] + [
        vars(v).get('_initializer_op') for v in tf1.global_variables()]
    made += [op for op in graph.get_operations()[known:]
             if op.type in _ASSIGNMENTS and op not in others]


def as_operations(updates):
    return [u.as_operation() if isinstance(u, Update) else u for u in updates if u is not None]


def build_after(barrier, updates):
    """Makes the operations of `updates`, to run after the operation `barrier`.

    Changes of the same variable run in their order in the list.

    Args:
        barrier: operation that runs after all reads, or None.
        updates: list of `Update`.

    Returns:
        List of operations.
    """
    latest = {}
    operations = []
    for change in updates:
        if change.operation is None:
            before = [latest[id(v)] for v in change.variables if id(v) in latest]
            with tf.control_dependencies(before + ([] if barrier is None else [barrier])):
                operation = change.build()
        else:
            operation = change.operation
        latest.update((id(v), operation) for v in change.variables)
        operations.append(operation)
    return operations
