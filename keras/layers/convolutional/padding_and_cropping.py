"""Layers that pad their inputs with zeros or crop them."""
from keras import backend as K
from keras.layers.arguments import add_to_config, int_tuple, refuse
from keras.layers.spatial import SpatialLayer


def _border(layer, argument, value):
    """Returns the widths of a border: a pair (before, after) for each spatial axis.

    Args:
        layer: the layer.
        argument: name of the argument, for error messages.
        value: int, the same width everywhere; or for each axis an int or a pair. A layer with one
            axis also takes a plain pair.
    """
    rank = layer.rank
    if isinstance(value, (tuple, list)):
        widths = [value] if rank == 1 else value
    else:
        widths = (value,) * rank
    if len(widths) != rank:
        refuse(layer, argument, 'an integer or a tuple of %d integers or pairs' % rank, value)
    return tuple(int_tuple(layer, argument, width, 2, least=0) for width in widths)


class _ZeroPadding(SpatialLayer):
    """Base of the zero padding layers.

    Args:
        rank: int, number of spatial axes.
        padding: int, or for each axis an int or a pair.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
    """

    def __init__(self, rank, padding, data_format=None, **kwargs):
        super().__init__(rank, data_format, **kwargs)
        self.padding = _border(self, 'padding', padding)

    def _output_length(self, i, length):
        return length + sum(self.padding[i])

    def get_config(self):
        return add_to_config(super().get_config(), self, 'padding', 'data_format')


class ZeroPadding1D(_ZeroPadding):
    """Adds steps of zeros at the beginning and end of sequences.

    Args:
        padding: int, number of steps at both ends; or pair of ints `(beginning, end)`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, steps, features)`, outputs `(batch, padded_steps, features)`.

    Raises:
        ValueError: if `padding` is neither an int nor a pair of ints, or negative.

    Example:
        >>> layer = keras.layers.ZeroPadding1D((1, 0))
        >>> K.eval(layer(K.constant([[[5.], [6.]]])))[0, :, 0].tolist()
        [0.0, 5.0, 6.0]
    """

    def __init__(self, padding=1, **kwargs):
        super().__init__(1, padding, 'channels_last', **kwargs)

    def call(self, inputs):
        return K.temporal_padding(inputs, self.padding[0])

    def get_config(self):
        return _config_along_one_axis(super().get_config(), 'padding')


class ZeroPadding2D(_ZeroPadding):
    """Adds rows and columns of zeros around images.

    Args:
        padding: int, width on all sides; pair of ints `(rows, columns)`; or pair of pairs
            `((top, bottom), (left, right))`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs
        `(batch, padded_rows, padded_columns, channels)`; with `'channels_first'` the channels come
        before the rows.

    Raises:
        ValueError: if `padding` has another form, or is negative.

    Example:
        >>> model = keras.Sequential([keras.layers.ZeroPadding2D(((1, 0), (2, 2)),
        ...                                                      input_shape=(4, 4, 3))])
        >>> model.output_shape
        (None, 5, 8, 3)
    """

    def __init__(self, padding=(1, 1), data_format=None, **kwargs):
        super().__init__(2, padding, data_format, **kwargs)

    def call(self, inputs):
        return K.spatial_2d_padding(inputs, self.padding, self.data_format)


class ZeroPadding3D(_ZeroPadding):
    """Adds zeros around volumes.

    Args:
        padding: int, width on all sides; or a tuple with, for each of the three axes, an int or a
            pair of ints `(before, after)`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, depth, rows, columns, channels)`, outputs
        `(batch, padded_depth, padded_rows, padded_columns, channels)`; with `'channels_first'` the
        channels come before the depth.

    Raises:
        ValueError: if `padding` has another form, or is negative.

    Example:
        >>> model = keras.Sequential([keras.layers.ZeroPadding3D(1, input_shape=(4, 6, 6, 3))])
        >>> model.output_shape
        (None, 6, 8, 8, 3)
    """

    def __init__(self, padding=(1, 1, 1), data_format=None, **kwargs):
        super().__init__(3, padding, data_format, **kwargs)

    def call(self, inputs):
        return K.spatial_3d_padding(inputs, self.padding, self.data_format)


class _Cropping(SpatialLayer):
    """Base of the cropping layers.

    Args:
        rank: int, number of spatial axes.
        cropping: int, or for each axis an int or a pair.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
    """

    def __init__(self, rank, cropping, data_format=None, **kwargs):
        super().__init__(rank, data_format, **kwargs)
        self.cropping = _border(self, 'cropping', cropping)

    def call(self, inputs):
        window = [slice(None)] * (self.rank + 2)
        for axis, (before, after) in zip(self._spatial_axes, self.cropping):
            window[axis] = slice(before, -after or None)
        return inputs[tuple(window)]

    def _output_length(self, i, length):
        return length - sum(self.cropping[i])

    def get_config(self):
        return add_to_config(super().get_config(), self, 'cropping', 'data_format')


class Cropping1D(_Cropping):
    """Removes steps from the beginning and end of sequences.

    Args:
        cropping: int, number of steps at both ends; or pair of ints `(beginning, end)`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, steps, features)`, outputs `(batch, remaining_steps, features)`.

    Raises:
        ValueError: if `cropping` is neither an int nor a pair of ints, or negative, or, when the
            layer is built, if no steps remain.

    Example:
        >>> layer = keras.layers.Cropping1D((1, 0))
        >>> K.eval(layer(K.constant([[[5.], [6.], [7.]]])))[0, :, 0].tolist()
        [6.0, 7.0]
    """

    def __init__(self, cropping=(1, 1), **kwargs):
        super().__init__(1, cropping, 'channels_last', **kwargs)

    def get_config(self):
        return _config_along_one_axis(super().get_config(), 'cropping')


class Cropping2D(_Cropping):
    """Removes rows and columns at the borders of images.

    Args:
        cropping: int, width on all sides; pair of ints `(rows, columns)`; or pair of pairs
            `((top, bottom), (left, right))`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs
        `(batch, remaining_rows, remaining_columns, channels)`; with `'channels_first'` the channels
        come before the rows.

    Raises:
        ValueError: if `cropping` has another form, or is negative, or, when the layer is built, if
            nothing remains.

    Example:
        >>> model = keras.Sequential([keras.layers.Cropping2D(((2, 2), (4, 4)),
        ...                                                   input_shape=(28, 28, 3))])
        >>> model.output_shape
        (None, 24, 20, 3)
    """

    def __init__(self, cropping=((0, 0), (0, 0)), data_format=None, **kwargs):
        super().__init__(2, cropping, data_format, **kwargs)


class Cropping3D(_Cropping):
    """Removes the borders of volumes.

    Args:
        cropping: int, width on all sides; or a tuple with, for each of the three axes, an int or a
            pair of ints `(before, after)`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, depth, rows, columns, channels)`, outputs
        `(batch, remaining_depth, remaining_rows, remaining_columns, channels)`; with
        `'channels_first'` the channels come before the depth.

    Raises:
        ValueError: if `cropping` has another form, or is negative, or, when the layer is built, if
            nothing remains.

    Example:
        >>> model = keras.Sequential([keras.layers.Cropping3D(1, input_shape=(6, 8, 8, 3))])
        >>> model.output_shape
        (None, 4, 6, 6, 3)
    """

    def __init__(self, cropping=((1, 1), (1, 1), (1, 1)), data_format=None, **kwargs):
        super().__init__(3, cropping, data_format, **kwargs)


def _config_along_one_axis(config, argument):
    """Adapts a configuration to layers that have no data format and take a single pair."""
    config.pop('data_format')
    config[argument] = config[argument][0]
    return config
