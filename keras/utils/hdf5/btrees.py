"""B-trees, which list the parts of groups and data sets. (Specification, III.A)"""
from .storage import UNDEFINED, Damaged

GROUP, CHUNKS = 0, 1


def leaves(storage, address, kind, key_size):
    """Yields keys and addresses from the leaves of a tree of version 1.

    Args:
        storage: `Storage`.
        address: of the root.
        kind: `GROUP` or `CHUNKS`.
        key_size: number of bytes of a key.
    """
    level = None
    waiting, seen = [(address, level)], set()
    while waiting:
        address, level = waiting.pop()
        if address in seen:
            raise Damaged('a B-tree in it has a cycle')
        seen.add(address)
        node = storage.fields(address, 24)
        node.expect(b'TREE', 'a tree')
        found_kind, found_level, entries = node.number(), node.number(), node.number(2)
        if found_kind != kind or found_level != (found_level if level is None else level):
            raise Damaged('a B-tree in it has a wrong node')
        pairs = storage.fields(address + 24, entries * (key_size + 8))
        pairs = [(pairs.take(key_size), pairs.address()) for _ in range(entries)]
        if found_level:
            waiting.extend((child, found_level - 1) for _, child in reversed(pairs))
        else:
            yield from pairs


def records(storage, address, kind):
    """Returns the records of a tree of version 2, as bytes, in order.

    Args:
        storage: `Storage`.
        address: of its header; nothing is returned if it is undefined.
        kind: type of the records.
    """
    if address == UNDEFINED:
        return []
    header = storage.fields(address, 34)
    header.expect(b'BTHD\0' + bytes([kind]), 'a tree')
    node_size, record_size, depth = header.number(4), header.number(2), header.number(2)
    header.take(2)
    root, count = header.address(), header.number(2)
    # A tree with a depth of more than 8 has more records than any file.
    if not record_size or node_size < 10 + record_size or depth > 8:
        raise Damaged('a B-tree in it has wrong sizes')
    tree = _Tree(storage, kind, node_size, record_size, depth)
    return list(tree.walk(root, count, depth)) if root != UNDEFINED else []


class _Tree:
    """A tree of version 2: the widths of its numbers, and a traversal."""

    def __init__(self, storage, kind, node_size, record_size, depth):
        self.storage, self.kind = storage, kind
        self.node_size, self.record_size = node_size, record_size
        most = below = (node_size - 10) // record_size
        self.count_size = _width(most)
        # For each depth, the number of bytes of a pointer to a child node.
        self.pointers = [None]
        for level in range(depth):
            total_size = _width(below) if level else 0
            pointer = 8 + self.count_size + total_size
            self.pointers.append((total_size, pointer))
            here = max(0, (node_size - 10 - pointer) // (record_size + pointer))
            below = (here + 1) * below + here
        self.seen = set()

    def walk(self, address, count, depth):
        if address in self.seen:
            raise Damaged('a B-tree in it has a cycle')
        self.seen.add(address)
        node = self.storage.fields(address, self.node_size)
        node.expect((b'BTIN\0' if depth else b'BTLF\0') + bytes([self.kind]), 'a tree')
        own = [node.take(self.record_size) for _ in range(count)]
        if not depth:
            yield from own
            return
        children = [(node.address(), node.number(self.count_size),
                     node.take(self.pointers[depth][0])) for _ in range(count + 1)]
        for i, (child, child_count, _) in enumerate(children):
            yield from self.walk(child, child_count, depth - 1)
            yield from own[i:i + 1]


def _width(number):
    """Returns the number of bytes needed for a number."""
    return (number.bit_length() + 7) // 8
