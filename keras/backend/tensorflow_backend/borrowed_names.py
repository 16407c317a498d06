"""Names that were never documented, but that code written for Keras 2 takes from this backend."""
import tensorflow

from .session import get_session

# Such code says `tf.Session`, `tf.ConfigProto`, `tf.log`.
tf = tensorflow.compat.v1


def _to_tensor(x, dtype):
    return tf.convert_to_tensor(x, dtype=dtype)


def _get_available_gpus():
    return [device.name for device in get_session().list_devices() if device.device_type == 'GPU']
