"""Shapes of results, from the known shapes of inputs."""
from ..checks import checked_axis


def same(shapes, tensor):
    return shapes[0]


def broadcast(shapes, tensor):
    """Returns the shape of an entry-by-entry operation, with broadcasting as in NumPy."""
    if None in shapes:
        return None
    rank = max(map(len, shapes))
    padded = [(1,) * (rank - len(shape)) + tuple(shape) for shape in shapes]
    return tuple(_common(sizes, tensor, shapes) for sizes in zip(*padded))


def _common(sizes, tensor, shapes):
    known = {size for size in sizes if size not in (1, None)}
    if len(known) > 1:
        raise ValueError('The shapes %s do not broadcast, in %s.' % (
            ' and '.join(map(str, shapes)), tensor.name))
    if known:
        return known.pop()
    return None if None in sizes else 1


def axes_of(axis, rank):
    """Returns one or several axes, or None for all, as a sorted tuple counted from the start."""
    if axis is None:
        return tuple(range(rank))
    axes = axis if isinstance(axis, (list, tuple)) else [axis]
    return tuple(sorted({checked_axis(int(a), rank) for a in axes}))


def reduced(shapes, tensor):
    shape, = shapes
    axis, keepdims = tensor.attributes['axis'], tensor.attributes['keepdims']
    if shape is None:
        return () if axis is None and not keepdims else None
    axes = axes_of(axis, len(shape))
    if keepdims:
        return tuple(1 if i in axes else size for i, size in enumerate(shape))
    return tuple(size for i, size in enumerate(shape) if i not in axes)
