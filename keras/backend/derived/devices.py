"""Errors of engines that do not support choosing devices, or not in this way."""
from ..config import backend


def list_devices():
    _refuse()


def device_scope(name):
    _refuse()


def over_devices(x, devices):
    raise NotImplementedError('The %s backend does not share out batches by itself; JAX does. On '
                              'TensorFlow, keras.utils.multi_gpu_model does.' % backend())


def _refuse():
    raise NotImplementedError('The %s backend does not support choosing the devices that '
                              'operations run on; TensorFlow does.' % backend())
