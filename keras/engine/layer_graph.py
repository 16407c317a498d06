"""The layers of a model and the ways between them, for pictures."""
from collections import OrderedDict

from .registry import is_a


def is_model(layer):
    """Returns whether a layer is a model."""
    return is_a(layer, 'Model')


def wrapped_layer(layer):
    """Returns the layer in a wrapper (such as `TimeDistributed`); None if `layer` is no wrapper."""
    return layer.layer if is_a(layer, 'Wrapper') else None


def _is_wrapper(layer):
    return wrapped_layer(layer) is not None


class LayerGraph:
    """What a picture of a model shows.

    Args:
        model: a model that has been built.
        expand_nested: whether the layers of a model within the model (or in a wrapper) are shown
            in its place. A model that has several places is shown in one of them, best where it
            is not in a wrapper.
        shown: set of models that are shown in other places already.

    Attributes:
        model: the model.
        layers: list of its layers.

    Raises:
        ValueError: if the model has no graph.
    """

    def __init__(self, model, expand_nested, shown=()):
        if not model._is_graph_network:
            raise ValueError('The model %s has no graph of layers to draw. A Sequential model gets '
                             'one from build() or fit(), or when its first layer says an '
                             '`input_shape`; a subclass that overrides `call` has none.'
                             % model.name)
        self.model = model
        self.layers = model._graph.layers
        self._inner = {}
        self.shown = {model}.union(shown)
        for layer in sorted(self.layers, key=_is_wrapper) if expand_nested else []:
            inner = wrapped_layer(layer) or layer
            if is_model(inner) and inner._is_graph_network and inner not in self.shown:
                self._inner[layer] = LayerGraph(inner, expand_nested, self.shown)
                self.shown |= self._inner[layer].shown

    def inner(self, layer):
        """Returns the graph that is shown in the place of a layer, or None."""
        return self._inner.get(layer)

    def edges(self):
        """Returns the list of pairs (from, to) of layers that a way leads between, each once."""
        pairs = [(self._exit(source, tensor_index), self._entrance(node.outbound_layer, place))
                 for node in self.model._graph.nodes
                 for place, (source, _, tensor_index) in enumerate(node.sources())]
        return list(OrderedDict.fromkeys(pairs))

    def _entrance(self, layer, place):
        """Returns the layer that takes an input of `layer`."""
        inner = self.inner(layer)
        return layer if inner is None else inner.model._input_layers[place]

    def _exit(self, layer, tensor_index):
        """Returns the layer that gives an output of `layer`."""
        inner = self.inner(layer)
        if inner is None:
            return layer
        source, _, tensor_index = inner.model._output_coordinates[tensor_index]
        return inner._exit(source, tensor_index)
