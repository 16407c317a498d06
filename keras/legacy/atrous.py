"""Dilated convolutions, which were separate layers in Keras 1."""
from keras.layers.convolutional.conv import Conv1D, Conv2D
from keras.utils.warn import warn


def AtrousConvolution1D(*args, **kwargs):
    """Makes a `Conv1D` layer with `dilation_rate=atrous_rate`.

    Args:
        *args: arguments of `Conv1D`.
        **kwargs: arguments of `Conv1D`, with their names in Keras 1 or Keras 2.

    Returns:
        A layer.
    """
    _warn('AtrousConvolution1D', 'Conv1D')
    return Conv1D(*args, **kwargs)


def AtrousConvolution2D(*args, **kwargs):
    """Makes a `Conv2D` layer with `dilation_rate=atrous_rate`.

    Args:
        *args: arguments of `Conv2D`.
        **kwargs: arguments of `Conv2D`, with their names in Keras 1 or Keras 2.

    Returns:
        A layer.
    """
    _warn('AtrousConvolution2D', 'Conv2D')
    return Conv2D(*args, **kwargs)


def _warn(old, new):
    warn('%s is a layer of Keras 1. Use %s with the argument dilation_rate instead.' % (old, new))
