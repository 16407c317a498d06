"""Choosing the devices that operations run on. Only TensorFlow supports it."""


def list_devices():
    """Returns the names of this machine's devices, for instance `['/cpu:0', '/gpu:0']`.

    Returns:
        List of strings.

    Raises:
        NotImplementedError: on other engines than TensorFlow.

    Example::

        if K.backend() == 'tensorflow':
            print(K.list_devices())
    """


def device_scope(name):
    """Returns a context in which new operations and variables are placed on a device.

    Gradients run where the operations run that they belong to.

    Args:
        name: string, such as those that `K.list_devices` returns.

    Raises:
        NotImplementedError: on other engines than TensorFlow.

    Example::

        if K.backend() == 'tensorflow':
            with K.device_scope('/cpu:0'):
                y = K.dot(K.ones((2, 3)), K.ones((3, 4)))
    """
