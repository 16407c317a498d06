"""Inception V3 (Szegedy et al., arXiv:1512.00567)."""
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
from keras.applications.published import FILES

# Programs for Keras 2.0 and 2.1 import these.
WEIGHTS_PATH = FILES['InceptionV3', True].addresses[0]
WEIGHTS_PATH_NO_TOP = FILES['InceptionV3', False].addresses[0]


def InceptionV3(include_top=True, weights='imagenet', input_tensor=None, input_shape=None,
                pooling=None, classes=1000, **kwargs):
    """Creates the network Inception V3.

    Its images have 299 x 299 pixels by default, and at least 75 x 75 pixels.

    Source: Szegedy et al., Rethinking the Inception Architecture for Computer Vision, 2015,
    https://arxiv.org/abs/1512.00567.

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
        >>> from keras.applications.inception_v3 import InceptionV3
        >>> model = InceptionV3(include_top=False, weights=None, pooling='avg')
        >>> model.output_shape
        (None, 2048)
    """
    return NETWORK.model(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs)


def _fine(name, after_pooling):
    """Returns a block for feature maps of 35 x 35 pixels."""
    return side_by_side(
        [conv(64, 1)],
        [conv(48, 1), conv(64, 5)],
        [conv(64, 1), conv(96, 3), conv(96, 3)],
        [average, conv(after_pooling, 1)], name=name)


def _factorized(name, filters):
    """Returns a block for feature maps of 17 x 17 pixels."""
    return side_by_side(
        [conv(192, 1)],
        [conv(filters, 1), conv(filters, (1, 7)), conv(192, (7, 1))],
        [conv(filters, 1), conv(filters, (7, 1)), conv(filters, (1, 7)), conv(filters, (7, 1)),
         conv(192, (1, 7))],
        [average, conv(192, 1)], name=name)


def _coarse(name, fork_name):
    """Returns a block for feature maps of 8 x 8 pixels."""
    def fork(name=None):
        return side_by_side([conv(384, (1, 3))], [conv(384, (3, 1))], name=name)

    return side_by_side(
        [conv(320, 1)],
        [conv(384, 1), fork(fork_name)],
        [conv(448, 1), conv(384, 3), fork()],
        [average, conv(192, 1)], name=name)


FEATURES = chain(
    stem,
    _fine('mixed0', 32), _fine('mixed1', 64), _fine('mixed2', 64),
    side_by_side(
        [halving_conv(384)],
        [conv(64, 1), conv(96, 3), halving_conv(96)],
        [halving_max], name='mixed3'),
    _factorized('mixed4', 128), _factorized('mixed5', 160), _factorized('mixed6', 160),
    _factorized('mixed7', 192),
    side_by_side(
        [conv(192, 1), halving_conv(320)],
        [conv(192, 1), conv(192, (1, 7)), conv(192, (7, 1)), halving_conv(192)],
        [halving_max], name='mixed8'),
    _coarse('mixed9', 'mixed9_0'), _coarse('mixed10', 'mixed9_1'))

NETWORK = Application('inception_v3', ('InceptionV3',), FEATURES,
                      average_and_classify('predictions'), default_size=299, min_size=75)
