"""Branches, and functions over the entries of tensors.

Args:
    x: tensor, or function without arguments that returns one.
    alt: tensor, or function without arguments that returns one.
    training: whether the model is training: a bool, 0 or 1, a scalar tensor, or None for
        `K.learning_phase()`.
    elems: tensor of shape `(n, ...)`, n at least 1.
    name: string.
"""


def switch(condition, then_expression, else_expression):
    """Selects between two tensors, as a whole or entry by entry.

    Args:
        condition: tensor; any value other than 0 counts as true. A scalar selects one of the two
            tensors. Otherwise it selects entry by entry: its axes are matched with the first
            axes of the tensors, and an axis of size 1 is broadcast.
        then_expression: tensor for a true condition, or function without arguments that returns
            it.
        else_expression: tensor for a false condition, or function without arguments that returns
            it. For a scalar condition, only the selected function is computed.

    Returns:
        A tensor.

    Raises:
        ValueError: if the condition has more axes than the tensors.

    Example:
        >>> x = K.constant([-2., 3.])
        >>> K.eval(K.switch(K.greater(x, 0), x, x * 0.5))
        array([-1.,  3.], dtype=float32)
    """


def in_train_phase(x, alt, training=None):
    """Returns `x` in training, `alt` in testing.

    Returns:
        One of the two if the phase is known; otherwise a tensor whose value depends on the
        phase. If the phase is `K.learning_phase()`, `_uses_learning_phase` of that tensor is True.

    Example:
        >>> K.eval(K.in_train_phase(K.constant([1.]), K.constant([2.]), training=True))
        array([1.], dtype=float32)
    """


def in_test_phase(x, alt, training=None):
    """Returns `x` in testing, `alt` in training: the reverse of `K.in_train_phase`.

    Returns:
        One of the two if the phase is known; otherwise a tensor whose value depends on the
        phase.

    Example:
        >>> K.eval(K.in_test_phase(K.constant([1.]), K.constant([2.]), training=True))
        array([2.], dtype=float32)
    """


def map_fn(fn, elems, name=None, dtype=None):
    """Applies a function to each entry of a tensor along its first axis.

    Args:
        fn: function that takes an entry and returns a tensor.
        elems: tensor of shape `(n, ...)`, or a list of such tensors; with a list, `fn` takes a
            list of entries.
        dtype: type of the result, if it differs from that of `elems`.

    Returns:
        Tensor of shape `(n, ...)`: the stacked results.

    Example:
        >>> K.eval(K.map_fn(lambda row: K.sum(row), K.constant([[1., 2.], [3., 4.]])))
        array([3., 7.], dtype=float32)
    """


def foldl(fn, elems, initializer=None, name=None):
    """Combines the entries of a tensor along its first axis, from first to last.

    Args:
        fn: function `(accumulator, entry)` that returns the new accumulator.
        initializer: tensor, the accumulator at the start; None starts with the first entry.

    Returns:
        The accumulator after the last entry, as a tensor.

    Example:
        >>> fold = K.foldl(lambda total, entry: total - entry, K.constant([1., 2., 3.]))
        >>> float(K.eval(fold))  # (1 - 2) - 3
        -4.0
    """


def foldr(fn, elems, initializer=None, name=None):
    """Combines the entries of a tensor along its first axis, from last to first.

    Args:
        fn: function `(accumulator, entry)` that returns the new accumulator.
        initializer: tensor, the accumulator at the start; None starts with the last entry.

    Returns:
        The accumulator after the first entry, as a tensor.

    Example:
        >>> fold = K.foldr(lambda total, entry: total - entry, K.constant([1., 2., 3.]))
        >>> float(K.eval(fold))  # (3 - 2) - 1
        0.0
    """
