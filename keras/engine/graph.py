"""The graph of nodes between the inputs and the outputs of a model."""
from collections import Counter


class Graph:
    """The nodes that lead from input tensors to output tensors, and the layers they belong to.

    The depth of a node is the length of the longest path from it to an output; that of a layer is
    the depth of its deepest node. Layers are listed by decreasing depth; those of equal depth in
    the order in which a traversal from the outputs meets them. Files store weights in this order.

    Args:
        inputs: list of tensors, made by input layers.
        outputs: list of tensors, made by layers.

    Attributes:
        nodes: list of nodes, each after those that it depends on.
        layers: list of layers.
        nodes_by_depth: dictionary from a depth to the list of its nodes.
        layers_by_depth: dictionary from a depth to the list of its layers.

    Raises:
        ValueError: if an output cannot be computed from the inputs, or two layers have the same
            name.
    """

    def __init__(self, inputs, outputs):
        self.nodes, met = _walk_back(outputs)
        node_depths, layer_depths = _depths(self.nodes)
        for x in inputs:
            layer, node_index, _ = x._keras_history
            if layer not in met:
                # No output depends on this input, but the model still takes it.
                self.nodes.insert(0, layer._inbound_nodes[node_index])
                met[layer] = -1
                layer_depths[layer] = node_depths[self.nodes[0]] = 0
        self.nodes_by_depth = _by_depth(self.nodes, node_depths)
        self.layers_by_depth = _by_depth(sorted(met, key=met.get), layer_depths)
        self.layers = [layer for depth in sorted(self.layers_by_depth, reverse=True)
                       for layer in self.layers_by_depth[depth]]
        self._check_connected(inputs)
        check_names(self.layers)
        self._nodes = set(self.nodes)

    def __contains__(self, node):
        return node in self._nodes

    def _check_connected(self, inputs):
        known = {id(x) for x in inputs}
        reached = []
        for node in self.nodes:
            layer = node.outbound_layer
            for x in node.input_tensors:
                if id(x) not in known:
                    raise ValueError(
                        'Graph disconnected: the outputs of the model need the tensor %s of layer '
                        '"%s", which cannot be computed from the given inputs. If it is an input, '
                        'add it to them. Layers reached before: %s.' % (x, layer.name, reached))
            known.update(map(id, node.output_tensors))
            reached.append(layer.name)

    def propagate(self, inputs, starts, outputs, step):
        """Propagates values along the graph.

        Args:
            inputs: list of the input tensors.
            starts: list of their values.
            outputs: list of tensors.
            step: function that takes a node and the list of values of its inputs, and returns the
                list of values of its outputs.

        Returns:
            List of the values of `outputs`.
        """
        values = {id(x): value for x, value in zip(inputs, starts)}
        for node in self.nodes:
            if node.inbound_layers:
                results = step(node, [values[id(x)] for x in node.input_tensors])
                values.update(zip(map(id, node.output_tensors), results))
        return [values[id(y)] for y in outputs]


def check_names(layers):
    """Raises a ValueError if two of the layers have the same name."""
    for name, count in Counter(layer.name for layer in layers).items():
        if count > 1:
            raise ValueError('The name "%s" is used %d times in the model. All layer names should '
                             'be unique: pass other names in the argument `name`.'
                             % (name, count))


def node_of(tensor):
    """Returns the node that made a tensor."""
    layer, node_index, _ = tensor._keras_history
    return layer._inbound_nodes[node_index]


def _walk_back(outputs):
    """Visits all nodes that `outputs` depend on, depth first.

    Returns:
        List of nodes, each after those that it depends on; and dictionary from each layer to
        its rank in the order of meeting them.
    """
    finished, met, begun, done = [], {}, set(), set()
    for y in outputs:
        stack = [(node_of(y), False)]
        while stack:
            node, is_complete = stack.pop()
            if is_complete:
                done.add(node)
                finished.append(node)
                continue
            if node in done:
                continue
            if node in begun:
                raise ValueError('The graph of layers has a cycle at layer "%s".'
                                 % node.outbound_layer.name)
            begun.add(node)
            met.setdefault(node.outbound_layer, len(met))
            stack.append((node, True))
            stack.extend((parent, False) for parent in reversed(_parents(node)))
    return finished, met


def _parents(node):
    parents = node.parents()
    if None in parents:
        raise ValueError(
            'The input %s of layer "%s" is not the output of a layer. Put operations on tensors '
            'into a layer, such as Lambda; pass a fixed tensor to Input(tensor=...).'
            % (node.input_tensors[parents.index(None)], node.outbound_layer.name))
    return parents


def _depths(nodes):
    node_depths, layer_depths = {}, {}
    for node in reversed(nodes):
        layer = node.outbound_layer
        depth = max(node_depths.get(node, 0), layer_depths.get(layer, 0))
        node_depths[node] = layer_depths[layer] = depth
        for parent in node.parents():
            node_depths[parent] = max(node_depths.get(parent, 0), depth + 1)
    return node_depths, layer_depths


def _by_depth(things, depths):
    grouped = {}
    for thing in things:
        grouped.setdefault(depths[thing], []).append(thing)
    return grouped
