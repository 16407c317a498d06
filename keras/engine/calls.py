"""The calls of layers that are running now, nested."""
import contextlib
import threading

from keras.utils.generic_utils import to_list

_going_on = threading.local()


class TensorKey:
    """Tensors as a dictionary key, compared by identity.

    It keeps the tensors alive, because a new object could get the identity of a freed one.

    Args:
        tensors: tensor or list of tensors, which may include None.
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
    """Marks `layer` as being called on `inputs`, within a `with` block.

    This records the call with the layer around it, which reports the losses and updates of the
    layers that it calls.
    """
    key = TensorKey(inputs)
    outer, outer_key = _innermost()
    if outer is not None and (outer is not layer or outer_key != key):
        outer._inner_calls.setdefault(outer_key, []).append((layer, inputs))
    with _innermost_being((layer, key)):
        yield


def outside_of_calls():
    """Returns a context in which no layer counts as being called, for building layers."""
    return _innermost_being((None, None))


def key_of_call(layer):
    """Returns the key of the inputs that `layer` is being called on, or None if it is not."""
    called, key = _innermost()
    return key if called is layer else None


def _innermost():
    return getattr(_going_on, 'call', (None, None))


@contextlib.contextmanager
def _innermost_being(call):
    before = _innermost()
    _going_on.call = call
    try:
        yield
    finally:
        _going_on.call = before
