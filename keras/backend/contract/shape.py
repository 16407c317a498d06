"""Rearranging entries: joining, slicing, repeating and padding.

Args:
    x: tensor.
    axis: int; negative ints count from the end.
    data_format: `'channels_last'` or `'channels_first'`; None means `K.image_data_format()`.
"""


def reshape(x, shape):
    """Returns the entries of `x`, in their order, in another shape.

    Args:
        shape: tuple of ints or scalar tensors, or a tensor. One size may be -1: it follows from
            the others.

    Example:
        >>> K.eval(K.reshape(K.constant([1., 2., 3., 4.]), (2, -1)))
        array([[1., 2.],
               [3., 4.]], dtype=float32)
    """


def flatten(x):
    """Returns the entries of `x`, in their order, as a vector. Use `K.batch_flatten` for batches.

    Example:
        >>> K.eval(K.flatten(K.constant([[1., 2.], [3., 4.]])))
        array([1., 2., 3., 4.], dtype=float32)
    """


def batch_flatten(x):
    """Flattens each sample: `(batch, ...)` becomes a matrix `(batch, entries of a sample)`.

    Returns:
        Tensor of shape `(batch, entries of a sample)`.

    Example:
        >>> K.int_shape(K.batch_flatten(K.ones((8, 2, 3))))
        (8, 6)
    """


def permute_dimensions(x, pattern):
    """Reorders the axes of `x`: axis `i` of the result is axis `pattern[i]` of `x`.

    Args:
        pattern: sequence of ints that names each axis of `x` once.

    Returns:
        Tensor with the same entries.

    Raises:
        ValueError: if it does not.

    Example:
        >>> K.int_shape(K.permute_dimensions(K.ones((8, 2, 3)), (0, 2, 1)))
        (8, 3, 2)
    """


def transpose(x):
    """Returns `x` with its axes in reverse order.

    Example:
        >>> K.int_shape(K.transpose(K.ones((2, 3))))
        (3, 2)
    """


def expand_dims(x, axis=-1):
    """Inserts an axis of size 1, which becomes axis `axis` of the result.

    Returns:
        Tensor with one more axis.

    Example:
        >>> K.int_shape(K.expand_dims(K.ones((2, 3)), axis=1))
        (2, 1, 3)
    """


def squeeze(x, axis):
    """Removes an axis of size 1.

    Returns:
        Tensor with one axis less.

    Raises:
        ValueError: if the axis has another size.

    Example:
        >>> K.int_shape(K.squeeze(K.ones((2, 1, 3)), axis=1))
        (2, 3)
    """


def concatenate(tensors, axis=-1):
    """Joins tensors along an axis.

    Args:
        tensors: list of tensors whose shapes differ at most in `axis`. The result is sparse if
            all of them are.

    Returns:
        Tensor whose size along `axis` is the sum of the sizes.

    Example:
        >>> K.eval(K.concatenate([K.constant([[1., 2.]]), K.constant([[3.]])]))
        array([[1., 2., 3.]], dtype=float32)
    """


def stack(x, axis=0):
    """Joins tensors along a new axis, which becomes axis `axis` of the result.

    Args:
        x: list of tensors of the same shape.

    Returns:
        Tensor with one more axis.

    Example:
        >>> K.eval(K.stack([K.constant([1., 2.]), K.constant([3., 4.])]))
        array([[1., 2.],
               [3., 4.]], dtype=float32)
    """


def split(x, count, axis=-1):
    """Splits `x` into a list of equal parts along an axis of known size. Not in Keras 2.

    Args:
        count: int, the number of parts.

    Returns:
        List of tensors.

    Raises:
        ValueError: if the size of the axis is unknown or not a multiple of `count`.

    Example:
        >>> [K.eval(part).tolist() for part in K.split(K.constant([[1., 2., 3., 4.]]), 2)]
        [[[1.0, 2.0]], [[3.0, 4.0]]]
    """


def slice(x, start, size):
    """Extracts a block from `x`.

    Args:
        start: the index of the block's first entry along each axis.
        size: the size of the block along each axis; -1 for everything from `start` on.

    Returns:
        Tensor of the shape of the block.

    Raises:
        ValueError: if `start` and `size` do not have one number for each axis.

    Example:
        >>> K.eval(K.slice(K.constant([[1., 2., 3.], [4., 5., 6.]]), [0, 1], [-1, 2]))
        array([[2., 3.],
               [5., 6.]], dtype=float32)
    """


def gather(reference, indices):
    """Returns the rows of `reference` at `indices`.

    Args:
        reference: tensor of shape `(rows, ...)`.
        indices: tensor of ints, of any shape.

    Returns:
        Tensor whose shape is that of `indices` followed by that of a row.

    Example:
        >>> table = K.constant([[1., 2.], [3., 4.], [5., 6.]])
        >>> K.eval(K.gather(table, K.constant([2, 0], dtype='int32')))
        array([[5., 6.],
               [1., 2.]], dtype=float32)
    """


