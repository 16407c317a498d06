"""Inspecting and converting models: summaries, source inputs, kernels."""
import numpy as np

from keras import backend as K
from keras.utils.conv_utils import convert_kernel


def count_params(weights):
    """Counts the entries of weights.

    Args:
        weights: list of variables; one that occurs twice is counted once.

    Returns:
        An int.

    Example:
        >>> from keras.utils.layer_utils import count_params
        >>> count_params([K.zeros((2, 3)), K.zeros((3,))])
        9
    """
    return int(sum(K.count_params(w) for w in {id(w): w for w in weights}.values()))


def print_summary(model, line_length=None, positions=None, print_fn=None):
    """Prints a table of a model's layers, as `model.summary` does.

    Args:
        model: a model that has been built.
        line_length: int, the width of the table; chosen to suit the model by default.
        positions: list of the ends of the columns, as fractions of the width or as absolute
            positions.
        print_fn: function that is called with each line; `print` by default.

    Example::

        model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
        lines = []
        keras.utils.print_summary(model, print_fn=lines.append)
    """
    print_fn = print_fn or print
    in_a_row = _is_in_a_row(model)
    if in_a_row:
        line_length = line_length or 65
        positions = positions or [.45, .85, 1.]
    else:
        line_length = line_length or 98
        positions = positions or [.33, .55, .67, 1.]
    if positions[-1] <= 1:
        positions = [int(line_length * end) for end in positions]

    def print_row(*fields):
        line = ''
        for field, end in zip(fields, positions):
            line = (line[:-1] + ' ' * bool(line) + str(field))[:end].ljust(end)
        print_fn(line)

    print_fn('Model: "%s"' % model.name)
    print_fn('_' * line_length)
    print_row(*['Layer (type)', 'Output Shape', 'Param #', 'Connected to'][:len(positions)])
    print_fn('=' * line_length)
    for i, layer in enumerate(model.layers):
        first, *more = [''] if in_a_row else _sources(model, layer) or ['']
        print_row('%s (%s)' % (layer.name, type(layer).__name__), _output_shape(layer),
                  layer.count_params(), first)
        for source in more:
            print_row('', '', '', source)
        print_fn(('=' if i == len(model.layers) - 1 else '_') * line_length)
    _print_totals(model, print_fn)
    print_fn('_' * line_length)


def _print_totals(model, print_fn):
    total = count_params(model.weights)
    if hasattr(model, '_collected_trainable_weights'):
        model._warn_of_thawed_weights()
        trainable = count_params(model._collected_trainable_weights)
    else:
        trainable = count_params(model.trainable_weights)
    print_fn('Total params: {:,}'.format(total))
    print_fn('Trainable params: {:,}'.format(trainable))
    print_fn('Non-trainable params: {:,}'.format(total - trainable))


def _is_in_a_row(model):
    """Returns whether each layer of a model feeds only the next one."""
    if not model._is_graph_network:
        return True
    graph = model._graph
    calls = [node.outbound_layer for node in graph.nodes]
    return (len(set(calls)) == len(calls)
            and all(len(nodes) == 1 and len(nodes[0].inbound_layers) <= 1
                    for nodes in graph.nodes_by_depth.values()))


def _sources(model, layer):
    """Returns the strings `'layer[call][output]'` for the inputs of a layer."""
    return ['%s[%d][%d]' % (source.name, node_index, tensor_index)
            for node in layer._inbound_nodes if node in model._graph
            for source, node_index, tensor_index in node.sources()]


def _output_shape(layer):
    try:
        return layer.output_shape
    except AttributeError:
        return 'multiple'


def get_source_inputs(tensor, layer=None, node_index=None):
    """Finds the inputs that a tensor is computed from.

    Args:
        tensor: the output of a layer; any other tensor is returned as its own input.
        layer: layer to start from instead of the one that made the tensor.
        node_index: int, the call of that layer to start from.

    Returns:
        List of tensors, each once.

    Example:
        >>> x = keras.Input((3,))
        >>> y = keras.layers.Dense(2)(keras.layers.Dense(4)(x))
        >>> keras.utils.get_source_inputs(y)[0] is x
        True
    """
    if not hasattr(tensor, '_keras_history'):
        return [tensor]
    if layer is None or node_index:
        layer, node_index, _ = tensor._keras_history
    if not layer._inbound_nodes:
        return [tensor]
    sources, seen = [], set()
    waiting = [layer._inbound_nodes[node_index or 0]]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        parents = node.parents() or [None] * len(node.input_tensors)
        for x, parent in zip(node.input_tensors, parents):
            if parent is None and all(x is not y for y in sources):
                sources.append(x)
        waiting.extend(parent for parent in reversed(parents) if parent is not None)
    return sources


def convert_all_kernels_in_model(model):
    """Rotates all convolution kernels of a model by 180 degrees, in place.

    Keras 2 computed convolutions on Theano, but cross-correlations on TensorFlow. This converts
    weights from either convention to the other. `load_weights` does it where needed.

    Args:
        model: a model.

    Example::

        model = keras.Sequential([keras.layers.Conv1D(2, 3, input_shape=(8, 1))])
        keras.utils.convert_all_kernels_in_model(model)
    """
    pairs = []
    for layer in model.layers:
        if type(layer).__name__ in ('Conv1D', 'Conv2D', 'Conv3D',
                                    'Conv2DTranspose', 'Conv3DTranspose'):
            pairs.append((layer.kernel, convert_kernel(K.get_value(layer.kernel))))
    K.batch_set_value(pairs)


def convert_dense_weights_data_format(dense, previous_feature_map_shape,
                                      target_data_format='channels_first'):
    """Reorders the kernel of a `Dense` layer after a `Flatten` for another data format.

    Args:
        dense: the `Dense` layer; its weights are changed in place.
        previous_feature_map_shape: shape of the input of the `Flatten` layer without the batch
            axis, in the target data format, such as `(512, 7, 7)`.
        target_data_format: `'channels_first'` or `'channels_last'`, the format of the layers before
            it. The weights were made for the other one.

    Raises:
        ValueError: for another `target_data_format`.

    Example::

        from keras.utils.layer_utils import convert_dense_weights_data_format

        dense = keras.layers.Dense(10)
        dense.build((None, 3 * 7 * 7))
        convert_dense_weights_data_format(dense, (3, 7, 7), 'channels_first')
    """
    if target_data_format not in ('channels_first', 'channels_last'):
        raise ValueError("target_data_format must be 'channels_first' or 'channels_last', "
                         'but got %r.' % (target_data_format,))
    kernel, *bias = dense.get_weights()
    shape = tuple(previous_feature_map_shape)
    if target_data_format == 'channels_first':
        shape, order = shape[1:] + shape[:1], (2, 0, 1)
    else:
        shape, order = shape[-1:] + shape[:-1], (1, 2, 0)
    maps = kernel.reshape(shape + kernel.shape[1:])
    dense.set_weights([np.transpose(maps, order + (3,)).reshape(kernel.shape)] + bias)
