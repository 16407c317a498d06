"""Recurrence."""


def rnn(step_function, inputs, initial_states, go_backwards=False, mask=None, constants=None,
        unroll=False, input_length=None):
    """Goes through the time steps of sequences.

    Args:
        step_function: function of the inputs of a step, (batch, ...), and the list of states
            (followed by the constants). It returns the output of the step, (batch, ...), and
            the list of new states, shaped like the old ones.
        inputs: tensor (batch, time, ...), at least 3 axes.
        initial_states: list of tensors (batch, ...), with any number of axes; may be empty.
        go_backwards: whether to start with the last step. The outputs are in the order in
            which they are made.
        mask: None or tensor (batch, time) or (batch, time, 1). Where it is 0, the step is
            passed over: the states stay, and the output is that of the step before (zeros if
            there is none).
        constants: list of tensors that each step gets, or None.
        unroll: whether to write the steps out instead of looping. That needs a known number of
            steps; it runs faster for few steps, and takes more memory.
        input_length: int, the number of steps, where `inputs` does not tell.

    Returns:
        Tuple of the last output (batch, ...), all outputs (batch, time, ...) and the list of
        the last states. `_uses_learning_phase` of the last output is True if that of a step's
        output is.

    Raises:
        ValueError: if the inputs or the mask have another number of axes, or there is no known
            number of steps to unroll.

    Example::

        def step(x, states):
            total = states[0] + x
            return total, [total]

        last, sums, _ = K.rnn(step, inputs, [K.zeros_like(inputs[:, 0])])
    """


def within_a_batch():
    """Returns a context for operations on tensors that all have as many samples, or no batch axis.

    An engine may then leave out of their gradients what broadcasting would take. It is meant for
    the steps of recurrent layers, whose operations are many and small; a tensor with a batch of
    1 among others with more would get a wrong gradient.
    """
