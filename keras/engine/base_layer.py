"""The base of all layers."""
import contextlib
import inspect

import numpy as np

from keras import backend as K
from keras import initializers
from keras.utils.errors import did_you_mean
from keras.utils.generic_utils import has_arg, is_all_none, to_list, unpack_singleton
from keras.utils.layer_utils import count_params
from keras.utils.limits import check_effort, check_numbers

from .calls import call_of, outside_of_calls
from .connections import Connections
from .contributions import Contributions, unique
from .input_spec import InputSpec, check_inputs, check_tensors  # noqa: F401
from .names import automatic_name
from .node import Node
from .shapes import batch_input_shape, is_shape, refined, shapes_of
from .tracking import Tracking, contains, disable_tracking


class Layer(Tracking, Connections, Contributions):
    """A function of tensors, together with its weights.

    To write your own layer, override `build`, which makes the weights once the input shape is
    known; `call`, which computes the output; `compute_output_shape`; and `get_config`, if the
    constructor takes arguments. Layers and variables that you set as attributes become part of the
    layer. So do layers in lists, tuples and dictionaries, once the layer is called.

    Args:
        name: string, unique within a model. By default it is made from the class name, such as
            `'dense_1'`.
        trainable: bool, whether training changes the weights.
        dtype: string, the type of the weights; `K.floatx()` by default.
        input_shape: tuple, the shape of the input without the batch axis. The first layer of a
            `Sequential` model takes it.
        input_dim: int, short for `input_shape=(input_dim,)`.
        batch_input_shape: tuple, the shape of the input with the batch axis.
        batch_size: int, the size of the batch axis, together with `input_shape`.
        weights: list of arrays, initial values of the weights in the order of `get_weights`.

    Attributes:
        name: string.
        trainable: bool, whether training changes the weights.
        dtype: string, the type of the weights.
        input_spec: `InputSpec`, or a list of them: what inputs must look like.
        supports_masking: bool, whether the layer accepts masks, to use them or to pass them on.
        stateful: bool, whether states are kept from one batch to the next.

    Raises:
        TypeError: for an unknown argument.

    Example::

        class Scale(keras.layers.Layer):
            def build(self, input_shape):
                self.factor = self.add_weight('factor', (input_shape[-1],), initializer='ones')
                super().build(input_shape)

            def call(self, inputs):
                return inputs * self.factor

        x = keras.Input(shape=(3,))
        model = keras.Model(x, Scale()(x))
    """

    input_spec = None
    supports_masking = False
    stateful = False
    # Every layer takes these in addition to the arguments of its constructor.
    _base_arguments = ('input_shape', 'input_dim', 'batch_input_shape', 'batch_size', 'dtype',
                       'input_dtype', 'name', 'trainable', 'weights')

    @disable_tracking
    def __init__(self, **kwargs):
        self._check_arguments(kwargs)
        # A subclass may have set these before it called this constructor.
        for name in ('_layers', '_metrics', '_trainable_weights', '_non_trainable_weights'):
            self.__dict__.setdefault(name, [])
        self._losses = []
        self._updates = []
        self._per_input_losses = {}
        self._per_input_updates = {}
        self._per_input_metrics = {}
        self._inner_calls = {}
        self._inbound_nodes = []
        self._outbound_nodes = []
        self._built = False
        self._initial_weights = kwargs.get('weights')
        self.name = kwargs.get('name') or automatic_name(type(self).__name__)
        self.trainable = kwargs.get('trainable', True)
        self.dtype = kwargs.get('dtype') or kwargs.get('input_dtype') or K.floatx()
        shape = batch_input_shape(self.name, kwargs)
        if shape is not None:
            self.batch_input_shape = shape

    def _check_arguments(self, kwargs):
        for name in kwargs:
            if name not in self._base_arguments:
                raise TypeError(
                    'Keyword argument not understood by %s: %s.%s'
                    % (type(self).__name__, name, did_you_mean(name, _own_arguments(type(self)))))

    @property
    def built(self):
        """Bool, whether the weights have been made."""
        return self._built

    @built.setter
    def built(self, value):
        self._built = value

    @property
    def _input_dtype(self):
        """The dtype of the input that is made for the layer if it is a model's first."""
        return self.dtype

    # Weights

    def add_weight(self, name=None, shape=None, dtype=None, initializer=None,
                   regularizer=None, trainable=True, constraint=None):
        """Makes a weight of the layer. Call it in `build`.

        Args:
            name: string.
            shape: tuple of ints; None makes a scalar.
            dtype: string, the layer's `dtype` by default.
            initializer: name of an initializer, or a function that takes a shape.
            regularizer: function that takes the weight and returns a scalar, which is added to the
                loss; or None.
            trainable: bool, whether training changes the weight.
            constraint: function that is applied to the weight after each training step, or None.

        Returns:
            A variable.

        Raises:
            ValueError: if there is no initializer, or a size in the shape is None.

        Example:
            >>> layer = keras.layers.Layer()
            >>> kernel = layer.add_weight('kernel', (3, 2), initializer='zeros')
            >>> layer.get_weights()[0].shape
            (3, 2)
        """
        if initializer is None:
            raise ValueError("The weight %r of layer %s needs an initializer, for example "
                             "add_weight(name=%r, shape=%r, initializer='glorot_uniform')."
                             % (name, self.name, name, shape))
        dtype = dtype or self.dtype
        shape = () if shape is None else tuple(shape)
        if None in shape:
            raise ValueError('The weight %r of layer %s cannot have the shape %s: an axis of the '
                             'input must be known. Give the input a shape without None there.'
                             % (name, self.name, shape))
        check_numbers(self.name, name, shape)
        check_effort('layer %s' % self.name, 2)
        value = initializers.start_of_weight(initializers.get(initializer), shape, dtype)
        weight = K.variable(value, dtype=dtype, name=name, constraint=constraint)
        if regularizer is not None:
            with K.name_scope('weight_regularizer'):
                loss = regularizer(weight)
            self._losses.append(loss)
            self._per_input_losses.setdefault(None, []).append(loss)
        if trainable:
            self._trainable_weights.append(weight)
        else:
            self._non_trainable_weights.append(weight)
        return weight

    @property
    def trainable_weights(self):
        """List of the variables that training changes; empty if `trainable` is False."""
        if not self.trainable:
            return []
        return unique(self._trainable_weights + [
            w for layer in self._layers for w in layer.trainable_weights])

    @trainable_weights.setter
    def trainable_weights(self, weights):
        self._trainable_weights = list(weights)

    @property
    def non_trainable_weights(self):
        """List of the variables that training does not change; all if `trainable` is False."""
        if self.trainable:
            return unique(self._non_trainable_weights + [
                w for layer in self._layers for w in layer.non_trainable_weights])
        return unique(self._trainable_weights + self._non_trainable_weights + [
            w for layer in self._layers for w in layer.weights])

    @non_trainable_weights.setter
    def non_trainable_weights(self, weights):
        self._non_trainable_weights = list(weights)
        self._trainable_weights = [w for w in self._trainable_weights
                                   if not contains(self._non_trainable_weights, w)]

    @property
    def weights(self):
        """List of all variables, the trainable ones first."""
        return unique(self.trainable_weights + self.non_trainable_weights)

    def count_params(self):
        """Returns the total number of entries in all weights.

        Returns:
            An int.

        Raises:
            RuntimeError: if the weights have not been made yet.

        Example:
            >>> layer = keras.layers.Dense(2)
            >>> layer.build((None, 3))
            >>> layer.count_params()  # 3 x 2 kernel, bias of 2
            8
        """
        if not self.built:
            raise RuntimeError('The weights of layer %s cannot be counted before they are made. '
                               'Call the layer on an input, or %s.build(batch_input_shape).'
                               % (self.name, self.name))
        return count_params(self.weights)

    def get_weights(self):
        """Returns the values of the weights.

        Returns:
            List of NumPy arrays.

        Example:
            >>> layer = keras.layers.Dense(2)
            >>> layer.build((None, 3))
            >>> [array.shape for array in layer.get_weights()]
            [(3, 2), (2,)]
        """
        return K.batch_get_value(self._weights_in_order())

    def set_weights(self, weights):
        """Sets the values of the weights.

        Args:
            weights: list of arrays, as `get_weights` returns them.

        Raises:
            ValueError: if their number or a shape is wrong. Nothing is set then.

        Example::

            layer = keras.layers.Dense(2)
            layer.build((None, 3))
            layer.set_weights([np.ones((3, 2)), np.zeros(2)])
        """
        assign_weights(self.name, self._weights_in_order(), weights)

    def _weights_in_order(self):
        """Returns the list of the variables in the order of `get_weights`."""
        return self.weights

    # Calls

    def build(self, input_shape):
        """Makes the weights. Override it in layers with weights.

        It runs once, before the first call of the layer. An override ends by calling
        `super().build(input_shape)` or setting `self.built = True`.

        Args:
            input_shape: tuple with the batch axis, or a list of them for several inputs.

        Example:
            >>> layer = keras.layers.Dense(2)
            >>> layer.build((None, 3))
            >>> len(layer.weights)
            2
        """
        self.built = True

    def call(self, inputs, **kwargs):
        """Computes the output. Override it in every layer.

        Args:
            inputs: tensor or list of tensors.
            **kwargs: other arguments of the call. An override that takes an argument `mask` gets
                the mask of the inputs.

        Returns:
            Tensor or list of tensors.
        """
        return inputs

    def compute_output_shape(self, input_shape):
        """Returns the output shape for a given input shape.

        Override it if the two differ.

        Args:
            input_shape: tuple with the batch axis, or a list of them for several inputs.

        Returns:
            A tuple, or a list of them for several outputs.

        Example:
            >>> keras.layers.Dense(2).compute_output_shape((None, 3))
            (None, 2)
        """
        return input_shape

    def compute_mask(self, inputs, mask=None):
        """Returns the mask of the output, which by default is that of the input.

        Args:
            inputs: tensor or list of tensors.
            mask: mask of the inputs: tensor or None, or a list of these.

        Returns:
            Tensor or None; or a list of these for several outputs.

        Raises:
            TypeError: if there is a mask and the layer does not support masking.
        """
        if self.supports_masking:
            return mask
        if mask is not None and not is_all_none(mask):
            raise TypeError('Layer %s does not support masking, but was passed an input_mask: %s. '
                            'If it can handle masked input, set its supports_masking to True.'
                            % (self.name, mask))
        return None

    def assert_input_compatibility(self, inputs):
        """Checks inputs against `input_spec`.

        Args:
            inputs: tensor or list of tensors.

        Raises:
            ValueError: if the inputs do not match it, or are not tensors.
        """
        check_inputs(self.name, self.input_spec, inputs)

    def __call__(self, inputs, **kwargs):
        """Calls the layer on inputs. The first call also makes its weights.

        Args:
            inputs: tensor or list of tensors.
            **kwargs: arguments of `call`.

        Returns:
            Tensor or list of tensors, from which a model can be made.

        Raises:
            ValueError: if the inputs do not match `input_spec`, or are not tensors.
        """
        if '_inbound_nodes' not in self.__dict__:
            raise RuntimeError('The constructor of %s must call super().__init__(**kwargs).'
                               % type(self).__name__)
        if isinstance(inputs, (list, tuple)):
            inputs = list(inputs)
        with K.building_on(to_list(inputs)):
            with K.name_scope(self.name), blame(self, inputs):
                self._build_for(inputs)
                self.assert_input_compatibility(inputs)
                masks = [mask_of(x) for x in to_list(inputs)]
                outputs, output_masks = self._compute(inputs, masks, kwargs)
                shapes = self._output_shapes(inputs, outputs)
            self._add_node(to_list(inputs), masks, outputs, output_masks, shapes, kwargs)
        return unpack_singleton(outputs)

    def _build_for(self, inputs):
        if self.built:
            return
        check_tensors(self.name, inputs)
        self.assert_input_compatibility(inputs)
        with outside_of_calls():
            self.build(unpack_singleton(shapes_of(self.name, inputs)))
        self.built = True
        if self._initial_weights is not None:
            self.set_weights(self._initial_weights)
            self._initial_weights = None

    def _compute(self, inputs, masks, arguments):
        """Runs `call` on inputs, and computes masks and activity losses.

        Args:
            inputs: tensor or list of tensors.
            masks: list of tensors or None.
            arguments: dictionary of keyword arguments of `call`.

        Returns:
            List of output tensors and list of their masks.
        """
        # Layers that depend on the learning phase are built for both phases.
        check_effort('layer %s' % self.name,
                     len(masks) + (9 if has_arg(self.call, 'training') else 2))
        if 'mask' not in arguments and not is_all_none(masks) and has_arg(self.call, 'mask'):
            arguments = dict(arguments, mask=unpack_singleton(masks))
        with call_of(self, inputs):
            outputs = to_list(self.call(inputs, **arguments), allow_tuple=True)
        self._take_in_listed()
        _check_outputs(self.name, outputs)
        outputs = [_own(y) for y in outputs]
        output_masks = self.compute_mask(inputs, unpack_singleton(masks))
        output_masks = ([None] * len(outputs) if output_masks is None
                        else to_list(output_masks, allow_tuple=True))
        self._mark_learning_phase(to_list(inputs), outputs)
        if getattr(self, 'activity_regularizer', None) is not None:
            with K.name_scope('activity_regularizer'):
                self.add_loss([self.activity_regularizer(y) for y in outputs], inputs)
        return outputs, output_masks

    def _mark_learning_phase(self, inputs, outputs):
        """Records whether the outputs depend on the learning phase: all of them or none."""
        random = getattr(self, 'uses_learning_phase', False) or any(
            getattr(x, '_uses_learning_phase', False) for x in inputs + outputs)
        for y in outputs:
            y._uses_learning_phase = random

    def _output_shapes(self, inputs, outputs):
        """Returns the list of output shapes and sets each on its tensor."""
        shapes = unpack_singleton(shapes_of(self.name, inputs))
        shapes = self.compute_output_shape(shapes)
        shapes = [shapes] if is_shape(shapes) else list(shapes)
        if self._shapes_are_guesses() or len(shapes) > len(outputs):
            guesses = shapes + [()] * len(outputs)
            shapes = [refined(guess, y) for guess, y in zip(guesses, outputs)]
        if len(shapes) != len(outputs):
            raise ValueError('compute_output_shape of layer %s returned %d shapes %s for %d '
                             'outputs.' % (self.name, len(shapes), shapes, len(outputs)))
        shapes = [tuple(shape) for shape in shapes]
        for shape, y in zip(shapes, outputs):
            y._keras_shape = shape
        return shapes

    def _shapes_are_guesses(self):
        """Returns whether `compute_output_shape` returns the shapes of the inputs, right or not."""
        return type(self).compute_output_shape is Layer.compute_output_shape

    def _add_node(self, inputs, masks, outputs, output_masks, shapes, arguments):
        sources = [getattr(x, '_keras_history', (None, None, None)) for x in inputs]
        layers, node_indices, tensor_indices = map(list, zip(*sources))
        for i, y in enumerate(outputs):
            y._keras_history = (self, len(self._inbound_nodes), i)
        Node(self, layers, node_indices, tensor_indices, inputs, outputs, masks, output_masks,
             shapes_of(self.name, inputs), shapes, arguments)

    def _add_inbound_node(self, input_tensors, output_tensors, input_masks, output_masks,
                          input_shapes, output_shapes, arguments=None):
        """Records a call that did not go through `Layer.__call__`, as recurrentshop does.

        Args:
            input_tensors, output_tensors, input_masks, output_masks: tensors, or lists of them.
            input_shapes: not used: tensors know their shapes.
            output_shapes: tuple with the batch axis, or a list of them.
            arguments: dictionary of the keyword arguments of `call`.
        """
        inputs, outputs = to_list(input_tensors), to_list(output_tensors)
        shapes = [output_shapes] if is_shape(output_shapes) else list(output_shapes)
        self._mark_learning_phase(inputs, outputs)
        for shape, y in zip(shapes, outputs):
            y._keras_shape = tuple(shape)
        self._add_node(inputs, to_list(input_masks), outputs, to_list(output_masks), shapes,
                       arguments or {})

    # Configuration

    def get_config(self):
        """Returns the arguments of the constructor, for saving and copying the layer.

        Override it if the constructor takes arguments of its own.

        Returns:
            Dictionary that can be written to JSON.

        Example::

            class Scale(keras.layers.Layer):
                def __init__(self, factor, **kwargs):
                    super().__init__(**kwargs)
                    self.factor = factor

                def call(self, inputs):
                    return self.factor * inputs

                def get_config(self):
                    return dict(super().get_config(), factor=self.factor)

            copy = Scale.from_config(Scale(2.).get_config())
        """
        config = {'name': self.name, 'trainable': self.trainable}
        if hasattr(self, 'batch_input_shape'):
            config['batch_input_shape'] = self.batch_input_shape
        if hasattr(self, 'dtype'):
            config['dtype'] = self.dtype
        return config

    @classmethod
    def from_config(cls, config):
        """Makes a layer from its configuration.

        Args:
            config: dictionary, as `get_config` returns it.

        Returns:
            A new layer with the same arguments, but not the same weights.

        Example:
            >>> layer = keras.layers.Dense(2, activation='relu')
            >>> copy = keras.layers.Dense.from_config(layer.get_config())
            >>> copy.units
            2
        """
        return cls(**config)


