"""Activations with arguments or weights of their own."""
from keras import activations
from keras import backend as K
from keras.engine.base_layer import InputSpec, Layer
from keras.layers.arguments import integer, number_between, positive_int, stores_arguments
from keras.utils.generic_utils import to_list


def _in_floatx(number):
    """Returns a number rounded to the precision of `K.floatx()`, as files hold it."""
    return float(K.cast_to_floatx(number))


@stores_arguments
class LeakyReLU(Layer):
    """Computes `x` for `x > 0`, else `alpha * x`.

    Maas et al., Rectifier Nonlinearities Improve Neural Network Acoustic Models, 2013.

    Args:
        alpha: float, slope for negative inputs.

    Shapes:
        Outputs have the shape of the inputs.
    """

    supports_masking = True

    def __init__(self, alpha=0.3, **kwargs):
        super().__init__(**kwargs)
        self.alpha = _in_floatx(alpha)

    def call(self, inputs):
        return K.relu(inputs, alpha=self.alpha)


@stores_arguments
class PReLU(Layer):
    """Computes `x` for `x > 0`, else `alpha * x` with a learned `alpha` for each entry.

    He et al., Delving Deep into Rectifiers, 2015.

    Args:
        alpha_initializer: initializer of the slopes.
        alpha_regularizer: penalty on the slopes.
        alpha_constraint: constraint of the slopes.
        shared_axes: list of axes, counted from 1, along which entries share a slope. `[1, 2]`
            gives one for each channel of `(batch, rows, columns, channels)`.

    Shapes:
        Outputs have the shape of the inputs.
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
            raise ValueError('each axis but the batch must have a known length or be one of '
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
    """Computes `x` for `x > 0`, else `alpha * (exp(x) - 1)`.

    Clevert et al., Fast and Accurate Deep Network Learning by Exponential Linear Units, 2016.

    Args:
        alpha: float, the outputs go down to `-alpha`.

    Shapes:
        Outputs have the shape of the inputs.
    """

    supports_masking = True

    def __init__(self, alpha=1.0, **kwargs):
        super().__init__(**kwargs)
        self.alpha = _in_floatx(alpha)

    def call(self, inputs):
        return K.elu(inputs, self.alpha)


@stores_arguments
class ThresholdedReLU(Layer):
    """Computes `x` for `x > theta`, else 0.

    Konda et al., Zero-bias autoencoders and the benefits of co-adapting features, 2015.

    Args:
        theta: float.

    Shapes:
        Outputs have the shape of the inputs.
    """

    supports_masking = True

    def __init__(self, theta=1.0, **kwargs):
        super().__init__(**kwargs)
        self.theta = _in_floatx(theta)

    def call(self, inputs, mask=None):
        return inputs * K.cast(K.greater(inputs, self.theta), K.dtype(inputs))


@stores_arguments
class Softmax(Layer):
    """Computes `exp(x) / sum(exp(x))` along an axis.

    Args:
        axis: int.

    Shapes:
        Outputs have the shape of the inputs.
    """

    supports_masking = True

    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.axis = integer(self, 'axis', axis)

    def call(self, inputs):
        return activations.softmax(inputs, axis=self.axis)


@stores_arguments
class ReLU(Layer):
    """Computes `x` above a threshold, at most `max_value`; below it, a slope or 0.

    That is `max_value` for `x >= max_value`, `x` for `threshold < x < max_value`, and
    `negative_slope * (x - threshold)` for smaller ones.

    Args:
        max_value: float of at least 0; None for no limit.
        negative_slope: float of at least 0.
        threshold: float.

    Shapes:
        Outputs have the shape of the inputs.
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
