"""Xception: residual blocks of separable convolutions (Chollet, arXiv:1610.02357)."""
from keras.applications.application import Application, average_and_classify
from keras.applications.imagenet_utils import decode_predictions  # noqa: F401
from keras.applications.imagenet_utils import preprocess_input_tf as preprocess_input  # noqa: F401
from keras.applications.input_shape import channel_axis
from keras.applications.published import FILES
from keras.layers import (
    Activation,
    Add,
    BatchNormalization,
    Conv2D,
    MaxPooling2D,
    SeparableConv2D,
)

# Filters of the separable convolutions in blocks 2 to 4 and 13, which halve rows and columns;
# between them are eight blocks that do not.
ENTRY = ((128, 128), (256, 256), (728, 728))
MIDDLE = 8 * ((728, 728, 728),)
EXIT = (728, 1024)

# Programs for Keras 2.0 to 2.1 import these, under either name.
WEIGHTS_PATH = TF_WEIGHTS_PATH = FILES['Xception', True].addresses[0]
WEIGHTS_PATH_NO_TOP = TF_WEIGHTS_PATH_NO_TOP = FILES['Xception', False].addresses[0]


def Xception(include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
             pooling=None, classes=1000, **kwargs):
    """Creates the network Xception.

    Its images have 299 x 299 pixels by default, and at least 71 x 71 pixels.

    Source: Chollet, Xception: Deep Learning with Depthwise Separable Convolutions, 2017,
    https://arxiv.org/abs/1610.02357.

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
        >>> from keras.applications.xception import Xception
        >>> model = Xception(include_top=False, weights=None, pooling='avg')
        >>> model.output_shape
        (None, 2048)
    """
    return NETWORK.model(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs)


def _features(x):
    for i, (filters, strides) in enumerate(((32, 2), (64, 1)), 1):
        name = 'block1_conv%d' % i
        x = Conv2D(filters, 3, strides=strides, use_bias=False, name=name)(x)
        x = _relu(_normalized(x, name), name)
    for block, filters in enumerate(ENTRY, 2):
        x = _halving_block(x, filters, 'block%d' % block, starts_active=block > 2)
    for block, filters in enumerate(MIDDLE, 5):
        x = Add()([_separable_convolutions(x, filters, 'block%d' % block), x])
    x = _halving_block(x, EXIT, 'block13')
    for i, filters in enumerate((1536, 2048), 1):
        name = 'block14_sepconv%d' % i
        x = _relu(_separable_convolution(x, filters, name), name)
    return x


def _halving_block(inputs, filters, name, starts_active=True):
    shortcut = Conv2D(filters[-1], 1, strides=2, padding='same', use_bias=False)(inputs)
    shortcut = BatchNormalization(channel_axis())(shortcut)
    x = _separable_convolutions(inputs, filters, name, starts_active)
    x = MaxPooling2D(3, strides=2, padding='same', name=name + '_pool')(x)
    return Add()([x, shortcut])


def _separable_convolutions(x, filters, block, starts_active=True):
    for i, n in enumerate(filters, 1):
        name = '%s_sepconv%d' % (block, i)
        if i > 1 or starts_active:
            x = _relu(x, name)
        x = _separable_convolution(x, n, name)
    return x


def _separable_convolution(x, filters, name):
    x = SeparableConv2D(filters, 3, padding='same', use_bias=False, name=name)(x)
    return _normalized(x, name)


def _normalized(x, name):
    return BatchNormalization(channel_axis(), name=name + '_bn')(x)


def _relu(x, name):
    return Activation('relu', name=name + '_act')(x)


NETWORK = Application('xception', ('Xception',), _features, average_and_classify('predictions'),
                      default_size=299, min_size=71)
