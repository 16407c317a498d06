"""Inception-ResNet V2: Inception blocks that add to their input (Szegedy et al., 1602.07261)."""
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

# Programs for Keras 2.1 and 2.2 import it, under one name or the other.
BASE_WEIGHT_PATH = BASE_WEIGHT_URL = (
    FILES['InceptionResNetV2', True].addresses[0].rpartition('/')[0] + '/')


def InceptionResNetV2(include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
                      pooling=None, classes=1000, **kwargs):
    """Makes the network Inception-ResNet V2, for images of 299 x 299 (75 x 75 without top).

    The arguments and the result are those of `VGG16`. Its sums are `Lambda` layers of `scaled_sum`.
    """
    return NETWORK.model(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs)


def _fine(name, scale):
    """Returns a block for the feature maps of 35 x 35 pixels."""
    return _residual(
        [conv(32, 1)],
        [conv(32, 1), conv(32, 3)],
        [conv(32, 1), conv(48, 3), conv(64, 3)], name=name, scale=scale)


def _middle(name, scale):
    """Returns a block for the feature maps of 17 x 17 pixels."""
    return _residual(
        [conv(192, 1)],
        [conv(128, 1), conv(160, (1, 7)), conv(192, (7, 1))], name=name, scale=scale)


def _coarse(name, scale, **options):
    """Returns a block for the feature maps of 8 x 8 pixels."""
    return _residual(
        [conv(192, 1)],
        [conv(192, 1), conv(224, (1, 3)), conv(256, (3, 1))], name=name, scale=scale, **options)


def _residual(*branches, name, scale, activation='relu'):
    """Returns a step that adds to its input what branches make of it, scaled down."""
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
