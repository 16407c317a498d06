"""The layer that calls a function."""
import inspect
import sys
import types

import numpy as np

from keras import backend as K
from keras.engine.base_layer import Layer
from keras.layers.arguments import refuse
from keras.utils.bytecode import bytes_of, check_allowed, func_dump, func_load, note_written
from keras.utils.generic_utils import (
    deserialize_keras_object,
    has_arg,
    to_list,
    unpack_singleton,
)
from keras.utils.own_functions import name_in_bytecode, name_of_own_function, own_functions


class Lambda(Layer):
    """Turns a function of tensors into a layer.

    Saved models refer to Keras's own functions, such as `K.sum`, by name. Other functions are saved
    as bytecode, which only the same version of Python can read. A process that did not write the
    file loads bytecode only with `load_model(..., safe_mode=False)`; or pass the function in
    `custom_objects` under the name of the layer, which replaces the saved one. The mask is not
    saved. Prefer a subclass of `Layer` for models that you want to share.

    Args:
        function: function of a tensor, or of a list of tensors. If it has an argument `mask`, it
            receives the mask of the inputs.
        output_shape: tuple, shape of the outputs without the batch axis; or a function from the
            shape of the inputs to that of the outputs, both with the batch axis; None runs the
            function to find out.
        mask: mask of the outputs, or a function of `(inputs, mask)` that returns it; None for no
            mask.
        arguments: dictionary of additional keyword arguments of `function`.
        **kwargs: arguments of every layer, such as `name`, `input_shape` and `trainable`.

    Shapes:
        Inputs: any. Outputs: whatever the function returns.

    Raises:
        ValueError: if `function` is not callable.

    Example:
        >>> model = keras.Sequential([keras.layers.Lambda(lambda x: x ** 2, input_shape=(3,))])
        >>> model.predict(np.array([[1., 2., 3.]])).tolist()
        [[1.0, 4.0, 9.0]]
    """

    def __init__(self, function, output_shape=None, mask=None, arguments=None, **kwargs):
        super().__init__(**kwargs)
        if not callable(function):
            refuse(self, 'function', 'a function of tensors', function)
        if isinstance(output_shape, list):
            output_shape = tuple(output_shape)
        if not (output_shape is None or isinstance(output_shape, tuple)
                or callable(output_shape)):
            refuse(self, 'output_shape', 'a tuple, a function or None', output_shape)
        self.function = function
        self.arguments = arguments or {}
        self.mask = mask
        self.supports_masking = mask is not None
        self._output_shape = output_shape
        self._found_shapes = {}

    def call(self, inputs, mask=None):
        arguments = dict(self.arguments)
        if has_arg(self.function, 'mask'):
            arguments['mask'] = mask
        outputs = self.function(inputs, **arguments)
        if self._output_shape is None and outputs is not None:
            self._found_shapes[_shapes(inputs)] = _shapes(outputs)
        return outputs

    def compute_mask(self, inputs, mask=None):
        return self.mask(inputs, mask) if callable(self.mask) else self.mask

    def compute_output_shape(self, input_shape):
        if self._output_shape is None:
            return self._find_shape(input_shape)
        if callable(self._output_shape):
            shape = self._output_shape(input_shape)
            if not isinstance(shape, (list, tuple)):
                refuse(self, 'output_shape', 'a function that returns a tuple or list', shape)
            return shape if _is_list_of_shapes(shape) else tuple(shape)
        first = input_shape[0] if _is_list_of_shapes(input_shape) else input_shape
        return (first[0],) + self._output_shape

    def _find_shape(self, input_shape):
        shapes = input_shape if _is_list_of_shapes(input_shape) else [input_shape]
        shapes = tuple(map(tuple, shapes))
        if shapes not in self._found_shapes:
            self.call(unpack_singleton([K.placeholder(shape) for shape in shapes]))
        return unpack_singleton(list(self._found_shapes[shapes]))

    def get_config(self):
        config = super().get_config()
        config['function'], config['function_type'] = _dump_function(self, self.function)
        if callable(self._output_shape):
            shape, shape_type = _dump_function(self, self._output_shape)
        else:
            shape, shape_type = self._output_shape, 'raw'
        config.update(output_shape=shape, output_shape_type=shape_type, arguments=self.arguments)
        note_written(_program(config))
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        config = dict(config)
        custom_objects = custom_objects or {}
        kinds = {name: config.pop(name + '_type', 'raw') for name in ('function', 'output_shape')}
        if inspect.isroutine(custom_objects.get(config.get('name'))):
            config['function'] = custom_objects[config['name']]
            kinds['function'] = 'raw'
            if kinds['output_shape'] == 'lambda':  # found by running the function
                config['output_shape'], kinds['output_shape'] = None, 'raw'
        program = _program(config)
        for name, kind in kinds.items():
            if kind != 'raw':
                config[name] = _load_function(config[name], kind, config.get('name'),
                                              custom_objects, program)
        config['arguments'] = {name: _restore_array(value) for name, value
                               in (config.get('arguments') or {}).items()}
        return cls(**config)


def _shapes(tensors):
    return tuple(K.int_shape(x) for x in to_list(tensors, allow_tuple=True))


def _is_list_of_shapes(shape):
    return len(shape) > 0 and isinstance(shape[0], (list, tuple))


def _program(config):
    """Returns the parts of a configuration that together determine what the function does."""
    return [config.get(name) for name in ('function', 'output_shape', 'arguments')]


def _dump_function(layer, function):
    """Returns the form in which a configuration holds a function, and its kind."""
    own_name = name_of_own_function(function)
    if own_name:
        return own_name, 'function'
    if isinstance(function, types.FunctionType):
        return func_dump(function), 'lambda'
    if not hasattr(function, '__name__'):
        raise ValueError('The function of layer %s (Lambda) cannot be written to a configuration, '
                         'because %r has no name. Use a function (def or lambda) and pass '
                         'values to it with `arguments={...}`.' % (layer.name, function))
    return function.__name__, 'function'


def _load_function(text, kind, name, custom_objects, program):
    """Returns the function that a configuration holds.

    Args:
        text: result of `func_dump`, or the name of a function.
        kind: `'lambda'` or `'function'`.
        name: name of the layer, for error messages.
        custom_objects: dictionary from names to functions. Bytecode sees them as globals, besides
            `K`, `np` and `keras`.
        program: everything that the configuration would execute.
    """
    own_name = _own_name(text)
    if kind == 'function' or own_name:
        return deserialize_keras_object(own_name or text, own_functions(), custom_objects,
                                        printable_module_name='function in Lambda layer')
    try:
        check_allowed(program)
        names = {'K': K, 'np': np, 'keras': sys.modules['keras']}
        return func_load(text, globs=dict(names, **custom_objects))
    except ValueError as error:
        raise ValueError('Layer %s (Lambda): %s A function passed as custom_objects={%r: function} '
                         'replaces the one in the configuration.'
                         % (name, error, name)) from error


def _own_name(dumped):
    """Returns the name of the function of Keras that this bytecode belongs to, or None."""
    is_code = isinstance(dumped, (list, tuple)) and dumped and isinstance(dumped[0], str)
    return name_in_bytecode(bytes_of(dumped[0])) if is_code else None


def _restore_array(value):
    """Converts an array written to JSON as a dictionary back; returns anything else unchanged."""
    if isinstance(value, dict) and value.get('type') == 'ndarray':
        return np.array(value['value'])
    return value
