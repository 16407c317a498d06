"""Access to the calls of a layer: their inputs and outputs, with shapes and masks."""
from keras.utils.generic_utils import unpack_singleton


class Connections:
    """Properties and methods of `Layer` that describe its calls."""

    def get_input_shape_at(self, node_index):
        """Returns the input shape of one call of the layer.

        Args:
            node_index: int, the number of the call; 0 is the first.

        Returns:
            A tuple, or a list of them for several inputs.

        Raises:
            RuntimeError: if the layer was never called.
            ValueError: if there was no such call.

        Example:
            >>> layer = keras.layers.Flatten()
            >>> y = layer(keras.Input((2, 3)))
            >>> z = layer(keras.Input((4, 5)))
            >>> layer.get_input_shape_at(1)
            (None, 4, 5)
        """
        return self._at_node(node_index, 'input_shapes', 'input shape')

    def get_output_shape_at(self, node_index):
        """Returns the output shape of one call of the layer (see `get_input_shape_at`)."""
        return self._at_node(node_index, 'output_shapes', 'output shape')

    def get_input_at(self, node_index):
        """Returns the input tensor or tensors of one call (see `get_input_shape_at`)."""
        return self._at_node(node_index, 'input_tensors', 'input')

    def get_output_at(self, node_index):
        """Returns the output tensor or tensors of one call (see `get_input_shape_at`)."""
        return self._at_node(node_index, 'output_tensors', 'output')

    def get_input_mask_at(self, node_index):
        """Returns the input mask or masks of one call (see `get_input_shape_at`)."""
        return self._at_node(node_index, 'input_masks', 'input mask')

    def get_output_mask_at(self, node_index):
        """Returns the output mask or masks of one call (see `get_input_shape_at`)."""
        return self._at_node(node_index, 'output_masks', 'output mask')

    @property
    def inbound_nodes(self):
        """List of the nodes of all calls: `_inbound_nodes` by its Keras 2.0 name."""
        return self._inbound_nodes

    @property
    def outbound_nodes(self):
        """List of the nodes that take outputs of this layer, by its Keras 2.0 name."""
        return self._outbound_nodes

    @property
    def input(self):
        """Input tensor, or list of tensors, of a layer that was called once.

        Raises:
            AttributeError: if the layer was never called, or several times.
        """
        return self._of_only_node('input_tensors', 'input')

    @property
    def output(self):
        """Output tensor, or list of tensors, of a layer that was called once.

        Raises:
            AttributeError: if the layer was never called, or several times.
        """
        return self._of_only_node('output_tensors', 'output')

    @property
    def input_mask(self):
        """Input mask, or list of masks, of a layer that was called once."""
        return self._of_only_node('input_masks', 'input mask')

    @property
    def output_mask(self):
        """Output mask, or list of masks, of a layer that was called once."""
        return self._of_only_node('output_masks', 'output mask')

    @property
    def input_shape(self):
        """Input shape, or list of shapes, if it is the same in all calls.

        Raises:
            AttributeError: if the layer was never called, or on inputs of several shapes.
        """
        return self._shape_of_all_nodes('input_shapes', 'input shape')

    @property
    def output_shape(self):
        """Output shape, or list of shapes, if it is the same in all calls.

        Raises:
            AttributeError: if the layer was never called, or on inputs of several shapes.
        """
        return self._shape_of_all_nodes('output_shapes', 'output shape')

    def _at_node(self, node_index, attribute, what):
        count = len(self._inbound_nodes)
        if not count:
            raise RuntimeError('Layer %s has never been called and thus has no defined %s.'
                               % (self.name, what))
        if not -count <= node_index < count:
            raise ValueError('Asked for the %s of layer %s at node %d, but the layer was called '
                             'only %d times. The first call is node 0.'
                             % (what, self.name, node_index, count))
        return unpack_singleton(getattr(self._inbound_nodes[node_index], attribute))

    # hasattr() is False only if a property raises AttributeError.
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
