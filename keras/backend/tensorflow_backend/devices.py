"""The devices that operations run on."""
import tensorflow as tf

from .session import get_session

tf1 = tf.compat.v1


def list_devices():
    devices = [device for device in get_session().list_devices()
               if device.device_type in ('CPU', 'GPU')]
    return ['/%s:%s' % (device.device_type.lower(), device.name.rsplit(':', 1)[1])
            for device in devices]


def device_scope(name):
    tf1.get_default_graph()._keras_chooses_devices = True
    return tf1.device(name)


def chooses_devices():
    """Returns whether operations of the current graph have been placed on devices."""
    return getattr(tf1.get_default_graph(), '_keras_chooses_devices', False)
