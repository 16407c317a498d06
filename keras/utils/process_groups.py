"""The processes that train one model."""
import contextlib
import zlib

import numpy as np


class ProcessGroup:
    """A process that trains a model without others.

    `keras.distribute` derives a group of several. An optimizer that belongs to a group has it as
    its attribute `group`; `fit` and its sources of data then take their part in it.

    Attributes:
        size: int, the number of processes.
        rank: int, the place of this process among them; 0 is the one that reports and saves.
    """

    size = 1
    rank = 0

    def begin(self, model, source, validation, verbose):
        """Called before the first epoch.

        Args:
            model: `Model`, with its training function.
            source: `Source` of training batches.
            validation: `Validation`, or None.
            verbose: whether to print what happens.
        """

    def sum(self, arrays):
        """Returns the sums of arrays over all processes.

        Args:
            arrays: list of arrays, of the same shapes in all processes.
        """
        return arrays

    def any(self, condition):
        """Returns whether a condition holds in at least one process."""
        return condition

    def min(self, number):
        """Returns the smallest of the ints that the processes pass."""
        return number

    @contextlib.contextmanager
    def same_random(self):
        """Returns a context in which `np.random` draws the same numbers in all processes."""
        yield

    def part(self, count, evenly):
        """Returns the part of this process in `count` items, as a range of their indices.

        Args:
            count: int.
            evenly: whether all parts have the same size; less than one item for each process is
                then left out.
        """
        if evenly:
            each = count // self.size
            return range(self.rank * each, (self.rank + 1) * each)
        return range(count * self.rank // self.size, count * (self.rank + 1) // self.size)


ALONE = ProcessGroup()


def group_of(optimizer):
    """Returns the `ProcessGroup` that an optimizer belongs to."""
    return getattr(optimizer, 'group', ALONE)


def on_same_host(addresses, rank):
    """Returns the ranks of the processes on the machine of one of them, which is among them.

    Args:
        addresses: list of strings `'host:port'`, one for each process.
        rank: int, the rank of that one.
    """
    hosts = [address.rpartition(':')[0] for address in addresses]
    return [i for i, host in enumerate(hosts) if host == hosts[rank]]


def checksum(data, start=0):
    """Returns an int that is the same for the same data, to compare those of processes.

    Args:
        data: array, sparse matrix or number, or lists and dictionaries of them.
        start: int from 0 to 2**32 - 1, part of what is compared.
    """
    if isinstance(data, dict):
        data = [data[key] for key in sorted(data)]
    if isinstance(data, (list, tuple)):
        for part in data:
            start = checksum(part, start)
        return start
    array = np.asarray(data.toarray() if hasattr(data, 'toarray') else data)
    return zlib.crc32(array.tobytes() if array.dtype != object
                      else repr(array.tolist()).encode(), start)
