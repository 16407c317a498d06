"""NASNet: cells found by architecture search (Zoph et al., arXiv:1707.07012)."""
import functools

from keras import backend as K
from keras.applications.application import Application, average_and_classify
from keras.applications.imagenet_utils import decode_predictions  # noqa: F401
from keras.applications.imagenet_utils import preprocess_input_tf as preprocess_input  # noqa: F401
from keras.applications.input_shape import channel_axis, padding_before_halving
from keras.layers import (
    Activation,
    Add,
    AveragePooling2D,
    BatchNormalization,
    Concatenate,
    Conv2D,
    Cropping2D,
    MaxPooling2D,
    SeparableConv2D,
    ZeroPadding2D,
)


def NASNetLarge(input_shape=None, include_top=True, weights='imagenet', input_tensor=None,
                pooling=None, classes=1000, **kwargs):
    """Creates the network NASNet-A (6 @ 4032).

    Its images have 331 x 331 pixels by default, and at least 32 x 32 pixels.

    Rows and columns must always be known. Source: Zoph et al., Learning Transferable Architectures
    for Scalable Image Recognition, 2018, https://arxiv.org/abs/1707.07012.

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
    return LARGE.model(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs)


def NASNetMobile(input_shape=None, include_top=True, weights='imagenet', input_tensor=None,
                 pooling=None, classes=1000, **kwargs):
    """Creates the network NASNet-A (4 @ 1056).

    Its images have 224 x 224 pixels by default, and at least 32 x 32 pixels.

    Rows and columns must always be known. Source: Zoph et al., Learning Transferable Architectures
    for Scalable Image Recognition, 2018, https://arxiv.org/abs/1707.07012.

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
    return MOBILE.model(include_top, weights, input_tensor, input_shape, pooling, classes, kwargs)


