"""Utilities: data files, labels, progress bars, custom objects, plots of models."""
from keras.utils.data_utils import GeneratorEnqueuer, OrderedEnqueuer, Sequence, get_file
from keras.utils.generic_utils import (
    CustomObjectScope,
    Progbar,
    custom_object_scope,
    deserialize_keras_object,
    get_custom_objects,
    serialize_keras_object,
)
from keras.utils.io_utils import H5Dict, HDF5Matrix
from keras.utils.layer_utils import (
    convert_all_kernels_in_model,
    get_source_inputs,
    print_summary,
)
from keras.utils.multi_gpu_utils import multi_gpu_model
from keras.utils.np_utils import normalize, to_categorical
from keras.utils.random_seed import set_random_seed
from keras.utils.vis_utils import model_to_dot, plot_model
