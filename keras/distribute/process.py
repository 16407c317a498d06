"""This process among those that train together."""
import atexit
import contextlib
import sys
from numbers import Real

import numpy as np

from keras import backend as K

from .cluster import from_environment

_cluster = None


def init(comm=None, timeout=60):
    """Connects this process to the others of its cluster.

    Call it at the beginning of the program. The environment variable `TF_CONFIG`, which
    `python -m keras.distribute` sets, names the workers; without it the program is its only one.
    The call returns when all workers have started.

    Args:
        comm: must be None; Horovod takes an MPI communicator here.
        timeout: seconds after which a worker that died, or does not take part in a step, ends the
            others.

    Raises:
        ValueError: if `TF_CONFIG` cannot be understood, or an argument is invalid.
        NotImplementedError: for several workers on another engine than TensorFlow.
        ConnectionError: if a worker did not start, or this one cannot listen at its address.

    Example:
        >>> import keras.distribute as hvd
        >>> hvd.init()
        >>> hvd.rank(), hvd.size()
        (0, 1)
    """
    global _cluster
    if comm is not None:
        raise ValueError('comm must be None: workers are described by TF_CONFIG, not by MPI.')
    if not isinstance(timeout, Real) or not timeout > 0:
        raise ValueError('timeout must be a number of seconds above 0, but got %r.' % (timeout,))
    if _cluster is not None:
        return
    cluster = from_environment()
    if cluster.size > 1:
        K.connect_workers(cluster.addresses, cluster.rank, timeout)
        atexit.register(shutdown)
    _cluster = cluster


def shutdown():
    """Waits until all workers are done; called automatically when the program ends.

    A worker that ended before would look to the others as if it had died.
    """
    global _cluster
    if _cluster is None:
        return
    # After an error the others must notice at once.
    if _cluster.size > 1 and not hasattr(sys, 'last_type'):
        with contextlib.suppress(ConnectionError):  # if the others have ended
            K.sum_over_workers(np.zeros(1, 'int32'))
    _cluster = None


def is_initialized():
    """Returns whether `init` was called."""
    return _cluster is not None


def size():
    """Returns the number of workers."""
    return cluster().size


def rank():
    """Returns the place of this worker among all, from 0."""
    return cluster().rank


def local_size():
    """Returns the number of workers on this machine."""
    return cluster().local_size


def local_rank():
    """Returns the place of this worker among those on this machine, from 0."""
    return cluster().local_rank


def cluster():
    """Returns the `Cluster` of this process.

    Raises:
        ValueError: if `init` was not called.
    """
    if _cluster is None:
        raise ValueError('keras.distribute is not initialized: call keras.distribute.init() at '
                         'the beginning of the program.')
    return _cluster
