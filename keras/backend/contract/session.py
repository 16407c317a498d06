"""The process-wide state of an engine: session, learning phase, start values."""


def get_session():
    """Returns the engine's session, made on the first call (TensorFlow alone has one).

    Variables that have no value yet get their start value.

    Returns:
        A `tf.compat.v1.Session`.
    """


def set_session(session):
    """Makes `session` the one that Keras runs in.

    Args:
        session: a `tf.compat.v1.Session`.
    """


def clear_session():
    """Throws away all tensors, variables and models, and starts automatic names from 1.

    Useful where many models are built in one process: their graphs would otherwise add up.
    """


def building_on(tensors):
    """Returns a context for making tensors that go with others, one thread at a time.

    On TensorFlow it also enters the graph of the given tensors, so a model can be compiled and
    trained in another thread, or outside of the `with graph.as_default()` block it was made in.

    Args:
        tensors: list of tensors or variables; of an empty one, or without a graph, the default
            graph stays.

    Example::

        with K.building_on(model.outputs):
            train = K.function(model.inputs, [loss], updates=updates)
    """


def learning_phase():
    """Returns the learning phase: 1 (or True) when training, 0 (or False) when testing.

    Returns:
        A scalar tensor that a function takes as an input and that is 0 where it is not fed; or
        the int that `K.set_learning_phase` has set.
    """


def new_learning_phase():
    """Makes the tensor that `learning_phase` returns. Keras 2 did not have it."""


def depends_on_learning_phase(tensors):
    """Tells whether anything that tensors are made from asks for the learning phase.

    Args:
        tensors: list of tensors.

    Returns:
        A bool; False if the phase is fixed by `K.set_learning_phase`.
    """


def set_learning_phase(value):
    """Fixes the learning phase for what is built from now on.

    Args:
        value: 0 for testing, 1 for training.

    Raises:
        ValueError: for any other value.
    """


def manual_variable_initialization(value):
    """Says who gives variables their start values.

    Args:
        value: True leaves it to the caller (`tf.compat.v1.global_variables_initializer`); False,
            the default, to `K.get_session`.
    """


def name_scope(name):
    """Returns a context in which the names of new tensors and variables start with `name`.

    On Theano and CNTK variables alone are named so.

    Args:
        name: string; characters that the engine does not allow are replaced.
    """
