"""The layers of a model and the edges between them, for plots."""
from collections import OrderedDict

from .registry import is_a


def is_model(layer):
    """Returns whether a layer is a model."""
    return is_a(layer, 'Model')


def wrapped_layer(layer):
    """Returns the layer in a wrapper such as `TimeDistributed`; None for other layers."""
    return layer.layer if is_a(layer, 'Wrapper') else None


def _is_wrapper(layer):
    return wrapped_layer(layer) is not None


class LayerGraph:
    """The contents of a plot of a model.

    Args:
        model: a model that has been built.
        expand_nested: whether to show the layers of a nested model (or a wrapped one) instead of
            the model. A model that occurs several times is expanded once, preferably where it is
            not wrapped.
        shown: set of models that are expanded elsewhere.

    Attributes:
        model: the model.
        layers: list of its layers.

    Raises:
        ValueError: if the model has no graph.
    """

    def __init__(self, model, expand_nested, shown=()):
        if not model._is_graph_network:
            raise ValueError('The model %s has no graph of layers to draw. A Sequential model gets '
                             'one from build() or fit(), or if its first layer has an '
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
        """Returns the graph that is shown instead of a layer, or None."""
        return self._inner.get(layer)

    def edges(self):
        """Returns the list of edges, pairs `(source, target)` of layers, each once."""
        pairs = [(self._exit(source, tensor_index), self._entrance(node.outbound_layer, place))
                 for node in self.model._graph.nodes
                 for place, (source, _, tensor_index) in enumerate(node.sources())]
        return list(OrderedDict.fromkeys(pairs))

    def _entrance(self, layer, place):
        """Returns the layer that takes an input of `layer`."""
        inner = self.inner(layer)
        return layer if inner is None else inner.model._input_layers[place]

    def _exit(self, layer, tensor_index):
        """Returns the layer that makes an output of `layer`."""
        inner = self.inner(layer)
        if inner is None:
            return layer
        source, _, tensor_index = inner.model._output_coordinates[tensor_index]
        return inner._exit(source, tensor_index)
