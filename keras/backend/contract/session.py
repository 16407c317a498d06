"""The process-wide state of an engine: session, learning phase, initial values."""


def get_session():
    """Returns the session that Keras runs in, made on the first call. TensorFlow only.

    Variables that have no value yet get their initial value.

    Returns:
        A `tf.compat.v1.Session`.

    Raises:
        NotImplementedError: on other engines than TensorFlow.

    Example::

        if K.backend() == 'tensorflow':
            graph = K.get_session().graph
    """


def set_session(session):
    """Makes Keras run in a given session. TensorFlow only.

    Args:
        session: a `tf.compat.v1.Session`.

    Raises:
        NotImplementedError: on other engines than TensorFlow.

    Example::

        if K.backend() == 'tensorflow':
            import tensorflow as tf
            config = tf.compat.v1.ConfigProto(intra_op_parallelism_threads=1)
            K.set_session(tf.compat.v1.Session(config=config))
    """


def clear_session():
    """Discards all tensors, variables and models, and restarts automatic names from 1.

    Call it between models when you build many in one process: otherwise their graphs add up.
    Models from before the call cannot be used after it.

    Example::

        for units in [8, 16]:
            model = keras.Sequential([keras.layers.Dense(units, input_shape=(4,))])
            K.clear_session()
    """


def building_on(tensors):
    """Returns a context for making tensors from given ones, one thread at a time. Not in Keras 2.

    On TensorFlow it also enters the graph of the given tensors, so a model can be compiled and
    trained in another thread, or outside of the `with graph.as_default()` block it was made in.

    Args:
        tensors: list of tensors or variables; if it is empty, the default graph is used.

    Example::

        model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
        with K.building_on(model.outputs):
            doubled = K.function(model.inputs, [2 * model.output])
    """


def learning_phase():
    """Returns the learning phase: 1 (or True) when training, 0 (or False) when testing.

    Returns:
        A scalar tensor, which functions take as an input and which is 0 if they get no value for
        it; or the int that `K.set_learning_phase` has set.

    Example:
        >>> x = K.placeholder((None,))
        >>> y = K.in_train_phase(x + 1, x)
        >>> f = K.function([x, K.learning_phase()], [y])
        >>> f([np.zeros(2), 1])[0]
        array([1., 1.], dtype=float32)
    """


def new_learning_phase():
    """Makes the tensor that `K.learning_phase` returns. Not in Keras 2.

    Example:
        >>> K.ndim(K.new_learning_phase())
        0
    """


def depends_on_learning_phase(tensors):
    """Returns whether any of the given tensors depends on the learning phase. Not in Keras 2.

    Args:
        tensors: list of tensors.

    Returns:
        A bool; False if the phase was fixed by `K.set_learning_phase`.

    Example:
        >>> x = K.placeholder((None,))
        >>> K.depends_on_learning_phase([K.in_train_phase(x, 2 * x)])
        True
        >>> K.depends_on_learning_phase([2 * x])
        False
    """


def set_learning_phase(value):
    """Fixes the learning phase of everything built from now on.

    `K.clear_session` makes it variable again.

    Args:
        value: 0 for testing, 1 for training.

    Raises:
        ValueError: for any other value.

    Example::

        K.set_learning_phase(0)
        model = keras.Sequential([keras.layers.Dropout(0.5, input_shape=(3,))])
        K.clear_session()
    """


def manual_variable_initialization(value):
    """Specifies whether you initialize variables yourself. Other engines than TensorFlow ignore it.

    Args:
        value: bool. True leaves it to you to run `tf.compat.v1.global_variables_initializer`; with
            False, the default, `K.get_session` initializes them.

    Example::

        K.manual_variable_initialization(True)
        w = K.variable(np.ones(3))
        K.manual_variable_initialization(False)
    """


def name_scope(name):
    """Returns a context in which the names of new tensors and variables start with `name`.

    On other engines than TensorFlow, only the names of variables do.

    Args:
        name: string; characters that the engine does not allow are replaced.

    Example:
        >>> with K.name_scope('encoder'):
        ...     w = K.variable(np.ones(3), name='w')
        >>> 'encoder' in w.name
        True
    """
