"""Running tensors, and the order in which they run."""


def function(inputs, outputs, updates=None, **kwargs):
    """Compiles a function from arrays to arrays.

    A call first reads all values that its outputs and updates need, then carries out the updates.
    Several `K.update_add`, `K.update_sub` and `K.moving_average_update` of one variable add up; of
    several `K.update`, the last one applies.

    Args:
        inputs: list of placeholders. It may include `K.learning_phase()`; a call that passes no
            value for it computes the testing phase.
        outputs: list of tensors, or a single tensor, which gives a list of one array.
        updates: list of updates: what `K.update` and related ops return, `(variable, new_value)`
            pairs, or operations of the engine.
        **kwargs: arguments of the engine. TensorFlow: `fetches` (operations to run as well),
            `feed_dict` (more feeds), `options`, `run_metadata` (these three are read at each
            call) and `name`. Theano: the arguments of `theano.function`, such as `mode`. CNTK
            and JAX: `name`.

    Returns:
        A callable that takes a list of arrays, one for each input, and returns a list of NumPy
        arrays, one for each output.

    Raises:
        TypeError: if an input, output or update is of the wrong kind.
        ValueError: for an argument that the engine does not know.

    Example:
        >>> x = K.placeholder(shape=(None, 3))
        >>> double = K.function([x], [2 * x])
        >>> double([np.ones((2, 3))])[0]
        array([[2., 2., 2.],
               [2., 2., 2.]], dtype=float32)
    """


def variables_of(function):
    """Returns the variables that a function reads or changes, in an order that depends on it only.

    Not in Keras 2.

    Args:
        function: what `K.function` returned.

    Returns:
        List of variables, each once.

    Example:
        >>> a, b = K.variable([1., 2.]), K.variable(0.)
        >>> f = K.function([], [K.sum(a)], [K.update_add(b, 1.)])
        >>> {id(x) for x in K.variables_of(f)} == {id(a), id(b)}
        True
    """


def gradients(loss, variables):
    """Returns the gradients of a loss with respect to variables.

    Args:
        loss: tensor; if it is not a scalar, its sum is differentiated.
        variables: list of tensors or variables.

    Returns:
        List of tensors with the shapes of `variables`, with None for each that `loss` does not
        depend on.

    Example:
        >>> x = K.variable([1., 2.])
        >>> K.eval(K.gradients(K.sum(K.square(x)), [x])[0])
        array([2., 4.], dtype=float32)
    """


def stop_gradient(variables):
    """Returns tensors with the same values, which `K.gradients` treats as constants.

    Args:
        variables: tensor, or list of tensors.

    Returns:
        A tensor, or a list of tensors if a list was given.

    Example:
        >>> x = K.variable([1., 2.])
        >>> K.eval(K.gradients(K.stop_gradient(x) * x, [x])[0])
        array([1., 2.], dtype=float32)
    """


def control_dependencies(control_inputs):
    """Returns a context; tensors made in it run after `control_inputs`.

    On engines without an order of execution (Theano, CNTK, JAX), the context does nothing.
    `K.after_updates` works on all engines.

    Args:
        control_inputs: list of tensors, operations or updates.

    Example::

        total = K.variable(0.)
        step = K.update_add(total, 1.)
        with K.control_dependencies([step]):
            result = K.identity(total)
    """
