"""Errors of engines that do not support choosing devices."""
from ..config import backend


def list_devices():
    _refuse()


def device_scope(name):
    _refuse()


def _refuse():
    raise NotImplementedError('The %s backend does not support choosing the devices that '
                              'operations run on; TensorFlow does.' % backend())
