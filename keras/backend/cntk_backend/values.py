"""The values of tensors in a program."""
from .nodes import C, as_variable


class Source:
    """A node that becomes a value by removing CNTK's batch axis and permuting axes.

    Both take time, and the next operation may need the node as it is, so they are deferred.

    Attributes:
        node: node of CNTK.
        batch: uid of the node that its batch axis comes from; None if it has none.
        size: number of entries along that axis, which counts as the first one.
        pattern: axis `i` of the value is axis `pattern[i]` of the source.
    """

    def __init__(self, node, batch=None, size=None, pattern=None):
        self.node = node
        self.batch = batch
        self.size = size
        self.pattern = list(pattern or range(len(self.shape)))
        self._plain = None if batch else node

    @property
    def shape(self):
        return (self.size,) + self.node.shape if self.batch else self.node.shape

    @property
    def is_permuted(self):
        return self.pattern != list(range(len(self.pattern)))

    def plain(self):
        """Returns a node without CNTK's batch axis."""
        if self._plain is None:
            self._plain = C.reshape(C.unpack_batch(self.node), self.shape).output
        return self._plain

    def permuted(self, pattern):
        """Returns the source of the value with its axes permuted."""
        return Source(self.node, self.batch, self.size, [self.pattern[i] for i in pattern])

    def result(self):
        """Returns the node of the value."""
        if self.is_permuted:
            return as_variable(C.transpose(self.plain(), self.pattern))
        return self.plain()


class Value:
    """The value of a tensor in a program.

    Attributes:
        dtype: dtype of the tensor.
        array: its value in the traced call; None before it is computed.
        register: index of its register in later calls.
        is_constant: whether it is the same in each call.
        source: `Source` of CNTK's node, or None.
        node: CNTK's node that computes it, with everything it depends on, or None.
        leaves: dict from dtypes to the nodes that its array is fed to.
        in_loop: whether it belongs to a step in a loop of CNTK.
    """

    def __init__(self, dtype, array=None, register=None, is_constant=False, node=None,
                 source=None, in_loop=False):
        self.dtype = dtype
        self.array = array
        self.register = register
        self.is_constant = is_constant
        self.source = source
        self.node = node
        self.leaves = {}
        self.in_loop = in_loop
        self._batched = None

    @property
    def node(self):
        if self._node is None and self.source is not None:
            self._node = self.source.result()
        return self._node

    @node.setter
    def node(self, node):
        self._node = node

    @property
    def has_node(self):
        return self._node is not None or self.source is not None

    @property
    def shape(self):
        if self.array is not None:
            return self.array.shape
        if self.source is not None:
            return tuple(self.source.shape[i] for i in self.source.pattern)
        return self._node.shape

    def batched(self, node):
        """Returns a source with CNTK's batch axis for `node`, which holds this value."""
        if self._batched is None:
            batch = C.to_batch(node).output
            self._batched = Source(batch, batch.uid, self.shape[0])
        return self._batched
