"""Processes that train one model together. Only TensorFlow supports more than one."""


def connect_workers(addresses, index, timeout):
    """Connects this process to the others; sessions made from now on take part.

    Args:
        addresses: list of strings `'host:port'`, one for each worker.
        index: int, the place of this process in the list.
        timeout: float, seconds after which a worker that does not take part ends the others.

    Raises:
        NotImplementedError: on other engines than TensorFlow.
        RuntimeError: if variables already have values.
        ConnectionError: if this process cannot listen at its address, or another does not start.
    """


def sum_over_workers(array):
    """Returns the sum of the arrays that all workers pass, entry by entry.

    All workers must call it at the same place of the program, with the same shape and dtype.

    Args:
        array: NumPy array of floats, int32 or int64.

    Returns:
        NumPy array; the same bits in all workers.

    Raises:
        ConnectionError: if a worker does not take part.

    Example:
        >>> K.sum_over_workers(np.ones(3, 'float32')).tolist()  # one worker
        [1.0, 1.0, 1.0]
    """


def average_gradients(loss, variables, half_precision=False, sparse_as_dense=False):
    """Returns the gradients of `K.gradients`, averaged over the losses of all workers.

    Args:
        loss: scalar tensor, computed from this worker's share of the batch.
        variables: list of variables, the same in all workers.
        half_precision: whether workers send each other float16 instead of longer floats.
        sparse_as_dense: whether to send the whole gradient of a table whose rows are looked up,
            instead of the rows that occurred.

    Returns:
        List of tensors with the shapes of `variables`, with None for each that `loss` does not
        depend on.

    Example:
        >>> x = K.variable([1., 2.])
        >>> K.eval(K.average_gradients(K.sum(K.square(x)), [x])[0])  # one worker
        array([2., 4.], dtype=float32)
    """