def _features(x, stem_filters, filters, repeats, skips_reduction):
    """Returns the last feature maps.

    Args:
        x: tensor, the images.
        stem_filters: int, filters of the first convolution.
        filters: int, filters of the first normal cells; the number doubles from stage to stage.
        repeats: int, number of consecutive normal cells.
        skips_reduction: bool, whether the cell after a reduction cell takes the output of two cells
            before that, instead of its input.
    """
    x = Conv2D(stem_filters, 3, strides=2, use_bias=False, name='stem_conv1',
               kernel_initializer='he_normal')(x)
    x = _normalized(x, 'stem_bn1')
    x, before = _reduction_cell(x, None, filters // 4, 'stem_1'), x
    x, before = _reduction_cell(x, before, filters // 2, 'stem_2'), x
    for stage in range(3):
        if stage > 0:
            reduced = _reduction_cell(x, before, filters * 2 ** stage,
                                      'reduce_%d' % (stage * repeats))
            x, before = reduced, before if skips_reduction else x
        for i in range(repeats):
            name = '%d' % (stage * repeats + i + (stage > 0))
            x, before = _normal_cell(x, before, filters * 2 ** stage, name), x
    return Activation('relu')(x)


def _normal_cell(x, before, filters, name):
    """Returns the output of a cell that keeps the size of feature maps.

    Args:
        x: tensor, output of the previous cell.
        before: tensor, output of the cell before that.
        filters: int.
        name: suffix of the layer names.
    """
    before = _adjusted(before, x, filters, name)
    x = _projected(x, filters, 'normal', name)
    sums = [
        (_separable(x, filters, 5, 'normal_left1_' + name),
         _separable(before, filters, 3, 'normal_right1_' + name)),
        (_separable(before, filters, 5, 'normal_left2_' + name),
         _separable(before, filters, 3, 'normal_right2_' + name)),
        (_averaged(x, 'normal_left3_' + name), before),
        (_averaged(before, 'normal_left4_' + name), _averaged(before, 'normal_right4_' + name)),
        (_separable(x, filters, 3, 'normal_left5_' + name), x)]
    sums = [Add(name='normal_add_%d_%s' % (i, name))(list(pair)) for i, pair in enumerate(sums, 1)]
    return Concatenate(channel_axis(), name='normal_concat_' + name)([before] + sums)


def _reduction_cell(x, before, filters, name):
    """Returns the output of a cell that halves feature maps; see `_normal_cell`."""
    before = _adjusted(before, x, filters, name)
    x = _projected(x, filters, 'reduction', name)
    padded = ZeroPadding2D(padding_before_halving(x, 3), name='reduction_pad_1_' + name)(x)

    def pooled(layer, side):
        return layer(3, strides=2, name='reduction_%s_%s' % (side, name))(padded)

    def separable(inputs, size, side, strides=2):
        return _separable(inputs, filters, size, 'reduction_%s_%s' % (side, name), strides)

    first = Add(name='reduction_add_1_' + name)([separable(x, 5, 'left1'),
                                                 separable(before, 7, 'right1')])
    second = Add(name='reduction_add_2_' + name)([pooled(MaxPooling2D, 'left2'),
                                                  separable(before, 7, 'right2')])
    third = Add(name='reduction_add3_' + name)([pooled(AveragePooling2D, 'left3'),
                                                separable(before, 5, 'right3')])
    fourth = Add()([second, _averaged(first, 'reduction_left4_' + name)])
    fifth = Add(name='reduction_add4_' + name)([separable(first, 3, 'left4', strides=1),
                                                pooled(MaxPooling2D, 'right5')])
    return Concatenate(channel_axis(), name='reduction_concat_' + name)(
        [second, third, fourth, fifth])


def _adjusted(before, x, filters, name):
    """Converts the output of the second last cell to the size of the last one's."""
    if before is None:
        return x
    axis = channel_axis()
    if K.int_shape(before)[-axis] != K.int_shape(x)[-axis]:
        return _normalized(_halved(before, filters, name), 'adjust_bn_' + name)
    if K.int_shape(before)[axis] != filters:
        before = _convolution(Activation('relu')(before), filters, 'adjust_conv_projection_' + name)
        return _normalized(before, 'adjust_bn_' + name)
    return before


def _halved(x, filters, name):
    """Takes every second pixel in two ways, with half of the filters for each."""
    x = Activation('relu', name='adjust_relu_1_' + name)(x)
    shifted = Cropping2D(((1, 0), (1, 0)))(ZeroPadding2D(((0, 1), (0, 1)))(x))
    halves = []
    for i, pixels in enumerate((x, shifted), 1):
        pixels = AveragePooling2D(1, strides=2, name='adjust_avg_pool_%d_%s' % (i, name))(pixels)
        halves.append(_convolution(pixels, filters // 2, 'adjust_conv_%d_%s' % (i, name)))
    return Concatenate(channel_axis())(halves)


def _projected(x, filters, kind, name):
    x = _convolution(Activation('relu')(x), filters, '%s_conv_1_%s' % (kind, name))
    return _normalized(x, '%s_bn_1_%s' % (kind, name))


def _separable(x, filters, size, name, strides=1):
    """Applies ReLU, a separable convolution and batch normalization, twice."""
    x = Activation('relu')(x)
    padding = 'same'
    if strides > 1:
        padding = 'valid'
        x = ZeroPadding2D(padding_before_halving(x, size), name='separable_conv_1_pad_' + name)(x)
    x = _separable_convolution(x, filters, size, '1', name, strides=strides, padding=padding)
    return _separable_convolution(Activation('relu')(x), filters, size, '2', name, padding='same')


def _separable_convolution(x, filters, size, number, name, **options):
    x = SeparableConv2D(filters, size, use_bias=False, kernel_initializer='he_normal',
                        name='separable_conv_%s_%s' % (number, name), **options)(x)
    return _normalized(x, 'separable_conv_%s_bn_%s' % (number, name))


def _averaged(x, name):
    return AveragePooling2D(3, strides=1, padding='same', name=name)(x)


def _convolution(x, filters, name):
    return Conv2D(filters, 1, padding='same', use_bias=False, kernel_initializer='he_normal',
                  name=name)(x)


def _normalized(x, name):
    return BatchNormalization(channel_axis(), momentum=.9997, name=name)(x)


def _nasnet(weights, default_size, **sizes):
    return Application('NASNet', (weights,), functools.partial(_features, **sizes),
                       average_and_classify('predictions', average=None),
                       default_size=default_size, needs_size=True)


LARGE = _nasnet('NASNetLarge', 331, stem_filters=96, filters=168, repeats=6, skips_reduction=True)
MOBILE = _nasnet('NASNetMobile', 224, stem_filters=32, filters=44, repeats=4,
                 skips_reduction=False)
