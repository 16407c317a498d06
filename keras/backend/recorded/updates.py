"""Changes of variables."""
from ..checks import check_update_shape
from ..derived.updates import record
from .conversion import as_tensor
from .graph import Operation, ordered, with_replaced


class Update:
    """A change of a variable, carried out by the functions that it is passed to.

    Args:
        variable: the variable.
        operand: tensor.
        changed: function that takes the old value and the operand, and returns the new value.
    """

    def __init__(self, variable, operand, changed):
        self.variable = variable
        self.operand = as_tensor(operand, variable.dtype)
        self._changed = changed
        record(self)

    def applied_to(self, value):
        """Returns the variable's value after the change, from the one before."""
        new = self._changed(value, self.operand)
        if new.dtype != self.variable.dtype:
            raise TypeError('The variable %s of dtype %s cannot be updated with %r.' % (
                self.variable.name, self.variable.dtype, self.operand))
        if new.shape is not None:
            check_update_shape(self.variable.name, self.variable.shape, new.shape)
        return new

    def as_tensor(self):
        return self.applied_to(self.variable)


def update(x, new_x):
    return Update(x, new_x, lambda value, new: new)


def update_add(x, increment):
    return Update(x, increment, lambda value, increment: value + increment)


def update_sub(x, decrement):
    return Update(x, decrement, lambda value, decrement: value - decrement)


def new_values(updates):
    """Returns the new values of variables, as pairs of tensors: variable, new value.

    Args:
        updates: list of `Update`, pairs `(variable, new value)`, and None for nothing.
    """
    new = {}
    for change in updates:
        if change is None:
            continue
        if isinstance(change, (list, tuple)):
            change = update(*change)
        if not isinstance(change, Update):
            raise TypeError('An update must come from K.update or a related op, or be a pair '
                            '(variable, new value), but got %r.' % (change,))
        _, before = new.get(id(change.variable), (None, change.variable))
        new[id(change.variable)] = change.variable, change.applied_to(before)
    return list(new.values())


def changed_variables(updates):
    return [variable for variable, _ in new_values(updates)]


def after_updates(updates, expression):
    seen = with_replaced(as_tensor(expression()), new_values(updates))
    return AFTER(seen, updates=list(updates))


AFTER = Operation('after_updates', lambda shapes, x: shapes[0])


def with_carried(updates, tensors):
    """Returns `updates`, and those that `tensors` are computed after."""
    updates = list(updates)
    for tensor in ordered(tensors + [new for _, new in new_values(updates)]):
        if tensor.op is AFTER:
            updates += [change for change in tensor.attributes['updates']
                        if all(change is not known for known in updates)]
    return updates
