"""Models, and functions to save, load and copy them."""
from keras import backend as K
from keras.engine.input_layer import Input, InputLayer  # noqa: F401
from keras.engine.saving import (  # noqa: F401
    load_model,
    model_from_config,
    model_from_json,
    model_from_yaml,
    save_model,
)
from keras.engine.sequential import Sequential
from keras.engine.training import Model
from keras.utils.generic_utils import has_arg, to_list, unpack_singleton  # noqa: F401
from keras.utils.lost_arguments import config_of


def clone_model(model, input_tensors=None):
    """Copies a model: the same layers with new weights.

    Args:
        model: a `Sequential` model or a `Model` with inputs and outputs.
        input_tensors: tensor or list of tensors to build the copy on; by default new inputs
            like those of the model.

    Returns:
        A model.

    Raises:
        ValueError: if it is not such a model, or the number of tensors is wrong.

    Example::

        model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
        copy = keras.models.clone_model(model)
        copy.set_weights(model.get_weights())
    """
    if not isinstance(model, Model):
        raise ValueError('clone_model expects a model, but got %r.' % (model,))
    if isinstance(model, Sequential):
        return _clone_sequential(model, input_tensors)
    if not model._is_graph_network:
        raise ValueError('%s is a subclass of Model that overrides `call`: it has no graph to '
                         'copy.' % model.name)
    return _clone_graph(model, input_tensors)


def _clone_sequential(model, input_tensors):
    layers = [_clone_layer(layer) for layer in model.layers]
    if input_tensors is None:
        clone = Sequential(layers, name=model.name)
        if model.built and not clone.built:
            clone.build(K.int_shape(model.inputs[0]))
        return clone
    tensors = to_list(input_tensors, allow_tuple=True)
    if len(tensors) != 1:
        raise ValueError('A Sequential model has one input, but %d input_tensors were given.'
                         % len(tensors))
    return Sequential([_as_inputs(tensors)[0]._keras_history[0]] + layers, name=model.name)


def _clone_graph(model, input_tensors):
    if input_tensors is None:
        inputs = [Input(batch_shape=layer.batch_input_shape, dtype=layer.dtype,
                        sparse=layer.sparse, name=layer.name) for layer in model._input_layers]
    else:
        inputs = to_list(input_tensors, allow_tuple=True)
        if len(inputs) != len(model.inputs):
            raise ValueError('The model %s has %d inputs, but %d input_tensors were given.'
                             % (model.name, len(model.inputs), len(inputs)))
        inputs = _as_inputs(inputs)
    clones = {}

    def step(node, tensors):
        layer = node.outbound_layer
        if layer not in clones:
            clones[layer] = _clone_layer(layer)
        return to_list(clones[layer](unpack_singleton(tensors), **(node.arguments or {})))

    outputs = model._graph.propagate(model.inputs, inputs, model.outputs, step)
    return Model(inputs, outputs, name=model.name)


def _clone_layer(layer):
    # Layer by layer, so nested models may contain layers that are not registered by name.
    if isinstance(layer, Model):
        return clone_model(layer)
    return type(layer).from_config(config_of(layer))


def _as_inputs(tensors):
    """Returns the tensors, with an `Input` around those that no layer made."""
    return [x if K.is_keras_tensor(x)
            else Input(tensor=x, name='input_wrapper_for_' + x.name.split(':')[0])
            for x in tensors]
