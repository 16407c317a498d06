"""The calls of layers that are going on right now, one inside the other."""
import contextlib
import threading

from keras.utils.generic_utils import to_list

_going_on = threading.local()


class TensorKey:
    """Tensors as a key of a dictionary: the same key for the very same tensors.

    It holds the tensors, so that none of them can be freed and leave its identity to another.

    Args:
        tensors: a tensor or a list of tensors (None among them is allowed).
    """

    def __init__(self, tensors):
        self.tensors = to_list(tensors)[:]

    def __eq__(self, other):
        return (len(self.tensors) == len(other.tensors)
                and all(a is b for a, b in zip(self.tensors, other.tensors)))

    def __hash__(self):
        return hash(tuple(map(id, self.tensors)))


@contextlib.contextmanager
def call_of(layer, inputs):
    """Marks, for the time of a `with` block, that `layer` is being called on `inputs`.

    A layer that calls others learns of it, so that it can answer for their losses and updates.
    """
    calls = _calls()
    if calls:
        outer, outer_key = calls[-1]
        outer._inner_calls.setdefault(outer_key, []).append((layer, inputs))
    calls.append((layer, TensorKey(inputs)))
    try:
        yield
    finally:
        calls.pop()


def key_of_call(layer):
    """Returns the key of the inputs that `layer` is being called on, or None."""
    calls = _calls()
    return calls[-1][1] if calls and calls[-1][0] is layer else None


def _calls():
    if not hasattr(_going_on, 'calls'):
        _going_on.calls = []
    return _going_on.calls
