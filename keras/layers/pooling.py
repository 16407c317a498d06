"""Poolings: the largest or the mean value of each neighbourhood, or of the whole input."""
from keras import backend as K
from keras.layers.arguments import add_to_config, int_tuple, padding_name
from keras.layers.spatial import SpatialLayer
from keras.utils import conv_utils
from keras.utils.losses_utils import ratio


class _Pooling(SpatialLayer):
    """Base of the poolings of neighbourhoods.

    Args:
        rank: int, number of spatial axes.
        pool_size: int or tuple of `rank` ints.
        strides: int or tuple of `rank` ints; None stands for `pool_size`.
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
    """Pooling along time: that of images with a single column."""

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
    """Takes the largest value of each stretch of steps, channel by channel.

    Args:
        pool_size: int, length of a stretch.
        strides: int, distance from one stretch to the next; None stands for `pool_size`.
        padding: `'valid'` (whole stretches only) or `'same'` (`ceil(steps / strides)` outputs).
        data_format: `'channels_last'` or `'channels_first'`.

    Shapes:
        Inputs `(batch, steps, channels)`, outputs `(batch, fewer_steps, channels)`; with
        `channels_first` the channels come before the steps.
    """

    _mode = 'max'


class AveragePooling1D(_Pooling1D):
    """Takes the mean of each stretch of steps, channel by channel.

    The arguments and shapes are those of `MaxPooling1D`. What `padding='same'` adds at the ends
    does not count in the mean.
    """

    _mode = 'avg'


class MaxPooling2D(_Pooling2D):
    """Takes the largest value of each window of pixels, channel by channel.

    Args:
        pool_size: int or pair of ints, `(rows, columns)` of a window.
        strides: int or pair of ints, distance from one window to the next; None stands for
            `pool_size`.
        padding: `'valid'` (whole windows only) or `'same'` (`ceil(length / stride)` outputs along
            each axis).
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs
        `(batch, fewer_rows, fewer_columns, channels)`; with `channels_first` the channels come
        before the rows.

    Example:
        >>> model = Sequential([MaxPooling2D(2, input_shape=(28, 28, 8))])
        >>> model.output_shape
        (None, 14, 14, 8)
    """

    _mode = 'max'


class AveragePooling2D(_Pooling2D):
    """Takes the mean of each window of pixels, channel by channel.

    The arguments and shapes are those of `MaxPooling2D`. What `padding='same'` adds at the
    borders does not count in the mean.
    """

    _mode = 'avg'


class MaxPooling3D(_Pooling3D):
    """Takes the largest value of each block of voxels, channel by channel.

    The arguments are those of `MaxPooling2D`, with three ints wherever it has two.

    Shapes:
        Inputs `(batch, depth, rows, columns, channels)`, outputs the same with fewer voxels; with
        `channels_first` the channels come before the depth.
    """

    _mode = 'max'


class AveragePooling3D(_Pooling3D):
    """Takes the mean of each block of voxels, channel by channel.

    The arguments and shapes are those of `MaxPooling3D`. What `padding='same'` adds at the
    borders does not count in the mean.
    """

    _mode = 'avg'


class _GlobalPooling(SpatialLayer):
    """Base of the poolings of all that there is, channel by channel.

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
    """The mean over all spatial axes; goes before a global pooling among the bases."""

    def call(self, inputs):
        return K.mean(inputs, axis=self._spatial_axes)


class _GlobalMax:
    """The largest value over all spatial axes; goes before a global pooling among the bases."""

    def call(self, inputs):
        return K.max(inputs, axis=self._spatial_axes)


class GlobalAveragePooling1D(_GlobalPooling1D):
    """Takes the mean over all steps, channel by channel. Masked steps do not count.

    The mean of a sequence of which all steps are masked is 0.

    Args:
        data_format: `'channels_last'` or `'channels_first'`.

    Shapes:
        Inputs `(batch, steps, channels)`, outputs `(batch, channels)`; with `channels_first` the
        channels come before the steps.
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
    """Takes the largest value over all steps, channel by channel.

    The arguments and shapes are those of `GlobalAveragePooling1D`.
    """


class GlobalAveragePooling2D(_GlobalAverage, _GlobalPooling2D):
    """Takes the mean over all pixels, channel by channel.

    Args:
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.

    Shapes:
        Inputs `(batch, rows, columns, channels)`, outputs `(batch, channels)`; with
        `channels_first` the channels come before the rows.
    """


class GlobalMaxPooling2D(_GlobalMax, _GlobalPooling2D):
    """Takes the largest value over all pixels, channel by channel.

    The arguments and shapes are those of `GlobalAveragePooling2D`.
    """


class GlobalAveragePooling3D(_GlobalAverage, _GlobalPooling3D):
    """Takes the mean over all voxels, channel by channel.

    Args:
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.

    Shapes:
        Inputs `(batch, depth, rows, columns, channels)`, outputs `(batch, channels)`; with
        `channels_first` the channels come before the depth.
    """


class GlobalMaxPooling3D(_GlobalMax, _GlobalPooling3D):
    """Takes the largest value over all voxels, channel by channel.

    The arguments and shapes are those of `GlobalAveragePooling3D`.
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
