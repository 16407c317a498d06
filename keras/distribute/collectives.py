"""Exchange of arrays between workers. All must make the same calls in the same order."""
import numpy as np

from keras import backend as K
from keras.backend.dtypes import is_float, is_number

from .process import cluster, rank, size

Average = 'Average'
Sum = 'Sum'

# The kinds of numbers that workers can add; others are converted on the way.
_ADDABLE = 'float16', 'float32', 'float64', 'int32', 'int64'


def allreduce(value, name=None, average=None, prescale_factor=1.0, postscale_factor=1.0, op=None,
              compression=None):
    """Returns the average, or the sum, of the arrays that all workers pass.

    Args:
        value: array or number, or tensor, which is computed; of the same shape in all workers.
        name: ignored; calls are matched by their order.
        average: whether to average; the older way to choose `op`.
        prescale_factor: float, a factor before the sum.
        postscale_factor: float, a factor after the sum.
        op: `Average` (the default) or `Sum`.
        compression: see `Compression`; None for none.

    Returns:
        Array, the same in all workers.

    Raises:
        ValueError: if an argument is invalid, or `init` was not called.
        ConnectionError: if a worker does not take part.

    Example:
        >>> import keras.distribute as hvd
        >>> hvd.init()
        >>> hvd.allreduce([1., 3.]).tolist()  # one worker
        [1.0, 3.0]
    """
    op = checked_op(op, average)
    array = _array(value)
    scaled = _scaled(array, prescale_factor)
    if getattr(compression, 'half_precision', False) and is_float(scaled.dtype):
        scaled = scaled.astype('float16')
    total = _scaled(sum_of(scaled), postscale_factor)
    if op == Average:
        total = total / size()
    return np.asarray(total).astype(array.dtype if op == Sum or is_float(array.dtype)
                                    else K.floatx())


def _scaled(array, factor):
    return array if factor == 1 else array * factor  # ints stay ints


def checked_op(op, average=None):
    """Returns `Average` or `Sum`, after checking the two ways to choose it."""
    if op is not None and average is not None:
        raise ValueError('Pass either op or average, not both.')
    if op is None:
        return Sum if average is False else Average
    if op not in (Average, Sum):
        raise ValueError('op must be Average or Sum, but got %r.' % (op,))
    return op


def allgather(value, name=None):
    """Returns the arrays of all workers, joined along the first axis, in the order of ranks.

    Args:
        value: array or number, or tensor, which is computed. The shapes may differ in the first
            axis only; numbers are joined to a vector.
        name: ignored; calls are matched by their order.

    Returns:
        Array, the same in all workers.

    Raises:
        ValueError: if `init` was not called.
        ConnectionError: if a worker does not take part.

    Example:
        >>> import keras.distribute as hvd
        >>> hvd.init()
        >>> hvd.allgather([[1, 2]]).tolist()  # one worker
        [[1, 2]]
    """
    array = np.atleast_1d(_array(value))
    counts = np.zeros(size(), 'int64')
    counts[rank()] = len(array)
    ends = np.cumsum(sum_of(counts))
    gathered = np.zeros((ends[-1],) + array.shape[1:], array.dtype)
    gathered[ends[rank()] - len(array):ends[rank()]] = array
    return sum_of(gathered)


def broadcast(value, root_rank, name=None):
    """Returns the array that one worker passes.

    Args:
        value: array or number, or tensor, which is computed; of the same shape in all workers.
        root_rank: int, the rank of the worker whose array all get.
        name: ignored; calls are matched by their order.

    Returns:
        Array.

    Raises:
        ValueError: if there is no such rank, or `init` was not called.
        ConnectionError: if a worker does not take part.

    Example:
        >>> import keras.distribute as hvd
        >>> hvd.init()
        >>> int(hvd.broadcast(3, root_rank=0))
        3
    """
    return broadcast_all([value], root_rank)[0]


def broadcast_all(values, root_rank):
    """Returns the arrays that one worker passes.

    Args:
        values: list of arrays.
        root_rank: int, the rank of that worker.
    """
    if not 0 <= root_rank < size():
        raise ValueError('root_rank must be from 0 to %d, but got %r.' % (size() - 1, root_rank))
    arrays = [_array(value) for value in values]
    return sums_of(arrays if rank() == root_rank else [np.zeros_like(x) for x in arrays])


def broadcast_global_variables(root_rank):
    """Sets all variables of the program to the values that they have in one worker.

    Args:
        root_rank: int, the rank of that worker.

    Raises:
        ValueError: if there is no such rank, or `init` was not called.
        ConnectionError: if a worker does not take part.
    """
    if size() > 1:
        broadcast_variables(K.get_session().graph.get_collection('variables'), root_rank)


def broadcast_variables(variables, root_rank=0):
    """Sets variables to the values that they have in one worker.

    Args:
        variables: list of variables, the same in all workers.
        root_rank: int, the rank of that worker.
    """
    K.batch_set_value(list(zip(
        variables, broadcast_all(K.batch_get_value(variables), root_rank))))


def sums_of(arrays):
    """Returns the sums of arrays over all workers, with one exchange for each dtype.

    Args:
        arrays: list of arrays.
    """
    totals = list(arrays)
    for dtype in sorted({array.dtype.str for array in arrays}):
        alike = [i for i, array in enumerate(arrays) if array.dtype.str == dtype]
        total = sum_of(np.concatenate([arrays[i].ravel() for i in alike]))
        borders = np.cumsum([arrays[i].size for i in alike])[:-1]
        for i, part in zip(alike, np.split(total, borders)):
            totals[i] = part.reshape(arrays[i].shape)
    return totals


def sum_of(array):
    """Returns the sum of the arrays that all workers pass."""
    if cluster().size == 1:
        return array
    if array.dtype.name in _ADDABLE:
        return K.sum_over_workers(array)
    wider = 'float64' if is_float(array.dtype) else 'int64'
    return K.sum_over_workers(array.astype(wider)).astype(array.dtype)


def _array(value):
    array = np.asarray(K.eval(value) if K.is_tensor(value) else value)
    if not is_number(array.dtype):
        raise ValueError('Workers can exchange numbers only, but got an array of %s.'
                         % array.dtype)
    return array
