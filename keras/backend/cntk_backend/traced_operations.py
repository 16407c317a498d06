"""The operations of a traced call, each computed by NumPy or CNTK."""
import numpy as np

from .implementations import implementation_of
from .nodes import COMPUTED, C, Empty, as_dtype, as_variable, plain_errors, reshaped
from .traced_values import NotInLoop, TracedValues
from .values import Source, Value

# Below this number of entries NumPy is faster than a call of CNTK, even for heavy operations.
_SMALL = 256


class TracedOperations(TracedValues):
    """Computes operations: with NumPy on available values, or as nodes of CNTK.

    Attributes:
        size: number of entries that the nodes of CNTK compute.
    """

    def __init__(self):
        super().__init__()
        self.size = 0

    def call(self, op, arguments, attributes, dtype, is_on_path=False):
        """Returns the value of an operation.

        Args:
            op: `Operation`.
            arguments: list of values.
            attributes: dict of its other arguments.
            dtype: dtype of the result.
            is_on_path: whether gradients through it are needed.
        """
        moving, static = arguments[:op.static_from], arguments[len(arguments[:op.static_from]):]
        if self._is_for_cntk(op, moving, dtype, is_on_path):
            arrays = [self.fixed(value) for value in static]
            computed = COMPUTED.get(dtype) or widest(moving)
            try:
                return self._node_of(op, moving, arrays, attributes, dtype, computed, is_on_path)
            except Empty:
                pass
        return self.computed(lambda *arrays: op.numpy(*arrays, **attributes), dtype,
                             self.hosts(arguments),
                             is_constant=all(value.is_constant for value in arguments))

    def _is_for_cntk(self, op, moving, dtype, is_on_path):
        how = implementation_of(op)
        is_empty = any(0 in value.shape for value in moving)
        if op.numpy is None and is_empty:
            raise ValueError('On CNTK there is no %s of tensors without entries, but got the '
                             'shape %s.' % (op.name, moving[0].shape))
        if how.cntk is None or op.numpy is None:
            return op.numpy is None
        if dtype not in COMPUTED and dtype != 'bool':
            return False
        if is_empty:
            return False
        if is_on_path and any(value.has_node for value in moving):
            return True
        if any(value.array is None for value in moving):
            # NumPy computes ints, which may not be representable as floats.
            return all(value.array is not None or value.dtype in COMPUTED
                       or value.dtype == 'bool' for value in moving)
        return (how.is_heavy and dtype in COMPUTED
                and not all(value.is_constant for value in moving)
                and any(value.array.size > _SMALL for value in moving))

    def _node_of(self, op, values, arrays, attributes, dtype, computed, is_on_path):
        """Returns the value of an operation computed by CNTK, in the dtype `computed`."""
        how = implementation_of(op)
        in_loop = any(value.in_loop for value in values)
        if in_loop and (how.needs_batch_axis or how.is_batched):
            raise NotInLoop
        source = None
        if how.is_batched:
            source = self._batched(values[0], computed, is_on_path)
            nodes = [as_dtype(source.node, computed)]
            nodes += [self.node(value, computed, is_on_path) for value in values[1:]]
        elif how.is_entrywise:
            source, nodes = self._alike(values, computed, is_on_path)
        if source is None:
            nodes = [self.node(value, computed, is_on_path) for value in values]
        with plain_errors('the %s of tensors of shape %s' % (
                op.name, ' and '.join(str(value.shape) for value in values))):
            node = as_variable(how.cntk(*nodes, *arrays, **attributes))
        if source is not None:
            source, node = Source(node, source.batch, source.size, source.pattern), None
        made = Value(dtype, node=node, source=source, in_loop=in_loop)
        self.size += int(np.prod(made.shape))
        return made

    def _source_in_use(self, value, is_on_path):
        """Returns the source of a value; None if it is fed as an array or has none."""
        return value.source if is_on_path or value.array is None else None

    def _batched(self, value, dtype, is_on_path):
        """Returns the source of a value that has CNTK's batch axis."""
        source = self._source_in_use(value, is_on_path)
        if source is not None and source.batch and not source.is_permuted:
            return source
        source = value.batched(self.node(value, dtype, is_on_path))
        return Source(source.node, source.batch, source.size)

    def _alike(self, values, dtype, is_on_path):
        """Returns the source that the largest values share, and nodes of all values like it.

        Returns:
            Pair of None and None if there is no such source.
        """
        rank = max(len(value.shape) for value in values)
        sources = [self._source_in_use(value, is_on_path) if len(value.shape) == rank else None
                   for value in values]
        found = [source for source in sources if source is not None]
        if not found or any(source.pattern != found[0].pattern for source in found):
            return None, None
        first = found[0]
        batch_axis = first.pattern.index(0) - rank
        others = [value for value, source in zip(values, sources) if source is None]
        if first.batch and (any(source.batch != first.batch for source in found) or any(
                len(value.shape) >= -batch_axis and value.shape[batch_axis] > 1
                for value in others)):
            first = Source(first.plain(), pattern=first.pattern)
        nodes = []
        for value, source in zip(values, sources):
            if source is None:
                node = _permuted_back(self.node(value, dtype, is_on_path), first)
            else:
                node = source.node if first.batch else source.plain()
            nodes.append(as_dtype(node, dtype))
        return first, nodes

    def permuted(self, value, pattern, is_on_path):
        """Returns a value with its axes permuted; CNTK's nodes are permuted only when necessary."""
        if not (value.has_node and (is_on_path or value.array is None)):
            return self.computed(lambda array: np.transpose(array, pattern), value.dtype, [value],
                                 is_constant=value.is_constant)
        source = (value.source or Source(value.node)).permuted(pattern)
        if source.is_permuted or source.batch:
            return Value(value.dtype, source=source, in_loop=value.in_loop)
        return Value(value.dtype, node=source.node, in_loop=value.in_loop)


def _permuted_back(node, source):
    """Converts the node of an operand that broadcasts, to be combined with that of a source."""
    if not node.shape:
        return node
    whole = (1,) * (len(source.pattern) - len(node.shape)) + node.shape
    back = [int(i) for i in np.argsort(source.pattern)]
    shape = tuple(whole[i] for i in back)
    if source.is_permuted and sum(size > 1 for size in whole) > 1:
        node = C.transpose(reshaped(node, whole), back)
    return reshaped(node, shape[1:] if source.batch else shape)


def widest(values):
    return 'float64' if any(value.dtype == 'float64' for value in values) else 'float32'
