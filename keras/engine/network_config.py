"""Networks as dictionaries, in the layout that Keras 2 writes to files."""
import copy
import json
from collections import defaultdict, deque

from keras.utils.generic_utils import to_list, unpack_singleton
from keras.utils.lost_arguments import config_of
from keras.utils.warn import warn

from .registry import deserialize


def config_of_network(network):
    """Describes the graph of a network.

    Args:
        network: a `Network` with inputs and outputs.

    Returns:
        Dictionary with the name, the layers, each with its calls `inbound_nodes`, and the positions
        of inputs and outputs. A tensor is described by the name of its layer, the index of the
        call, the index of the output, and (where it is used) the arguments of the call that takes
        it.
    """
    places = _places(network)

    def described(layer, node_index, tensor_index):
        return [layer.name, places[layer._inbound_nodes[node_index]], tensor_index]

    layers = []
    for layer in network.layers:
        calls = []
        for node in layer._inbound_nodes:
            if node in places and node.inbound_layers:
                arguments = _plain_arguments(node)
                calls.append([described(*source) + [arguments] for source in node.sources()])
        layers.append({'name': layer.name, 'class_name': type(layer).__name__,
                       'config': config_of(layer), 'inbound_nodes': calls})
    return copy.deepcopy({
        'name': network.name,
        'layers': layers,
        'input_layers': [described(*x) for x in network._input_coordinates],
        'output_layers': [described(*y) for y in network._output_coordinates]})


def _places(network):
    """Returns a dictionary from nodes of the graph to their index among those of their layer.

    Calls of a layer outside the network are not counted. A network restored from its description
    already has one call, its own, so other calls count from 1.
    """
    places = {}
    for layer in network.layers:
        is_network = bool(getattr(layer, '_is_graph_network', False))
        kept = [node for node in layer._inbound_nodes if node in network._graph]
        places.update((node, i + is_network) for i, node in enumerate(kept))
    return places


def _plain_arguments(node):
    arguments = {}
    for name, value in (node.arguments or {}).items():
        try:
            json.dumps(value)
            arguments[name] = value
        except TypeError:
            warn('The argument %s=%s of the call of layer %s cannot be written to JSON; '
                 'it will be missing from the saved model.'
                 % (name, value, node.outbound_layer.name))
    return arguments


def network_from_config(config, custom_objects=None):
    """Makes the layers of a described network and connects them.

    Args:
        config: dictionary as `config_of_network` returns it.
        custom_objects: dictionary from names to your own classes and functions.

    Returns:
        List of input tensors and list of output tensors.

    Raises:
        ValueError: if a described tensor is not made by any layer.
    """
    layers = {data['name']: deserialize(data, custom_objects=custom_objects)
              for data in config['layers']}
    waiting = {data['name']: deque(data['inbound_nodes']) for data in config['layers']}
    _connect(layers, waiting)
    if any(waiting.values()):
        raise ValueError('The layers %s of the configuration cannot be connected: their '
                         'inputs are not described.'
                         % sorted(name for name in waiting if waiting[name]))
    return ([_tensor(layers, *place) for place in config['input_layers']],
            [_tensor(layers, *place) for place in config['output_layers']])


def _connect(layers, waiting):
    """Makes the described calls of layers, each as soon as its inputs exist.

    Args:
        layers: dictionary of layers by name.
        waiting: dictionary from names of layers to queues of calls. The calls of a layer are
            numbered, so they are made in order. Calls that cannot be made remain.
    """
    ready, blocked = deque(waiting), defaultdict(list)
    while ready:
        name = ready.popleft()
        while waiting[name]:
            missing = _call(layers[name], layers, waiting[name][0])
            if missing is not None:
                blocked[missing].append(name)
                break
            waiting[name].popleft()
            ready.extend(blocked.pop((name, len(layers[name]._inbound_nodes) - 1), ()))


def _call(layer, layers, sources):
    """Calls a layer on described tensors, unless one does not exist yet.

    Returns:
        None; or the name of the layer and the number of the call that the missing tensor comes
        from.
    """
    sources = to_list(sources)
    inputs = [_tensor(layers, *source[:3]) for source in sources]
    for source, x in zip(sources, inputs):
        if x is None:
            return tuple(source[:2])
    arguments = sources[0][3] if len(sources[0]) > 3 else {}
    layer(unpack_singleton(inputs), **arguments)
    return None


def _tensor(layers, name, node_index, tensor_index):
    if name not in layers:
        raise ValueError('The configuration uses a layer %r, but describes only %s.'
                         % (name, sorted(layers)))
    nodes = layers[name]._inbound_nodes
    return nodes[node_index].output_tensors[tensor_index] if node_index < len(nodes) else None
