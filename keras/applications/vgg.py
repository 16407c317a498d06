"""VGG: blocks of convolutions of 3 x 3 pixels (Simonyan & Zisserman, arXiv:1409.1556)."""
import functools

from keras.applications.application import Application
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D

FILTERS = (64, 128, 256, 512, 512)  # of the convolutions in each block
HIDDEN_UNITS = 4096  # of the two dense layers before the last one


def vgg(name, weights, convolutions):
    """Returns a VGG network.

    Args:
        name: name of its models.
        weights: its name among the published weights.
        convolutions: tuple of ints, number of convolutions in each block.
    """
    return Application(name, (weights,), functools.partial(_features, convolutions=convolutions),
                       _classifier)


def _features(x, convolutions):
    for block, (filters, repeats) in enumerate(zip(FILTERS, convolutions), 1):
        for i in range(1, repeats + 1):
            x = Conv2D(filters, 3, padding='same', activation='relu',
                       name='block%d_conv%d' % (block, i))(x)
        x = MaxPooling2D(name='block%d_pool' % block)(x)
    return x


def _classifier(x, classes):
    x = Flatten(name='flatten')(x)
    for name in 'fc1', 'fc2':
        x = Dense(HIDDEN_UNITS, activation='relu', name=name)(x)
    return Dense(classes, activation='softmax', name='predictions')(x)
