"""The contract on TensorFlow: graphs and sessions, through `tf.compat.v1`."""
from .session import *  # noqa: I001  (the session room sets TensorFlow up)
from .broadcasting import within_a_batch
from .control_flow import *
from .conv import *
from .ctc import *
from .devices import *
from .functions import *
from .math import *
from .nn import *
from .random import *
from .rnn import *
from .shape import *
from .steps import *
from .tensors import *  # after the room `shape`, whose name an op of this room bears
from .updates import *
from .borrowed_names import *  # after the rooms' own `tf`
from .borrowed_names import (
    _broadcast_normalize_batch_in_training,
    _get_available_gpus,
    _preprocess_conv1d_input,
    _preprocess_conv2d_input,
    _preprocess_conv3d_input,
    _preprocess_padding,
    _regular_normalize_batch_in_training,
    _to_tensor,
)
