"""The fully connected layer."""
from keras import backend as K
from keras.engine.base_layer import InputSpec, Layer
from keras.layers.arguments import positive_int, stores_arguments


@stores_arguments
class Dense(Layer):
    """Fully connected layer: `activation(dot(inputs, kernel) + bias)`.

    Inputs with more than two axes are multiplied along their last axis; `Dense(8)` on
    `(batch, time, features)` applies the same weights at each time step.

    Args:
        units: int, number of outputs.
        activation: activation of the outputs, a name or a function; None applies none.
        use_bias: bool, whether to add a bias.
        kernel_initializer: initializer of the kernel.
        bias_initializer: initializer of the bias.
        kernel_regularizer: penalty on the kernel, or None.
        bias_regularizer: penalty on the bias, or None.
        activity_regularizer: penalty on the outputs, or None.
        kernel_constraint: constraint on the kernel, or None.
        bias_constraint: constraint on the bias, or None.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, ..., features)`, outputs `(batch, ..., units)`. The kernel is
        `(features, units)`, the bias `(units,)`.

    Raises:
        ValueError: if `units` is not a positive integer, or if the number of features is unknown
            when the layer is built.

    Example:
        >>> from keras.layers import Dense
        >>> model = keras.Sequential([Dense(32, activation='relu', input_shape=(16,)), Dense(10)])
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
                             'kernel depends on it. Specify it in the input shape.')
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
