"""Training one model on several GPUs of a machine."""
from numbers import Integral

from keras import backend as K
from keras.utils.generic_utils import to_list, unpack_singleton


def multi_gpu_model(model, gpus=None, cpu_merge=True, cpu_relocation=False):
    """Makes a model that shares out each batch among several GPUs. TensorFlow alone can do that.

    Each GPU runs the model on its share of the samples; then their outputs are put together again.
    The weights are those of the given model: train the new model, save the given one.

    Args:
        model: a model that has been built.
        gpus: int, at least 2, how many GPUs to use; or a list of their numbers; by default all.
        cpu_merge: whether the outputs are put together on the CPU, rather than on the first of
            the GPUs.
        cpu_relocation: whether to use a copy of the model whose weights lie on the CPU. Instead,
            the model can be built there: `with K.device_scope('/cpu:0')`.

    Returns:
        A `Model` with the same inputs and outputs.

    Raises:
        ValueError: if there are fewer than two GPUs to use, or not those asked for, or if the
            model has not been built.
        NotImplementedError: on other engines than TensorFlow.

    Example::

        model = Xception(weights=None, input_shape=(299, 299, 3), classes=1000)
        parallel = multi_gpu_model(model, gpus=4)
        parallel.compile('rmsprop', 'categorical_crossentropy')
        parallel.fit(images, labels, batch_size=256)  # 64 images on each GPU
        model.save('xception.h5')
    """
    devices = _devices_of(gpus)
    if not model.inputs:
        raise ValueError('The model %s cannot be shared out before it is built: give its first '
                         'layer an input_shape, or call build().' % model.name)
    if cpu_relocation:
        model = _copy_on('/cpu:0', model)
    return model_on(devices, model, merge_on='/cpu:0' if cpu_merge else devices[0])


def model_on(devices, model, merge_on):
    """Makes a model that runs another one on several devices, each with its share of the batch.

    Args:
        devices: list of names (see `K.list_devices`).
        model: a model that has been built.
        merge_on: name of the device that puts the outputs together.

    Returns:
        A `Model` with the same inputs and outputs.
    """
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


def _share(x, i, parts):
    """Returns the `i`-th of the shares of a batch."""
    from keras.layers import Lambda
    return Lambda(get_slice, output_shape=K.int_shape(x)[1:],
                  arguments={'i': i, 'parts': parts})(x)


def get_slice(data, i, parts):
    """Takes a share of the rows of a batch; the last share takes what is left over.

    Args:
        data: tensor.
        i: int, which of the shares, from 0.
        parts: int, how many shares there are.

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
    """Returns the names of the devices that the argument `gpus` asks for."""
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
        raise ValueError('multi_gpu_model needs two GPUs at least, but gpus comes to %s; this '
                         'machine has %s.' % (devices, ', '.join(present)))
    missing = [name for name in devices if name not in present]
    if missing:
        raise ValueError('multi_gpu_model is to use %s, but this machine has only %s. Ask for '
                         'fewer gpus.' % (', '.join(devices), ', '.join(present)))
    return devices
