"""How operations are computed here: by NumPy, as nodes of CNTK, or in their own way."""
from ..recorded import implementations


class Implementation(implementations.Implementation):
    """How CNTK computes an operation.

    Args:
        cntk: function from nodes of CNTK to a node; None where the operation's NumPy function
            does it.
        is_heavy: whether CNTK does it even where it gets nothing from, and gives nothing to, other
            operations of CNTK's.
        is_entrywise: whether it works entry by entry, so all its inputs may be permuted.
        needs_batch_axis: whether `cntk` uses CNTK's batch axis.
        is_batched: whether `cntk` takes its first node with CNTK's batch axis, and gives one.
        others: arguments of the base class.
    """

    def __init__(self, cntk=None, is_heavy=False, is_entrywise=False,
                 needs_batch_axis=False, is_batched=False, **others):
        super().__init__(**others)
        self.cntk = cntk
        self.is_heavy = is_heavy
        self.is_entrywise = is_entrywise
        self.needs_batch_axis = needs_batch_axis
        self.is_batched = is_batched

    def evaluate(self, trace, tensor, env):
        return trace.call(tensor.op, [env[id(x)] for x in tensor.inputs], tensor.attributes,
                          tensor.dtype, id(tensor) in trace.on_path)


def implement(operation, cntk=None, **how):
    """Sets how an operation is computed; the arguments are those of `Implementation`."""
    operation.implementation = Implementation(cntk, **how)


def implementation_of(operation):
    """Returns the `Implementation` of an operation: NumPy's function where none was set."""
    if operation.implementation is None:
        implement(operation)
    return operation.implementation
