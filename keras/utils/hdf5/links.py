"""The members of groups. (Specification, III.B, IV.A.2.c, IV.A.2.g and IV.A.2.r)"""
from .btrees import GROUP, leaves
from .heaps import LocalHeap, in_fractal_heap
from .messages import LINK, LINK_INFO, SYMBOL_TABLE

_BY_NAME = 5
_HARD, _SOFT, _EXTERNAL = 0, 1, 64
_SOFT_IN_TABLE = 2


def read_links(storage, messages):
    """Returns a dictionary from the names of members to their addresses.

    Members that are only names of other members, or of other files, have None for an address.

    Args:
        storage: `Storage`.
        messages: `Messages` of the group.
    """
    if SYMBOL_TABLE in messages:
        return dict(_from_symbol_table(storage, messages.one(SYMBOL_TABLE)))
    return dict(_link(fields) for fields in messages.all(LINK) + in_fractal_heap(
        storage, messages, LINK_INFO, 8, _BY_NAME, slice(4, None)))


def _from_symbol_table(storage, table):
    tree, heap = table.address(), LocalHeap(storage, table.address())
    for _, address in leaves(storage, tree, GROUP, 8):
        node = storage.fields(address, 8)
        node.expect(b'SNOD\1', 'a list of members')
        node.take(1)
        count = node.number(2)
        entries = storage.fields(address + 8, 40 * count)
        for _ in range(count):
            name, header = heap.name(entries.address()), entries.address()
            is_soft = entries.number(4) == _SOFT_IN_TABLE
            entries.take(20)
            yield name.decode('utf-8'), None if is_soft else header


def _link(fields):
    fields.expect(b'\1', 'a link')
    flags = fields.number()
    kind = fields.number() if flags & 8 else _HARD
    fields.take(8 if flags & 4 else 0)
    fields.take(1 if flags & 16 else 0)
    name = fields.take(fields.number(1 << (flags & 3))).decode('utf-8')
    return name, fields.address() if kind == _HARD else None
