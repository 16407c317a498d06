"""Means, standard deviations and whitening of a set of images.

Sums are computed in double precision and over a few images at a time, so a large set of bytes
does not need a copy as floats.
"""
import numpy as np

_CHUNK = 2 ** 22  # numbers to convert to floats at a time


def feature_mean(x, axis, scale=1.):
    """Returns the mean of a set of images.

    Args:
        x: array of images `(images, ...)`.
        axis: tuple of the axes to average over, including 0; they are kept with length 1.
        scale: number by which images are multiplied.

    Returns:
        Array of float64.
    """
    total = sum(chunk.sum(axis=axis, keepdims=True) for chunk in _chunks(x, scale))
    return total / np.prod([x.shape[i] for i in axis])


def feature_std(x, mean, axis, scale=1.):
    """Returns the standard deviation of a set of images.

    Args:
        x: array of images `(images, ...)`.
        mean: result of `feature_mean`.
        axis: tuple of the axes to average over, including 0; they are kept with length 1.
        scale: number by which images are multiplied.

    Returns:
        Array of float64.
    """
    total = sum(np.square(chunk - mean).sum(axis=axis, keepdims=True)
                for chunk in _chunks(x, scale))
    return np.sqrt(total / np.prod([x.shape[i] for i in axis]))


def whitening_matrix(x, mean, epsilon, scale=1.):
    """Returns the matrix of ZCA whitening (Krizhevsky, 2009, appendix A).

    With the covariances `U diag(s) U'` of the pixels, it is `U diag(1 / sqrt(s + epsilon)) U'`.

    Args:
        x: array of images `(images, ...)`.
        mean: array to subtract from each image.
        epsilon: float, added to the variances.
        scale: number by which images are multiplied.

    Returns:
        Array of float64, `(pixels * channels, pixels * channels)`.
    """
    covariance = 0.
    for chunk in _chunks(x, scale):
        flat = (chunk - mean).reshape(len(chunk), -1)
        covariance = covariance + flat.T.dot(flat) / len(x)
    variances, directions = np.linalg.eigh(covariance)
    variances = np.maximum(variances, 0)  # rounding can make zeros negative
    return (directions / np.sqrt(variances + epsilon)).dot(directions.T)


def _chunks(x, scale):
    count = max(_CHUNK // max(x[:1].size, 1), 1)
    for start in range(0, len(x), count):
        chunk = x[start:start + count].astype('float64')
        chunk *= scale
        yield chunk
