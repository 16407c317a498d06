"""Whole models in files: architecture, weights, how they are trained."""
import json

from keras.utils.bytecode import scope_of_argument
from keras.utils.custom_objects import CustomObjectScope
from keras.utils.h5dict import H5Dict

from .architecture import model_config, model_of
from .cloud import allow_read_from_gcs, allow_write_to_gcs
from .descriptions import plain, read_json
from .dialects.written import sign
from .layer_weights import load_weights_from_hdf5_group, save_weights_to_hdf5_group
from .stores import read_from, write_to
from .training_config import restore_training, write_training


@allow_write_to_gcs
def save_model(model, filepath, overwrite=True, include_optimizer=True):
    """Writes a model to an HDF5 file: architecture, weights, and the state of its training.

    The file takes the place of an earlier one only when it is complete.

    Args:
        model: the model.
        filepath: path of the file, binary stream, `h5py.Group` or dictionary.
        overwrite: whether to overwrite a file without asking.
        include_optimizer: whether to write how the model was compiled and the optimizer's state.

    Raises:
        OSError: if the file cannot be written.

    Example:
        >>> model.save('model.h5')
        >>> model = load_model('model.h5')
    """
    write_to(filepath, lambda store: _write(model, store, include_optimizer), overwrite)


@allow_read_from_gcs
def load_model(filepath, custom_objects=None, compile=True, safe_mode=None):
    """Reads a model from an HDF5 file that `save_model` wrote, here or in Keras 2.

    Args:
        filepath: path of the file, binary stream, `h5py.Group` or dictionary.
        custom_objects: dictionary from names to layers, losses, ... of your own.
        compile: whether to compile the model as it was and restore the optimizer's state.
        safe_mode: whether to refuse files with Python lambdas. With False these load, and what
            they do is run: a file could hold any program, so do that only for files you trust.
            By default as in the `safe_mode_scope` around the call; without one, lambdas load that
            this process has written itself, and no others.

    Returns:
        The model.

    Raises:
        OSError: if the file cannot be read.
        ValueError: if it holds no model, names that are not known here, a description that no model
            can be made of, or Python lambdas that are refused.
        TypeError: if a layer is given arguments that it does not have.
    """
    def read(store):
        with CustomObjectScope(custom_objects or {}), scope_of_argument(safe_mode):
            return _read(store, custom_objects, compile)
    return read_from(filepath, read)


def pickle_model(model):
    """Returns the state of a model for `pickle`.

    Args:
        model: the model.

    Returns:
        A dictionary of strings, numbers, arrays and such dictionaries.
    """
    state = {}
    _write(model, H5Dict(state), include_optimizer=True)
    return state


def unpickle_model(state):
    """Makes a model from what `pickle_model` returned.

    A pickle can run any program anyway, so lambdas in it are accepted.

    Args:
        state: a dictionary.

    Returns:
        The model.
    """
    return load_model(state, compile='training_config' in state, safe_mode=False)


def _write(model, store, include_optimizer):
    sign(store)
    store['model_config'] = json.dumps(model_config(model), default=plain).encode('utf-8')
    save_weights_to_hdf5_group(store['model_weights'], model.layers)
    if include_optimizer:
        write_training(model, store)


def _read(store, custom_objects, compile):
    if 'model_config' not in store:
        raise ValueError('it holds no model%s.' % (
            ' but only weights. Build the model, then call `model.load_weights`'
            if 'layer_names' in store else ' (there is no `model_config`)'))
    model = model_of(read_json(store, 'model_config'), custom_objects, store)
    load_weights_from_hdf5_group(store['model_weights'], model.layers)
    if compile:
        restore_training(model, store)
    return model
