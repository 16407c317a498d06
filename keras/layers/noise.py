"""Layers that add noise to their inputs during training."""
from keras import backend as K
from keras.engine.base_layer import Layer
from keras.layers.arguments import (
    add_changed_to_config,
    add_to_config,
    number_between,
    stores_arguments,
)
from keras.layers.core.dropout import noise_shape_of


@stores_arguments
class GaussianNoise(Layer):
    """Adds noise from a normal distribution with mean 0, during training only.

    Args:
        stddev: float, standard deviation of the noise, at least 0.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Outputs have the shape of the inputs.

    Raises:
        ValueError: if `stddev` is negative.

    Example:
        >>> layer = keras.layers.GaussianNoise(0.1)
        >>> K.eval(layer(K.constant([[1., 2.]]), training=False)).tolist()
        [[1.0, 2.0]]
    """

    supports_masking = True

    def __init__(self, stddev, **kwargs):
        super().__init__(**kwargs)
        self.stddev = number_between(self, 'stddev', stddev, 0)

    def call(self, inputs, training=None):
        def noised():
            return inputs + K.random_normal(K.shape(inputs), 0., self.stddev, K.dtype(inputs))
        return K.in_train_phase(noised, inputs, training=training)


@stores_arguments
class GaussianDropout(Layer):
    """Multiplies by noise from a normal distribution with mean 1, during training only.

    The standard deviation, `sqrt(rate / (1 - rate))`, is that of the factors by which `Dropout`
    multiplies. Source: Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from
    Overfitting, 2014, section 10.

    Args:
        rate: float from 0 to 1, as in `Dropout`. With 0 or 1 the layer does nothing.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Outputs have the shape of the inputs.

    Raises:
        ValueError: if `rate` is not a number from 0 to 1.

    Example:
        >>> layer = keras.layers.GaussianDropout(0.1)
        >>> K.eval(layer(K.constant([[1., 2.]]), training=False)).tolist()
        [[1.0, 2.0]]
    """

    supports_masking = True

    def __init__(self, rate, **kwargs):
        super().__init__(**kwargs)
        self.rate = number_between(self, 'rate', rate, 0, 1)

    def call(self, inputs, training=None):
        if not 0 < self.rate < 1:
            return inputs

        def noised():
            stddev = (self.rate / (1. - self.rate)) ** 0.5
            return inputs * K.random_normal(K.shape(inputs), 1., stddev, K.dtype(inputs))
        return K.in_train_phase(noised, inputs, training=training)


@stores_arguments
class AlphaDropout(Layer):
    """Dropout that preserves mean 0 and variance 1, for networks with `selu` activations.

    Dropped entries are set to the value at which `selu` saturates; then all entries are scaled and
    shifted. The layer acts during training only. Source: Klambauer et al., Self-Normalizing Neural
    Networks, 2017, section 3.

    Args:
        rate: float from 0 to 1, fraction of the entries to drop. With 0 or 1 the layer does
            nothing.
        noise_shape: tuple of ints and None, as in `Dropout`.
        seed: int, seed of the random numbers; None draws one.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Outputs have the shape of the inputs.

    Raises:
        ValueError: if `rate` is not a number from 0 to 1.

    Example:
        >>> from keras.layers import AlphaDropout, Dense
        >>> model = keras.Sequential([
        ...     Dense(64, activation='selu', kernel_initializer='lecun_normal', input_shape=(20,)),
        ...     AlphaDropout(0.1)])
    """

    # The limit of selu for large negative values: -scale * alpha.
    _saturation = -1.0507009873554804934193349852946 * 1.6732632423543772848170429916717

    supports_masking = True

    def __init__(self, rate, noise_shape=None, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.rate = number_between(self, 'rate', rate, 0, 1)

    def call(self, inputs, training=None):
        if not 0 < self.rate < 1:
            return inputs
        low, rate = self._saturation, self.rate
        scale = ((1 - rate) * (1 + rate * low ** 2)) ** -0.5
        shift = -scale * low * rate
        shape = noise_shape_of(self.noise_shape, inputs)
        shape = K.shape(inputs) if shape is None else shape

        def dropped():
            kept = K.cast(K.greater_equal(K.random_uniform(shape, seed=self.seed), rate),
                          K.dtype(inputs))
            return scale * (inputs * kept + low * (1 - kept)) + shift
        return K.in_train_phase(dropped, inputs, training=training)

    def get_config(self):
        config = add_to_config(super().get_config(), self, 'rate')
        return add_changed_to_config(config, self, noise_shape=None, seed=None)
