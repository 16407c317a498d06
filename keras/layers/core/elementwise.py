"""Layers that keep the shape of their inputs: activation, activity penalty, masking."""
from keras import backend as K
from keras import regularizers
from keras.engine.base_layer import Layer
from keras.layers.arguments import stores_arguments


@stores_arguments
class Activation(Layer):
    """Applies an activation function.

    Args:
        activation: name of a function in `keras.activations`, such as `'relu'`, or a function from
            tensor to tensor.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Outputs have the shape of the inputs.

    Raises:
        ValueError: if no activation has this name.

    Example:
        >>> layer = keras.layers.Activation('relu')
        >>> K.eval(layer(K.constant([[-1., 0., 2.]]))).tolist()
        [[0.0, 0.0, 2.0]]
    """

    supports_masking = True

    def __init__(self, activation, **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs):
        return self.activation(inputs)


@stores_arguments
class ActivityRegularization(Layer):
    """Returns its inputs unchanged and adds a penalty on their size to the loss.

    The penalty is `l1 * sum(abs(inputs)) + l2 * sum(square(inputs))`, summed over the whole batch.

    Args:
        l1: float, factor of the sum of absolute values.
        l2: float, factor of the sum of squares.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Outputs have the shape of the inputs.

    Example:
        >>> from keras.layers import ActivityRegularization, Dense
        >>> model = keras.Sequential([Dense(4, input_shape=(3,)), ActivityRegularization(l1=0.01)])
        >>> len(model.losses)
        1
    """

    supports_masking = True

    def __init__(self, l1=0., l2=0., **kwargs):
        super().__init__(**kwargs)
        self.activity_regularizer = regularizers.L1L2(l1=l1, l2=l2)


@stores_arguments
class Masking(Layer):
    """Masks time steps whose features all equal `mask_value`.

    The following layers receive a mask that is False at these steps and can skip them. The
    features of masked steps are set to 0.

    Args:
        mask_value: number that marks a step as missing.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs and outputs `(batch, steps, ..., features)`, the mask `(batch, steps, ...)`.

    Example:
        >>> from keras.layers import GlobalAveragePooling1D, Masking
        >>> model = keras.Sequential([Masking(-1., input_shape=(None, 1)),
        ...                           GlobalAveragePooling1D()])
        >>> model.predict(np.array([[[2.], [4.], [-1.]]])).tolist()  # the last step does not count
        [[3.0]]
    """

    supports_masking = True

    def __init__(self, mask_value=0., **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs):
        kept = K.any(K.not_equal(inputs, self.mask_value), axis=-1, keepdims=True)
        return inputs * K.cast(kept, K.dtype(inputs))

    def compute_mask(self, inputs, mask=None):
        return K.any(K.not_equal(inputs, self.mask_value), axis=-1)
