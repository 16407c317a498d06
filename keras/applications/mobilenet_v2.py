"""MobileNetV2: inverted residuals with linear bottlenecks (Sandler et al., arXiv:1801.04381)."""
import functools

from keras import backend as K
from keras.applications.application import Application, average_and_classify
from keras.applications.imagenet_utils import decode_predictions  # noqa: F401
from keras.applications.imagenet_utils import preprocess_input_tf as preprocess_input  # noqa: F401
from keras.applications.input_shape import channel_axis, padding_before_halving
from keras.applications.mobilenet import check_alpha, published_size, size_in_name
from keras.applications.published import FILES, MOBILENET_V2_ALPHAS, MOBILENET_V2_SIZES
from keras.layers import Add, BatchNormalization, Conv2D, DepthwiseConv2D, ReLU, ZeroPadding2D

# Filters, strides and repeats of the blocks after the first one; the strides apply to the first
# repeat.
BLOCKS = ((24, 2, 2), (32, 2, 3), (64, 2, 4), (96, 1, 3), (160, 2, 3), (320, 1, 1))
EXPANSION = 6

# Programs for Keras 2.2 import it.
BASE_WEIGHT_PATH = FILES['MobileNetV2', 1., 224, True].addresses[0].rpartition('/')[0] + '/'


def MobileNetV2(input_shape=None, alpha=1.0, include_top=True, weights='imagenet',
                input_tensor=None, pooling=None, classes=1000, **kwargs):
    """Creates the network MobileNetV2.

    Its images have 224 x 224 pixels by default, and at least 32 x 32 pixels.

    Source: Sandler et al., MobileNetV2: Inverted Residuals and Linear Bottlenecks, 2018,
    https://arxiv.org/abs/1801.04381.

    Args:
        input_shape: tuple of 3 ints, shape of an image, such as `(160, 160, 3)`; None in it for
            variable sizes. There are published weights for 96, 128, 160, 192 and 224 rows and
            columns; without the classifier, those for 224 are used for all other shapes.
        alpha: float, factor of the number of filters in all layers. There are published weights for
            0.35, 0.5, 0.75, 1, 1.3 and 1.4.
        include_top: bool, whether to include the classifier. Without it, the model returns feature
            maps, and the size of the images is free.
        weights: `'imagenet'` for the published weights, which are downloaded on first use; None for
            random weights; or the path of an HDF5 file with weights, which are loaded in order.
        input_tensor: tensor to use as the input, such as the output of another layer.
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
        >>> from keras.applications.mobilenet_v2 import MobileNetV2
        >>> model = MobileNetV2(input_shape=(64, 64, 3), include_top=False, weights=None)
        >>> model.output_shape
        (None, 2, 2, 1280)
    """
    check_alpha(alpha, MOBILENET_V2_ALPHAS, weights)
    size = published_size(input_shape, MOBILENET_V2_SIZES, include_top, weights)
    network = Application(
        'mobilenetv2_%0.2f_%s' % (alpha, size_in_name(input_shape, size, include_top, weights)),
        ('MobileNetV2', alpha, size), functools.partial(_features, alpha=alpha),
        average_and_classify('Logits', average=None), default_size=size)
    return network.model(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs)


def _features(x, alpha):
    x = ZeroPadding2D(padding_before_halving(x, 3), name='Conv1_pad')(x)
    x = Conv2D(_multiple_of_8(32 * alpha), 3, strides=2, use_bias=False, name='Conv1')(x)
    x = ReLU(6., name='Conv1_relu')(_normalized(x, 'bn_Conv1'))
    x = _block(x, _multiple_of_8(16 * alpha), 1, 'expanded_conv', expansion=1)
    i = 0
    for filters, strides, repeats in BLOCKS:
        for repeat in range(repeats):
            i += 1
            x = _block(x, _multiple_of_8(filters * alpha), strides if repeat == 0 else 1,
                       'block_%d' % i)
    x = Conv2D(_multiple_of_8(1280 * max(alpha, 1)), 1, use_bias=False, name='Conv_1')(x)
    return ReLU(6., name='out_relu')(_normalized(x, 'Conv_1_bn'))


def _block(inputs, filters, strides, name, expansion=EXPANSION):
    """Expands the channels, convolves each of them, and projects them to fewer."""
    channels = K.int_shape(inputs)[channel_axis()]
    x = inputs
    if expansion > 1:
        x = Conv2D(expansion * channels, 1, padding='same', use_bias=False,
                   name=name + '_expand')(x)
        x = ReLU(6., name=name + '_expand_relu')(_normalized(x, name + '_expand_BN'))
    if strides > 1:
        x = ZeroPadding2D(padding_before_halving(x, 3), name=name + '_pad')(x)
    x = DepthwiseConv2D(3, strides, 'same' if strides == 1 else 'valid', use_bias=False,
                        name=name + '_depthwise')(x)
    x = ReLU(6., name=name + '_depthwise_relu')(_normalized(x, name + '_depthwise_BN'))
    x = Conv2D(filters, 1, padding='same', use_bias=False, name=name + '_project')(x)
    x = _normalized(x, name + '_project_BN')
    if channels == filters and strides == 1:
        x = Add(name=name + '_add')([inputs, x])
    return x


def _normalized(x, name):
    return BatchNormalization(channel_axis(), momentum=.999, name=name)(x)


def _multiple_of_8(filters):
    """Rounds to a multiple of 8, but not down by more than a tenth."""
    rounded = max(8, int(filters + 4) // 8 * 8)
    return rounded + 8 if rounded < .9 * filters else rounded
