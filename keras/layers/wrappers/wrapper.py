"""The base of layers that wrap another layer."""
import inspect

from keras import backend as K
from keras.engine.base_layer import Layer
from keras.engine.calls import call_of
from keras.engine.registry import deserialize
from keras.utils.generic_utils import serialize_keras_object, to_list
from keras.utils.limits import check_effort


class Wrapper(Layer):
    """Base of the layers that wrap another layer.

    The wrapper has the weights, losses and updates of the wrapped layer, and is trainable if that
    layer is. A subclass defines `call` and `compute_output_shape`.

    Args:
        layer: the layer to wrap.
        **kwargs: arguments of every layer; `trainable` is that of `layer` by default.

    Attributes:
        layer: the wrapped layer.

    Raises:
        TypeError: if `layer` is not a layer.
    """

    def __init__(self, layer, **kwargs):
        check_layer(type(self).__name__, layer)
        self.layer = layer
        # Wrappers written for Keras 2 store their results for an input here.
        self._input_map = {}
        kwargs.setdefault('trainable', layer.trainable)
        super().__init__(**kwargs)

    @property
    def trainable(self):
        """Whether training changes the weights of the wrapped layer."""
        return self.layer.trainable

    @trainable.setter
    def trainable(self, value):
        self.layer.trainable = value

    @property
    def activity_regularizer(self):
        """The penalty of the wrapped layer, applied to the outputs of the wrapper."""
        return getattr(self.layer, 'activity_regularizer', None)

    def build(self, input_shape=None):
        super().build(input_shape)

    def _run(self, layer, inputs, **arguments):
        """Calls a wrapped layer and adds its losses and updates to the wrapper.

        Args:
            layer: the layer.
            inputs: tensor or list of tensors.
            **arguments: further arguments of `call`.

        Returns:
            List of output tensors.
        """
        check_effort('layer %s' % self.name, 30)
        layer.assert_input_compatibility(inputs)
        with call_of(layer, inputs):
            outputs = to_list(layer.call(inputs, **arguments), allow_tuple=True)
        for y in outputs:
            y._uses_learning_phase = (getattr(y, '_uses_learning_phase', False)
                                      or getattr(layer, 'uses_learning_phase', False))
        return outputs

    def _weights_in_order(self):
        return self._trainable_weights + self._non_trainable_weights + [
            w for layer in self._layers for w in layer._weights_in_order()]

    def get_config(self):
        config = super().get_config()
        config['layer'] = serialize_keras_object(self.layer)
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        config = dict(config)
        layer = deserialize(config.pop('layer'), custom_objects=custom_objects)
        return cls(layer, **config)


def check_layer(wrapper, layer):
    """Raises a TypeError if `layer` cannot be wrapped by the class called `wrapper`."""
    if isinstance(layer, Layer):
        return
    hint = ''
    if inspect.isclass(layer) and issubclass(layer, Layer):
        hint = ' Create one from the class: %s(%s(...)).' % (wrapper, layer.__name__)
    elif K.is_tensor(layer):
        hint = ' Pass the tensor to the result: %s(layer)(tensor).' % wrapper
    raise TypeError('%s wraps a layer, but got %r.%s' % (wrapper, layer, hint))
