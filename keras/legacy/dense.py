"""Fully connected layers of Keras 1."""
from keras import backend as K
from keras.engine.base_layer import InputSpec, Layer
from keras.layers.arguments import positive_int, stores_arguments
from keras.utils.warn import warn


class _OldDense(Layer):
    """Base class of the fully connected layers of Keras 1.

    A subclass is decorated with `stores_arguments`.

    Args:
        weights: list of arrays to start with.
    """

    def __init__(self, weights, **kwargs):
        warn('%s is a layer of Keras 1, supported for old models.' % type(self).__name__)
        if self.input_dim:
            kwargs['input_shape'] = (self.input_dim,)
        super().__init__(weights=weights, **kwargs)
        self.input_spec = InputSpec(ndim=2)

    def build(self, input_shape):
        self.input_spec = InputSpec(shape=(None, input_shape[-1]))
        super().build(input_shape)

    def _add_kernel(self, name, shape, **options):
        return self.add_weight(name, shape, initializer=self.init,
                               constraint=self.W_constraint, **options)

    def _add_bias(self, name, shape, initializer='zeros'):
        if not self.bias:
            return 0.
        return self.add_weight(name, shape, initializer=initializer,
                               regularizer=self.b_regularizer, constraint=self.b_constraint)


@stores_arguments
class Highway(_OldDense):
    """A fully connected layer with a gate that lets the inputs through.

    Computes `gate * activation(inputs W + b) + (1 - gate) * inputs` with
    `gate = sigmoid(inputs W_carry + b_carry)` (Srivastava et al., Highway networks, 2015).

    Args:
        init: initializer of the kernels.
        activation: name or function; None for none.
        weights: list of arrays to start with: W, W_carry, b, b_carry.
        W_regularizer: penalty on W.
        b_regularizer: penalty on the biases.
        activity_regularizer: penalty on the outputs.
        W_constraint: constraint of the kernels.
        b_constraint: constraint of the biases.
        bias: whether biases are added; that of the gate starts with ones.
        input_dim: int, short for `input_shape=(input_dim,)`.

    Shapes:
        Inputs and outputs `(batch, features)`.
    """

    def __init__(self, init='glorot_uniform', activation=None, weights=None, W_regularizer=None,
                 b_regularizer=None, activity_regularizer=None, W_constraint=None,
                 b_constraint=None, bias=True, input_dim=None, **kwargs):
        super().__init__(weights, **kwargs)

    def build(self, input_shape):
        features = input_shape[-1]
        self.W = self._add_kernel('W', (features, features), regularizer=self.W_regularizer)
        self.W_carry = self._add_kernel('W_carry', (features, features))
        self.b = self._add_bias('b', (features,))
        self.b_carry = self._add_bias('b_carry', (features,), 'ones')
        super().build(input_shape)

    def call(self, x):
        gate = K.sigmoid(K.dot(x, self.W_carry) + self.b_carry)
        transformed = self.activation(K.dot(x, self.W) + self.b)
        return gate * transformed + (1 - gate) * x


@stores_arguments
class MaxoutDense(_OldDense):
    """The maximum of several linear layers.

    (Goodfellow et al., Maxout networks, 2013.)

    Args:
        output_dim: int, size of the outputs.
        nb_feature: int, number of linear layers.
        init: initializer of the kernels.
        weights: list of arrays to start with: W, b.
        W_regularizer: penalty on the kernels.
        b_regularizer: penalty on the biases.
        activity_regularizer: penalty on the outputs.
        W_constraint: constraint of the kernels.
        b_constraint: constraint of the biases.
        bias: whether biases are added.
        input_dim: int, short for `input_shape=(input_dim,)`.

    Shapes:
        Inputs `(batch, features)`, outputs `(batch, output_dim)`. W is
        `(nb_feature, features, output_dim)`, b `(nb_feature, output_dim)`.
    """

    def __init__(self, output_dim, nb_feature=4, init='glorot_uniform', weights=None,
                 W_regularizer=None, b_regularizer=None, activity_regularizer=None,
                 W_constraint=None, b_constraint=None, bias=True, input_dim=None, **kwargs):
        super().__init__(weights, **kwargs)
        self.output_dim = positive_int(self, 'output_dim', output_dim)
        self.nb_feature = positive_int(self, 'nb_feature', nb_feature)

    def build(self, input_shape):
        self.W = self._add_kernel('W', (self.nb_feature, input_shape[-1], self.output_dim),
                                  regularizer=self.W_regularizer)
        self.b = self._add_bias('b', (self.nb_feature, self.output_dim))
        super().build(input_shape)

    def call(self, x):
        return K.max(K.dot(x, self.W) + self.b, axis=1)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.output_dim)
