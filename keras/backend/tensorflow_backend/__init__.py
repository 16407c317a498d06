"""The contract on TensorFlow: graphs and sessions, through `tf.compat.v1`."""
from . import session  # noqa: I001  (it configures TensorFlow)
from . import (
    control_flow,
    conv,
    ctc,
    devices,
    functions,
    math,
    nn,
    random,
    rnn,
    shape,
    steps,
    tensors,
    updates,
)
from .borrowed_names import (
    _broadcast_normalize_batch_in_training,
    _get_available_gpus,
    _preprocess_conv1d_input,
    _preprocess_conv2d_input,
    _preprocess_conv3d_input,
    _preprocess_padding,
    _regular_normalize_batch_in_training,
    _to_tensor,
    control_flow_ops,
    functional_ops,
    moving_averages,
    py_all,
    py_sum,
    tensor_array_ops,
    tf,
)
