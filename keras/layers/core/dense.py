"""The fully connected layer."""
from keras import backend as K
from keras.engine.base_layer import InputSpec, Layer
from keras.layers.arguments import positive_int, stores_arguments


@stores_arguments
class Dense(Layer):
    """Computes `activation(dot(inputs, kernel) + bias)`.

    Inputs with more than two axes are treated along their last axis.

    Args:
        units: int, size of the outputs.
        activation: name or function, applied to the outputs; None for none.
        use_bias: whether a bias is added.
        kernel_initializer: initializer of the kernel.
        bias_initializer: initializer of the bias.
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the outputs.
        kernel_constraint: constraint of the kernel.
        bias_constraint: constraint of the bias.

    Shapes:
        Inputs `(batch, ..., features)`, outputs `(batch, ..., units)`. The kernel is
        `(features, units)`.

    Example:
        >>> model = Sequential([Dense(32, activation='relu', input_shape=(16,)), Dense(10)])
        >>> model.output_shape
        (None, 10)
    """

    supports_masking = True

    def __init__(self, units, activation=None, use_bias=True,
                 kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(**kwargs)
        self.units = positive_int(self, 'units', units)
        self.input_spec = InputSpec(min_ndim=2)

    def build(self, input_shape):
        features = input_shape[-1]
        if features is None:
            raise ValueError('the last axis of the input must have a known size, because the '
                             'kernel depends on it. Give it in the input shape.')
        self.kernel = self.add_weight(
            shape=(features, self.units), initializer=self.kernel_initializer, name='kernel',
            regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                shape=(self.units,), initializer=self.bias_initializer, name='bias',
                regularizer=self.bias_regularizer, constraint=self.bias_constraint)
        self.input_spec = InputSpec(min_ndim=2, axes={-1: features})
        super().build(input_shape)

    def call(self, inputs):
        outputs = K.dot(inputs, self.kernel)
        if self.use_bias:
            outputs = K.bias_add(outputs, self.bias, data_format='channels_last')
        if self.activation is not None:
            return self.activation(outputs)
        return outputs

    def compute_output_shape(self, input_shape):
        return tuple(input_shape[:-1]) + (self.units,)
