"""One call of a layer: a node of the graph of layers."""


class Node:
    """One call of a layer: its inputs and outputs, and where the inputs came from.

    A new node adds itself to the `_inbound_nodes` of the layer that was called and to the
    `_outbound_nodes` of the layers that made its inputs.

    Args:
        outbound_layer: the layer that was called.
        inbound_layers: list of the layers that made the input tensors, with None for tensors that
            no layer made.
        node_indices: list: for each input tensor, the index of its node among its layer's nodes.
        tensor_indices: list: for each input tensor, its index among the outputs of that node.
        input_tensors: list of tensors.
        output_tensors: list of tensors.
        input_masks: list of tensors or None, one for each input.
        output_masks: list of tensors or None, one for each output.
        input_shapes: list of shapes.
        output_shapes: list of shapes.
        arguments: dictionary of the keyword arguments of the call, or None.
    """

    def __init__(self, outbound_layer, inbound_layers, node_indices, tensor_indices,
                 input_tensors, output_tensors, input_masks, output_masks,
                 input_shapes, output_shapes, arguments=None):
        self.outbound_layer = outbound_layer
        self.inbound_layers = inbound_layers
        self.node_indices = node_indices
        self.tensor_indices = tensor_indices
        self.input_tensors = input_tensors
        self.output_tensors = output_tensors
        self.input_masks = input_masks
        self.output_masks = output_masks
        self.input_shapes = input_shapes
        self.output_shapes = output_shapes
        self.arguments = arguments
        for layer in inbound_layers:
            if layer is not None:
                layer._outbound_nodes.append(self)
        outbound_layer._inbound_nodes.append(self)

    def sources(self):
        """Returns a list of `(layer, node_index, tensor_index)`, one for each input tensor."""
        return list(zip(self.inbound_layers, self.node_indices, self.tensor_indices))

    def parents(self):
        """Returns the list of the nodes that made the input tensors, None where no layer did."""
        return [None if layer is None else layer._inbound_nodes[index]
                for layer, index in zip(self.inbound_layers, self.node_indices)]

    def get_config(self):
        """Returns a description of the node: a dictionary of layer names and indices."""
        return {'outbound_layer': self.outbound_layer.name,
                'inbound_layers': [None if layer is None else layer.name
                                   for layer in self.inbound_layers],
                'node_indices': self.node_indices,
                'tensor_indices': self.tensor_indices}
