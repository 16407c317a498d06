"""The import path of layers, networks and the loading of weights before Keras 2.2."""
from ..utils.layer_utils import get_source_inputs  # noqa: F401
from .base_layer import (  # noqa: F401
    InputSpec,
    Layer,
    Node,
    _collect_input_shape,
    _collect_previous_mask,
)
from .input_layer import Input, InputLayer  # noqa: F401
from .names import _to_snake_case  # noqa: F401
from .network import Network
from .saving import (  # noqa: F401
    load_weights_from_hdf5_group,
    load_weights_from_hdf5_group_by_name,
    preprocess_weights_for_loading,
    save_weights_to_hdf5_group,
)

Container = Network
