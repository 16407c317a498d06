"""Layers that keep the shape: an activation, a penalty, a mask."""
from keras import backend as K
from keras import regularizers
from keras.engine.base_layer import Layer
from keras.layers.arguments import stores_arguments


@stores_arguments
class Activation(Layer):
    """Applies an activation function.

    Args:
        activation: name or function.

    Shapes:
        Outputs have the shape of the inputs.
    """

    supports_masking = True

    def __init__(self, activation, **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs):
        return self.activation(inputs)


@stores_arguments
class ActivityRegularization(Layer):
    """Returns its inputs and adds a penalty on their size to the loss.

    Args:
        l1: float, weight of the sum of the absolute values.
        l2: float, weight of the sum of the squares.

    Shapes:
        Outputs have the shape of the inputs.
    """

    supports_masking = True

    def __init__(self, l1=0., l2=0., **kwargs):
        super().__init__(**kwargs)
        self.activity_regularizer = regularizers.L1L2(l1=l1, l2=l2)


@stores_arguments
class Masking(Layer):
    """Marks steps to be skipped: those whose features all equal `mask_value`.

    The layers that follow get a mask that is False there, and the features themselves are
    set to 0.

    Args:
        mask_value: number.

    Shapes:
        Inputs and outputs `(batch, steps, ..., features)`, the mask `(batch, steps, ...)`.

    Example:
        >>> model = Sequential([Masking(-1., input_shape=(None, 8)), GlobalAveragePooling1D()])
    """

    supports_masking = True

    def __init__(self, mask_value=0., **kwargs):
        super().__init__(**kwargs)

    def call(self, inputs):
        kept = K.any(K.not_equal(inputs, self.mask_value), axis=-1, keepdims=True)
        return inputs * K.cast(kept, K.dtype(inputs))

    def compute_mask(self, inputs, mask=None):
        return K.any(K.not_equal(inputs, self.mask_value), axis=-1)
