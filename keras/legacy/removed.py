"""Layers of Keras 1 that Keras 2 removed, for old files."""
from keras import backend as K
from keras.engine.base_layer import Layer
from keras.layers.arguments import add_to_config, stores_arguments
from keras.layers.merge import Dot
from keras.layers.normalization import BatchNormalization


class _LearnedActivation(Layer):
    """An activation with one or more learned parameters for each entry of the input.

    A subclass lists their names in `_numbers`. It is decorated with `stores_arguments`; its
    arguments are an initializer `NAME_initializer` for each parameter, and `shared_axes`.
    """

    supports_masking = True
    _numbers = ()

    def build(self, input_shape):
        shared = self.shared_axes or []
        shape = [1 if axis in shared else input_shape[axis] for axis in range(1, len(input_shape))]
        for name in self._numbers:
            setattr(self, name, self.add_weight(
                name, shape, initializer=getattr(self, name + '_initializer')))
        super().build(input_shape)

    def get_config(self):
        return add_to_config(super().get_config(), self, 'shared_axes',
                             *[name + '_initializer' for name in self._numbers])


@stores_arguments
class ParametricSoftplus(_LearnedActivation):
    """Computes `alpha * log(1 + exp(beta * x))` with learned `alpha` and `beta`.

    McFarland et al., Inferring nonlinear neuronal computation, 2013.

    Args:
        alpha_initializer: initializer of `alpha`.
        beta_initializer: initializer of `beta`.
        shared_axes: list of axes, counted from 1, along which entries share their numbers.

    Shapes:
        Outputs have the shape of the inputs.
    """

    _numbers = ('alpha', 'beta')

    def __init__(self, alpha_initializer='ones', beta_initializer='ones', shared_axes=None,
                 **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs):
        return self.alpha * K.softplus(self.beta * inputs)


@stores_arguments
class SReLU(_LearnedActivation):
    """Returns inputs within an interval as they are, with a learned slope on either side of it.

    Jin et al., Deep Learning with S-shaped Rectified Linear Activation Units, 2015. The interval
    goes from `t_left` to `t_left + abs(t_right)`; the slopes are `a_left` and `a_right`.

    Args:
        t_left_initializer: initializer of `t_left`.
        a_left_initializer: initializer of `a_left`.
        t_right_initializer: initializer of `t_right`.
        a_right_initializer: initializer of `a_right`.
        shared_axes: list of axes, counted from 1, along which entries share their numbers.

    Shapes:
        Outputs have the shape of the inputs.
    """

    _numbers = ('t_left', 'a_left', 't_right', 'a_right')

    def __init__(self, t_left_initializer='zeros', a_left_initializer='glorot_uniform',
                 t_right_initializer='glorot_uniform', a_right_initializer='ones',
                 shared_axes=None, **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs):
        right = self.t_left + K.abs(self.t_right)
        below = K.minimum(inputs - self.t_left, 0.)
        above = K.maximum(inputs - right, 0.)
        return (K.maximum(K.minimum(inputs, right), self.t_left)
                + self.a_left * below + self.a_right * above)


class SampleNormalization(BatchNormalization):
    """`BatchNormalization` of Keras 1 with `mode=1`: normalizes each row of features separately.

    It has moving averages, as in old files, but does not use them.
    """

    def call(self, inputs, training=None):
        centered = inputs - K.mean(inputs, axis=-1, keepdims=True)
        deviation = K.sqrt(K.mean(K.square(centered), axis=-1, keepdims=True) + self.epsilon)
        return self.gamma * (centered / (deviation + self.epsilon)) + self.beta


class BatchStatisticsNormalization(BatchNormalization):
    """`BatchNormalization` of Keras 1 with `mode=2`: always normalizes by the batch."""

    def call(self, inputs, training=None):
        return super().call(inputs, training=True)


class Cosine(Dot):
    """Divides dot products of two inputs by their lengths, as `Merge(mode='cos')` of Keras 1 did.

    With inputs `(batch, features)`, these are cosines. With more axes, the products of each input
    with itself are also taken along `axes`, and the outputs are divided by their square roots.

    Args:
        axes: int or pair of ints, the axis of each input along which to multiply and sum.

    Shapes:
        Those of `Dot`, with an axis of size 1 after the batch axis.
    """

    def __init__(self, axes, **kwargs):
        super().__init__(axes, **kwargs)

    def call(self, inputs):
        first, second = inputs
        axes = self._axes_of([K.int_shape(x) for x in inputs])
        squares = K.batch_dot(first, first, axes) * K.batch_dot(second, second, axes)
        products = K.batch_dot(first, second, axes)
        return K.expand_dims(products / K.sqrt(K.maximum(squares, K.epsilon() ** 2)), 1)

    def compute_output_shape(self, input_shape):
        shape = super().compute_output_shape(input_shape)
        return (shape[0], 1) + tuple(shape[1:])

    def get_config(self):
        config = super().get_config()
        del config['normalize']
        return config


LAYERS = {cls.__name__: cls for cls in (ParametricSoftplus, SReLU, SampleNormalization,
                                        BatchStatisticsNormalization, Cosine)}
