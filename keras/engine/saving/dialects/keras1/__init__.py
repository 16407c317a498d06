"""Keras 1: other layers and arguments, other layouts of kernels and gates, and more metrics."""
from .layer_configs import layer  # noqa: F401
from .layouts import weights  # noqa: F401
from .metrics import training  # noqa: F401
from .optimizer_state import state  # noqa: F401
from .shared_axes import model  # noqa: F401