def assign_weights(name, variables, arrays):
    """Sets variables, after checking the number and the shapes of the arrays.

    Args:
        name: string, the layer or model they belong to, for messages.
        variables: list of variables.
        arrays: list of arrays.

    Raises:
        ValueError: if the number or a shape is wrong. Nothing is set then.
    """
    arrays = [np.asarray(array) for array in arrays]
    if len(arrays) != len(variables):
        raise ValueError(
            'set_weights of %s received %d arrays, of shapes %s, but expects %d, of shapes %s.'
            % (name, len(arrays), [array.shape for array in arrays],
               len(variables), [K.int_shape(v) for v in variables]))
    for i, (variable, array) in enumerate(zip(variables, arrays)):
        if tuple(K.int_shape(variable)) != array.shape:
            raise ValueError(
                'set_weights of %s received an array of shape %s for weight %d (%s), whose shape '
                'is %s.' % (name, array.shape, i, variable.name, K.int_shape(variable)))
    K.batch_set_value(list(zip(variables, arrays)))


def _own_arguments(cls):
    """Returns the names of all arguments of a layer class's constructor."""
    code = getattr(inspect.unwrap(cls.__init__), '__code__', None)
    own = code.co_varnames[1:code.co_argcount] if code else ()
    return list(own) + list(cls._base_arguments)