def reverse(x, axes):
    """Reverses the order of entries along some axes.

    Args:
        axes: int, or list or tuple of ints.

    Returns:
        Tensor of the shape of `x`.

    Example:
        >>> K.eval(K.reverse(K.constant([1., 2., 3.]), 0))
        array([3., 2., 1.], dtype=float32)
    """


def repeat(x, n):
    """Repeats each row of a matrix: `(batch, size)` becomes `(batch, n, size)`.

    Args:
        x: tensor of shape `(batch, size)`.
        n: int.

    Returns:
        Tensor of shape `(batch, n, size)`.

    Raises:
        ValueError: if `x` is not a matrix.

    Example:
        >>> K.int_shape(K.repeat(K.ones((8, 3)), 5))
        (8, 5, 3)
    """


def repeat_elements(x, rep, axis):
    """Repeats each entry `rep` times along `axis`, like `np.repeat`.

    Args:
        rep: int.

    Returns:
        Tensor whose size along `axis` is `rep` times that of `x`.

    Example:
        >>> K.eval(K.repeat_elements(K.constant([1., 2.]), 2, axis=0))
        array([1., 1., 2., 2.], dtype=float32)
    """


def tile(x, n):
    """Repeats `x` as a whole along its axes, like `np.tile`.

    Args:
        n: int, the number of copies along the last axis; or a sequence of numbers of copies along
            the last axes. There is one copy along all other axes.

    Returns:
        Tensor whose sizes are those of `x` times the numbers of copies.

    Raises:
        ValueError: if there are more numbers than axes.

    Example:
        >>> K.eval(K.tile(K.constant([1., 2.]), 2))
        array([1., 2., 1., 2.], dtype=float32)
    """


def arange(start, stop=None, step=1, dtype='int32'):
    """Returns evenly spaced numbers, like `np.arange`.

    Args:
        start: first number; if `stop` is None, the end of numbers that start from 0.
        stop: end, which is not included.
        step: difference between neighboring numbers.
        dtype: type of the result. With the default, float arguments give floats.

    Example:
        >>> K.eval(K.arange(2, 8, 2))
        array([2, 4, 6], dtype=int32)
    """


def one_hot(indices, num_classes):
    """Converts each index to a row of zeros with a one at that index.

    Args:
        indices: tensor of ints, of any shape.
        num_classes: int, the length of the rows.

    Returns:
        Tensor of type `K.floatx()`, whose shape is that of `indices` followed by `num_classes`. An
        index out of range gives a row of zeros.

    Example:
        >>> K.eval(K.one_hot(K.constant([0, 2], dtype='int32'), 3))
        array([[1., 0., 0.],
               [0., 0., 1.]], dtype=float32)
    """


def pad(x, padding):
    """Adds zeros around the entries of `x`. Not in Keras 2.

    Args:
        padding: list of pairs of ints `(before, after)`, one for each axis.

    Returns:
        Tensor with as many axes as `x`.

    Raises:
        ValueError: for anything else.

    Example:
        >>> K.eval(K.pad(K.constant([[1., 2.]]), [(0, 1), (1, 0)]))
        array([[0., 1., 2.],
               [0., 0., 0.]], dtype=float32)
    """


def temporal_padding(x, padding=(1, 1)):
    """Adds steps of zeros before and after sequences.

    Args:
        x: tensor of shape `(batch, steps, channels)`.
        padding: pair of ints `(before, after)`.

    Returns:
        Tensor of shape `(batch, before + steps + after, channels)`.

    Raises:
        ValueError: for another padding.

    Example:
        >>> K.int_shape(K.temporal_padding(K.ones((8, 10, 3)), (2, 0)))
        (8, 12, 3)
    """


def spatial_2d_padding(x, padding=((1, 1), (1, 1)), data_format=None):
    """Adds zeros around images.

    Args:
        x: tensor with 4 axes.
        padding: pairs of ints `((top, bottom), (left, right))`.

    Returns:
        Tensor with 4 axes.

    Raises:
        ValueError: for another padding or data format.

    Example:
        >>> x = K.ones((8, 28, 28, 3))
        >>> K.int_shape(K.spatial_2d_padding(x, ((2, 2), (1, 0)), 'channels_last'))
        (8, 32, 29, 3)
    """


def spatial_3d_padding(x, padding=((1, 1), (1, 1), (1, 1)), data_format=None):
    """Adds zeros around volumes.

    Args:
        x: tensor with 5 axes.
        padding: pairs of ints `(before, after)`, one for each of the three spatial axes.

    Returns:
        Tensor with 5 axes.

    Raises:
        ValueError: for another padding or data format.

    Example:
        >>> x = K.ones((8, 4, 4, 4, 1))
        >>> K.int_shape(K.spatial_3d_padding(x, data_format='channels_last'))
        (8, 6, 6, 6, 1)
    """
