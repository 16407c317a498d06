"""Random tensors, each with a source of numbers of its own, whose kind is the engine's."""
from ..config import floatx
from .dynamic_sizes import shape_from, sizes_of
from .graph import Operation

RANDOM = Operation('random', lambda shapes, x: shape_from(x.inputs[0]), differentiable=False)


def drawn_from(source, draw, shape, dtype):
    """Returns a random tensor.

    Args:
        source: object that numbers are drawn from. It belongs to the tensor, so whatever computes
            the tensor continues where others stopped.
        draw: function that draws from it.
        shape: as in `K.random_normal`.
        dtype: string, None for `K.floatx()`.
    """
    return RANDOM(sizes_of(shape), source=source, draw=draw, dtype=dtype or floatx())


def sources_in(tensors):
    """Returns the distinct sources of the random tensors among `tensors`."""
    found = [x.attributes['source'] for x in tensors if x.op is RANDOM]
    return list({id(source): source for source in found}.values())
