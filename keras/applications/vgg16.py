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
    """Makes the network VGG-16, for images of 224 x 224 pixels.

    Args:
        include_top: bool, whether the model is to classify. Without the classifier it returns
            feature maps, and takes images of any size from 32 x 32 pixels on.
        weights: `'imagenet'` for the published weights, which are downloaded at first use; None
            for random ones; or the path of an HDF5 file with weights, taken in order.
        input_tensor: tensor to start from, such as the output of another layer.
        input_shape: three ints, shape of an image, such as `(160, 160, 3)`; None in it for sizes
            that may vary. With published weights and a classifier there is no choice.
        pooling: what to make of feature maps: `'avg'` or `'max'` for the mean or the largest value
            of each, None to leave them as they are. It has no effect on a classifier.
        classes: int, number of classes. Published weights have a classifier for 1000.
        **kwargs: `backend`, `layers`, `models` and `utils`, as in Keras 2.3; they have no effect.

    Returns:
        A `Model`, from images that went through `preprocess_input` to probabilities of shape
        `(batch, classes)`, to features `(batch, channels)` if there is a `pooling`, else to
        feature maps `(batch, rows, columns, channels)`.

    Raises:
        ValueError: if arguments are wrong or do not go together.
        OSError: if published weights cannot be downloaded.

    Example:
        >>> model = VGG16()
        >>> image = img_to_array(load_img('cat.jpg', target_size=(224, 224)))
        >>> decode_predictions(model.predict(preprocess_input(image[np.newaxis])), top=3)
    """
    return NETWORK.model(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs)
