"""A layer's view of its own calls: inputs, outputs, their shapes and masks."""
from keras.utils.generic_utils import unpack_singleton


class Connections:
    """The nodes of a layer, as properties and methods that `Layer` inherits."""

    def get_input_shape_at(self, node_index):
        """Returns the shape of the input (a list, of several) at the call `node_index`.

        Args:
            node_index: int; 0 is the first time the layer was called.

        Raises:
            RuntimeError: if the layer was never called.
            ValueError: if it was not called so many times.
        """
        return self._at_node(node_index, 'input_shapes', 'input shape')

    def get_output_shape_at(self, node_index):
        """Returns the shape of the output at the call `node_index` (see `get_input_shape_at`)."""
        return self._at_node(node_index, 'output_shapes', 'output shape')

    def get_input_at(self, node_index):
        """Returns the input tensor(s) at the call `node_index` (see `get_input_shape_at`)."""
        return self._at_node(node_index, 'input_tensors', 'input')

    def get_output_at(self, node_index):
        """Returns the output tensor(s) at the call `node_index` (see `get_input_shape_at`)."""
        return self._at_node(node_index, 'output_tensors', 'output')

    def get_input_mask_at(self, node_index):
        """Returns the input mask(s) at the call `node_index` (see `get_input_shape_at`)."""
        return self._at_node(node_index, 'input_masks', 'input mask')

    def get_output_mask_at(self, node_index):
        """Returns the output mask(s) at the call `node_index` (see `get_input_shape_at`)."""
        return self._at_node(node_index, 'output_masks', 'output mask')

    @property
    def inbound_nodes(self):
        """The nodes of all calls, as libraries of Keras 2.0 call `_inbound_nodes`."""
        return self._inbound_nodes

    @property
    def outbound_nodes(self):
        """The nodes of all calls of other layers on outputs, as Keras 2.0 called them."""
        return self._outbound_nodes

    @property
    def input(self):
        """The input tensor (a list, of several) of a layer that was called once."""
        return self._of_only_node('input_tensors', 'input')

    @property
    def output(self):
        """The output tensor (a list, of several) of a layer that was called once."""
        return self._of_only_node('output_tensors', 'output')

    @property
    def input_mask(self):
        """The input mask (a list, of several inputs) of a layer that was called once."""
        return self._of_only_node('input_masks', 'input mask')

    @property
    def output_mask(self):
        """The output mask (a list, of several outputs) of a layer that was called once."""
        return self._of_only_node('output_masks', 'output mask')

    @property
    def input_shape(self):
        """The input shape (a list, of several inputs), if the same at each call."""
        return self._shape_of_all_nodes('input_shapes', 'input shape')

    @property
    def output_shape(self):
        """The output shape (a list, of several outputs), if the same at each call."""
        return self._shape_of_all_nodes('output_shapes', 'output shape')

    def _at_node(self, node_index, attribute, what):
        count = len(self._inbound_nodes)
        if not count:
            raise RuntimeError('Layer %s has never been called and thus has no defined %s.'
                               % (self.name, what))
        if not -count <= node_index < count:
            raise ValueError('Asked for the %s of layer %s at node %d, but the layer was called '
                             'only %d times.' % (what, self.name, node_index, count))
        return unpack_singleton(getattr(self._inbound_nodes[node_index], attribute))

    # A property must raise AttributeError, so that hasattr() says no.
    def _of_only_node(self, attribute, what):
        self._must_be_called(what)
        if len(self._inbound_nodes) > 1:
            raise AttributeError(
                'Layer %s has been called %d times, so "the %s" is ambiguous. '
                'Use get_%s_at(node_index) instead.'
                % (self.name, len(self._inbound_nodes), what, what.replace(' ', '_')))
        return self._at_node(0, attribute, what)

    def _shape_of_all_nodes(self, attribute, what):
        self._must_be_called(what)
        shapes = [getattr(node, attribute) for node in self._inbound_nodes]
        if any(shape != shapes[0] for shape in shapes):
            raise AttributeError(
                'Layer %s has been called on inputs of several shapes, so "the %s" is ambiguous. '
                'Use get_%s_at(node_index) instead.' % (self.name, what, what.replace(' ', '_')))
        return unpack_singleton(shapes[0])

    def _must_be_called(self, what):
        if not self._inbound_nodes:
            raise AttributeError('Layer %s has never been called and thus has no defined %s.'
                                 % (self.name, what))
