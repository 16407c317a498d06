"""The place of layers and networks before Keras 2.2."""
from ..utils.layer_utils import get_source_inputs  # noqa: F401
from .base_layer import InputSpec, Layer, Node  # noqa: F401
from .input_layer import Input, InputLayer  # noqa: F401
from .network import Network  # noqa: F401
