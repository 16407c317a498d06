"""The building blocks of Inception networks: parallel branches, whose outputs are concatenated.

A branch is a sequence of steps, which are functions from tensor to tensor.
"""
from keras.applications.input_shape import channel_axis
from keras.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Concatenate,
    Conv2D,
    MaxPooling2D,
)


def conv(filters, size, strides=1, padding='same', name=None):
    """Returns a step: a convolution, batch normalization and ReLU.

    Args:
        filters: int.
        size: int or pair of ints, rows and columns of the kernel.
        strides: int.
        padding: `'same'` or `'valid'`.
        name: name of the convolution and prefix of the other names; None for automatic names.
    """
    def step(x):
        x = Conv2D(filters, size, strides=strides, padding=padding, use_bias=False, name=name)(x)
        x = BatchNormalization(channel_axis(), scale=False, name=name and name + '_bn')(x)
        return Activation('relu', name=name and name + '_ac')(x)
    return step


def halving_conv(filters):
    """Returns a step that halves rows and columns with a convolution."""
    return conv(filters, 3, strides=2, padding='valid')


def average(x):
    """Step that averages over 3 x 3 pixels."""
    return AveragePooling2D(3, strides=1, padding='same')(x)


def halving_max(x):
    """Step that halves rows and columns by the maxima of 3 x 3 pixels."""
    return MaxPooling2D(3, strides=2)(x)


def chain(*steps):
    """Returns a step that applies other steps one after the other."""
    def step(x):
        for each in steps:
            x = each(x)
        return x
    return step


def side_by_side(*branches, name=None):
    """Returns a step that concatenates the outputs of branches.

    Args:
        *branches: sequences of steps.
        name: name of the concatenation.
    """
    def step(x):
        return Concatenate(channel_axis(), name=name)([chain(*branch)(x) for branch in branches])
    return step


stem = chain(conv(32, 3, strides=2, padding='valid'), conv(32, 3, padding='valid'), conv(64, 3),
             halving_max, conv(80, 1, padding='valid'), conv(192, 3, padding='valid'), halving_max)
