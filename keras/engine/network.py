"""A graph of layers that is a layer itself."""
from keras import backend as K
from keras.utils.errors import did_you_mean
from keras.utils.generic_utils import to_list, unpack_singleton

from . import saving
from .base_layer import Layer, blame, mask_of
from .calls import TensorKey, call_of
from .contributions import unique
from .graph import Graph
from .input_layer import Input, InputLayer
from .names import automatic_name
from .network_config import config_of_network, network_from_config
from .node import Node
from .tracking import disable_tracking


class Network(Layer):
    """A layer composed of layers: everything of a model except its training.

    It is either a graph of layers between inputs and outputs, `Network(inputs, outputs,
    name=None)`, or a subclass that sets layers as attributes and overrides `call`,
    `Network(name=None)`.

    Args:
        inputs: tensor or list of tensors, made by `Input`.
        outputs: tensor or list of tensors, computed from `inputs` by layers.
        name: string; by default it is made from the class name, such as `'model_1'`.
        trainable: bool, whether training changes the weights.

    Raises:
        TypeError: for other arguments.
        ValueError: if the outputs cannot be computed from the inputs, if an input occurs twice or
            was not made by `Input`, or if two layers have the same name.

    Example::

        from keras.engine.network import Network

        x = keras.Input(shape=(3,))
        encoder = Network(x, keras.layers.Dense(2)(x), name='encoder')
        y = keras.layers.Dense(1)(encoder(keras.Input(shape=(3,))))
    """

    @disable_tracking
    def __init__(self, *args, **kwargs):
        if len(args) > 3:
            raise TypeError('%s takes inputs, outputs and a name, but got %d arguments.'
                            % (type(self).__name__, len(args)))
        kwargs.update(zip(('inputs', 'outputs', 'name'), args))
        if ('inputs' in kwargs) != ('outputs' in kwargs):
            raise TypeError('%s needs both `inputs` and `outputs`, or neither in a subclass that '
                            'overrides `call`.' % type(self).__name__)
        self.__dict__['_is_graph_network'] = 'inputs' in kwargs
        kwargs['name'] = kwargs.get('name') or automatic_name(type(self).__name__, K.get_uid)
        inputs, outputs = kwargs.pop('inputs', None), kwargs.pop('outputs', None)
        self._is_given_inputs = False
        super().__init__(**kwargs)
        self._call_cache = {}
        self._mapped_graph = None
        self.optimizer = None
        self.inputs = None
        self.outputs = None
        self._given_input_names = None
        self._given_output_names = None
        if self._is_graph_network:
            self._connect(to_list(inputs, allow_tuple=True), to_list(outputs, allow_tuple=True))

    def __setattr__(self, name, value):
        if '_is_graph_network' not in self.__dict__:
            raise RuntimeError('The constructor of %s must call super().__init__() before it '
                               'sets attributes.' % type(self).__name__)
        super().__setattr__(name, value)

    def _track(self, name, value):
        # In a graph network, the graph determines the layers.
        if not self._is_graph_network:
            super()._track(name, value)

    def __reduce__(self):
        return saving.unpickle_model, (saving.pickle_model(self),)

    def __setstate__(self, state):
        # Only pickles written by Keras 2.3.1 get here.
        self.__dict__.update(saving.unpickle_model(state).__dict__)

    def _check_arguments(self, kwargs):
        for name in kwargs:
            if name not in ('name', 'trainable', 'dtype'):
                raise TypeError('Keyword argument not understood by %s: %s. Expected inputs, '
                                'outputs and name.' % (type(self).__name__, name))

    # The graph of layers

    def _connect(self, inputs, outputs):
        """Makes the network a graph from `inputs` to `outputs`."""
        _check_ends(inputs, outputs)
        self.inputs = list(inputs)
        self.outputs = list(outputs)
        self._mapped_graph = None
        self._enter_graph()
        self._layers = self._graph.layers

    def _enter_graph(self):
        """Records the path from `inputs` to `outputs` as the first call of the network."""
        masks = [mask_of(y) for y in self.outputs]
        shapes = [K.int_shape(y) for y in self.outputs]
        no_masks = [None] * len(self.inputs)
        del self._inbound_nodes[:]
        Node(self, [], [], [], self.inputs, self.outputs, no_masks, masks,
             [K.int_shape(x) for x in self.inputs], shapes)
        self._call_cache = {TensorKey(self.inputs + no_masks): (self.outputs, masks, shapes)}
        self._is_graph_network = True
        self.built = True

    @property
    def _graph(self):
        if self._mapped_graph is None and self._is_graph_network:
            self._mapped_graph = Graph(self.inputs, self.outputs)
        return self._mapped_graph

    @property
    def _input_coordinates(self):
        return [x._keras_history for x in self.inputs]

    @property
    def _output_coordinates(self):
        return [y._keras_history for y in self.outputs]

    @property
    def _input_layers(self):
        return [layer for layer, _, _ in self._input_coordinates]

    @property
    def _output_layers(self):
        return [layer for layer, _, _ in self._output_coordinates]

    # Used only by libraries for Keras 2 that draw or rewrite graphs

    @property
    def _nodes_by_depth(self):
        return self._graph.nodes_by_depth

    @property
    def _layers_by_depth(self):
        return self._graph.layers_by_depth

    @property
    def input_names(self):
        """List of the names of the inputs; you can set it.

        By default they are the names of the input layers, or `'input_1'`, ... without a graph.
        """
        if self._given_input_names is not None:
            return self._given_input_names
        if not self._is_graph_network:
            return numbered('input', self.inputs)
        return [layer.name for layer in self._input_layers]

    @input_names.setter
    def input_names(self, names):
        self._given_input_names = list(names)

    @property
    def output_names(self):
        """List of the names of the outputs; you can set it before `compile`.

        By default they are the names of the layers that make them, or `'output_1'`, ... without a
        graph.
        """
        if self._given_output_names is not None:
            return self._given_output_names
        if not self._is_graph_network:
            return numbered('output', self.outputs)
        return [layer.name for layer in self._output_layers]

    @output_names.setter
    def output_names(self, names):
        self._given_output_names = list(names)

    @property
    def _feed_inputs(self):
        return [x for x, layer in zip(self.inputs, self._input_layers) if layer.is_placeholder]

    @property
    def _feed_input_names(self):
        return [name for name, layer in zip(self.input_names, self._input_layers)
                if layer.is_placeholder]

    @property
    def _feed_input_shapes(self):
        return [K.int_shape(x) for x in self._feed_inputs]

    def build(self, input_shape):
        """Makes the weights and the inputs of a subclass that overrides `call`.

        If you do not call it, the first data determine the shapes: except for the batch axis, their
        sizes are then required of all data. Pass None here for axes whose size varies.

        Args:
            input_shape: tuple with the batch axis, such as `(None, 784)`, or a list of them for
                several inputs.

        Raises:
            NotImplementedError: if the subclass does not override `call`.
        """
        self.built = True
        if not (self._is_graph_network or self._is_given_inputs):
            connect_inputs(self, input_shape)

    def _build_for(self, inputs):
        # In a call, inputs are given, so `build` must not make any.
        self._is_given_inputs = True
        try:
            super()._build_for(inputs)
        finally:
            self._is_given_inputs = False

    def call(self, inputs, mask=None):
        """Applies the network to new inputs.

        Args:
            inputs: tensor or list of tensors.
            mask: mask of the inputs: tensor or None, or a list of these.

        Returns:
            Tensor or list of tensors.

        Raises:
            NotImplementedError: if a subclass has neither a graph of layers nor a `call`.
        """
        if not self._is_graph_network:
            raise NotImplementedError(
                '%s %s has neither a graph of layers nor its own `call`. Override `call`, or '
                'pass inputs and outputs to the constructor.' % (type(self).__name__, self.name))
        return unpack_singleton(self.run_internal_graph(to_list(inputs), _to_masks(mask))[0])

    def compute_mask(self, inputs, mask):
        """Returns the mask or masks of the outputs for given inputs (see `call`)."""
        if not self._is_graph_network:
            return None
        return unpack_singleton(self.run_internal_graph(to_list(inputs), _to_masks(mask))[1])

    def compute_output_shape(self, input_shape):
        """Returns the output shape for a given input shape.

        Args:
            input_shape: tuple with the batch axis, or a list of them for several inputs.

        Returns:
            A tuple, or a list of them for several outputs.

        Raises:
            NotImplementedError: if the model has no graph.

        Example:
            >>> x = keras.Input((None, 3))
            >>> model = keras.Model(x, keras.layers.Dense(2)(x))
            >>> model.compute_output_shape((None, 10, 3))
            (None, 10, 2)
        """
        if not self._is_graph_network:
            raise NotImplementedError('%s %s has no graph of layers: a subclass that overrides '
                                      '`call` must also override `compute_output_shape`.'
                                      % (type(self).__name__, self.name))

        def step(node, shapes):
            shape = node.outbound_layer.compute_output_shape(unpack_singleton(shapes))
            return [shape] if len(node.output_tensors) == 1 else shape

        shapes = [input_shape] if len(self.inputs) == 1 else list(input_shape)
        shapes = [tuple(shape) for shape in shapes]
        return unpack_singleton(self._graph.propagate(self.inputs, shapes, self.outputs, step))

    def run_internal_graph(self, inputs, masks=None):
        """Returns the outputs for given inputs; the same inputs give the same tensors.

        Args:
            inputs: list of tensors.
            masks: list of tensors or None.

        Returns:
            Three lists: output tensors, their masks and their shapes.

        Raises:
            ValueError: if the number of inputs is wrong.
        """
        masks = masks or [None] * len(inputs)
        if len(inputs) != len(self.inputs):
            raise ValueError('Model %s expects %d inputs, but it received %d: %s.'
                             % (self.name, len(self.inputs), len(inputs), inputs))
        key = TensorKey(list(inputs) + list(masks))
        if key not in self._call_cache:
            with call_of(self, inputs):
                outputs = self._graph.propagate(self.inputs, list(zip(inputs, masks)),
                                                self.outputs, _rerun)
            outputs, masks = map(list, zip(*outputs))
            self._call_cache[key] = outputs, masks, [K.int_shape(y) for y in outputs]
        return self._call_cache[key]

    def _output_shapes(self, inputs, outputs):
        is_told = type(self).compute_output_shape is not Network.compute_output_shape
        if is_told and not self._is_graph_network:
            return super()._output_shapes(inputs, outputs)
        for y in outputs:
            y._keras_shape = K.int_shape(y)
        return [y._keras_shape for y in outputs]

    # The layers

    @property
    def layers(self):
        """List of the layers, in the order of the graph."""
        if not self.built:
            self._take_in_listed()
        return self._layers

    def get_layer(self, name=None, index=None):
        """Returns a layer, found by name or index.

        Args:
            name: string, the name of the layer.
            index: int, the index in `layers`; takes precedence over `name`.

        Returns:
            A layer.

        Raises:
            ValueError: if there is no such layer, or neither argument is given.

        Example:
            >>> model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,), name='scores')])
            >>> model.get_layer('scores').units
            2
        """
        if index is not None:
            if not -len(self.layers) <= index < len(self.layers):
                raise ValueError('There is no layer at index %d: the model %s has only %d layers.'
                                 % (index, self.name, len(self.layers)))
            return self.layers[index]
        if name is None:
            raise ValueError('get_layer needs a layer name or a layer index.')
        names = [layer.name for layer in self.layers]
        if name in names:
            return self.layers[names.index(name)]
        raise ValueError('No such layer: %s.%s' % (
            name, did_you_mean(str(name), names)
            or ' The layers of %s are %s.' % (self.name, names)))

    @property
    def trainable_weights(self):
        """List of the variables that training changes, layer by layer; empty if not `trainable`."""
        if not self.trainable:
            return []
        return unique(self._trainable_weights + [w for layer in self._layers
                                                 for w in layer.trainable_weights])

    @property
    def non_trainable_weights(self):
        """List of the variables that training does not change; all if `trainable` is False."""
        trainable = [] if self.trainable else self._trainable_weights + [
            w for layer in self._layers for w in layer.trainable_weights]
        return unique(trainable + self._non_trainable_weights + [
            w for layer in self._layers for w in layer.non_trainable_weights])

    def _weights_in_order(self):
        # The weights of a layer stay together in the list.
        return (self._trainable_weights + self._non_trainable_weights
                + [w for layer in self._layers for w in layer.weights])

    def _calls_inside(self, inputs):
        is_own = (self._is_graph_network and inputs is not None
                  and TensorKey(inputs) == TensorKey(self.inputs))
        if is_own:
            return [(node.outbound_layer, node.input_tensors) for node in self._graph.nodes]
        return super()._calls_inside(inputs)

    @property
    def losses(self):
        """List of the loss terms that depend on the model's own inputs, or on no inputs.

        A subclass that overrides `call` has no inputs of its own while it is only part of other
        models; then these are all its loss terms.
        """
        return self._of_own_inputs(self.get_losses_for) if self.inputs else super().losses

    @property
    def updates(self):
        """List of the updates that depend on the model's inputs, or on none (see `losses`)."""
        return self._of_own_inputs(self.get_updates_for) if self.inputs else super().updates

    @property
    def state_updates(self):
        """List of the updates of states, which are carried out in predictions, too."""
        return self._of_own_inputs(self._state_updates_for)

    def _values_of_states(self):
        """Returns pairs of the variables that hold the states of layers and their values."""
        variables = K.changed_variables(self.state_updates) if self.stateful else []
        return list(zip(variables, K.batch_get_value(variables)))

    @property
    def _metric_tensors(self):
        return self._of_own_inputs(self._metric_tensors_for)

    def _of_own_inputs(self, look_up):
        return unique((look_up(self.inputs) if self.inputs else []) + look_up(None))

    def _state_updates_for(self, inputs):
        return unique(x for layer, inner in self._calls_inside(inputs)
                      for x in layer._state_updates_for(inner))

    @property
    def uses_learning_phase(self):
        """Bool, whether outputs or losses differ between training and testing."""
        return K.depends_on_learning_phase((self.outputs or []) + self.losses)

    @property
    def stateful(self):
        """Bool, whether any layer keeps states from one batch to the next."""
        return any(getattr(layer, 'stateful', False) for layer in self._layers)

    def reset_states(self):
        """Resets the states of all stateful layers.

        Example::

            model = keras.Sequential(
                [keras.layers.LSTM(2, stateful=True, batch_input_shape=(4, 5, 3))])
            model.predict(np.ones((4, 5, 3)))
            model.reset_states()
        """
        for layer in self.layers:
            if getattr(layer, 'stateful', False) and hasattr(layer, 'reset_states'):
                layer.reset_states()

    @property
    def input_spec(self):
        """List of None for each input, so only their number is checked."""
        return [None] * len(self.inputs) if self._is_graph_network else None

    # Configuration and files

    def get_config(self):
        """Returns the graph of layers, for saving and copying the model.

        Returns:
            Dictionary that can be written to JSON.

        Raises:
            NotImplementedError: if the model is a subclass that overrides `call`.

        Example::

            x = keras.Input(shape=(3,))
            model = keras.Model(x, keras.layers.Dense(2)(x))
            copy = keras.Model.from_config(model.get_config())
        """
        if not self._is_graph_network:
            raise NotImplementedError(
                '%s %s is a subclass that overrides `call`: it has no graph to describe. Save its '
                'weights with save_weights().' % (type(self).__name__, self.name))
        return config_of_network(self)

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Makes a network from its configuration.

        Args:
            config: dictionary, as `get_config` returns it.
            custom_objects: dictionary from names to your own classes and functions.

        Returns:
            A new network with the same layers, but not the same weights.

        Raises:
            ValueError: if no layers are described, a name is unknown, or layers cannot be
                connected as described.
        """
        if 'layers' not in config:
            raise ValueError('The configuration of the %s has no "layers". A subclass that '
                             'overrides get_config must also override from_config, which makes '
                             'the model from what get_config returns.' % cls.__name__)
        inputs, outputs = network_from_config(config, custom_objects)
        network = cls(inputs=inputs, outputs=outputs, name=config.get('name'))
        # Files contain the weights in the order in which they list the layers.
        places = {data['name']: place for place, data in enumerate(config['layers'])}
        network._layers.sort(key=lambda layer: places.get(layer.name, len(places)))
        return network

    def save(self, filepath, overwrite=True, include_optimizer=True):
        """Saves the architecture, the weights and the training state to one HDF5 file.

        `keras.models.load_model` restores the model from it.

        Args:
            filepath: path of the file, binary stream, or open `h5py.File` or `h5py.Group`.
            overwrite: whether to replace an existing file without asking.
            include_optimizer: whether to save how the model was compiled and the state of the
                optimizer.

        Raises:
            NotImplementedError: if the model is a subclass that overrides `call`.
            OSError: if the file cannot be written.

        Example::

            model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
            model.compile('adam', loss='mse')
            model.save('model.h5')
            copy = keras.models.load_model('model.h5')
        """
        saving.save_model(self, filepath, overwrite, include_optimizer)

    def save_weights(self, filepath, overwrite=True):
        """Saves the weights to an HDF5 file.

        Args:
            filepath: path of the file.
            overwrite: whether to replace an existing file without asking.

        Raises:
            OSError: if the file cannot be written.

        Example::

            model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
            model.save_weights('weights.h5')
            model.load_weights('weights.h5')
        """
        saving.save_weights(self, filepath, overwrite)

    def load_weights(self, filepath, by_name=False, skip_mismatch=False, reshape=False):
        """Loads weights from an HDF5 file.

        Args:
            filepath: path of the file.
            by_name: whether layers are matched by name instead of by their order. Layers that the
                file does not name keep their weights.
            skip_mismatch: with `by_name`, whether to skip layers whose weights do not fit.
            reshape: whether to reshape weights that have the right number of entries.

        Raises:
            OSError: if the file cannot be read.
            ValueError: if its weights do not fit the layers.

        Example::

            model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,), name='shared')])
            model.save_weights('weights.h5')
            larger = keras.Sequential([keras.layers.Dense(2, input_shape=(3,), name='shared'),
                                       keras.layers.Dense(1, name='new')])
            larger.load_weights('weights.h5', by_name=True)
        """
        saving.load_weights(self, filepath, by_name, skip_mismatch, reshape)

    def to_json(self, **kwargs):
        """Returns the architecture, without weights, as a JSON string.

        Args:
            **kwargs: arguments of `json.dumps`, such as `indent`.

        Returns:
            A string for `keras.models.model_from_json`.

        Raises:
            NotImplementedError: if the model is a subclass that overrides `call`.

        Example::

            model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
            copy = keras.models.model_from_json(model.to_json())
        """
        return saving.model_to_json(self, **kwargs)

    def to_yaml(self, **kwargs):
        """Returns the architecture, without weights, as a YAML string.

        Args:
            **kwargs: arguments of `yaml.dump`.

        Returns:
            A string for `keras.models.model_from_yaml`.

        Raises:
            NotImplementedError: if the model is a subclass that overrides `call`.

        Example::

            model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
            copy = keras.models.model_from_yaml(model.to_yaml())
        """
        return saving.model_to_yaml(self, **kwargs)

    def summary(self, line_length=None, positions=None, print_fn=None):
        """Prints a table of the layers, their output shapes and numbers of weights.

        Args:
            line_length: int, the width of the table; chosen to suit the model by default.
            positions: list of the ends of the columns, as fractions of the width or as absolute
                positions.
            print_fn: function that is called with each line; `print` by default.

        Raises:
            ValueError: if the model has not been built yet.

        Example::

            model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
            model.summary()
        """
        from keras.utils.layer_utils import print_summary
        if not self.built:
            raise ValueError('The model %s has no summary before it is built. Call build() with an '
                             'input shape or fit() with data, or give the first layer an '
                             'input_shape.' % self.name)
        print_summary(self, line_length=line_length, positions=positions, print_fn=print_fn)


def connect_inputs(model, input_shape):
    """Makes inputs for a subclass that overrides `call`, and calls it on them.

    Args:
        model: `Network`.
        input_shape: tuple with the batch axis, or a list of them.
    """
    shapes = input_shape if isinstance(input_shape, list) else [input_shape]
    inputs = [Input(batch_shape=shape) for shape in shapes]
    outputs = model(unpack_singleton(inputs))
    model.inputs, model.outputs = inputs, to_list(outputs)


def numbered(word, things):
    """Returns the names of the inputs or outputs of a model without a graph of layers."""
    return ['%s_%d' % (word, i + 1) for i in range(len(things or []))]


def _check_ends(inputs, outputs):
    """Raises a ValueError unless a graph may run from `inputs` to `outputs`."""
    for x in inputs:
        layer = getattr(x, '_keras_history', (None,))[0]
        if not isinstance(layer, InputLayer):
            raise ValueError('Inputs of a model must come from keras.layers.Input, but %s %s.'
                             % (x, 'does not come from a layer' if layer is None
                                else 'is the output of layer %s' % layer.name))
    if len({id(x) for x in inputs}) < len(inputs):
        raise ValueError('All inputs of a model must be different, but one occurs twice: %s.'
                         % inputs)
    for y in outputs:
        if not hasattr(y, '_keras_history'):
            raise ValueError('Outputs of a model must be outputs of layers, but %s is not. '
                             'Put operations on tensors into a layer, such as Lambda.'
                             % (y,))


def _rerun(node, values):
    """Calls the layer of a node on other inputs, given as pairs of a tensor and its mask."""
    layer = node.outbound_layer
    inputs, masks = map(list, zip(*values))
    inputs = unpack_singleton(inputs)
    with K.name_scope(layer.name), blame(layer, inputs):
        outputs, output_masks = layer._compute(inputs, masks, node.arguments or {})
        layer._output_shapes(inputs, outputs)
    return list(zip(outputs, output_masks))


def _to_masks(mask):
    return None if mask is None else to_list(mask)
