"""Changes of variables.

An update only describes a change: nothing happens until a function runs that has it among its
`updates` (see `K.function`).

Args:
    x: variable.
"""


def update(x, new_x):
    """Describes setting a variable to a new value.

    Args:
        new_x: tensor, array or number, with the shape of `x`.

    Example:
        >>> x = K.variable([1., 2.])
        >>> double = K.function([], [], updates=[K.update(x, 2 * x)])
        >>> _ = double([])
        >>> K.get_value(x)
        array([2., 4.], dtype=float32)
    """


def update_add(x, increment):
    """Describes adding to a variable.

    Args:
        increment: tensor, array or number, with the shape of `x`.

    Example:
        >>> K.eval(K.update_add(K.variable([1., 2.]), [10., 20.]))
        array([11., 22.], dtype=float32)
    """


def update_sub(x, decrement):
    """Describes subtracting from a variable.

    Args:
        decrement: tensor, array or number, with the shape of `x`.

    Example:
        >>> K.eval(K.update_sub(K.variable([1., 2.]), [1., 1.]))
        array([0., 1.], dtype=float32)
    """


def moving_average_update(x, value, momentum):
    """Describes a step of a moving average: `x` becomes `x * momentum + value * (1 - momentum)`.

    Args:
        value: tensor with the shape of `x`.
        momentum: float from 0 to 1.

    Example:
        >>> average = K.variable([1., 2.])
        >>> K.eval(K.moving_average_update(average, K.constant([3., 3.]), 0.5))
        array([2. , 2.5], dtype=float32)
    """


def after_updates(updates, expression):
    """Returns a tensor that is computed from the state after `updates`. Not in Keras 2.

    You may pass the same updates to `K.function`, too: each is carried out once.

    Args:
        updates: list of updates.
        expression: function without arguments that returns a tensor made from variables.

    Returns:
        The tensor that `expression` makes, computed after the updates.

    Example:
        >>> x = K.placeholder((None,))
        >>> total = K.variable([0.])
        >>> step = K.update_add(total, K.sum(x, keepdims=True))
        >>> running = K.after_updates([step], lambda: total * 1.)
        >>> f = K.function([x], [running], updates=[step])
        >>> f([np.ones(3)])[0]
        array([3.], dtype=float32)
    """


def changed_variables(updates):
    """Returns the list of variables that updates change, each once. Not in Keras 2.

    Args:
        updates: list of updates, pairs `(variable, new_value)`, and None for nothing (on TensorFlow
            also operations such as `variable.assign_add(...)`).

    Example:
        >>> total = K.variable([0.])
        >>> K.changed_variables([K.update_add(total, [1.])])[0] is total
        True
    """


def recorded_updates():
    """Returns a context that collects the updates made in it. Not in Keras 2.

    It serves code that may not return its updates, such as a user's `Metric.update_state`.

    Returns:
        A context manager. `with` gives a list, which holds the updates in their order once the
        block is left (on TensorFlow also operations such as `variable.assign_add(...)`).

    Example:
        >>> total = K.variable([0.])
        >>> with K.recorded_updates() as updates:
        ...     _ = K.update_add(total, [1.])
        >>> len(updates)
        1
    """
