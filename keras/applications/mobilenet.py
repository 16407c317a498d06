"""MobileNet: depthwise and pointwise convolutions in turn (Howard et al., arXiv:1704.04861)."""
import functools
import numbers

from keras import backend as K
from keras.applications.application import Application
from keras.applications.imagenet_utils import decode_predictions  # noqa: F401
from keras.applications.imagenet_utils import preprocess_input_tf as preprocess_input  # noqa: F401
from keras.applications.input_shape import as_shape, channel_axis, size_and_channels
from keras.applications.published import FILES, MOBILENET_ALPHAS, MOBILENET_SIZES
from keras.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    DepthwiseConv2D,
    Dropout,
    GlobalAveragePooling2D,
    ReLU,
    Reshape,
    ZeroPadding2D,
)
from keras.utils.warn import warn

# Filters and strides of the blocks.
BLOCKS = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1),
          (512, 1), (512, 1), (1024, 2), (1024, 1))

# Programs for Keras 2.0 and 2.1 import it, as they import `DepthwiseConv2D` from here.
BASE_WEIGHT_PATH = FILES['MobileNet', 1., 224, True].addresses[0].rpartition('/')[0] + '/'


def relu6(x):
    """Clips to 0 to 6. Files of Keras 2.0 and 2.1 load with it in their `custom_objects`."""
    return K.relu(x, max_value=6)


def MobileNet(input_shape=None, alpha=1.0, depth_multiplier=1, dropout=1e-3, include_top=True,
              weights='imagenet', input_tensor=None, pooling=None, classes=1000, **kwargs):
    """Makes the network MobileNet, for images of 224 x 224 pixels (at least 32 x 32 without top).

    The arguments and the result are those of `VGG16`, and:

    Args:
        alpha: float, factor for the number of filters in all layers. There are published weights
            for 0.25, 0.5, 0.75 and 1.
        depth_multiplier: int, number of outputs of a depthwise convolution for each input. There
            are published weights for 1.
        dropout: float, part of the features to drop before the classifier.
        input_shape: as in `VGG16`. There are published weights for 128, 160, 192 and 224 rows and
            columns; without the classifier, those for 224 are taken for all other shapes.
    """
    if weights == 'imagenet' and depth_multiplier != 1:
        raise ValueError('There are published weights for `depth_multiplier=1` only, not for %r. '
                         'Take `weights=None`.' % (depth_multiplier,))
    check_alpha(alpha, MOBILENET_ALPHAS, weights)
    size = published_size(input_shape, MOBILENET_SIZES, include_top, weights)
    network = Application(
        'mobilenet_%0.2f_%s' % (alpha, size_in_name(input_shape, size, include_top, weights)),
        ('MobileNet', alpha, size),
        functools.partial(_features, alpha=alpha, depth_multiplier=depth_multiplier),
        functools.partial(_classifier, dropout=dropout), default_size=size)
    return network.model(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs)


def check_alpha(alpha, published, weights):
    """Raises a ValueError for widths of a MobileNet that cannot be, or have no weights."""
    if not isinstance(alpha, numbers.Real) or not alpha > 0:
        raise ValueError('`alpha` must be a positive number, but got %r.' % (alpha,))
    if weights == 'imagenet' and alpha not in published:
        raise ValueError('There are published weights for `alpha` of %s, but not of %s. Take '
                         '`weights=None`.' % (', '.join(map(str, published)), alpha))


def published_size(input_shape, sizes, include_top, weights):
    """Returns the rows and columns of a MobileNet's weights: those of its input, or else 224."""
    if input_shape is None:
        size, is_other = 224, not include_top
    else:
        (rows, columns), _ = size_and_channels(input_shape, K.image_data_format())
        is_other = rows != columns or rows not in sizes
        size = 224 if is_other else rows
    if weights == 'imagenet' and is_other and not include_top:
        warn('There are weights for an `input_shape` of %s rows and columns, but got %s. Those for '
             '224 are loaded.' % (', '.join(map(str, sizes)), input_shape))
    return size


def size_in_name(input_shape, size, include_top, weights):
    """Returns the size of images that the name of a MobileNet tells; None if it may vary."""
    if weights == 'imagenet' or (input_shape is None and include_top):
        return size
    return input_shape and size_and_channels(input_shape, K.image_data_format())[0][0]


def _features(x, alpha, depth_multiplier):
    x = ZeroPadding2D(((0, 1), (0, 1)), name='conv1_pad')(x)
    x = _convolution(x, int(32 * alpha), 3, 'conv1', strides=2)
    for i, (filters, strides) in enumerate(BLOCKS, 1):
        x = _block(x, int(filters * alpha), depth_multiplier, strides, i)
    return x


def _block(x, filters, depth_multiplier, strides, i):
    if strides > 1:
        x = ZeroPadding2D(((0, 1), (0, 1)), name='conv_pad_%d' % i)(x)
    x = DepthwiseConv2D(3, strides, 'same' if strides == 1 else 'valid', depth_multiplier,
                        use_bias=False, name='conv_dw_%d' % i)(x)
    x = _normalized(x, 'conv_dw_%d' % i)
    return _convolution(x, filters, 1, 'conv_pw_%d' % i, padding='same')


def _convolution(x, filters, size, name, **options):
    return _normalized(Conv2D(filters, size, use_bias=False, name=name, **options)(x), name)


def _normalized(x, name):
    x = BatchNormalization(channel_axis(), name=name + '_bn')(x)
    return ReLU(6., name=name + '_relu')(x)


def _classifier(x, classes, dropout):
    """Classifies by a convolution of a single pixel."""
    x = GlobalAveragePooling2D()(x)
    channels = K.int_shape(x)[-1]
    x = Reshape(as_shape((1, 1), channels, K.image_data_format()))(x)
    x = Dropout(dropout, name='dropout')(x)
    x = Conv2D(classes, 1, padding='same', name='conv_preds')(x)
    return Activation('softmax', name='act_softmax')(Reshape((classes,))(x))
