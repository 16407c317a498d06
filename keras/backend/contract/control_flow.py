"""Branches, and functions over the entries of tensors.

Args:
    x: tensor, or function without arguments that returns one.
    alt: likewise.
    training: whether it is training: a bool, 0 or 1, a scalar tensor, or None for
        `K.learning_phase()`.
    elems: tensor (n, ...).
    name: string.
"""


def switch(condition, then_expression, else_expression):
    """Chooses between two tensors.

    Args:
        condition: scalar, which chooses one of the whole tensors; or a tensor with at most as
            many axes as they have, which chooses entry by entry: its axes are their first ones,
            and an axis of size 1 stands for any size. Not 0 counts as true.
        then_expression: tensor, or function without arguments that returns one.
        else_expression: likewise. For a scalar condition only the chosen function is computed.

    Returns:
        A tensor.

    Raises:
        ValueError: if the condition has more axes than the tensors.

    Example::

        K.switch(K.greater(x, 0), x, K.exp(x) - 1)
    """


def in_train_phase(x, alt, training=None):
    """Returns `x` in training, `alt` in testing.

    Returns:
        One of the two, if it is known which; else a tensor that is one of them when it is
        computed. If that depends on the learning phase, its `_uses_learning_phase` is True.
    """


def in_test_phase(x, alt, training=None):
    """Returns `x` in testing, `alt` in training: see `in_train_phase`."""


def map_fn(fn, elems, name=None, dtype=None):
    """Applies a function to each entry of a tensor along its first axis.

    Args:
        fn: function from an entry to a tensor.
        elems: tensor (n, ...), or a list of such tensors; `fn` then takes a list of entries.
        dtype: type of the result, where it is not the type of `elems`.

    Returns:
        The results, stacked: (n, ...).
    """


def foldl(fn, elems, initializer=None, name=None):
    """Combines the entries of a tensor along its first axis, from the first to the last.

    Args:
        fn: function of what there is so far, and the next entry, to what there is then.
        initializer: what there is at the start; None for the first entry.

    Returns:
        What there is at the end.

    Example::

        K.foldl(lambda total, entry: total - entry, K.constant([1, 2, 3]))  # 1 - 2 - 3
    """


def foldr(fn, elems, initializer=None, name=None):
    """Combines the entries of a tensor along its first axis, from the last to the first.

    Args:
        fn: as for `foldl`.
        initializer: what there is at the start; None for the last entry.
    """
