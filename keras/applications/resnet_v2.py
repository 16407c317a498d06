"""ResNet V2: activations come before the convolutions (He et al., arXiv:1603.05027)."""
import functools

from keras.applications.application import Application, average_and_classify
from keras.applications.imagenet_utils import decode_predictions  # noqa: F401
from keras.applications.imagenet_utils import preprocess_input_tf as preprocess_input  # noqa: F401
from keras.applications.input_shape import channel_axis
from keras.applications.resnet import EPSILON, FILTERS
from keras.layers import Activation, Add, BatchNormalization, Conv2D, MaxPooling2D, ZeroPadding2D


def ResNet50V2(include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
               pooling=None, classes=1000, **kwargs):
    """Creates the network ResNet-50 V2.

    Its images have 224 x 224 pixels by default, and at least 32 x 32 pixels.

    Source: He et al., Identity Mappings in Deep Residual Networks, 2016,
    https://arxiv.org/abs/1603.05027.

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
    return RESNET50.model(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs)


def ResNet101V2(include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
                pooling=None, classes=1000, **kwargs):
    """Creates the network ResNet-101 V2.

    Its images have 224 x 224 pixels by default, and at least 32 x 32 pixels.

    Source: He et al., Identity Mappings in Deep Residual Networks, 2016,
    https://arxiv.org/abs/1603.05027.

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
    return RESNET101.model(include_top, weights, input_tensor, input_shape, pooling, classes,
                           kwargs)


def ResNet152V2(include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
                pooling=None, classes=1000, **kwargs):
    """Creates the network ResNet-152 V2.

    Its images have 224 x 224 pixels by default, and at least 32 x 32 pixels.

    Source: He et al., Identity Mappings in Deep Residual Networks, 2016,
    https://arxiv.org/abs/1603.05027.

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
    return RESNET152.model(include_top, weights, input_tensor, input_shape, pooling, classes,
                           kwargs)


def _features(x, blocks):
    x = ZeroPadding2D(3, name='conv1_pad')(x)
    x = Conv2D(64, 7, strides=2, name='conv1_conv')(x)
    x = MaxPooling2D(3, strides=2, name='pool1_pool')(ZeroPadding2D(1, name='pool1_pad')(x))
    for stage, (filters, repeats) in enumerate(zip(FILTERS, blocks), 2):
        for i in range(1, repeats + 1):
            x = _block(x, filters, 2 if i == repeats and stage < 5 else 1,
                       'conv%d_block%d' % (stage, i), projects=i == 1)
    return _activated(x, 'post')


def _block(inputs, filters, strides, name, projects):
    x = _activated(inputs, name + '_preact')
    shortcut = inputs
    if projects:
        shortcut = Conv2D(4 * filters, 1, strides=strides, name=name + '_0_conv')(x)
    elif strides > 1:
        shortcut = MaxPooling2D(1, strides=strides)(inputs)
    x = Conv2D(filters, 1, use_bias=False, name=name + '_1_conv')(x)
    x = ZeroPadding2D(1, name=name + '_2_pad')(_activated(x, name + '_1'))
    x = Conv2D(filters, 3, strides=strides, use_bias=False, name=name + '_2_conv')(x)
    x = Conv2D(4 * filters, 1, name=name + '_3_conv')(_activated(x, name + '_2'))
    return Add(name=name + '_out')([shortcut, x])


def _activated(x, name):
    x = BatchNormalization(channel_axis(), epsilon=EPSILON, name=name + '_bn')(x)
    return Activation('relu', name=name + '_relu')(x)


def _resnet(name, weights, blocks):
    """Returns a network with a given number of blocks in each stage."""
    return Application(name, (weights,), functools.partial(_features, blocks=blocks),
                       average_and_classify('probs'), named_pooling=True)


RESNET50 = _resnet('resnet50v2', 'ResNet50V2', (3, 4, 6, 3))
RESNET101 = _resnet('resnet101v2', 'ResNet101V2', (3, 4, 23, 3))
RESNET152 = _resnet('resnet152v2', 'ResNet152V2', (3, 8, 36, 3))
