"""Saving models and their weights to files, and models as text.

A model file is an HDF5 file in the layout of Keras 2::

    attributes      keras_version, backend, model_config (JSON), training_config (JSON)
    model_weights/  attribute layer_names; for each layer a group with the attribute
                    weight_names and one array for each weight
    optimizer_weights/  attribute weight_names, and the arrays

A file of only weights has the contents of `model_weights`.
"""
from keras.utils.hdf5_attributes import (
    load_attributes_from_hdf5_group,
    save_attributes_to_hdf5_group,
)
from keras.utils.io_utils import (
    H5Dict,
    ask_to_proceed_with_overwrite,
    load_from_binary_h5py,
    save_to_binary_h5py,
)

from .architecture import (
    model_from_config,
    model_from_json,
    model_from_yaml,
    model_to_json,
    model_to_yaml,
)
from .cloud import TensorFlowFiles, allow_read_from_gcs, allow_write_to_gcs
from .layer_weights import (
    load_weights,
    load_weights_from_hdf5_group,
    load_weights_from_hdf5_group_by_name,
    preprocess_weights_for_loading,
    save_weights,
    save_weights_to_hdf5_group,
)
from .models import load_model, pickle_model, save_model, unpickle_model

# Called by programs that keep models in their own stores.
_deserialize_model = load_model


def _serialize_model(model, h5dict, include_optimizer=True):
    save_model(model, h5dict, include_optimizer=include_optimizer)


# Programs replace it with their own.
tf_file_io = TensorFlowFiles()

# Pickles refer to this function by its module, so it must be the public path.
unpickle_model.__module__ = __name__
