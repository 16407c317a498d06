"""Pooling: the maximum or mean over windows, or over the whole input."""
from keras import backend as K
from keras.layers.arguments import add_to_config, int_tuple, padding_name
from keras.layers.spatial import SpatialLayer
from keras.utils import conv_utils
from keras.utils.losses_utils import ratio


class _Pooling(SpatialLayer):
    """Base of the layers that pool over windows.

    Args:
        rank: int, number of spatial axes.
        pool_size: int or tuple of `rank` ints.
        strides: int or tuple of `rank` ints; None uses `pool_size`.
        padding: `'valid'` or `'same'`.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
    """

    _mode = None

    def __init__(self, rank, pool_size, strides=None, padding='valid', data_format=None,
                 **kwargs):
        super().__init__(rank, data_format, **kwargs)
        self.pool_size = int_tuple(self, 'pool_size', pool_size, rank)
        self.strides = (self.pool_size if strides is None
                        else int_tuple(self, 'strides', strides, rank))
        self.padding = padding_name(self, padding)

    def call(self, inputs):
        return getattr(K, 'pool%dd' % self.rank)(
            inputs, self.pool_size, self.strides, self.padding, self.data_format, self._mode)

    def _output_length(self, i, length):
        return conv_utils.conv_output_length(length, self.pool_size[i], self.padding,
                                             self.strides[i])

    def get_config(self):
        return add_to_config(super().get_config(), self, 'pool_size', 'padding', 'strides',
                             'data_format')


class _Pooling1D(_Pooling):
    """Pooling along time, computed as that of images with a single column."""

    def __init__(self, pool_size=2, strides=None, padding='valid', data_format='channels_last',
                 **kwargs):
        super().__init__(1, pool_size, strides, padding, data_format, **kwargs)

    def call(self, inputs):
        columns = 3 if self.data_format == 'channels_first' else 2
        outputs = K.pool2d(K.expand_dims(inputs, columns), self.pool_size + (1,),
                           self.strides + (1,), self.padding, self.data_format, self._mode)
        return K.squeeze(outputs, columns)


class _Pooling2D(_Pooling):
    def __init__(self, pool_size=(2, 2), strides=None, padding='valid', data_format=None,
                 **kwargs):
        super().__init__(2, pool_size, strides, padding, data_format, **kwargs)


class _Pooling3D(_Pooling):
    def __init__(self, pool_size=(2, 2, 2), strides=None, padding='valid', data_format=None,
                 **kwargs):
        super().__init__(3, pool_size, strides, padding, data_format, **kwargs)


class MaxPooling1D(_Pooling1D):
    """Takes the maximum over windows of time steps, for each channel.

    Args:
        pool_size: int, number of steps in a window.
        strides: int, step from one window to the next; None uses `pool_size`.
        padding: `'valid'` (complete windows only) or `'same'` (`ceil(steps / strides)` outputs).
        data_format: `'channels_last'` or `'channels_first'`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, steps, channels)`, outputs `(batch, new_steps, channels)`; with
        `'channels_first'` the channels come before the steps.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the inputs are
            shorter than a window.

    Example:
        >>> layer = keras.layers.MaxPooling1D(2)
        >>> K.eval(layer(K.constant([[[1.], [5.], [2.], [3.]]])))[0, :, 0].tolist()
        [5.0, 3.0]
    """

    _mode = 'max'


class AveragePooling1D(_Pooling1D):
    """Takes the mean over windows of time steps, for each channel.

    With `padding='same'` the padding does not count in the means.

    Args:
        pool_size: int, number of steps in a window.
        strides: int, step from one window to the next; None uses `pool_size`.
        padding: `'valid'` (complete windows only) or `'same'` (`ceil(steps / strides)` outputs).
        data_format: `'channels_last'` or `'channels_first'`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, steps, channels)`, outputs `(batch, new_steps, channels)`; with
        `'channels_first'` the channels come before the steps.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the inputs are
            shorter than a window.

    Example:
        >>> layer = keras.layers.AveragePooling1D(2)
        >>> K.eval(layer(K.constant([[[1.], [5.], [2.], [3.]]])))[0, :, 0].tolist()
        [3.0, 2.5]
    """

    _mode = 'avg'


