"""NumPy helpers for labels and features."""
import numpy as np


def to_categorical(y, num_classes=None, dtype='float32'):
    """Converts class indices to one-hot vectors.

    Args:
        y: array or list of class indices, counted from 0, of shape `(...)` or `(..., 1)`.
        num_classes: int, the number of classes; by default one more than the largest index in `y`.
        dtype: data type of the result.

    Returns:
        Array of shape `(..., num_classes)`: 1 at the class index, 0 elsewhere.

    Raises:
        ValueError: if `y` is empty and `num_classes` is not given, or if an index is negative or
            not less than `num_classes`.

    Example:
        >>> keras.utils.to_categorical([0, 2])
        array([[1., 0., 0.],
               [0., 0., 1.]], dtype=float32)
    """
    labels = np.array(y, dtype='int')
    shape = labels.shape
    if len(shape) > 1 and shape[-1] == 1:
        shape = shape[:-1]
    labels = labels.ravel()
    if num_classes is None:
        if not labels.size:
            raise ValueError('`to_categorical` got no labels; pass `num_classes`.')
        num_classes = labels.max() + 1
    wrong = labels[(labels < 0) | (labels >= num_classes)]
    if wrong.size:
        raise ValueError('`to_categorical` with %d classes expects labels from 0 to %d, but got '
                         'the label %d.' % (num_classes, num_classes - 1, wrong[0]))
    one_hot = np.zeros((labels.size, num_classes), dtype=dtype)
    one_hot[np.arange(labels.size), labels] = 1
    return one_hot.reshape(shape + (num_classes,))


def normalize(x, axis=-1, order=2):
    """Divides an array by its norm along an axis.

    Args:
        x: array.
        axis: int, the axis along which to compute the norm.
        order: order of the norm, for example 2 for the Euclidean norm.

    Returns:
        Array of the shape of `x` (a vector becomes a matrix of one row). Vectors of norm 0 are not
        changed.

    Example:
        >>> keras.utils.normalize(np.array([[3., 4.], [0., 0.]]))
        array([[0.6, 0.8],
               [0. , 0. ]])
    """
    norms = np.atleast_1d(np.linalg.norm(x, order, axis))
    norms[norms == 0] = 1
    return x / np.expand_dims(norms, axis)
