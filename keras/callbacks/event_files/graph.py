"""Messages `GraphDef`: the graph of a model (`tensorboard/compat/proto/graph.proto`)."""
from keras import backend as K
from keras.engine.layer_graph import LayerGraph

from . import protobuf as pb


def graph_of_layers(model):
    """Returns the graph of a model's layers as a message `GraphDef`.

    A node is a layer; the names of layers inside nested models are prefixed with those of the
    models.

    Args:
        model: model with a graph.

    Returns:
        Bytes.
    """
    names, edges = {}, []
    _collect(LayerGraph(model, expand_nested=True), '', names, edges)
    inputs = {layer: [] for layer in names}
    for source, target in edges:
        inputs[target].append(names[source])
    return b''.join(pb.data(1, _node(layer, names[layer], inputs[layer])) for layer in names)


def _collect(graph, prefix, names, edges):
    """Adds the names of all layers, and the pairs of layers that are connected."""
    for layer in graph.layers:
        inner = graph.inner(layer)
        if inner is None:
            names.setdefault(layer, prefix + layer.name)
        else:
            _collect(inner, prefix + layer.name + '/', names, edges)
    edges.extend(graph.edges())


def _node(layer, name, inputs):
    shapes = [_shape(K.int_shape(y)) for node in layer._inbound_nodes[:1]
              for y in node.output_tensors]
    attribute = pb.text(1, '_output_shapes') + pb.data(
        2, pb.data(1, b''.join(pb.data(7, shape) for shape in shapes)))
    return (pb.text(1, name) + pb.text(2, type(layer).__name__)
            + b''.join(pb.text(3, source) for source in inputs) + pb.data(5, attribute))


def _shape(shape):
    if shape is None:
        return pb.integer(3, True)
    return b''.join(pb.data(2, pb.integer(1, -1 if size is None else size)) for size in shape)
