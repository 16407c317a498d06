"""Inception-ResNet V2: Inception blocks with residual connections (Szegedy et al., 1602.07261)."""
from keras import backend as K
from keras.applications.application import Application, average_and_classify
from keras.applications.imagenet_utils import decode_predictions  # noqa: F401
from keras.applications.imagenet_utils import preprocess_input_tf as preprocess_input  # noqa: F401
from keras.applications.inception import (
    average,
    chain,
    conv,
    halving_conv,
    halving_max,
    side_by_side,
    stem,
)
from keras.applications.input_shape import channel_axis
from keras.applications.published import FILES
from keras.layers import Activation, Conv2D, Lambda

# Programs for Keras 2.1 and 2.2 import it, under either name.
BASE_WEIGHT_PATH = BASE_WEIGHT_URL = (
    FILES['InceptionResNetV2', True].addresses[0].rpartition('/')[0] + '/')


def InceptionResNetV2(include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
                      pooling=None, classes=1000, **kwargs):
    """Creates the network Inception-ResNet V2.

    Its images have 299 x 299 pixels by default, and at least 75 x 75 pixels.

    Its sums are `Lambda` layers with the function `scaled_sum`. Source: Szegedy et al.,
    Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning, 2016,
    https://arxiv.org/abs/1602.07261.

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
    return NETWORK.model(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs)


def _fine(name, scale):
    """Returns a block for feature maps of 35 x 35 pixels."""
    return _residual(
        [conv(32, 1)],
        [conv(32, 1), conv(32, 3)],
        [conv(32, 1), conv(48, 3), conv(64, 3)], name=name, scale=scale)


def _middle(name, scale):
    """Returns a block for feature maps of 17 x 17 pixels."""
    return _residual(
        [conv(192, 1)],
        [conv(128, 1), conv(160, (1, 7)), conv(192, (7, 1))], name=name, scale=scale)


def _coarse(name, scale, **options):
    """Returns a block for feature maps of 8 x 8 pixels."""
    return _residual(
        [conv(192, 1)],
        [conv(192, 1), conv(224, (1, 3)), conv(256, (3, 1))], name=name, scale=scale, **options)


def _residual(*branches, name, scale, activation='relu'):
    """Returns a step that adds the scaled output of branches to its input."""
    mixed = side_by_side(*branches, name=name + '_mixed')

    def step(inputs):
        shape = K.int_shape(inputs)
        x = Conv2D(shape[channel_axis()], 1, padding='same', name=name + '_conv')(mixed(inputs))
        x = Lambda(scaled_sum, output_shape=shape[1:], arguments={'scale': scale},
                   name=name)([inputs, x])
        return Activation(activation, name=name + '_ac')(x) if activation else x
    return step


def scaled_sum(inputs, scale):
    """Returns the first of two tensors, and `scale` times the second."""
    return inputs[0] + inputs[1] * scale


def _blocks(make, name, repeats, scale):
    return chain(*[make('%s_%d' % (name, i), scale) for i in range(1, repeats + 1)])


FEATURES = chain(
    stem,
    side_by_side(
        [conv(96, 1)],
        [conv(48, 1), conv(64, 5)],
        [conv(64, 1), conv(96, 3), conv(96, 3)],
        [average, conv(64, 1)], name='mixed_5b'),
    _blocks(_fine, 'block35', 10, scale=.17),
    side_by_side(
        [halving_conv(384)],
        [conv(256, 1), conv(256, 3), halving_conv(384)],
        [halving_max], name='mixed_6a'),
    _blocks(_middle, 'block17', 20, scale=.1),
    side_by_side(
        [conv(256, 1), halving_conv(384)],
        [conv(256, 1), halving_conv(288)],
        [conv(256, 1), conv(288, 3), halving_conv(320)],
        [halving_max], name='mixed_7a'),
    _blocks(_coarse, 'block8', 9, scale=.2),
    _coarse('block8_10', scale=1., activation=None),
    conv(1536, 1, name='conv_7b'))

NETWORK = Application('inception_resnet_v2', ('InceptionResNetV2',), FEATURES,
                      average_and_classify('predictions'), default_size=299, min_size=75)
