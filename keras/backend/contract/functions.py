"""Running tensors, and what decides the order in which they run."""


def function(inputs, outputs, updates=None, **kwargs):
    """Compiles a function from arrays to arrays.

    In one call every value that is read, be it for an output or for an update, is the value
    from before the call; then the updates are carried out. Several `K.update_add`, `K.update_sub`
    and `K.moving_average_update` of one variable add up; of several `K.update` the last one holds.

    Args:
        inputs: list of placeholders. `K.learning_phase()` may be among them; whoever calls the
            function without a value for it is testing.
        outputs: list of tensors (a single tensor gives a list of one array).
        updates: list of updates from `K.update` and its kin, `(variable, new_value)` pairs, or
            operations of the engine.
        **kwargs: arguments of the engine. TensorFlow: `fetches` (operations to run as well),
            `feed_dict` (further feeds), `options`, `run_metadata` (all three are looked into at
            each call) and `name`. Theano: those of `theano.function`, such as `mode`. CNTK: `name`.

    Returns:
        A callable that takes the list of arrays for `inputs` and returns the list of NumPy arrays
        of `outputs`.

    Raises:
        TypeError: if inputs, outputs or updates are of the wrong kind.
        ValueError: for an argument that the engine does not know.

    Example::

        x = K.placeholder(shape=(None, 3))
        double = K.function([x], [2 * x])
        double([np.ones((2, 3))])  # [a (2, 3) array of twos]
    """


def gradients(loss, variables):
    """Returns the gradients of `loss` (any shape; summed) with respect to `variables`.

    Args:
        loss: tensor.
        variables: list of tensors or variables.

    Returns:
        List of tensors, of the shapes of `variables`; None where `loss` does not depend on one.
    """


def stop_gradient(variables):
    """Returns tensors that are constants for `K.gradients`.

    Args:
        variables: tensor, or list of tensors.

    Returns:
        The same as a tensor or a list of tensors.
    """


def control_dependencies(control_inputs):
    """Returns a context in which tensors are made that run after `control_inputs`.

    Engines without an order of execution (Theano, CNTK) return a context that does nothing; see
    `K.after_updates` for what holds on all of them.

    Args:
        control_inputs: list of tensors, operations or updates.
    """
