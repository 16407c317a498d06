"""DenseNet: each layer sees the outputs of all previous ones (Huang et al., arXiv:1608.06993)."""
import functools

from keras import backend as K
from keras.applications.application import Application, average_and_classify
from keras.applications.imagenet_utils import decode_predictions  # noqa: F401
from keras.applications.imagenet_utils import (  # noqa: F401
    preprocess_input_torch as preprocess_input,
)
from keras.applications.input_shape import channel_axis
from keras.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Concatenate,
    Conv2D,
    MaxPooling2D,
    ZeroPadding2D,
)

GROWTH = 32  # channels that each convolution adds


def DenseNet121(include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
                pooling=None, classes=1000, **kwargs):
    """Creates the network DenseNet-121.

    Its images have 224 x 224 pixels by default, and at least 32 x 32 pixels.

    Source: Huang et al., Densely Connected Convolutional Networks, 2017,
    https://arxiv.org/abs/1608.06993.

    Args:
        include_top: bool, whether to include the classifier. Without it, the model returns feature
            maps, and the size of the images is free.
        weights: `'imagenet'` for the published weights, which are downloaded on first use; None for
            random weights; or the path of an HDF5 file with weights, which are loaded in order.
        input_tensor: tensor to use as the input, such as the output of another layer.
        input_shape: tuple of 3 ints, shape of an image, such as `(160, 160, 3)`; None in it for
            variable sizes. With `weights='imagenet'` and `include_top=True` it is fixed.
        pooling: what to return without the classifier: `'avg'` or `'max'` for the mean or maximum
            of each feature map, None for the feature maps.
        classes: int, number of classes; must be 1000 for the published weights of the classifier.
        **kwargs: `backend`, `layers`, `models` and `utils`, as in Keras 2.3; they have no effect.

    Returns:
        A `Model`. Its inputs are images processed by the `preprocess_input` of this module; its
        outputs are probabilities `(batch, classes)`; without the classifier, features
        `(batch, channels)` with `pooling`, or feature maps `(batch, rows, columns, channels)`.

    Raises:
        OSError: if the published weights cannot be downloaded.
        ValueError: if an argument is invalid, or arguments do not match each other.

    Example:
        >>> from keras.applications.densenet import DenseNet121
        >>> model = DenseNet121(include_top=False, weights=None, pooling='avg')
        >>> model.output_shape
        (None, 1024)
    """
    return DENSENET121.model(include_top, weights, input_tensor, input_shape, pooling, classes,
                             kwargs)


def DenseNet169(include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
                pooling=None, classes=1000, **kwargs):
    """Creates the network DenseNet-169.

    Its images have 224 x 224 pixels by default, and at least 32 x 32 pixels.

    Source: Huang et al., Densely Connected Convolutional Networks, 2017,
    https://arxiv.org/abs/1608.06993.

    Args:
        include_top: bool, whether to include the classifier. Without it, the model returns feature
            maps, and the size of the images is free.
        weights: `'imagenet'` for the published weights, which are downloaded on first use; None for
            random weights; or the path of an HDF5 file with weights, which are loaded in order.
        input_tensor: tensor to use as the input, such as the output of another layer.
        input_shape: tuple of 3 ints, shape of an image, such as `(160, 160, 3)`; None in it for
            variable sizes. With `weights='imagenet'` and `include_top=True` it is fixed.
        pooling: what to return without the classifier: `'avg'` or `'max'` for the mean or maximum
            of each feature map, None for the feature maps.
        classes: int, number of classes; must be 1000 for the published weights of the classifier.
        **kwargs: `backend`, `layers`, `models` and `utils`, as in Keras 2.3; they have no effect.

    Returns:
        A `Model`. Its inputs are images processed by the `preprocess_input` of this module; its
        outputs are probabilities `(batch, classes)`; without the classifier, features
        `(batch, channels)` with `pooling`, or feature maps `(batch, rows, columns, channels)`.

    Raises:
        OSError: if the published weights cannot be downloaded.
        ValueError: if an argument is invalid, or arguments do not match each other.
    """
    return DENSENET169.model(include_top, weights, input_tensor, input_shape, pooling, classes,
                             kwargs)


