"""What an engine without a choice of devices says."""
from ..config import backend


def list_devices():
    _refuse()


def device_scope(name):
    _refuse()


def _refuse():
    raise NotImplementedError('The %s backend does not let one choose the devices that operations '
                              'run on; TensorFlow does.' % backend())
