"""Layers that enlarge their inputs by repetition or interpolation."""
from keras import backend as K
from keras.layers.arguments import add_to_config, int_tuple, refuse
from keras.layers.spatial import SpatialLayer


class _UpSampling(SpatialLayer):
    """Base of the upsampling layers.

    Args:
        rank: int, number of spatial axes.
        size: int or tuple of `rank` ints.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
    """

    def __init__(self, rank, size, data_format=None, **kwargs):
        super().__init__(rank, data_format, **kwargs)
        self.size = int_tuple(self, 'size', size, rank)

    def _output_length(self, i, length):
        return length * self.size[i]

    def get_config(self):
        return add_to_config(super().get_config(), self, 'size', 'data_format')


class UpSampling1D(_UpSampling):
    """Repeats each time step `size` times.

    Args:
        size: int, number of repetitions.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, steps, features)`, outputs `(batch, steps * size, features)`.

    Raises:
        ValueError: if `size` is not a positive integer.

    Example:
        >>> layer = keras.layers.UpSampling1D(2)
        >>> K.eval(layer(K.constant([[[5.], [6.]]])))[0, :, 0].tolist()
        [5.0, 5.0, 6.0, 6.0]
    """

    def __init__(self, size=2, **kwargs):
        super().__init__(1, size, 'channels_last', **kwargs)

    def call(self, inputs):
        return K.repeat_elements(inputs, self.size[0], axis=1)

    def get_config(self):
        config = super().get_config()
        config.pop('data_format')
        config['size'] = self.size[0]
        return config


class UpSampling2D(_UpSampling):
    """Enlarges images.

    Args:
        size: int or pair of ints, factors for rows and columns.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        interpolation: `'nearest'` (repeats pixels) or `'bilinear'`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs
        `(batch, rows * size[0], columns * size[1], channels)`; with `'channels_first'` the channels
        come before the rows.

    Raises:
        ValueError: if `size` or `interpolation` is invalid.

    Example:
        >>> layer = keras.layers.UpSampling2D(2, data_format='channels_last')
        >>> K.eval(layer(K.constant([[[[5.], [6.]]]])))[0, :, :, 0].tolist()
        [[5.0, 5.0, 6.0, 6.0], [5.0, 5.0, 6.0, 6.0]]
    """

    def __init__(self, size=(2, 2), data_format=None, interpolation='nearest', **kwargs):
        super().__init__(2, size, data_format, **kwargs)
        if interpolation not in ('nearest', 'bilinear'):
            refuse(self, 'interpolation', '"nearest" or "bilinear"', interpolation)
        self.interpolation = interpolation

    def call(self, inputs):
        return K.resize_images(inputs, self.size[0], self.size[1], self.data_format,
                               self.interpolation)

    def get_config(self):
        return add_to_config(super().get_config(), self, 'interpolation')


class UpSampling3D(_UpSampling):
    """Enlarges volumes by repeating voxels.

    Args:
        size: int or tuple of 3 ints, factors for depth, rows and columns.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, depth, rows, columns, channels)`, outputs
        `(batch, depth * size[0], rows * size[1], columns * size[2], channels)`; with
        `'channels_first'` the channels come before the depth.

    Raises:
        ValueError: if `size` is not a positive integer or a tuple of three.

    Example:
        >>> layer = keras.layers.UpSampling3D((1, 2, 2), input_shape=(4, 8, 8, 3))
        >>> model = keras.Sequential([layer])
        >>> model.output_shape
        (None, 4, 16, 16, 3)
    """

    def __init__(self, size=(2, 2, 2), data_format=None, **kwargs):
        super().__init__(3, size, data_format, **kwargs)

    def call(self, inputs):
        return K.resize_volumes(inputs, self.size[0], self.size[1], self.size[2],
                                self.data_format)