def DenseNet201(include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
                pooling=None, classes=1000, **kwargs):
    """Creates the network DenseNet-201.

    Its images have 224 x 224 pixels by default, and at least 32 x 32 pixels.

    Source: Huang et al., Densely Connected Convolutional Networks, 2017,
    https://arxiv.org/abs/1608.06993.

    Args:
        include_top: bool, whether to include the classifier. Without it, the model returns feature
            maps, and the size of the images is free.
        weights: `'imagenet'` for the published weights, which are downloaded on first use; None for
            random weights; or the path of an HDF5 file with weights, which are loaded in order.
        input_tensor: tensor to use as the input, such as the output of another layer.
        input_shape: tuple of 3 ints, shape of an image, such as `(160, 160, 3)`; None in it for
            variable sizes. With `weights='imagenet'` and `include_top=True` it is fixed.
        pooling: what to return without the classifier: `'avg'` or `'max'` for the mean or maximum
            of each feature map, None for the feature maps.
        classes: int, number of classes; must be 1000 for the published weights of the classifier.
        **kwargs: `backend`, `layers`, `models` and `utils`, as in Keras 2.3; they have no effect.

    Returns:
        A `Model`. Its inputs are images processed by the `preprocess_input` of this module; its
        outputs are probabilities `(batch, classes)`; without the classifier, features
        `(batch, channels)` with `pooling`, or feature maps `(batch, rows, columns, channels)`.

    Raises:
        OSError: if the published weights cannot be downloaded.
        ValueError: if an argument is invalid, or arguments do not match each other.
    """
    return DENSENET201.model(include_top, weights, input_tensor, input_shape, pooling, classes,
                             kwargs)


def _features(x, blocks):
    x = ZeroPadding2D(3)(x)
    x = Conv2D(64, 7, strides=2, use_bias=False, name='conv1/conv')(x)
    x = _activated(x, 'conv1/bn', 'conv1/relu')
    x = MaxPooling2D(3, strides=2, name='pool1')(ZeroPadding2D(1)(x))
    for stage, repeats in enumerate(blocks, 2):
        if stage > 2:
            x = _transition(x, 'pool%d' % (stage - 1))
        for i in range(1, repeats + 1):
            x = _block(x, 'conv%d_block%d' % (stage, i))
    return _activated(x, 'bn', 'relu')


def _block(inputs, name):
    x = _activated(inputs, name + '_0_bn', name + '_0_relu')
    x = Conv2D(4 * GROWTH, 1, use_bias=False, name=name + '_1_conv')(x)
    x = _activated(x, name + '_1_bn', name + '_1_relu')
    x = Conv2D(GROWTH, 3, padding='same', use_bias=False, name=name + '_2_conv')(x)
    return Concatenate(channel_axis(), name=name + '_concat')([inputs, x])


def _transition(x, name):
    """Halves the channels, rows and columns."""
    x = _activated(x, name + '_bn', name + '_relu')
    channels = K.int_shape(x)[channel_axis()]
    x = Conv2D(channels // 2, 1, use_bias=False, name=name + '_conv')(x)
    return AveragePooling2D(2, strides=2, name=name + '_pool')(x)


def _activated(x, normalization, activation):
    x = BatchNormalization(channel_axis(), epsilon=1.001e-5, name=normalization)(x)
    return Activation('relu', name=activation)(x)


def _densenet(name, weights, blocks):
    """Returns a network with a given number of convolutions in each block."""
    return Application(name, (weights,), functools.partial(_features, blocks=blocks),
                       average_and_classify('fc1000'), named_pooling=True)


DENSENET121 = _densenet('densenet121', 'DenseNet121', (6, 12, 24, 16))
DENSENET169 = _densenet('densenet169', 'DenseNet169', (6, 12, 32, 32))
DENSENET201 = _densenet('densenet201', 'DenseNet201', (6, 12, 48, 32))
