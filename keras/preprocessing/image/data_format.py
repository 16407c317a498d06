"""The axes of rows, columns and channels in images."""
from keras.utils.warn import warn

# Axes of the channels, rows and columns in a batch.
AXES = {'channels_last': (3, 1, 2), 'channels_first': (1, 2, 3)}


def check_images(x, data_format):
    """Checks that an array holds images, and warns if the number of channels is unusual.

    Args:
        x: array.
        data_format: `'channels_last'` or `'channels_first'`.

    Raises:
        ValueError: if the array does not have rank 4.
    """
    if x.ndim != 4:
        raise ValueError('Images must be an array of rank 4 (images, rows, columns and channels), '
                         'but got one of shape %s. Grayscale images also need a channel axis: '
                         '`x[..., np.newaxis]`.' % (x.shape,))
    axis = AXES[data_format][0]
    if x.shape[axis] not in (1, 3, 4):
        warn('Images have 1, 3 or 4 channels, but an array of shape %s has %d along axis %d '
             '(data_format=%r).' % (x.shape, x.shape[axis], axis, data_format))
