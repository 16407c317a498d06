"""What all networks have in common: arguments, input, classifier and weights."""
import numbers
import os

from keras import backend as K
from keras.applications.input_shape import check_input_tensor, complete_input_shape
from keras.applications.published import FILES
from keras.engine.input_layer import Input
from keras.engine.training import Model
from keras.layers import Dense, GlobalAveragePooling2D, GlobalMaxPooling2D
from keras.utils.data_utils import get_file
from keras.utils.errors import did_you_mean
from keras.utils.layer_utils import get_source_inputs

IMAGENET_CLASSES = 1000
POOLINGS = {'avg': GlobalAveragePooling2D, 'max': GlobalMaxPooling2D}
ARGUMENTS = ('include_top', 'weights', 'input_tensor', 'input_shape', 'pooling', 'classes')
MODULES = ('backend', 'layers', 'models', 'utils')  # arguments of Keras 2.3, without effect here


class Application:
    """A network with published weights.

    Args:
        name: name of its models.
        weights: tuple, key of its files in `published.FILES`, without the last entry.
        features: function from the input tensor to the last feature maps.
        classifier: function from these and the number of classes to the probabilities.
        default_size: int, rows and columns of the input by default.
        min_size: int, smallest number of rows and columns.
        needs_size: bool, whether rows and columns must be known even without the classifier.
        named_pooling: bool, whether `pooling` creates a layer called `avg_pool` or `max_pool`
            instead of one with an automatic name.

    Example::

        from keras.applications.application import Application, average_and_classify
        from keras.layers import Conv2D

        TINY = Application('tiny', ('Tiny',), features=lambda x: Conv2D(8, 3)(x),
                           classifier=average_and_classify('predictions'))
        model = TINY.model(True, None, None, None, None, classes=10, modules={})
    """

    def __init__(self, name, weights, features, classifier, default_size=224, min_size=32,
                 needs_size=False, named_pooling=False):
        self.name = name
        self.weights = weights
        self.features = features
        self.classifier = classifier
        self.default_size = default_size
        self.min_size = min_size
        self.needs_size = needs_size
        self.named_pooling = named_pooling

    def model(self, include_top, weights, input_tensor, input_shape, pooling, classes, modules):
        """Creates a model.

        Args:
            include_top: as in `VGG16`.
            weights: as in `VGG16`.
            input_tensor: as in `VGG16`.
            input_shape: as in `VGG16`.
            pooling: as in `VGG16`.
            classes: as in `VGG16`.
            modules: dictionary of the remaining keyword arguments.

        Returns:
            A `Model`.

        Raises:
            OSError: if the published weights cannot be downloaded.
            TypeError: for an unknown keyword argument.
            ValueError: if an argument is invalid.
        """
        _check_modules(modules)
        _check_weights(weights)
        if include_top:
            _check_classes(classes, weights)
        elif pooling not in (None,) + tuple(POOLINGS):
            raise ValueError("`pooling` must be None, 'avg' or 'max', but got %r." % (pooling,))
        inputs = self._inputs(include_top, weights, input_tensor, input_shape)
        path = self._fetch(include_top) if weights == 'imagenet' else weights
        x = self.features(inputs)
        if include_top:
            x = self.classifier(x, classes)
        elif pooling:
            x = POOLINGS[pooling](name=pooling + '_pool' if self.named_pooling else None)(x)
        model = Model(get_source_inputs(inputs), x, name=self.name)
        if path is not None:
            model.load_weights(path)
        return model

    def _inputs(self, include_top, weights, tensor, input_shape):
        """Returns the tensor at which the network starts."""
        shape = complete_input_shape(
            input_shape, self.default_size, self.min_size, K.image_data_format(),
            needs_size=include_top or self.needs_size, weights=weights,
            is_fixed=include_top and weights == 'imagenet')
        if tensor is None:
            return Input(shape)
        check_input_tensor(tensor, input_shape, self.needs_size, weights)
        return tensor if K.is_keras_tensor(tensor) else Input(tensor=tensor)

    def _fetch(self, include_top):
        """Returns the path of the published weights, which are downloaded on first use."""
        file = FILES[self.weights + (bool(include_top),)]
        return get_file(file.name, list(file.addresses), cache_subdir='models',
                        file_hash=file.md5)


def average_and_classify(classifier, average='avg_pool'):
    """Returns the usual classifier: the mean of each feature map, followed by a `Dense` layer.

    Args:
        classifier: name of the `Dense` layer.
        average: name of the layer that computes the means.

    Returns:
        A function from feature maps and the number of classes to probabilities.
    """
    def classify(x, classes):
        x = GlobalAveragePooling2D(name=average)(x)
        return Dense(classes, activation='softmax', name=classifier)(x)
    return classify


def _check_modules(modules):
    for name in modules:
        if name not in MODULES:
            raise TypeError('Unknown argument %r.%s' % (name, did_you_mean(name, ARGUMENTS, repr)))


def _check_weights(weights):
    if weights in (None, 'imagenet'):
        return
    if not isinstance(weights, (str, os.PathLike)) or not os.path.exists(weights):
        raise ValueError(
            "`weights` must be None (random weights), 'imagenet' (published weights) or the path "
            'of a file, but got %r.%s' % (weights, did_you_mean(str(weights), ['imagenet'], repr)))


def _check_classes(classes, weights):
    if weights == 'imagenet' and classes != IMAGENET_CLASSES:
        raise ValueError(
            '`classes` must be %d for the published weights of the classifier, but got %r. For '
            'your own classes use `include_top=False` and add a classifier to the features: '
            "`Dense(%r, activation='softmax')`." % (IMAGENET_CLASSES, classes, classes))
    check_positive('classes', classes)


def check_positive(argument, value):
    """Raises a ValueError if the value of an argument is not a positive int."""
    if not isinstance(value, numbers.Integral) or value < 1:
        raise ValueError('`%s` must be a positive int, but got %r.' % (argument, value))
