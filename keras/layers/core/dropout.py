"""Dropout of single entries and of whole feature maps."""
from keras import backend as K
from keras.engine.base_layer import InputSpec, Layer
from keras.layers.arguments import add_changed_to_config, number_between, stores_arguments
from keras.layers.shapes import fill_shape
from keras.utils import conv_utils


def noise_shape_of(noise_shape, inputs):
    """Returns the shape of the noise for given inputs; None means the shape of the inputs.

    Args:
        noise_shape: tuple of ints and None, where None means the length of the inputs along that
            axis; or None.
        inputs: tensor.
    """
    return None if noise_shape is None else fill_shape(noise_shape, inputs)


@stores_arguments
class Dropout(Layer):
    """Sets a random fraction of the entries to 0 during training.

    The remaining entries are divided by `1 - rate`, which preserves the expected sum. Outside
    training the layer returns its inputs unchanged. Source: Srivastava et al., Dropout: A Simple
    Way to Prevent Neural Networks from Overfitting, 2014.

    Args:
        rate: float from 0 to 1, fraction of the entries to drop. With 0 or 1 the layer does
            nothing.
        noise_shape: tuple of ints and None, shape of the mask that is drawn and then broadcast to
            the inputs; None in it means the length of the inputs. `(None, 1, features)` drops the
            same features at each time step. By default each entry is drawn separately.
        seed: int, seed of the random numbers; None draws one.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Outputs have the shape of the inputs.

    Raises:
        ValueError: if `rate` is not a number from 0 to 1.

    Example:
        >>> from keras.layers import Dense, Dropout
        >>> model = keras.Sequential([Dense(64, activation='relu', input_shape=(20,)),
        ...                           Dropout(0.5)])
        >>> model.predict(np.ones((2, 20))).shape  # nothing is dropped here
        (2, 64)
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
    """Base of the layers that drop whole feature maps.

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
    """Drops whole feature maps (channels) of a sequence during training.

    A dropped channel is 0 at all time steps of a sample. Neighboring steps are often so similar
    that dropping single entries has little effect. Source: Tompson et al., Efficient Object
    Localization Using Convolutional Networks, 2015.

    Args:
        rate: float from 0 to 1, fraction of the channels to drop.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs and outputs `(batch, steps, channels)`.

    Example:
        >>> layer = keras.layers.SpatialDropout1D(0.5)
        >>> x = np.ones((1, 3, 8))
        >>> y = K.eval(layer(K.constant(x), training=True))[0]
        >>> bool((y == y[0]).all())  # all steps drop the same channels
        True
    """

    def __init__(self, rate, **kwargs):
        super().__init__(rate, 1, 'channels_last', **kwargs)


class SpatialDropout2D(_SpatialDropout):
    """Drops whole feature maps (channels) of images during training; see `SpatialDropout1D`.

    Args:
        rate: float from 0 to 1, fraction of the channels to drop.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs and outputs `(batch, rows, columns, channels)`; with `'channels_first'`
        `(batch, channels, rows, columns)`.

    Example:
        >>> model = keras.Sequential([keras.layers.SpatialDropout2D(0.5, input_shape=(8, 8, 3))])
        >>> model.output_shape
        (None, 8, 8, 3)
    """

    def __init__(self, rate, data_format=None, **kwargs):
        super().__init__(rate, 2, data_format, **kwargs)


class SpatialDropout3D(_SpatialDropout):
    """Drops whole feature maps (channels) of volumes during training; see `SpatialDropout1D`.

    Args:
        rate: float from 0 to 1, fraction of the channels to drop.
        data_format: `'channels_last'`, `'channels_first'`, or None for `K.image_data_format()`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs and outputs `(batch, depth, rows, columns, channels)`; with `'channels_first'`
        `(batch, channels, depth, rows, columns)`.

    Example:
        >>> model = keras.Sequential([keras.layers.SpatialDropout3D(0.5, input_shape=(4, 8, 8, 3))])
        >>> model.output_shape
        (None, 4, 8, 8, 3)
    """

    def __init__(self, rate, data_format=None, **kwargs):
        super().__init__(rate, 3, data_format, **kwargs)