class MaxPooling2D(_Pooling2D):
    """Takes the maximum over windows of pixels, for each channel.

    Args:
        pool_size: int or pair of ints, `(rows, columns)` of a window.
        strides: int or pair of ints, step from one window to the next; None uses `pool_size`.
        padding: `'valid'` (complete windows only) or `'same'` (`ceil(length / stride)` outputs
            along each axis).
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs
        `(batch, new_rows, new_columns, channels)`; with `'channels_first'` the channels come before
        the rows.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the inputs are
            smaller than a window.

    Example:
        >>> model = keras.Sequential([keras.layers.MaxPooling2D(2, input_shape=(28, 28, 8))])
        >>> model.output_shape
        (None, 14, 14, 8)
    """

    _mode = 'max'


class AveragePooling2D(_Pooling2D):
    """Takes the mean over windows of pixels, for each channel.

    With `padding='same'` the padding does not count in the means.

    Args:
        pool_size: int or pair of ints, `(rows, columns)` of a window.
        strides: int or pair of ints, step from one window to the next; None uses `pool_size`.
        padding: `'valid'` (complete windows only) or `'same'` (`ceil(length / stride)` outputs
            along each axis).
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs
        `(batch, new_rows, new_columns, channels)`; with `'channels_first'` the channels come before
        the rows.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the inputs are
            smaller than a window.

    Example:
        >>> model = keras.Sequential([keras.layers.AveragePooling2D(2, input_shape=(28, 28, 8))])
        >>> model.output_shape
        (None, 14, 14, 8)
    """

    _mode = 'avg'


class MaxPooling3D(_Pooling3D):
    """Takes the maximum over blocks of voxels, for each channel.

    Args:
        pool_size: int or tuple of 3 ints, `(depth, rows, columns)` of a block.
        strides: int or tuple of 3 ints, step from one block to the next; None uses `pool_size`.
        padding: `'valid'` (complete blocks only) or `'same'` (`ceil(length / stride)` outputs along
            each axis).
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, depth, rows, columns, channels)`, outputs
        `(batch, new_depth, new_rows, new_columns, channels)`; with `'channels_first'` the channels
        come before the depth.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the inputs are
            smaller than a block.

    Example:
        >>> model = keras.Sequential([keras.layers.MaxPooling3D(2, input_shape=(8, 16, 16, 3))])
        >>> model.output_shape
        (None, 4, 8, 8, 3)
    """

    _mode = 'max'


class AveragePooling3D(_Pooling3D):
    """Takes the mean over blocks of voxels, for each channel.

    With `padding='same'` the padding does not count in the means.

    Args:
        pool_size: int or tuple of 3 ints, `(depth, rows, columns)` of a block.
        strides: int or tuple of 3 ints, step from one block to the next; None uses `pool_size`.
        padding: `'valid'` (complete blocks only) or `'same'` (`ceil(length / stride)` outputs along
            each axis).
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, depth, rows, columns, channels)`, outputs
        `(batch, new_depth, new_rows, new_columns, channels)`; with `'channels_first'` the channels
        come before the depth.

    Raises:
        ValueError: if an argument is invalid, or, when the layer is built, if the inputs are
            smaller than a block.

    Example:
        >>> model = keras.Sequential([keras.layers.AveragePooling3D(2, input_shape=(8, 16, 16, 3))])
        >>> model.output_shape
        (None, 4, 8, 8, 3)
    """

    _mode = 'avg'


class _GlobalPooling(SpatialLayer):
    """Base of the layers that pool over all spatial axes.

    Args:
        rank: int, number of spatial axes.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
    """

    def compute_output_shape(self, input_shape):
        return input_shape[0], input_shape[self._channel_axis]

    def get_config(self):
        return add_to_config(super().get_config(), self, 'data_format')


class _GlobalPooling1D(_GlobalPooling):
    def __init__(self, data_format='channels_last', **kwargs):
        super().__init__(1, data_format, **kwargs)


class _GlobalPooling2D(_GlobalPooling):
    def __init__(self, data_format=None, **kwargs):
        super().__init__(2, data_format, **kwargs)


class _GlobalPooling3D(_GlobalPooling):
    def __init__(self, data_format=None, **kwargs):
        super().__init__(3, data_format, **kwargs)


class _GlobalAverage:
    """Mixin: the mean over all spatial axes. It precedes a global pooling among the bases."""

    def call(self, inputs):
        return K.mean(inputs, axis=self._spatial_axes)


