"""MobileNet: alternating depthwise and pointwise convolutions (Howard et al., arXiv:1704.04861)."""
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
    """Clips to the range from 0 to 6; files of Keras 2.0 and 2.1 need it in `custom_objects`.

    Args:
        x: tensor.

    Returns:
        Tensor of the shape of `x`.
    """
    return K.relu(x, max_value=6)


def MobileNet(input_shape=None, alpha=1.0, depth_multiplier=1, dropout=1e-3, include_top=True,
              weights='imagenet', input_tensor=None, pooling=None, classes=1000, **kwargs):
    """Creates the network MobileNet.

    Its images have 224 x 224 pixels by default, and at least 32 x 32 pixels.

    Source: Howard et al., MobileNets: Efficient Convolutional Neural Networks for Mobile Vision
    Applications, 2017, https://arxiv.org/abs/1704.04861.

    Args:
        input_shape: tuple of 3 ints, shape of an image, such as `(160, 160, 3)`; None in it for
            variable sizes. There are published weights for 128, 160, 192 and 224 rows and columns;
            without the classifier, those for 224 are used for all other shapes.
        alpha: float, factor of the number of filters in all layers. There are published weights for
            0.25, 0.5, 0.75 and 1.
        depth_multiplier: int, number of outputs of a depthwise convolution for each input channel.
            There are published weights for 1.
        dropout: float, fraction of the features to drop before the classifier.
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
        >>> from keras.applications.mobilenet import MobileNet
        >>> model = MobileNet(include_top=False, weights=None, input_shape=(64, 64, 3), alpha=0.25)
        >>> model.output_shape
        (None, 2, 2, 256)
    """
    if weights == 'imagenet' and depth_multiplier != 1:
        raise ValueError('There are published weights only for `depth_multiplier=1`, not for %r. '
                         'Use `weights=None`.' % (depth_multiplier,))
    check_alpha(alpha, MOBILENET_ALPHAS, weights)
    size = published_size(input_shape, MOBILENET_SIZES, include_top, weights)
    network = Application(
        'mobilenet_%0.2f_%s' % (alpha, size_in_name(input_shape, size, include_top, weights)),
        ('MobileNet', alpha, size),
        functools.partial(_features, alpha=alpha, depth_multiplier=depth_multiplier),
        functools.partial(_classifier, dropout=dropout), default_size=size)
    return network.model(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs)


def check_alpha(alpha, published, weights):
    """Raises a ValueError for a width that is invalid or has no published weights."""
    if not isinstance(alpha, numbers.Real) or not alpha > 0:
        raise ValueError('`alpha` must be a positive number, but got %r.' % (alpha,))
    if weights == 'imagenet' and alpha not in published:
        raise ValueError('There are published weights for `alpha` of %s, but not of %s. Use '
                         '`weights=None`.' % (', '.join(map(str, published)), alpha))


def published_size(input_shape, sizes, include_top, weights):
    """Returns the rows and columns for which to load weights: those of the input, or else 224."""
    if input_shape is None:
        size, is_other = 224, not include_top
    else:
        (rows, columns), _ = size_and_channels(input_shape, K.image_data_format())
        is_other = rows != columns or rows not in sizes
        size = 224 if is_other else rows
    if weights == 'imagenet' and is_other and not include_top:
        warn('There are weights for an `input_shape` of %s rows and columns, but got %s. Loading '
             'those for 224.' % (', '.join(map(str, sizes)), input_shape))
    return size


def size_in_name(input_shape, size, include_top, weights):
    """Returns the size of images in the name of a MobileNet; None if it may vary."""
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
    """Classifies with a convolution of a single pixel."""
    x = GlobalAveragePooling2D()(x)
    channels = K.int_shape(x)[-1]
    x = Reshape(as_shape((1, 1), channels, K.image_data_format()))(x)
    x = Dropout(dropout, name='dropout')(x)
    x = Conv2D(classes, 1, padding='same', name='conv_preds')(x)
    return Activation('softmax', name='act_softmax')(Reshape((classes,))(x))
