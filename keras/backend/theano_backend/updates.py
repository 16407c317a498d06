"""Changes of variables."""
import theano.tensor as T
from theano.gof.graph import ancestors

from ..checks import check_update_shape
from ..derived.updates import record
from .broadcasting import is_dense
from .sizes import known_sizes
from .substitution import substituted


class Update:
    """A change of a variable, which unpacks into the variable and its new value.

    Args:
        variable: variable.
        value: its new value.
        increment: the amount added to it, for an addition.
    """

    def __init__(self, variable, value, increment=None):
        self.variable = variable
        self.value = value
        self.increment = increment
        record(self)

    def __iter__(self):
        return iter((self.variable, self.value))

    def __getitem__(self, index):
        return (self.variable, self.value)[index]


def update(x, new_x):
    return Update(x, _fit_for(x, new_x))


def update_add(x, increment):
    increment = _fit_for(x, increment)
    return Update(x, x + increment, increment)


def update_sub(x, decrement):
    decrement = _fit_for(x, decrement)
    return Update(x, x - decrement, -decrement)


def changed_variables(updates):
    return [variable for variable, _ in new_values(updates)]


def after_updates(updates, expression):
    updates = [updates] if isinstance(updates, Update) else updates
    value, = substituted([expression()], new_values(updates))
    value = T.tensor_copy(value)
    value._updates = [change for change in updates if change is not None]
    return value


def updates_before(outputs):
    """Returns the updates that `outputs` depend on through `after_updates`."""
    return [change for x in ancestors(outputs) for change in getattr(x, '_updates', ())]


def new_values(updates):
    """Returns an ordered list of pairs of a variable, each once, and its value after `updates`."""
    found = {}
    order = []
    for change in updates:
        if change is None:
            continue
        variable, value = change
        if variable not in found:
            order.append(variable)
        increment = getattr(change, 'increment', None)
        if increment is None or variable not in found:
            found[variable] = _fit_for(variable, value)
        else:
            found[variable] = found[variable] + increment
    return [(variable, found[variable]) for variable in order]


def _fit_for(variable, value):
    """Converts `value` to the type of `variable`."""
    value = value if is_dense(value) else T.as_tensor_variable(value)
    check_update_shape(variable.name, known_sizes(variable), known_sizes(value))
    if value.dtype != variable.dtype:
        value = T.cast(value, variable.dtype)
    return T.patternbroadcast(value, variable.broadcastable)