class _GlobalMax:
    """Mixin: the maximum over all spatial axes. It precedes a global pooling among the bases."""

    def call(self, inputs):
        return K.max(inputs, axis=self._spatial_axes)


class GlobalAveragePooling1D(_GlobalPooling1D):
    """Takes the mean over all time steps, for each channel.

    Masked steps do not count. The mean of a sequence whose steps are all masked is 0.

    Args:
        data_format: `'channels_last'` or `'channels_first'`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, steps, channels)`, outputs `(batch, channels)`; with `'channels_first'` the
        channels come before the steps.

    Example:
        >>> layer = keras.layers.GlobalAveragePooling1D()
        >>> K.eval(layer(K.constant([[[1., 10.], [3., 30.]]]))).tolist()
        [[2.0, 20.0]]
    """

    supports_masking = True

    def call(self, inputs, mask=None):
        steps = self._spatial_axes[0]
        if mask is None:
            return K.mean(inputs, axis=steps)
        counts = K.expand_dims(K.cast(mask, K.dtype(inputs)), self._channel_axis)
        return ratio(K.sum(inputs * counts, axis=steps), K.sum(counts, axis=steps))

    def compute_mask(self, inputs, mask=None):
        return None


class GlobalMaxPooling1D(_GlobalMax, _GlobalPooling1D):
    """Takes the maximum over all time steps, for each channel.

    Args:
        data_format: `'channels_last'` or `'channels_first'`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, steps, channels)`, outputs `(batch, channels)`; with `'channels_first'` the
        channels come before the steps.

    Example:
        >>> layer = keras.layers.GlobalMaxPooling1D()
        >>> K.eval(layer(K.constant([[[1., 10.], [3., 30.]]]))).tolist()
        [[3.0, 30.0]]
    """


class GlobalAveragePooling2D(_GlobalAverage, _GlobalPooling2D):
    """Takes the mean over all pixels, for each channel.

    Args:
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs `(batch, channels)`; with
        `'channels_first'` the channels come before the rows.

    Example:
        >>> model = keras.Sequential([keras.layers.GlobalAveragePooling2D(input_shape=(7, 7, 512))])
        >>> model.output_shape
        (None, 512)
    """


class GlobalMaxPooling2D(_GlobalMax, _GlobalPooling2D):
    """Takes the maximum over all pixels, for each channel.

    Args:
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs `(batch, channels)`; with
        `'channels_first'` the channels come before the rows.

    Example:
        >>> model = keras.Sequential([keras.layers.GlobalMaxPooling2D(input_shape=(7, 7, 512))])
        >>> model.output_shape
        (None, 512)
    """


class GlobalAveragePooling3D(_GlobalAverage, _GlobalPooling3D):
    """Takes the mean over all voxels, for each channel.

    Args:
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, depth, rows, columns, channels)`, outputs `(batch, channels)`; with
        `'channels_first'` the channels come before the depth.

    Example:
        >>> layer = keras.layers.GlobalAveragePooling3D(input_shape=(4, 8, 8, 32))
        >>> keras.Sequential([layer]).output_shape
        (None, 32)
    """


class GlobalMaxPooling3D(_GlobalMax, _GlobalPooling3D):
    """Takes the maximum over all voxels, for each channel.

    Args:
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, depth, rows, columns, channels)`, outputs `(batch, channels)`; with
        `'channels_first'` the channels come before the depth.

    Example:
        >>> layer = keras.layers.GlobalMaxPooling3D(input_shape=(4, 8, 8, 32))
        >>> keras.Sequential([layer]).output_shape
        (None, 32)
    """


AvgPool1D = AveragePooling1D
AvgPool2D = AveragePooling2D
AvgPool3D = AveragePooling3D
MaxPool1D = MaxPooling1D
MaxPool2D = MaxPooling2D
MaxPool3D = MaxPooling3D
GlobalAvgPool1D = GlobalAveragePooling1D
GlobalAvgPool2D = GlobalAveragePooling2D
GlobalAvgPool3D = GlobalAveragePooling3D
GlobalMaxPool1D = GlobalMaxPooling1D
GlobalMaxPool2D = GlobalMaxPooling2D
GlobalMaxPool3D = GlobalMaxPooling3D
