"""Where operations run (TensorFlow alone lets one choose)."""


def list_devices():
    """Returns the names of the devices of this machine: `['/cpu:0', '/gpu:0', '/gpu:1']`, say.

    Raises:
        NotImplementedError: if the engine does not let one choose devices.
    """


def device_scope(name):
    """Returns a context in which operations and variables are put on a device.

    Gradients run where the operations run that they belong to.

    Args:
        name: string, as `K.list_devices` tells it.

    Raises:
        NotImplementedError: if the engine does not let one choose devices.

    Example:
        >>> with K.device_scope('/gpu:1'):
        ...     y = K.dot(x, kernel)
    """
