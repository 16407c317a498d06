"""Attributes of groups and data sets. (Specification, IV.A.2.m and IV.A.2.v)"""
import collections.abc

from .heaps import in_fractal_heap
from .messages import ATTRIBUTE, ATTRIBUTE_INFO
from .storage import Damaged, Fields
from .values import array_from, dtype_from, shape_from

_BY_NAME = 8


class Attributes(collections.abc.Mapping):
    """A dictionary from names to values, each of which is read when it is needed.

    So values that Keras cannot read do not affect others.

    Args:
        storage: `Storage`.
        messages: `Messages` of the object.
    """

    def __init__(self, storage, messages):
        self._storage = storage
        self._parts = dict(_parts(fields) for fields in
                           messages.all(ATTRIBUTE)
                           + in_fractal_heap(storage, messages, ATTRIBUTE_INFO, 2, _BY_NAME,
                                             slice(8)))

    def __getitem__(self, name):
        dtype, shape, data = self._parts[name]
        if data is None:
            raise ValueError('It has shared types, which Keras does not read.')
        return array_from(self._storage, shape_from(Fields(shape)), dtype_from(Fields(dtype)), data)

    def __iter__(self):
        return iter(self._parts)

    def __len__(self):
        return len(self._parts)


def _parts(fields):
    """Returns the name of an attribute, and its type, shape and data as bytes."""
    version, flags = fields.number(), fields.number()
    if version not in (1, 2, 3):
        raise Damaged('an attribute in it has the unknown version %d' % version)
    sizes = [fields.number(2) for _ in range(3)]
    if version == 3:
        fields.take(1)
    parts = []
    for size in sizes:
        parts.append(fields.take(size))
        if version == 1:
            # Padded to a multiple of 8 within the message, whose head has 8 bytes here.
            fields.align()
    name, dtype, shape = parts
    is_shared = version > 1 and flags & 3
    return (name.rstrip(b'\0').decode('utf-8'),
            (dtype, shape, None if is_shared else fields.take(fields.left)))
