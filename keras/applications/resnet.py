"""ResNet: blocks of convolutions that add to their input (He et al., arXiv:1512.03385)."""
import functools

from keras.applications.application import Application, average_and_classify
from keras.applications.imagenet_utils import decode_predictions, preprocess_input  # noqa: F401
from keras.applications.input_shape import channel_axis
from keras.layers import Activation, Add, BatchNormalization, Conv2D, MaxPooling2D, ZeroPadding2D

FILTERS = (64, 128, 256, 512)  # of the blocks in stages 2 to 5; their outputs have four times these
EPSILON = 1.001e-5


def ResNet50(include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
             pooling=None, classes=1000, **kwargs):
    """Creates the network ResNet-50.

    Its images have 224 x 224 pixels by default, and at least 32 x 32 pixels.

    `keras.applications.ResNet50` is that of `keras.applications.resnet50`, which has other layer
    names and other weights. Source: He et al., Deep Residual Learning for Image Recognition, 2015,
    https://arxiv.org/abs/1512.03385.

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


def ResNet101(include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
              pooling=None, classes=1000, **kwargs):
    """Creates the network ResNet-101.

    Its images have 224 x 224 pixels by default, and at least 32 x 32 pixels.

    Source: He et al., Deep Residual Learning for Image Recognition, 2015,
    https://arxiv.org/abs/1512.03385.

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


def ResNet152(include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
              pooling=None, classes=1000, **kwargs):
    """Creates the network ResNet-152.

    Its images have 224 x 224 pixels by default, and at least 32 x 32 pixels.

    Source: He et al., Deep Residual Learning for Image Recognition, 2015,
    https://arxiv.org/abs/1512.03385.

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
    x = _convolution(x, 64, 7, 'conv1', strides=2)
    x = Activation('relu', name='conv1_relu')(x)
    x = MaxPooling2D(3, strides=2, name='pool1_pool')(ZeroPadding2D(1, name='pool1_pad')(x))
    for stage, (filters, repeats) in enumerate(zip(FILTERS, blocks), 2):
        for i in range(1, repeats + 1):
            x = _block(x, filters, 2 if i == 1 and stage > 2 else 1, 'conv%d_block%d' % (stage, i),
                       projects=i == 1)
    return x


def _block(inputs, filters, strides, name, projects):
    shortcut = inputs
    if projects:
        shortcut = _convolution(inputs, 4 * filters, 1, name + '_0', strides=strides)
    x = _convolution(inputs, filters, 1, name + '_1', strides=strides)
    x = Activation('relu', name=name + '_1_relu')(x)
    x = _convolution(x, filters, 3, name + '_2', padding='same')
    x = Activation('relu', name=name + '_2_relu')(x)
    x = _convolution(x, 4 * filters, 1, name + '_3')
    x = Add(name=name + '_add')([shortcut, x])
    return Activation('relu', name=name + '_out')(x)


def _convolution(x, filters, size, name, **options):
    x = Conv2D(filters, size, name=name + '_conv', **options)(x)
    return BatchNormalization(channel_axis(), epsilon=EPSILON, name=name + '_bn')(x)


def _resnet(name, weights, blocks):
    """Returns a network with a given number of blocks in each stage."""
    return Application(name, (weights,), functools.partial(_features, blocks=blocks),
                       average_and_classify('probs'), named_pooling=True)


RESNET50 = _resnet('resnet50', 'resnet.ResNet50', (3, 4, 6, 3))
RESNET101 = _resnet('resnet101', 'ResNet101', (3, 4, 23, 3))
RESNET152 = _resnet('resnet152', 'ResNet152', (3, 8, 36, 3))
