"""Linear stacks of layers."""
import copy

import numpy as np

from keras import backend as K
from keras.utils.lost_arguments import config_of
from keras.utils.warn import warn

from .base_layer import Layer
from .graph import check_names
from .input_layer import Input, InputLayer
from .network import Network
from .registry import deserialize
from .training import Model


class Sequential(Model):
    """A model in which each layer takes the output of the layer before it.

    If the first layer does not specify its input shape, the weights are made as soon as it is
    known: when you call `build`, or `fit` sees data.

    Args:
        layers: list of layers, or None to start with an empty model.
        name: string; by default `'sequential_1'` and so on.

    Raises:
        TypeError: if `layers` contains something that is not a layer.
        ValueError: if a layer has several outputs, or two layers have the same name.

    Example::

        from keras.layers import Dense, Dropout

        model = keras.Sequential([Dense(32, activation='relu', input_shape=(784,)), Dropout(0.5)])
        model.add(Dense(10, activation='softmax'))
        model.compile('adam', loss='categorical_crossentropy')
    """

    def __init__(self, layers=None, name=None):
        super().__init__(name=name)
        self._build_input_shape = None
        # The tensors before, between and after the layers.
        self._chain = []
        if isinstance(layers, Layer):
            raise TypeError('Sequential takes a list of layers: write Sequential([%s]).'
                            % layers.name)
        for layer in layers or []:
            self.add(layer)

    def _track(self, name, value):
        # Only `add` adds layers.
        pass

    @property
    def layers(self):
        """List of the layers, without the `InputLayer`."""
        return self._layers[self._starts_with_input():]

    def _starts_with_input(self):
        return bool(self._layers) and isinstance(self._layers[0], InputLayer)

    @property
    def model(self):
        """The model itself. Deprecated: in Keras 1, a `Sequential` contained another model."""
        warn('Sequential.model is deprecated: a Sequential is a Model itself.')
        return self

    def add(self, layer):
        """Appends a layer.

        Args:
            layer: a layer. The first layer may specify an `input_shape`.

        Raises:
            TypeError: if it is not a layer.
            ValueError: if it has several outputs, or the name of another layer.

        Example::

            model = keras.Sequential()
            model.add(keras.layers.Dense(8, input_shape=(3,)))
            model.add(keras.layers.Dense(1))
        """
        if not isinstance(layer, Layer):
            raise TypeError('Only layers can be added to a Sequential model, but found %r.%s' % (
                layer, ' Instead of a tensor, add InputLayer(input_shape=...).'
                if K.is_tensor(layer) else ''))
        check_names([other for other in self._layers if other.name == layer.name] + [layer])
        if not self._layers:
            chain = _first_tensors(layer)
        else:
            chain = self._chain and self._chain + [layer(self._chain[-1])]
        _check_single(layer, chain)
        if chain and not self._layers and not isinstance(layer, InputLayer):
            self._layers = [chain[0]._keras_history[0]]
        self._layers = self._layers + [layer]
        self._chain = chain
        self._chain_changed()

    def pop(self):
        """Removes the last layer.

        Raises:
            TypeError: if there is no layer.

        Example:
            >>> model = keras.Sequential([keras.layers.Dense(8, input_shape=(3,)),
            ...                           keras.layers.Dense(1)])
            >>> model.pop()
            >>> model.output_shape
            (None, 8)
        """
        if not self.layers:
            raise TypeError('The model %s has no layer to remove.' % self.name)
        layer = self._layers[-1]
        self._layers = self._layers[:-1]
        if self._chain:
            node = layer._inbound_nodes[self._chain[-1]._keras_history[1]]
            self._chain = self._chain[:-1]
            self._chain[-1]._keras_history[0]._outbound_nodes.remove(node)
        if not self.layers:
            self._layers, self._chain = [], []
        self._chain_changed()

    def build(self, input_shape=None):
        """Makes the weights, if the first layer does not specify an input shape.

        Args:
            input_shape: tuple with the batch axis. It is ignored if the first layer specifies an
                input shape.

        Raises:
            ValueError: if the input shape is not known from either.

        Example:
            >>> model = keras.Sequential([keras.layers.Dense(2)])
            >>> model.build((None, 3))
            >>> model.count_params()
            8
        """
        if self._chain or not self._layers:
            return
        if input_shape is None:
            raise ValueError('The model %s cannot be built without an input shape: give one to '
                             'build() or to the first layer.' % self.name)
        self._build_input_shape = tuple(input_shape)
        x = Input(batch_shape=self._build_input_shape, dtype=self._layers[0]._input_dtype,
                  name=self.name + '_input')
        chain = [x]
        for layer in self._layers:
            chain.append(layer(chain[-1]))
            _check_single(layer, chain)
        self._chain = chain
        self._layers = [x._keras_history[0]] + self._layers
        self._chain_changed()

    def _chain_changed(self):
        """Makes the current chain the network; its graph is traversed only when needed."""
        self._mapped_graph = None
        if self._chain:
            self.inputs, self.outputs = self._chain[:1], self._chain[-1:]
            self._enter_graph()
        else:
            self.inputs = self.outputs = None
            self._is_graph_network = False
            self.built = False
            del self._inbound_nodes[:]

    def compute_output_shape(self, input_shape):
        """Returns the output shape for a given input shape.

        Args:
            input_shape: tuple with the batch axis.

        Returns:
            A tuple.
        """
        for layer in self.layers:
            input_shape = layer.compute_output_shape(input_shape)
        return input_shape

    def predict_proba(self, x, batch_size=32, verbose=0):
        """Computes class probabilities: the outputs, with a warning if they are not probabilities.

        Args:
            x: inputs, as for `fit`.
            batch_size: int, the number of samples in a batch.
            verbose: 0, or 1 for a progress bar.

        Returns:
            Array of probabilities, `(samples, classes)`.

        Example:
            >>> model = keras.Sequential(
            ...     [keras.layers.Dense(2, activation='softmax', input_shape=(3,))])
            >>> model.predict_proba(np.ones((4, 3))).shape
            (4, 2)
        """
        probabilities = self.predict(x, batch_size, verbose)
        if probabilities.min() < 0. or probabilities.max() > 1.:
            warn('The outputs of %s are not probabilities, since they are not all between 0 '
                 'and 1. The last layer may need a softmax or sigmoid activation.'
                 % self.name)
        return probabilities

    def predict_classes(self, x, batch_size=32, verbose=0):
        """Computes the most probable classes.

        Args:
            x: inputs, as for `fit`.
            batch_size: int, the number of samples in a batch.
            verbose: 0, or 1 for a progress bar.

        Returns:
            Array of class indices, `(samples,)`. With a single unit in the last layer, 1 where its
            output is greater than 0.5, else 0: `(samples, 1)`.

        Example:
            >>> model = keras.Sequential([keras.layers.Activation('softmax', input_shape=(3,))])
            >>> model.predict_classes(np.array([[0., 5., 1.], [9., 5., 1.]]))
            array([1, 0])
        """
        probabilities = self.predict(x, batch_size, verbose)
        if probabilities.shape[-1] > 1:
            return np.argmax(probabilities, axis=-1)
        return (probabilities > 0.5).astype('int32')

    def get_config(self):
        """Returns the configurations of the layers, for saving and copying the model.

        Returns:
            Dictionary that can be written to JSON.
        """
        config = {'name': self.name,
                  'layers': [{'class_name': type(layer).__name__, 'config': config_of(layer)}
                             for layer in self.layers]}
        if self.layers and self._chain and not _tells_input(self.layers[0]):
            config['build_input_shape'] = K.int_shape(self._chain[0])
        return copy.deepcopy(config)

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Makes a model from its configuration.

        Args:
            config: dictionary, as `get_config` returns it; or a list of layers, as before Keras
                2.2.3.
            custom_objects: dictionary from names to your own classes and functions.

        Returns:
            A new model with the same layers, but not the same weights.

        Raises:
            ValueError: if a name is unknown.

        Example::

            model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
            copy = keras.Sequential.from_config(model.get_config())
        """
        if isinstance(config, list):
            config = {'layers': config}
        model = cls(name=config.get('name'))
        for layer in config['layers']:
            model.add(deserialize(layer, custom_objects=custom_objects))
        if config.get('build_input_shape') and not model.built:
            model.build(config['build_input_shape'])
        return model


def _first_tensors(layer):
    """Returns the input and the output of a first layer; an empty list without input shape."""
    if isinstance(layer, InputLayer):
        return [layer._inbound_nodes[0].output_tensors[0]]
    if isinstance(layer, Network) and layer.inputs:
        shape, dtype = K.int_shape(layer.inputs[0]), K.dtype(layer.inputs[0])
    elif hasattr(layer, 'batch_input_shape'):
        shape, dtype = layer.batch_input_shape, layer._input_dtype
    else:
        return []
    x = Input(batch_shape=shape, dtype=dtype, name=layer.name + '_input')
    return [x, layer(x)]


def _check_single(layer, chain):
    if chain and isinstance(chain[-1], list):
        raise ValueError('Layer %s has %d outputs, but a layer of a Sequential model must have '
                         'one. Use Model(inputs, outputs) instead.'
                         % (layer.name, len(chain[-1])))


def _tells_input(layer):
    """Returns whether the configuration of a model's first layer includes the input shape.

    Otherwise, because the shape came from a call or an `InputLayer`, that of the model includes it.
    """
    if isinstance(layer, Sequential):
        return bool(layer.layers) and _tells_input(layer.layers[0])
    return hasattr(layer, 'batch_input_shape') or bool(isinstance(layer, Network) and layer.inputs)
