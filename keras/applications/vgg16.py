"""VGG-16: 13 convolutions and 3 dense layers (Simonyan & Zisserman, arXiv:1409.1556)."""
from keras.applications.imagenet_utils import decode_predictions, preprocess_input  # noqa: F401
from keras.applications.published import FILES
from keras.applications.vgg import vgg

# Programs for Keras 2.0 and 2.1 import these.
WEIGHTS_PATH = FILES['VGG16', True].addresses[0]
WEIGHTS_PATH_NO_TOP = FILES['VGG16', False].addresses[0]

NETWORK = vgg('vgg16', 'VGG16', convolutions=(2, 2, 3, 3, 3))


def VGG16(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None,
          classes=1000, **kwargs):
    """Creates the network VGG-16.

    Its images have 224 x 224 pixels by default, and at least 32 x 32 pixels.

    Source: Simonyan and Zisserman, Very Deep Convolutional Networks for Large-Scale Image
    Recognition, 2014, https://arxiv.org/abs/1409.1556.

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
        >>> from keras.applications.vgg16 import VGG16
        >>> model = VGG16(include_top=False, weights=None, input_shape=(64, 64, 3))
        >>> model.output_shape
        (None, 2, 2, 512)
    """
    return NETWORK.model(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs)
