"""Choosing the devices that operations run on. TensorFlow and JAX support it, in different ways."""


def list_devices():
    """Returns the names of this machine's devices, for instance `['/cpu:0', '/gpu:0']`.

    Returns:
        List of strings.

    Raises:
        NotImplementedError: on Theano and CNTK.

    Example::

        if K.backend() in ('tensorflow', 'jax'):
            print(K.list_devices())
    """


def over_devices(x, devices):
    """Makes several devices compute what is made from a batch. Not in Keras 2.

    A function that computes with the result puts a part of the rows on each device, and copies of
    all variables. What it computes stays the same. If the rows cannot be shared out evenly, each
    device computes with all of them. `keras.utils.multi_gpu_model` does this for the inputs of a
    model.

    Args:
        x: tensor whose first axis is the batch.
        devices: list of names, such as those that `K.list_devices` returns.

    Returns:
        Tensor with the values of `x`.

    Raises:
        ValueError: if this machine lacks one of the devices.
        NotImplementedError: on other engines than JAX.

    Example::

        if K.backend() == 'jax':
            x = K.placeholder((None, 3))
            y = K.softmax(K.over_devices(x, K.list_devices()))
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
