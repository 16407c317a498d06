"""Layers, the graphs they form, and how these are trained and saved."""
from ..utils.layer_utils import get_source_inputs  # noqa: F401
from .base_layer import InputSpec, Layer  # noqa: F401
from .input_layer import Input, InputLayer  # noqa: F401
from .training import Model  # noqa: F401
