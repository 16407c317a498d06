"""Layers that put zeros around their inputs, or cut their borders off."""
from keras import backend as K
from keras.layers.arguments import add_to_config, int_tuple, refuse
from keras.layers.spatial import SpatialLayer


def _border(layer, argument, value):
    """Returns the widths of a border: a pair (before, after) for each spatial axis.

    Args:
        layer: the layer.
        argument: name of the argument, for error messages.
        value: int for the same width everywhere, or for each axis an int or a pair. Along one
            axis a pair need not stand in a tuple of its own.
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
    """Puts zeros before and after the steps.

    Args:
        padding: int, or pair of ints (before, after).

    Shapes:
        Inputs `(batch, steps, features)`, outputs `(batch, steps + zeros, features)`.
    """

    def __init__(self, padding=1, **kwargs):
        super().__init__(1, padding, 'channels_last', **kwargs)

    def call(self, inputs):
        return K.temporal_padding(inputs, self.padding[0])

    def get_config(self):
        return _config_along_one_axis(super().get_config(), 'padding')


class ZeroPadding2D(_ZeroPadding):
    """Puts rows and columns of zeros around images.

    Args:
        padding: int for all sides; pair of ints for (rows, columns); or pair of pairs
            `((top, bottom), (left, right))`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs the same, larger; with
        `channels_first` the channels come before the rows.
    """

    def __init__(self, padding=(1, 1), data_format=None, **kwargs):
        super().__init__(2, padding, data_format, **kwargs)

    def call(self, inputs):
        return K.spatial_2d_padding(inputs, self.padding, self.data_format)


class ZeroPadding3D(_ZeroPadding):
    """Puts zeros around volumes.

    Args:
        padding: int for all sides, or for each of the three axes an int or a pair of ints
            (before, after).
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.

    Shapes:
        Inputs `(batch, depth, rows, columns, channels)`, outputs the same, larger; with
        `channels_first` the channels come before the depth.
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
    """Cuts steps off at the beginning and at the end.

    Args:
        cropping: int, or pair of ints (beginning, end).

    Shapes:
        Inputs `(batch, steps, features)`, outputs `(batch, fewer_steps, features)`.
    """

    def __init__(self, cropping=(1, 1), **kwargs):
        super().__init__(1, cropping, 'channels_last', **kwargs)

    def get_config(self):
        return _config_along_one_axis(super().get_config(), 'cropping')


class Cropping2D(_Cropping):
    """Cuts rows and columns off images.

    Args:
        cropping: int for all sides; pair of ints for (rows, columns); or pair of pairs
            `((top, bottom), (left, right))`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs the same, smaller; with
        `channels_first` the channels come before the rows.
    """

    def __init__(self, cropping=((0, 0), (0, 0)), data_format=None, **kwargs):
        super().__init__(2, cropping, data_format, **kwargs)


class Cropping3D(_Cropping):
    """Cuts the borders off volumes.

    Args:
        cropping: int for all sides, or for each of the three axes an int or a pair of ints
            (before, after).
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.

    Shapes:
        Inputs `(batch, depth, rows, columns, channels)`, outputs the same, smaller; with
        `channels_first` the channels come before the depth.
    """

    def __init__(self, cropping=((1, 1), (1, 1), (1, 1)), data_format=None, **kwargs):
        super().__init__(3, cropping, data_format, **kwargs)


def _config_along_one_axis(config, argument):
    """Rewrites a configuration for layers that have no data format and take a single pair."""
    config.pop('data_format')
    config[argument] = config[argument][0]
    return config
