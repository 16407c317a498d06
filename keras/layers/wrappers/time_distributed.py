"""Applies a layer to each step of a sequence."""
from keras import backend as K
from keras.engine.base_layer import InputSpec
from keras.engine.calls import TensorKey
from keras.layers.shapes import fold_time, unfold_time
from keras.utils.generic_utils import has_arg

from .wrapper import Wrapper


class TimeDistributed(Wrapper):
    """Applies a layer to each time step, with the same weights.

    All steps of all samples pass through the layer as one large batch. A layer that uses batch
    statistics, such as `BatchNormalization` during training, therefore uses those of all steps.

    A mask is also passed to the layer step by step. If the layer consumes the mask of a step, the
    step counts if anything in it counted.

    Args:
        layer: layer (or model) with one input and one output.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs `(batch, time, ...)`, outputs `(batch, time, ...)`, where the dots are the input and
        output shapes of the layer.

    Raises:
        TypeError: if `layer` is not a layer.
        ValueError: when it is called, if the layer has several outputs.

    Example:
        >>> from keras.layers import Conv2D, TimeDistributed
        >>> model = keras.Sequential([TimeDistributed(Conv2D(8, 3), input_shape=(10, 28, 28, 3))])
        >>> model.output_shape
        (None, 10, 26, 26, 8)
    """

    supports_masking = True

    def __init__(self, layer, **kwargs):
        super().__init__(layer, **kwargs)
        self.input_spec = InputSpec(min_ndim=3)
        self.stateful = layer.stateful
        self._folded = {}

    def build(self, input_shape=None):
        self.layer._build_for(K.placeholder(shape=_folded_shape(input_shape)))
        super().build(input_shape)

    def call(self, inputs, training=None, mask=None):
        arguments = {}
        if has_arg(self.layer.call, 'training'):
            arguments['training'] = training
        if mask is not None and has_arg(self.layer.call, 'mask'):
            arguments['mask'] = self._fold(mask)
        outputs = self._run(self.layer, self._fold(inputs), **arguments)
        if len(outputs) > 1:
            raise ValueError('the layer %s has %d outputs, but %s takes layers with one output.'
                             % (self.layer.name, len(outputs), type(self).__name__))
        return _mark_like(unfold_time(outputs[0], inputs), outputs[0])

    def compute_mask(self, inputs, mask=None):
        folded_mask = None if mask is None else self._fold(mask)
        output_mask = self.layer.compute_mask(self._fold(inputs), folded_mask)
        if output_mask is not None:
            return unfold_time(output_mask, inputs)
        while mask is not None and K.ndim(mask) > 2:
            mask = K.any(mask, axis=-1)
        return mask

    def compute_output_shape(self, input_shape):
        shape = self.layer.compute_output_shape(_folded_shape(input_shape))
        return tuple(input_shape[:2]) + tuple(shape[1:])

    def _shapes_are_guesses(self):
        return True  # those of the layer may be

    def reset_states(self):
        """Resets the states of the layer to their initial values."""
        self.layer.reset_states()

    def _fold(self, x):
        """Returns `x`, `(batch, time, ...)`, as `(batch * time, ...)`.

        It returns the same tensor each time, so a model recognizes it and computes it once.
        """
        key = TensorKey(x)
        if key not in self._folded:
            self._folded[key] = _mark_like(fold_time(x), x)
        return self._folded[key]


def _folded_shape(shape):
    batch, time = shape[:2]
    return (None if None in (batch, time) else batch * time,) + tuple(shape[2:])


def _mark_like(y, x):
    y._uses_learning_phase = getattr(x, '_uses_learning_phase', False)
    return y