def mask_of(x):
    """Returns the mask of a tensor, or None if it has none."""
    layer, node_index, tensor_index = getattr(x, '_keras_history', (None, None, None))
    return None if layer is None else layer._inbound_nodes[node_index].output_masks[tensor_index]


# Imported by recurrentshop and by layers that override `__call__`.


def _collect_input_shape(input_tensors):
    return unpack_singleton(shapes_of('', input_tensors))


def _collect_previous_mask(input_tensors):
    return unpack_singleton([mask_of(x) for x in to_list(input_tensors)])


def _check_outputs(name, outputs):
    for y in outputs:
        if not K.is_tensor(y):
            raise ValueError('The call method of layer %s must return a tensor or a list of '
                             'tensors, but returned %s.%s'
                             % (name, 'None' if y is None else 'a ' + type(y).__name__,
                                ' Does it lack a return statement?' if y is None else ''))


def _own(y):
    """Returns an output, or its copy if another layer made it: it may be one of the inputs."""
    if not hasattr(y, '_keras_history'):
        return y
    copy = K.identity(y)
    copy._uses_learning_phase = getattr(y, '_uses_learning_phase', False)
    copy._keras_shape = K.int_shape(y)
    return copy


@contextlib.contextmanager
def blame(layer, inputs):
    """Adds the name of the layer and the shape of its input to errors raised in the block."""
    try:
        yield
    except (TypeError, ValueError) as error:
        message = str(error)
        if type(error) not in (TypeError, ValueError) or 'ayer ' + layer.name in message:
            raise
        shapes = unpack_singleton([K.int_shape(x) for x in to_list(inputs)])
        raise type(error)('Layer %s (%s), called on input of shape %s: %s' % (
            layer.name, type(layer).__name__, shapes, message)) from error
