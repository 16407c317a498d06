"""Rearranging entries: joining, cutting, repeating and padding.

Args:
    x: tensor.
    axis: int; a negative one counts from the end.
    data_format: `'channels_last'` or `'channels_first'`; None stands for `K.image_data_format()`.
"""


def reshape(x, shape):
    """Returns the entries of `x`, in their order, in another shape.

    Args:
        shape: tuple of ints or scalar tensors, or a tensor; -1 for one size that follows from
            the others.
    """


def flatten(x):
    """Returns the entries of `x`, in their order, along one axis."""


def batch_flatten(x):
    """Returns `x` (batch, ...) as a matrix (batch, entries of a sample)."""


def permute_dimensions(x, pattern):
    """Reorders the axes of `x`: axis `i` of the result is axis `pattern[i]` of `x`.

    Args:
        pattern: sequence of ints, each axis of `x` once.
    """


def transpose(x):
    """Returns `x` with its axes in reverse order."""


def expand_dims(x, axis=-1):
    """Returns `x` with an axis of length 1 put in as axis `axis` of the result."""


def squeeze(x, axis):
    """Returns `x` without its axis `axis`, which must have length 1."""


def concatenate(tensors, axis=-1):
    """Joins tensors along an axis.

    Args:
        tensors: list of tensors, alike in shape but for `axis`. The result is sparse where all
            of them are.
    """


def stack(x, axis=0):
    """Joins tensors along a new axis `axis`.

    Args:
        x: list of tensors of one shape.
    """


def split(x, count, axis=-1):
    """Cuts `x` into a list of equal parts along an axis, whose length must be known.

    Keras 2 did not have it.

    Args:
        count: int, the number of parts.

    Example::

        K.split(K.constant([[1., 2., 3., 4.]]), 2)  # [[[1., 2.]], [[3., 4.]]]
    """


def slice(x, start, size):
    """Cuts a block out of `x`.

    Args:
        start: for each axis, the index where the block starts.
        size: for each axis, the length of the block; -1 for all that is left.

    Raises:
        ValueError: if `start` and `size` do not have one number for each axis.
    """


def gather(reference, indices):
    """Returns the rows of `reference` at `indices`.

    Args:
        reference: tensor (rows, ...).
        indices: tensor of ints, of any shape.

    Returns:
        Tensor of the shape of `indices` followed by that of a row.
    """


def reverse(x, axes):
    """Returns `x` with the order of its entries reversed along some axes.

    Args:
        axes: int, or list or tuple of ints.
    """


def repeat(x, n):
    """Repeats each row of a matrix: (batch, size) gives (batch, n, size).

    Args:
        x: tensor (batch, size).
        n: int.

    Raises:
        ValueError: if `x` is not a matrix.
    """


def repeat_elements(x, rep, axis):
    """Repeats each entry `rep` times along `axis`, like `np.repeat`.

    Args:
        rep: int.
    """


def tile(x, n):
    """Puts copies of `x` side by side, like `np.tile`.

    Args:
        n: numbers of copies along the last axes, or an int for the last axis alone. There is one
            copy along the axes before.

    Raises:
        ValueError: if there are more numbers than axes.
    """


def arange(start, stop=None, step=1, dtype='int32'):
    """Returns evenly spaced numbers, like `np.arange`.

    Args:
        start: first number; or the end, where `stop` is None: the numbers start from 0 then.
        stop: end, which is not among the numbers.
        step: distance of the numbers.
        dtype: type of the result. With the default, float arguments give floats.
    """


def one_hot(indices, num_classes):
    """Returns, for each index, a row of zeros with a one at that index.

    Args:
        indices: tensor of ints, of any shape.
        num_classes: length of the rows.

    Returns:
        Tensor of type `K.floatx()`, of the shape of `indices` followed by `num_classes`. The row
        of an index that is out of range holds zeros only.
    """


def pad(x, padding):
    """Puts zeros around the entries of `x`.

    Keras 2 did not have it.

    Args:
        padding: list of pairs of ints (before, after), one for each axis.
    """


def temporal_padding(x, padding=(1, 1)):
    """Puts zeros before and after the steps of `x` (batch, steps, channels).

    Args:
        x: tensor with 3 axes.
        padding: pair of ints (before, after).
    """


def spatial_2d_padding(x, padding=((1, 1), (1, 1)), data_format=None):
    """Puts zeros around images.

    Args:
        x: tensor with 4 axes.
        padding: pairs of ints ((top, bottom), (left, right)).
    """


def spatial_3d_padding(x, padding=((1, 1), (1, 1), (1, 1)), data_format=None):
    """Puts zeros around volumes.

    Args:
        x: tensor with 5 axes.
        padding: pairs of ints, (before, after), for each of the three spatial axes.
    """
