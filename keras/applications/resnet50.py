"""ResNet-50 with the layer names and weights that it has had since Keras 1.

`keras.applications.resnet` has the same network with other names and weights.
"""
from keras.applications.application import Application, average_and_classify
from keras.applications.imagenet_utils import decode_predictions, preprocess_input  # noqa: F401
from keras.applications.input_shape import channel_axis
from keras.applications.published import FILES
from keras.layers import Activation, Add, BatchNormalization, Conv2D, MaxPooling2D, ZeroPadding2D

# Blocks of stages 2 to 5, and the filters of their convolutions.
STAGES = (('abc', (64, 64, 256)), ('abcd', (128, 128, 512)), ('abcdef', (256, 256, 1024)),
          ('abc', (512, 512, 2048)))

# Programs for Keras 2.0 and 2.1 import these.
WEIGHTS_PATH = FILES['ResNet50', True].addresses[0]
WEIGHTS_PATH_NO_TOP = FILES['ResNet50', False].addresses[0]


def ResNet50(include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
             pooling=None, classes=1000, **kwargs):
    """Creates the network ResNet-50.

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

    Example:
        >>> from keras.applications.resnet50 import ResNet50
        >>> model = ResNet50(include_top=False, weights=None, input_shape=(64, 64, 3))
        >>> model.output_shape
        (None, 2, 2, 2048)
    """
    return NETWORK.model(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs)


def _features(x):
    x = ZeroPadding2D(3, name='conv1_pad')(x)
    x = Conv2D(64, 7, strides=2, kernel_initializer='he_normal', name='conv1')(x)
    x = Activation('relu')(BatchNormalization(channel_axis(), name='bn_conv1')(x))
    x = MaxPooling2D(3, strides=2)(ZeroPadding2D(1, name='pool1_pad')(x))
    for stage, (blocks, filters) in enumerate(STAGES, 2):
        x = conv_block(x, 3, filters, stage, 'a', strides=1 if stage == 2 else 2)
        for block in blocks[1:]:
            x = identity_block(x, 3, filters, stage, block)
    return x


def conv_block(input_tensor, kernel_size, filters, stage, block, strides=(2, 2)):
    """Adds three convolutions to a projection of the input; the first block of a stage.

    Args:
        input_tensor: the feature maps.
        kernel_size: int or pair of ints, kernel of the second of the three convolutions.
        filters: three ints, the filters of the convolutions.
        stage: int, for the layer names.
        block: letter, for the layer names.
        strides: int or pair of ints, strides of the first convolution and of the projection.

    Returns:
        A tensor.
    """
    x = _residual(input_tensor, kernel_size, filters, stage, block, strides)
    shortcut = _convolution(input_tensor, filters[2], 1, stage, block, '1', strides=strides)
    return Activation('relu')(Add()([x, shortcut]))


def identity_block(input_tensor, kernel_size, filters, stage, block):
    """Adds three convolutions to their input.

    Args:
        input_tensor: the feature maps.
        kernel_size: int or pair of ints, kernel of the second of the three convolutions.
        filters: three ints, the filters of the convolutions.
        stage: int, for the layer names.
        block: letter, for the layer names.

    Returns:
        A tensor.
    """
    x = _residual(input_tensor, kernel_size, filters, stage, block)
    return Activation('relu')(Add()([x, input_tensor]))


def _residual(x, kernel_size, filters, stage, block, strides=1):
    x = Activation('relu')(_convolution(x, filters[0], 1, stage, block, '2a', strides=strides))
    x = Activation('relu')(_convolution(x, filters[1], kernel_size, stage, block, '2b',
                                        padding='same'))
    return _convolution(x, filters[2], 1, stage, block, '2c')


def _convolution(x, filters, size, stage, block, branch, **options):
    name = '%d%s_branch%s' % (stage, block, branch)
    x = Conv2D(filters, size, kernel_initializer='he_normal', name='res' + name, **options)(x)
    return BatchNormalization(channel_axis(), name='bn' + name)(x)


NETWORK = Application('resnet50', ('ResNet50',), _features, average_and_classify('fc1000'))
