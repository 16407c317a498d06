"""Recurrence."""


def rnn(step_function, inputs, initial_states, go_backwards=False, mask=None, constants=None,
        unroll=False, input_length=None):
    """Applies a step function to the time steps of sequences, one after another.

    Args:
        step_function: function that takes the inputs of a step, `(batch, ...)`, and the list of
            states (followed by the constants). It returns the output of the step, `(batch, ...)`,
            and the list of new states, in the shapes of the old ones.
        inputs: tensor of shape `(batch, time, ...)`, with at least 3 axes.
        initial_states: list of tensors of shape `(batch, ...)`, with any number of axes; may be
            empty.
        go_backwards: whether to start with the last step. The outputs are then in that order,
            too.
        mask: tensor of shape `(batch, time)` or `(batch, time, 1)`, or None. Where it is 0, the
            step is skipped: the states are kept, and the output is that of the step before (zeros
            at the first step).
        constants: list of tensors that every step gets, or None.
        unroll: whether to write out the steps instead of looping. This needs a known number of
            steps. It is faster for short sequences, but takes more memory.
        input_length: int, the number of steps, if the shape of `inputs` does not specify it.

    Returns:
        Tuple of the last output, `(batch, ...)`, all outputs, `(batch, time, ...)`, and the list
        of the last states. If a step's output depends on the learning phase, the last output has
        `_uses_learning_phase` set to True.

    Raises:
        ValueError: if the inputs or the mask have the wrong number of axes, or the number of steps
            to unroll is not known.

    Example:
        >>> def step(x, states):
        ...     total = states[0] + x
        ...     return total, [total]
        >>> inputs = K.constant([[[1.], [2.], [3.]]])
        >>> last, sums, _ = K.rnn(step, inputs, [K.zeros_like(inputs[:, 0])])
        >>> K.eval(sums)[0, :, 0]
        array([1., 3., 6.], dtype=float32)
    """


def within_a_batch():
    """Returns a context for operations on tensors that have the same batch size. Not in Keras 2.

    Within it, an engine may omit from gradients what broadcasting along the batch axis would need.
    It serves the steps of recurrent layers, whose operations are many and small. Tensors without a
    batch axis are fine; one with a batch size of 1 among others with more gets a wrong gradient.

    Example::

        x, kernel = K.ones((8, 3)), K.ones((3, 4))
        with K.within_a_batch():
            y = K.tanh(K.dot(x, kernel))
    """
