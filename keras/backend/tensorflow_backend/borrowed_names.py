"""Undocumented names that code written for Keras 2 imports from this backend."""
import builtins
from types import SimpleNamespace

import tensorflow
from tensorflow.python.ops import control_flow_ops as own_control_flow_ops
from tensorflow.python.training import moving_averages  # noqa: F401

from ..conv_arguments import border_mode
from ..derived.nn import normalize_batch_in_training
from .conv import _channels_last
from .session import get_session

# Such code uses `tf.Session`, `tf.ConfigProto`, `tf.log`.
tf = tensorflow.compat.v1


def _to_tensor(x, dtype):
    return tf.convert_to_tensor(x, dtype=dtype)


def _get_available_gpus():
    return [device.name for device in get_session().list_devices() if device.device_type == 'GPU']


# keras-yolo3 and its many copies: `K.control_flow_ops.while_loop` in the loss.
control_flow_ops = SimpleNamespace(**{name: getattr(tf, name) for name in (
    'while_loop', 'cond', 'case', 'group', 'tuple', 'no_op', 'Assert')})
for _name in ('switch', 'merge', 'with_dependencies'):
    setattr(control_flow_ops, _name, getattr(own_control_flow_ops, _name))

# Copies of `K.rnn`, of other ops and of `K.moving_average_update` that were changed a little.
tensor_array_ops = SimpleNamespace(TensorArray=tf.TensorArray)
functional_ops = SimpleNamespace(map_fn=tf.map_fn, foldl=tf.foldl, foldr=tf.foldr, scan=tf.scan)
py_all, py_sum = builtins.all, builtins.sum


# keras-contrib, in the convolutions of its own backend.

def _preprocess_conv1d_input(x, data_format):
    return _channels_last(x, data_format), 'NWC'


def _preprocess_conv2d_input(x, data_format, force_transpose=False):
    return _channels_last(x, data_format), 'NHWC'


def _preprocess_conv3d_input(x, data_format):
    return _channels_last(x, data_format), 'NDHWC'


def _preprocess_padding(padding):
    return border_mode(padding).upper()


# Copies of BatchNormalization, with other moments.
_regular_normalize_batch_in_training = normalize_batch_in_training
_broadcast_normalize_batch_in_training = normalize_batch_in_training
