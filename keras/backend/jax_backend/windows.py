"""Windows that slide over the spatial axes of arrays (batch, ..., channels)."""
import itertools
from collections import namedtuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from ..recorded.windows import counts, pads, reach


class Geometry(namedtuple('Geometry', 'sizes window strides dilation pads counts')):
    """Where windows are; all fields are tuples with an entry for each spatial axis.

    Attributes:
        sizes: sizes of the input.
        window: numbers of entries of a window.
        strides: distances of neighboring windows.
        dilation: distances of neighboring entries of a window.
        pads: pairs: by how many entries windows extend beyond both ends.
        counts: numbers of windows.
    """

    @property
    def entries(self):
        """The number of entries of a window."""
        return int(np.prod(self.window))

    @property
    def is_padded(self):
        return any(map(any, self.pads))

    @property
    def offsets(self):
        """List of the position of each entry in a window."""
        return [tuple(i * rate for i, rate in zip(place, self.dilation))
                for place in itertools.product(*map(range, self.window))]


def geometry(op, sizes, window, strides, dilation, padding):
    """Returns the `Geometry` of an op.

    Raises:
        ValueError: if the windows do not fit into the input.
    """
    spread = reach(window, dilation)
    return Geometry(tuple(sizes), tuple(window), tuple(strides), tuple(dilation),
                    tuple(pads(sizes, spread, strides, padding)),
                    counts(op, sizes, spread, strides, padding))


def padded(x, places, value=0):
    """Returns `x` with `value` where windows extend beyond it."""
    if not places.is_padded:
        return x
    config = [(before, after, 0) for before, after in places.pads]
    return lax.pad(x, np.array(value, x.dtype), [(0, 0, 0)] + config + [(0, 0, 0)])


def seen(x, places, offset):
    """Returns what all windows see at an offset, (batch, *counts, channels).

    Args:
        x: array with its padding.
        places: `Geometry`.
        offset: one of `places.offsets`.
    """
    ends = [begin + (count - 1) * stride + 1
            for begin, count, stride in zip(offset, places.counts, places.strides)]
    return lax.slice(x, (0,) + offset + (0,), [x.shape[0]] + ends + [x.shape[-1]],
                     (1,) + places.strides + (1,))


def put_back(y, places, offset):
    """Returns an array of the shape of the input, without padding: the transpose of `seen`."""
    config = []
    for axis, begin in enumerate(offset):
        count, stride = places.counts[axis], places.strides[axis]
        before = begin - places.pads[axis][0]
        config.append((before, places.sizes[axis] - before - (count - 1) * stride - 1, stride - 1))
    return lax.pad(y, np.array(0, y.dtype), [(0, 0, 0)] + config + [(0, 0, 0)])


def channels_last(x, data_format):
    return x if data_format == 'channels_last' else jnp.moveaxis(x, 1, -1)


def in_format(y, data_format):
    """Converts `y`, whose channels are last, to `data_format`."""
    return y if data_format == 'channels_last' else jnp.moveaxis(y, -1, 1)



def is_on_cpu():
    return jax.default_backend() == 'cpu'
