"""Attributes of groups and data sets. (Specification, IV.A.2.m and IV.A.2.v)"""
from .btrees import records
from .heaps import FractalHeap
from .messages import ATTRIBUTE, ATTRIBUTE_INFO
from .storage import UNDEFINED, Damaged, Fields
from .values import array_from, dtype_from, shape_from

_BY_NAME = 8


def read_attributes(storage, messages):
    """Returns a dictionary from names to values.

    Args:
        storage: `Storage`.
        messages: `Messages` of the object.
    """
    attributes = {}
    for fields in messages.all(ATTRIBUTE) + _from_heap(storage, messages):
        name, value = _attribute(storage, fields)
        attributes[name] = value
    return attributes


def _from_heap(storage, messages):
    """Returns `Fields` on each attribute of an object that has many."""
    if ATTRIBUTE_INFO not in messages:
        return []
    info = messages.one(ATTRIBUTE_INFO)
    info.expect(b'\0', 'a description')
    info.take(2 if info.number() & 1 else 0)
    heap, tree = info.address(), info.address()
    if heap == UNDEFINED:
        return []
    heap = FractalHeap(storage, heap)
    return [Fields(heap.get(record[:8])) for record in records(storage, tree, _BY_NAME)]


def _attribute(storage, fields):
    version, flags = fields.number(), fields.number()
    if version not in (1, 2, 3):
        raise Damaged('an attribute in it has the unknown version %d' % version)
    if version > 1 and flags & 3:
        raise ValueError('It has types that objects share, which Keras does not read.')
    sizes = [fields.number(2) for _ in range(3)]
    if version == 3:
        fields.take(1)
    parts = []
    for size in sizes:
        parts.append(fields.take(size))
        if version == 1:
            # Up to a multiple of 8 within the message, whose head has 8 bytes here.
            fields.align()
    name, dtype, shape = parts
    return (name.rstrip(b'\0').decode('utf-8'),
            array_from(storage, shape_from(Fields(shape)), dtype_from(Fields(dtype)),
                       fields.take(fields.left)))
