"""Batch normalization."""
from keras import backend as K
from keras.backend.dtypes import at_least_single
from keras.engine.base_layer import InputSpec, Layer
from keras.layers.arguments import integer, stores_arguments


@stores_arguments
class BatchNormalization(Layer):
    """Normalizes each feature to mean 0 and variance 1, then scales and shifts it.

    With the mean and variance of each feature::

        outputs = gamma * (inputs - mean) / sqrt(variance + epsilon) + beta

    During training these are the mean and variance of the batch. The variance is biased: with `n`
    values of each feature, it is the sum of squared deviations divided by `n`. Each training step
    also updates moving averages, which replace the batch statistics outside training::

        moving_mean = momentum * moving_mean + (1 - momentum) * mean
        moving_variance = (momentum * moving_variance
                           + (1 - momentum) * variance * n / (n - 1 - epsilon))

    A layer with `trainable=False` updates neither its weights nor its moving averages, but during
    training it still normalizes with the batch statistics. Call it with `training=False` to use the
    moving averages there too. Source: Ioffe and Szegedy, Batch Normalization: Accelerating Deep
    Network Training by Reducing Internal Covariate Shift, 2015.

    Args:
        axis: int, axis of the features: -1, or 1 after a `Conv2D` with `'channels_first'`.
        momentum: float, weight of the previous value in the moving averages.
        epsilon: float, added to the variance to avoid division by zero.
        center: bool, whether to add a trainable `beta`.
        scale: bool, whether to multiply by a trainable `gamma`.
        beta_initializer: initializer of `beta`.
        gamma_initializer: initializer of `gamma`.
        moving_mean_initializer: initializer of the moving mean.
        moving_variance_initializer: initializer of the moving variance.
        beta_regularizer: penalty on `beta`, or None.
        gamma_regularizer: penalty on `gamma`, or None.
        beta_constraint: constraint on `beta`, or None.
        gamma_constraint: constraint on `gamma`, or None.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Outputs have the shape of the inputs. Each of the four weights is `(features,)`.

    Raises:
        ValueError: if `axis` is not an integer, or, when the layer is built, if the inputs have no
            such axis or its length is unknown.

    Example:
        >>> layer = keras.layers.BatchNormalization()
        >>> x = K.constant([[1., 10.], [3., 30.]])
        >>> np.round(K.eval(layer(x, training=True)), 2)
        array([[-1., -1.],
               [ 1.,  1.]], dtype=float32)
    """

    supports_masking = True

    def __init__(self, axis=-1, momentum=0.99, epsilon=1e-3, center=True, scale=True,
                 beta_initializer='zeros', gamma_initializer='ones',
                 moving_mean_initializer='zeros', moving_variance_initializer='ones',
                 beta_regularizer=None, gamma_regularizer=None, beta_constraint=None,
                 gamma_constraint=None, **kwargs):
        super().__init__(**kwargs)
        self.axis = integer(self, 'axis', axis)

    def build(self, input_shape):
        rank = len(input_shape)
        if not -rank <= self.axis < rank or input_shape[self.axis] is None:
            raise ValueError('axis=%s, the axis of the features, must be an axis of the input '
                             'with a known length. Use 1 for data with channels_first and -1 '
                             'otherwise.' % (self.axis,))
        features = input_shape[self.axis]
        self.gamma = self.beta = None
        if self.scale:
            self.gamma = self.add_weight(
                shape=(features,), name='gamma', initializer=self.gamma_initializer,
                regularizer=self.gamma_regularizer, constraint=self.gamma_constraint)
        if self.center:
            self.beta = self.add_weight(
                shape=(features,), name='beta', initializer=self.beta_initializer,
                regularizer=self.beta_regularizer, constraint=self.beta_constraint)
        # Half precision would lose the small changes of the averages.
        single = at_least_single(self.dtype)
        self.moving_mean = self.add_weight(
            shape=(features,), name='moving_mean', trainable=False, dtype=single,
            initializer=self.moving_mean_initializer)
        self.moving_variance = self.add_weight(
            shape=(features,), name='moving_variance', trainable=False, dtype=single,
            initializer=self.moving_variance_initializer)
        self.input_spec = InputSpec(ndim=rank, axes={self.axis: features})
        super().build(input_shape)

    def call(self, inputs, training=None):
        if isinstance(training, (bool, int)) and not training:
            return self._normalized_by_averages(inputs)
        axes = list(range(K.ndim(inputs)))
        del axes[self.axis]
        by_moments = _ByMoments(inputs, self.gamma, self.beta, axes, self.epsilon)
        self._add_moving_averages(inputs, axes, by_moments.moments)
        return K.in_train_phase(by_moments, lambda: self._normalized_by_averages(inputs),
                                training=training)

    def _normalized_by_averages(self, inputs):
        return K.batch_normalization(inputs, self.moving_mean, self.moving_variance, self.beta,
                                     self.gamma, axis=self.axis, epsilon=self.epsilon)

    def _add_moving_averages(self, inputs, axes, moments):
        momentum = self.momentum

        def updates():
            mean, variance = moments()
            n = K.cast(_number_of_entries(inputs, axes), K.dtype(variance))
            values = mean, variance * (n / (n - (1. + self.epsilon)))
            return [K.moving_average_update(average, K.cast(value, K.dtype(average)), momentum)
                    for average, value in zip((self.moving_mean, self.moving_variance), values)]

        # Built lazily: models that are never trained need no updates.
        self.add_update(updates, inputs)


class _ByMoments:
    """Normalization by the moments of the batch, built in the branch that calls it.

    Args:
        *arguments: those of `K.normalize_by_moments`.
    """

    def __init__(self, *arguments):
        self._arguments = arguments
        self._moments = None

    def __call__(self):
        normalized, self._moments = K.normalize_by_moments(*self._arguments)
        return normalized

    def moments(self):
        if self._moments is None:  # the learning phase is fixed at 0
            self()
        return self._moments()


def _number_of_entries(x, axes):
    """Returns the product of the lengths of some axes; a tensor if one of them is unknown."""
    lengths = K.int_shape(x)
    dynamic = K.shape(x)
    number = 1
    for axis in axes:
        number = number * (dynamic[axis] if lengths[axis] is None else lengths[axis])
    return number
