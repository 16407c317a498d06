"""Activations that have parameters."""
from keras import activations
from keras import backend as K
from keras.engine.base_layer import InputSpec, Layer
from keras.layers.arguments import integer, number_between, positive_int, stores_arguments
from keras.utils.generic_utils import to_list


def _in_floatx(number):
    """Returns a number rounded to the precision of `K.floatx()`, as saved files hold it."""
    return float(K.cast_to_floatx(number))


@stores_arguments
class LeakyReLU(Layer):
    """Leaky rectified linear unit: `x` for `x > 0`, otherwise `alpha * x`.

    Source: Maas et al., Rectifier Nonlinearities Improve Neural Network Acoustic Models, 2013.

    Args:
        alpha: float, slope for negative inputs.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Outputs have the shape of the inputs.

    Example:
        >>> layer = keras.layers.LeakyReLU(alpha=0.5)
        >>> K.eval(layer(K.constant([[-2., 0., 3.]]))).tolist()
        [[-1.0, 0.0, 3.0]]
    """

    supports_masking = True

    def __init__(self, alpha=0.3, **kwargs):
        super().__init__(**kwargs)
        self.alpha = _in_floatx(alpha)

    def call(self, inputs):
        return K.relu(inputs, alpha=self.alpha)


@stores_arguments
class PReLU(Layer):
    """Parametric rectified linear unit: `x` for `x > 0`, otherwise `alpha * x`; `alpha` is trained.

    Each entry of a sample has its own `alpha`, except along `shared_axes`. Source: He et al.,
    Delving Deep into Rectifiers, 2015.

    Args:
        alpha_initializer: initializer of `alpha`.
        alpha_regularizer: penalty on `alpha`, or None.
        alpha_constraint: constraint on `alpha`, or None.
        shared_axes: int or list of ints, axes along which entries share an `alpha`, counted from 1.
            `[1, 2]` trains one `alpha` for each channel of `(batch, rows, columns, channels)`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Outputs have the shape of the inputs. `alpha` has the shape of a sample, with length 1 along
        the shared axes.

    Raises:
        ValueError: if `shared_axes` are not positive integers, or, when the layer is built, if they
            are not axes of the inputs or another axis has an unknown length.

    Example:
        >>> model = keras.Sequential([keras.layers.PReLU(shared_axes=[1, 2],
        ...                                              input_shape=(28, 28, 8))])
        >>> model.count_params()
        8
    """

    supports_masking = True

    def __init__(self, alpha_initializer='zeros', alpha_regularizer=None, alpha_constraint=None,
                 shared_axes=None, **kwargs):
        super().__init__(**kwargs)
        if shared_axes is not None:
            self.shared_axes = [positive_int(self, 'shared_axes', axis)
                                for axis in to_list(shared_axes, allow_tuple=True)]

    def build(self, input_shape):
        axes = range(1, len(input_shape))
        shared = self.shared_axes or []
        own = {axis: input_shape[axis] for axis in axes if axis not in shared}
        if None in own.values() or not set(shared) <= set(axes):
            raise ValueError('each axis except the batch must have a known length or be one of '
                             'shared_axes=%s, and these must be axes of the input.'
                             % (self.shared_axes,))
        self.alpha = self.add_weight(
            shape=[own.get(axis, 1) for axis in axes],
            initializer=self.alpha_initializer, name='alpha',
            regularizer=self.alpha_regularizer, constraint=self.alpha_constraint)
        self.input_spec = InputSpec(ndim=len(input_shape), axes=own)
        super().build(input_shape)

    def call(self, inputs, mask=None):
        return K.relu(inputs) - self.alpha * K.relu(-inputs)


@stores_arguments
class ELU(Layer):
    """Exponential linear unit: `x` for `x > 0`, otherwise `alpha * (exp(x) - 1)`.

    Source: Clevert et al., Fast and Accurate Deep Network Learning by Exponential Linear Units,
        2016.

    Args:
        alpha: float; large negative inputs give `-alpha`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Outputs have the shape of the inputs.

    Example:
        >>> layer = keras.layers.ELU()
        >>> np.round(K.eval(layer(K.constant([[-1., 0., 3.]]))), 2)
        array([[-0.63,  0.  ,  3.  ]], dtype=float32)
    """

    supports_masking = True

    def __init__(self, alpha=1.0, **kwargs):
        super().__init__(**kwargs)
        self.alpha = _in_floatx(alpha)

    def call(self, inputs):
        return K.elu(inputs, self.alpha)


@stores_arguments
class ThresholdedReLU(Layer):
    """Thresholded rectified linear unit: `x` for `x > theta`, otherwise 0.

    Source: Konda et al., Zero-bias autoencoders and the benefits of co-adapting features, 2015.

    Args:
        theta: float, the threshold.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Outputs have the shape of the inputs.

    Example:
        >>> layer = keras.layers.ThresholdedReLU(theta=1.)
        >>> K.eval(layer(K.constant([[0., 0.5, 3.]]))).tolist()
        [[0.0, 0.0, 3.0]]
    """

    supports_masking = True

    def __init__(self, theta=1.0, **kwargs):
        super().__init__(**kwargs)
        self.theta = _in_floatx(theta)

    def call(self, inputs, mask=None):
        return inputs * K.cast(K.greater(inputs, self.theta), K.dtype(inputs))


@stores_arguments
class Softmax(Layer):
    """Softmax: `exp(x) / sum(exp(x))` along an axis.

    Args:
        axis: int, the axis along which the outputs sum to 1.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Outputs have the shape of the inputs.

    Raises:
        ValueError: if `axis` is not an integer.

    Example:
        >>> layer = keras.layers.Softmax()
        >>> K.eval(layer(K.constant([[1., 1.]]))).tolist()
        [[0.5, 0.5]]
    """

    supports_masking = True

    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.axis = integer(self, 'axis', axis)

    def call(self, inputs):
        return activations.softmax(inputs, axis=self.axis)


@stores_arguments
class ReLU(Layer):
    """Rectified linear unit with a slope, a threshold and an upper limit.

    The output is `max_value` for `x >= max_value`, `x` for `threshold < x < max_value`, and
    `negative_slope * (x - threshold)` for smaller `x`.

    Args:
        max_value: float, upper limit of the outputs, at least 0; None for no limit.
        negative_slope: float, slope below the threshold, at least 0.
        threshold: float, the threshold.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Outputs have the shape of the inputs.

    Raises:
        ValueError: if `max_value` or `negative_slope` is negative.

    Example:
        >>> layer = keras.layers.ReLU(max_value=6.)
        >>> K.eval(layer(K.constant([[0., 3., 8.]]))).tolist()
        [[0.0, 3.0, 6.0]]
    """

    supports_masking = True

    def __init__(self, max_value=None, negative_slope=0., threshold=0., **kwargs):
        super().__init__(**kwargs)
        if max_value is not None:
            self.max_value = _in_floatx(number_between(self, 'max_value', max_value, 0))
        self.negative_slope = _in_floatx(
            number_between(self, 'negative_slope', negative_slope, 0))
        self.threshold = _in_floatx(threshold)

    def call(self, inputs):
        return K.relu(inputs, alpha=self.negative_slope, max_value=self.max_value,
                      threshold=self.threshold)
