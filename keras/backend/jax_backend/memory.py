"""Memory that arrays leave to later ones."""
import ctypes
import os
import sys

# mallopt's numbers of the two limits, from malloc.h, and their environment variables
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_CHOSEN = 'MALLOC_TRIM_THRESHOLD_', 'MALLOC_MMAP_THRESHOLD_', 'GLIBC_TUNABLES'

_MEGABYTE = 2 ** 20


def keep_freed_memory():
    """Keeps up to 1 GB of freed memory in the process, for arrays of up to 256 MB.

    A step allocates and frees the same arrays as the one before. By default, glibc returns large
    ones to the operating system each time, which then fills new pages with zeros; that takes up to
    a third of a step on a CPU. Limits that are set by environment variables stay as they are.
    """
    mallopt = getattr(ctypes.CDLL(None), 'mallopt', None) if sys.platform == 'linux' else None
    if mallopt is not None and not any(name in os.environ for name in _CHOSEN):
        mallopt(_TRIM_THRESHOLD, 1024 * _MEGABYTE)
        mallopt(_MMAP_THRESHOLD, 256 * _MEGABYTE)
