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
    """Layers composed into one: everything of a model but its training.

    Either a graph of layers between inputs and outputs, `Network(inputs, outputs, name=None)`;
    or, in a subclass that sets layers as attributes and overrides `call`, `Network(name=None)`.

    Args:
        inputs: tensor or list of tensors that `Input` made.
        outputs: tensor or list of tensors that follow from them.
        name: string; by default made of the class, such as `'model_1'`.
        trainable: bool, whether training changes the weights.

    Raises:
        TypeError: if the arguments are none of the above.
        ValueError: if the outputs do not follow from the inputs, if an input comes twice or is
            not the result of `Input`, or if two layers share a name.
    """

    @disable_tracking
    def __init__(self, *args, **kwargs):
        if len(args) > 3:
            raise TypeError('%s takes inputs, outputs and a name, but was given %d arguments.'
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
            raise RuntimeError('The constructor of %s has to call super().__init__() before it '
                               'sets attributes.' % type(self).__name__)
        super().__setattr__(name, value)

    def _track(self, name, value):
        # What belongs to a graph, the graph says itself.
        if not self._is_graph_network:
            super()._track(name, value)

    def __reduce__(self):
        return saving.unpickle_model, (saving.pickle_model(self),)

    def __setstate__(self, state):
        # Only pickles that Keras 2.3.1 wrote come here.
        self.__dict__.update(saving.unpickle_model(state).__dict__)

    def _check_arguments(self, kwargs):
        for name in kwargs:
            if name not in ('name', 'trainable', 'dtype'):
                raise TypeError('Keyword argument not understood by %s: %s. Expected inputs, '
                                'outputs and name.' % (type(self).__name__, name))

    # The graph

    def _connect(self, inputs, outputs):
        """Makes the network the graph from `inputs` to `outputs`."""
        _check_ends(inputs, outputs)
        self.inputs = list(inputs)
        self.outputs = list(outputs)
        self._mapped_graph = None
        self._enter_graph()
        self._layers = self._graph.layers

    def _enter_graph(self):
        """Takes the way from `inputs` to `outputs` as the first call of the network."""
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

    # Read by libraries of Keras 2 that draw or rewrite graphs, and by nothing inside

    @property
    def _nodes_by_depth(self):
        return self._graph.nodes_by_depth

    @property
    def _layers_by_depth(self):
        return self._graph.layers_by_depth

    @property
    def input_names(self):
        """List of the names of the inputs, which can be set.

        By default they are those of the input layers; `'input_1'`, ... without a graph.
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
        """List of the names of the outputs, which can be set before `compile`.

        By default they are those of the layers that make them; `'output_1'`, ... without a graph.
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
        """Makes the weights, and the inputs, of a subclass that overrides `call`.

        Without it, the first data do so. Axes whose size varies have to be None here; the sizes in
        the first data, save that of the batch axis, are taken to be those of all data.

        Args:
            input_shape: tuple with the batch axis, such as `(None, 784)`, or a list of them for
                several inputs.

        Raises:
            NotImplementedError: if there is no `call`.
        """
        self.built = True
        if not (self._is_graph_network or self._is_given_inputs):
            connect_inputs(self, input_shape)

    def _build_for(self, inputs):
        # The inputs of a call are somebody else's: `build` need make none.
        self._is_given_inputs = True
        try:
            super()._build_for(inputs)
        finally:
            self._is_given_inputs = False

    def call(self, inputs, mask=None):
        """Applies the network to other inputs than its own.

        Args:
            inputs: tensor or list of tensors.
            mask: tensor or None, or a list of these.

        Returns:
            Tensor or list of tensors.
        """
        if not self._is_graph_network:
            raise NotImplementedError(
                '%s %s has neither a graph of layers nor a `call` of its own. Override `call`, or '
                'pass inputs and outputs to the constructor.' % (type(self).__name__, self.name))
        return unpack_singleton(self.run_internal_graph(to_list(inputs), _to_masks(mask))[0])

    def compute_mask(self, inputs, mask):
        """Returns the masks of the outputs (see `call`)."""
        if not self._is_graph_network:
            return None
        return unpack_singleton(self.run_internal_graph(to_list(inputs), _to_masks(mask))[1])

    def compute_output_shape(self, input_shape):
        """Returns the shape of the output, or a list of shapes, for the shape of the input.

        Args:
            input_shape: tuple with the batch axis, or a list of them for several inputs.

        Raises:
            NotImplementedError: if the model has no graph.
        """
        if not self._is_graph_network:
            raise NotImplementedError('%s %s has no graph to follow: a subclass that overrides '
                                      '`call` has to override `compute_output_shape` too.'
                                      % (type(self).__name__, self.name))

        def step(node, shapes):
            shape = node.outbound_layer.compute_output_shape(unpack_singleton(shapes))
            return [shape] if len(node.output_tensors) == 1 else shape

        shapes = [input_shape] if len(self.inputs) == 1 else list(input_shape)
        shapes = [tuple(shape) for shape in shapes]
        return unpack_singleton(self._graph.propagate(self.inputs, shapes, self.outputs, step))

    def run_internal_graph(self, inputs, masks=None):
        """Computes the outputs for given inputs; the same inputs give the same outputs.

        Args:
            inputs: list of tensors.
            masks: list of tensors or None.

        Returns:
            Three lists: output tensors, their masks and their shapes.

        Raises:
            ValueError: if there are more or fewer inputs than the model has.
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
        """List of the layers."""
        if not self.built:
            self._take_in_listed()
        return self._layers

    def get_layer(self, name=None, index=None):
        """Returns one of the layers.

        Args:
            name: string, name of the layer.
            index: int, place in `layers`; goes before `name`.

        Raises:
            ValueError: if there is no such layer.
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
        """List of the variables that training changes, layer by layer."""
        if not self.trainable:
            return []
        return unique(self._trainable_weights + [w for layer in self._layers
                                                 for w in layer.trainable_weights])

    @property
    def non_trainable_weights(self):
        """List of the variables that training leaves alone (all, if `trainable` is False)."""
        trainable = [] if self.trainable else self._trainable_weights + [
            w for layer in self._layers for w in layer.trainable_weights]
        return unique(trainable + self._non_trainable_weights + [
            w for layer in self._layers for w in layer.non_trainable_weights])

    def _weights_in_order(self):
        # Layer by layer, so that pieces of the list are the weights of layers.
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
        """List of the loss terms that depend on the model's own inputs, or on none.

        A subclass that overrides `call` has no own inputs while it is but a part of other models;
        these are all its loss terms then.
        """
        return self._of_own_inputs(self.get_losses_for) if self.inputs else super().losses

    @property
    def updates(self):
        """List of the updates that depend on the model's own inputs, or on none (see `losses`)."""
        return self._of_own_inputs(self.get_updates_for) if self.inputs else super().updates

    @property
    def state_updates(self):
        """List of the updates of states, which go along with predictions too."""
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
        """Whether outputs or losses differ between training and testing."""
        return K.depends_on_learning_phase((self.outputs or []) + self.losses)

    @property
    def stateful(self):
        """Whether a layer keeps states from one batch to the next."""
        return any(getattr(layer, 'stateful', False) for layer in self._layers)

    def reset_states(self):
        """Sets the states of all stateful layers back to their start."""
        for layer in self.layers:
            if getattr(layer, 'stateful', False) and hasattr(layer, 'reset_states'):
                layer.reset_states()

    @property
    def input_spec(self):
        """One open spec for each input, so that their number is checked."""
        return [None] * len(self.inputs) if self._is_graph_network else None

    # Files and texts

    def get_config(self):
        """Returns the graph of layers as a dictionary that JSON can hold."""
        if not self._is_graph_network:
            raise NotImplementedError(
                '%s %s is a subclass that overrides `call`: it has no graph to describe. Save its '
                'weights with save_weights().' % (type(self).__name__, self.name))
        return config_of_network(self)

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Makes a network from the result of `get_config`.

        Args:
            config: dictionary.
            custom_objects: dictionary from names to classes or functions of the user.

        Returns:
            A new network with the same layers (not the same weights).
        """
        inputs, outputs = network_from_config(config, custom_objects)
        network = cls(inputs=inputs, outputs=outputs, name=config.get('name'))
        # Files hold the weights in the order in which they list the layers.
        places = {data['name']: place for place, data in enumerate(config['layers'])}
        network._layers.sort(key=lambda layer: places.get(layer.name, len(places)))
        return network

    def save(self, filepath, overwrite=True, include_optimizer=True):
        """Saves graph, weights and the state of training to one HDF5 file.

        `keras.models.load_model` makes the model again from it.

        Args:
            filepath: path of the file, or an open `h5py.File` or group.
            overwrite: whether to replace an existing file without asking.
            include_optimizer: whether to save the state of the optimizer too.
        """
        saving.save_model(self, filepath, overwrite, include_optimizer)

    def save_weights(self, filepath, overwrite=True):
        """Saves the weights to an HDF5 file.

        Args:
            filepath: path of the file.
            overwrite: whether to replace an existing file without asking.
        """
        saving.save_weights(self, filepath, overwrite)

    def load_weights(self, filepath, by_name=False, skip_mismatch=False, reshape=False):
        """Loads weights from an HDF5 file.

        Args:
            filepath: path of the file.
            by_name: whether layers are matched by name; else by their order.
            skip_mismatch: whether to leave out layers whose weights do not fit (with `by_name`).
            reshape: whether to reshape weights that have the right number of entries.
        """
        saving.load_weights(self, filepath, by_name, skip_mismatch, reshape)

    def to_json(self, **kwargs):
        """Returns the graph of layers as a JSON string; `**kwargs` go to `json.dumps`."""
        return saving.model_to_json(self, **kwargs)

    def to_yaml(self, **kwargs):
        """Returns the graph of layers as a YAML string; `**kwargs` go to `yaml.dump`."""
        return saving.model_to_yaml(self, **kwargs)

    def summary(self, line_length=None, positions=None, print_fn=None):
        """Prints a table of the layers, their output shapes and numbers of weights.

        Args:
            line_length: int, width of the table.
            positions: list of the ends of the columns, as parts of the width or absolute.
            print_fn: function that takes each line, `print` by default.

        Raises:
            ValueError: if the model has not been built yet.
        """
        from keras.utils.layer_utils import print_summary
        if not self.built:
            raise ValueError('The model %s has no summary before it is built. Call build() with an '
                             'input shape or fit() with data, or give the first layer an '
                             'input_shape.' % self.name)
        print_summary(self, line_length=line_length, positions=positions, print_fn=print_fn)


def connect_inputs(model, input_shape):
    """Gives inputs of its own to a subclass that overrides `call`, and calls it on them.

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
                             % (x, 'comes from nowhere' if layer is None
                                else 'is the output of layer %s' % layer.name))
    if len({id(x) for x in inputs}) < len(inputs):
        raise ValueError('All inputs of a model must be different, but one occurs twice: %s.'
                         % inputs)
    for y in outputs:
        if not hasattr(y, '_keras_history'):
            raise ValueError('Outputs of a model must be outputs of layers, but %s is not. '
                             'Operations on tensors have to stand in a layer, such as Lambda.'
                             % (y,))


def _rerun(node, values):
    """Calls the layer of a node on other inputs: lists of pairs of tensor and mask."""
    layer = node.outbound_layer
    inputs, masks = map(list, zip(*values))
    inputs = unpack_singleton(inputs)
    with K.name_scope(layer.name), blame(layer, inputs):
        outputs, output_masks = layer._compute(inputs, masks, node.arguments or {})
        layer._output_shapes(inputs, outputs)
    return list(zip(outputs, output_masks))


def _to_masks(mask):
    return None if mask is None else to_list(mask)
