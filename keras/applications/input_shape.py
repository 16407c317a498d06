"""Checks and completes the shape of a network's input."""
import operator

from keras import backend as K
from keras.utils.warn import warn

LAYOUTS = {'channels_last': '(rows, columns, channels)',
           'channels_first': '(channels, rows, columns)'}


def channel_axis():
    """Returns the axis of the channels in a batch of images: 1 or -1."""
    return 1 if K.image_data_format() == 'channels_first' else -1


def as_shape(size, channels, data_format):
    """Returns the shape of images of a given size `(rows, columns)`."""
    return (channels,) + size if data_format == 'channels_first' else size + (channels,)


def size_and_channels(input_shape, data_format):
    """Splits the shape of images into size and channels.

    Args:
        input_shape: three ints, or None for variable lengths.
        data_format: `'channels_last'` or `'channels_first'`.

    Returns:
        `(rows, columns), channels`.

    Raises:
        ValueError: if the shape has another form.
    """
    try:
        shape = tuple(n if n is None else operator.index(n) for n in input_shape)
    except TypeError:
        shape = ()
    if len(shape) != 3:
        raise ValueError('`input_shape` must be three ints %s, such as %s, but got %r.'
                         % (LAYOUTS[data_format], as_shape((224, 224), 3, data_format),
                            input_shape))
    return (shape[1:], shape[0]) if data_format == 'channels_first' else (shape[:2], shape[2])


def complete_input_shape(input_shape, default_size, min_size, data_format, needs_size,
                         weights=None, is_fixed=False):
    """Checks the shape of a network's input, or returns a default.

    Args:
        input_shape: shape without the batch axis, or None.
        default_size: int, rows and columns if there is no shape.
        min_size: int, smallest number of rows and columns.
        data_format: `'channels_last'` or `'channels_first'`.
        needs_size: bool, whether rows and columns must be known.
        weights: `'imagenet'` for published weights, which need 3 channels.
        is_fixed: bool, whether the size must be the default.

    Returns:
        Tuple of ints, with None for variable lengths.

    Raises:
        ValueError: if the shape cannot be used.
    """
    if input_shape is None:
        return as_shape((default_size,) * 2 if needs_size else (None, None), 3, data_format)
    size, channels = size_and_channels(input_shape, data_format)
    shape = as_shape(size, channels, data_format)
    if any(n is not None and n < min_size for n in size):
        raise ValueError('`input_shape` must have at least %d rows and columns, but got %s.%s'
                         % (min_size, shape, _other_layout(shape, data_format)))
    if needs_size and None in size:
        raise ValueError('`input_shape` must specify rows and columns, but got %s. They may vary '
                         'only with `include_top=False`, and never in NASNet.' % (shape,))
    if weights == 'imagenet' and channels != 3:
        raise ValueError('The published weights are for images of 3 channels, but `input_shape` is '
                         '%s. Repeat a single channel (`Concatenate()([x, x, x])`), or use '
                         '`weights=None`.' % (shape,))
    if is_fixed and size != (default_size,) * 2:
        raise ValueError('The published weights of the classifier are for an `input_shape` of %s, '
                         'but got %s. Omit `input_shape`, or use `include_top=False`.'
                         % (as_shape((default_size,) * 2, 3, data_format), shape))
    if channels not in (1, 3):
        warn('Images usually have 1 or 3 channels, but `input_shape` is %s.' % (shape,))
    return shape


def check_input_tensor(tensor, input_shape, needs_size, weights=None):
    """Raises a ValueError if a network cannot start at a tensor.

    Args:
        tensor: the tensor, including the batch axis.
        input_shape: shape that the user also passed, or None. It has no effect.
        needs_size: as in `complete_input_shape`.
        weights: as in `complete_input_shape`.
    """
    if not K.is_tensor(tensor):
        raise ValueError('`input_tensor` must be a tensor, such as `Input((224, 224, 3))`, but got '
                         '%s. Pass arrays to `predict` of the model.' % type(tensor).__name__)
    shape = K.int_shape(tensor)
    if len(shape) != 4:
        raise ValueError('`input_tensor` must be a batch of images with 4 axes, but has shape %s.'
                         % (shape,))
    size, channels = size_and_channels(shape[1:], K.image_data_format())
    if weights == 'imagenet' and channels != 3:
        raise ValueError('The published weights are for images of 3 channels, but `input_tensor` '
                         'has shape %s.' % (shape,))
    if needs_size and None in size:
        raise ValueError('This network needs to know the rows and columns of its input, but '
                         '`input_tensor` has shape %s.' % (shape,))
    if input_shape is not None and any(
            None not in (n, m) and n != m for n, m in zip(input_shape, shape[1:])):
        warn('`input_shape` %s has no effect: `input_tensor` has shape %s.'
             % (tuple(input_shape), shape))


def _other_layout(input_shape, data_format):
    """Returns a hint for shapes whose channels are at the wrong end."""
    if data_format == 'channels_last' and input_shape[0] in (1, 3):
        other = 'channels_first'
    elif data_format == 'channels_first' and input_shape[-1] in (1, 3):
        other = 'channels_last'
    else:
        return ''
    return ' It is read as %s; see `K.set_image_data_format(%r)`.' % (LAYOUTS[data_format], other)


def padding_before_halving(x, kernel_size):
    """Returns the zero padding with which a convolution with strides of 2 halves feature maps.

    Args:
        x: tensor, the feature maps.
        kernel_size: odd int.

    Returns:
        `((top, bottom), (left, right))`: what `padding='same'` adds, which the published weights
        were trained with. Unknown lengths count as even.
    """
    rows = 2 if K.image_data_format() == 'channels_first' else 1
    half = kernel_size // 2
    return tuple((half - 1 + (n or 0) % 2, half) for n in K.int_shape(x)[rows:rows + 2])
