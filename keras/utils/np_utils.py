"""NumPy helpers for labels and features."""
import numpy as np


def to_categorical(y, num_classes=None, dtype='float32'):
    """Turns class numbers into one-hot vectors.

    Args:
        y: array-like of class numbers from 0 on, shape `(...)` or `(..., 1)`.
        num_classes: number of classes; by default one more than the greatest number in `y`.
        dtype: data type of the result.

    Returns:
        Array of shape `(..., num_classes)`: 1 at the class number, 0 elsewhere.

    Raises:
        ValueError: if there are no labels to count classes in, or a label is negative or not
            less than `num_classes`.

    Example:
        >>> to_categorical([0, 2])
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
            raise ValueError('`to_categorical` got no labels; give `num_classes`.')
        num_classes = labels.max() + 1
    wrong = labels[(labels < 0) | (labels >= num_classes)]
    if wrong.size:
        raise ValueError('`to_categorical` with %d classes expects labels from 0 to %d, but there '
                         'is the label %d.' % (num_classes, num_classes - 1, wrong[0]))
    one_hot = np.zeros((labels.size, num_classes), dtype=dtype)
    one_hot[np.arange(labels.size), labels] = 1
    return one_hot.reshape(shape + (num_classes,))


def normalize(x, axis=-1, order=2):
    """Divides an array by its norm along an axis.

    Args:
        x: array to normalize.
        axis: axis along which to take the norm.
        order: order of the norm, e.g. 2 for L2.

    Returns:
        Array like `x` (a vector becomes a matrix of one row); vectors of norm 0 stay as they are.
    """
    norms = np.atleast_1d(np.linalg.norm(x, order, axis))
    norms[norms == 0] = 1
    return x / np.expand_dims(norms, axis)
