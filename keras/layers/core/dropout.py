"""Dropout of single entries and of whole feature maps."""
from keras import backend as K
from keras.engine.base_layer import InputSpec, Layer
from keras.layers.arguments import add_changed_to_config, number_between, stores_arguments
from keras.layers.shapes import fill_shape
from keras.utils import conv_utils


def noise_shape_of(noise_shape, inputs):
    """Returns the shape of the noise for some inputs, None for that of the inputs.

    Args:
        noise_shape: tuple of ints, with None for the length of the inputs; or None.
        inputs: tensor.
    """
    return None if noise_shape is None else fill_shape(noise_shape, inputs)


@stores_arguments
class Dropout(Layer):
    """Sets a random fraction of the entries to 0 in training, and scales up the others.

    The others are divided by `1 - rate`, which keeps the expected sum (Srivastava et al., Dropout,
    2014). Outside of training nothing happens.

    Args:
        rate: float, fraction of the entries to drop. With 0 and with 1 the layer does nothing.
        noise_shape: tuple of ints, shape of the drawn mask, which is broadcast to that of the
            inputs; None among them stands for the length of the inputs. `(None, 1, features)`
            drops the same features at each step.
        seed: int.

    Shapes:
        Outputs have the shape of the inputs.

    Example:
        >>> model = Sequential([Dense(64, activation='relu', input_shape=(20,)), Dropout(0.5)])
    """

    supports_masking = True

    def __init__(self, rate, noise_shape=None, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.rate = number_between(self, 'rate', rate, 0, 1)

    def _get_noise_shape(self, inputs):
        return noise_shape_of(self.noise_shape, inputs)

    def call(self, inputs, training=None):
        if not 0 < self.rate < 1:
            return inputs

        def dropped():
            return K.dropout(inputs, self.rate, self._get_noise_shape(inputs), seed=self.seed)
        return K.in_train_phase(dropped, inputs, training=training)


class _SpatialDropout(Dropout):
    """Base of the dropouts of whole feature maps.

    Args:
        rate: float, fraction of the feature maps to drop.
        rank: int, number of spatial axes.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
    """

    def __init__(self, rate, rank, data_format=None, **kwargs):
        super().__init__(rate, **kwargs)
        self.rank = rank
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=rank + 2)

    def _get_noise_shape(self, inputs):
        noise_shape = [None] * (self.rank + 2)
        for axis in conv_utils.spatial_axes(self.data_format, self.rank):
            noise_shape[axis] = 1
        return noise_shape_of(noise_shape, inputs)

    def get_config(self):
        return add_changed_to_config(super().get_config(), self, data_format='channels_last')


class SpatialDropout1D(_SpatialDropout):
    """Drops whole feature maps, at all steps of a sample alike, in training.

    Neighbouring steps are often so much alike that dropping single entries would regularize
    little (Tompson et al., Efficient Object Localization, 2015).

    Args:
        rate: float, fraction of the feature maps to drop.

    Shapes:
        Inputs and outputs `(batch, steps, channels)`.
    """

    def __init__(self, rate, **kwargs):
        super().__init__(rate, 1, 'channels_last', **kwargs)


class SpatialDropout2D(_SpatialDropout):
    """Drops whole feature maps of images in training; see `SpatialDropout1D`.

    Args:
        rate: float, fraction of the feature maps to drop.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.

    Shapes:
        Inputs and outputs `(batch, rows, columns, channels)`; with `channels_first` the channels
        come before the rows.
    """

    def __init__(self, rate, data_format=None, **kwargs):
        super().__init__(rate, 2, data_format, **kwargs)


class SpatialDropout3D(_SpatialDropout):
    """Drops whole feature maps of volumes in training; see `SpatialDropout1D`.

    Args:
        rate: float, fraction of the feature maps to drop.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.

    Shapes:
        Inputs and outputs `(batch, depth, rows, columns, channels)`; with `channels_first` the
        channels come before the depth.
    """

    def __init__(self, rate, data_format=None, **kwargs):
        super().__init__(rate, 3, data_format, **kwargs)
