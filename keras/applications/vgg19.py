"""VGG-19: 16 convolutions and 3 dense layers (Simonyan & Zisserman, arXiv:1409.1556)."""
from keras.applications.imagenet_utils import decode_predictions, preprocess_input  # noqa: F401
from keras.applications.published import FILES
from keras.applications.vgg import vgg

# Programs for Keras 2.0 and 2.1 import these.
WEIGHTS_PATH = FILES['VGG19', True].addresses[0]
WEIGHTS_PATH_NO_TOP = FILES['VGG19', False].addresses[0]

NETWORK = vgg('vgg19', 'VGG19', convolutions=(2, 2, 4, 4, 4))


def VGG19(include_top=True, weights='imagenet', input_tensor=None, input_shape=None, pooling=None,
          classes=1000, **kwargs):
    """Makes the network VGG-19, for images of 224 x 224 pixels (at least 32 x 32 without top).

    The arguments and the result are those of `VGG16`.
    """
    return NETWORK.model(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs)
