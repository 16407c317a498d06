"""Changes of variables.

An update only describes a change: nothing happens until a function that has it among its
`updates` runs (see `K.function`).

Args:
    x: variable.
"""


def update(x, new_x):
    """Describes the change of variable `x` to the value of tensor `new_x`.

    Args:
        new_x: tensor, array or number, of the shape of `x`.
    """


def update_add(x, increment):
    """Describes the addition of `increment` to variable `x`.

    Args:
        increment: tensor, array or number.
    """


def update_sub(x, decrement):
    """Describes the subtraction of `decrement` from variable `x`.

    Args:
        decrement: tensor, array or number.
    """


def moving_average_update(x, value, momentum):
    """Describes a step of a moving average: `x` becomes `x * momentum + value * (1 - momentum)`.

    Args:
        value: tensor of the shape of `x`.
        momentum: float between 0 and 1.
    """


def after_updates(updates, expression):
    """Returns a tensor that sees the state that `updates` leave behind.

    The same updates may also be handed to `K.function`: each is carried out once.

    Args:
        updates: list of updates.
        expression: function without arguments that returns a tensor made from variables.

    Returns:
        The tensor that `expression` makes, computed after the updates.

    Example::

        total = K.variable(0.)
        step = K.update_add(total, K.sum(x))
        running = K.after_updates([step], lambda: total * 1.)
        f = K.function([x], [running], updates=[step])
    """


def changed_variables(updates):
    """Returns the list of the variables that updates change, each once.

    Args:
        updates: list of updates, pairs `(variable, new value)`, and None for nothing (on TensorFlow
            also operations such as `variable.assign_add(...)`).

    Example::

        variables = K.changed_variables(model.state_updates)
        states = K.batch_get_value(variables)
    """


def recorded_updates():
    """Returns a context that collects the updates made in it.

    It serves code that may forget to hand its updates on: `Metric.update_state` of a user, say.

    Returns:
        A context manager. `with` gives a list, which on leaving holds the updates, in their order
        (on TensorFlow also operations such as `variable.assign_add(...)`).

    Example::

        with K.recorded_updates() as updates:
            K.update_add(total, K.sum(x))
    """
