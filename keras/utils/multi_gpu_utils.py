"""Training a model on several GPUs of one machine."""
from numbers import Integral

from keras import backend as K
from keras.utils.generic_utils import to_list, unpack_singleton


def multi_gpu_model(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    """Makes a model that distributes each batch over several GPUs. Works on TensorFlow and JAX.

    Each GPU runs the model on its share of the samples; then their outputs are concatenated. The
    new model uses the weights of the given one: train the new model, save the given one.

    On JAX, each GPU has a copy of the weights, and the numbers are those of one device:
    `BatchNormalization` takes the moments of the whole batch. A batch that cannot be divided
    evenly is computed by each GPU as a whole. `cpu_merge` and `cpu_relocation` change nothing.

    Args:
        model: a model that has been built.
        gpus: int, the number of GPUs to use, at least 2; or a list of their numbers; by default all
            GPUs.
        cpu_merge: whether the outputs are concatenated on the CPU instead of the first of the
            GPUs.
        cpu_relocation: whether to use a copy of the model whose weights are on the CPU. You can
            also build the model there: `with K.device_scope('/cpu:0')`.

    Returns:
        A `Model` with the same inputs and outputs.

    Raises:
        TypeError: if `gpus` is neither a number nor a list.
        ValueError: if there are fewer than two GPUs to use, if a requested GPU is missing, or if
            the model has not been built.
        NotImplementedError: on Theano and CNTK.

    Example::

        def train_on_four_gpus(images, labels):
            model = keras.applications.Xception(
                weights=None, input_shape=(299, 299, 3), classes=1000)
            parallel = keras.utils.multi_gpu_model(model, gpus=4)
            parallel.compile('rmsprop', 'categorical_crossentropy')
            parallel.fit(images, labels, batch_size=256)  # 64 images on each GPU
            model.save('xception.h5')
    """
    devices = _devices_of(gpus)
    if not model.inputs:
        raise ValueError('The model %s cannot be distributed before it is built: give its first '
                         'layer an input_shape, or call build().' % model.name)
    if cpu_relocation and K.backend() != 'jax':
        model = _copy_on('/cpu:0', model)
    return model_on(devices, model, merge_on='/cpu:0' if cpu_merge else devices[0])


def model_on(devices, model, merge_on):
    """Makes a model that runs another one on several devices, each with a share of the batch.

    Args:
        devices: list of names (see `K.list_devices`).
        model: a model that has been built.
        merge_on: name of the device that concatenates the outputs.

    Returns:
        A `Model` with the same inputs and outputs.
    """
    if K.backend() == 'jax':
        return _sharded(devices, model)
    from keras.layers import concatenate
    from keras.models import Model
    results = []
    for i, device in enumerate(devices):
        with K.device_scope(device), K.name_scope('replica_%d' % i):
            shares = [_share(x, i, len(devices)) for x in model.inputs]
            results.append(to_list(model(unpack_singleton(shares))))
    with K.device_scope(merge_on):
        outputs = [concatenate(list(parts), axis=0, name=name)
                   for name, parts in zip(model.output_names, zip(*results))]
    return Model(model.inputs, outputs)


def _sharded(devices, model):
    """Makes a model like another one that JAX divides among devices."""
    from keras.layers import Lambda
    from keras.models import Model
    inputs = [Lambda(K.over_devices, arguments={'devices': devices})(x) for x in model.inputs]
    results = to_list(model(unpack_singleton(inputs)))
    return Model(model.inputs, [Lambda(K.identity, name=name)(x)
                                for name, x in zip(model.output_names, results)])


def _share(x, i, parts):
    """Returns share `i` of a batch."""
    from keras.layers import Lambda
    return Lambda(get_slice, output_shape=K.int_shape(x)[1:],
                  arguments={'i': i, 'parts': parts})(x)


def get_slice(data, i, parts):
    """Returns a share of the rows of a batch; the last share also gets the remaining rows.

    Args:
        data: tensor.
        i: int, the number of the share; the first is 0.
        parts: int, the number of shares.

    Returns:
        Tensor.
    """
    size = K.shape(data)[0] // parts
    start = i * size
    return data[start:] if i == parts - 1 else data[start:start + size]


def _copy_on(device, model):
    from keras.models import clone_model
    with K.device_scope(device):
        copy = clone_model(model)
    copy.set_weights(model.get_weights())
    return copy


def _devices_of(gpus):
    """Returns the names of the devices that the argument `gpus` specifies."""
    present = K.list_devices()
    if gpus is None:
        gpus = [int(name.split(':')[1]) for name in present if name.startswith('/gpu')]
    elif isinstance(gpus, Integral):
        gpus = range(gpus)
    elif not isinstance(gpus, (list, tuple)):
        raise TypeError('gpus must be a number of GPUs or a list of their numbers, but got %r.'
                        % (gpus,))
    devices = ['/gpu:%d' % i for i in gpus]
    if len(devices) < 2:
        raise ValueError('multi_gpu_model needs at least two GPUs, but got gpus=%s; this '
                         'machine has %s.' % (devices, ', '.join(present)))
    missing = [name for name in devices if name not in present]
    if missing:
        raise ValueError('multi_gpu_model should use %s, but this machine has only %s. Pass '
                         'fewer gpus.' % (', '.join(devices), ', '.join(present)))
    return devices
