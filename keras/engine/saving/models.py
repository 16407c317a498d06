"""Whole models in files: architecture, weights and training state."""
import json

from keras import backend as K
from keras.utils.bytecode import scope_of_argument
from keras.utils.custom_objects import CustomObjectScope
from keras.utils.h5dict import H5Dict

from .architecture import model_config, model_of
from .cloud import allow_read_from_gcs, allow_write_to_gcs
from .descriptions import plain, read_json
from .dialects.written import sign
from .layer_weights import saved_values, weights_of, write_layers
from .stores import read_from, write_to
from .training_config import restore_training, state_of, write_training


@allow_write_to_gcs
def save_model(model, filepath, overwrite=True, include_optimizer=True):
    """Saves a model to an HDF5 file: architecture, weights and training state.

    An existing file is replaced only once the new one is complete.

    Args:
        model: the model.
        filepath: path of the file, binary stream, `h5py.Group` or dictionary.
        overwrite: whether to replace an existing file without asking.
        include_optimizer: whether to save how the model was compiled and the optimizer's state.

    Raises:
        NotImplementedError: if the model is a subclass that overrides `call`.
        OSError: if the file cannot be written.

    Example::

        model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
        model.compile('adam', loss='mse')
        keras.models.save_model(model, 'model.h5')
        copy = keras.models.load_model('model.h5')
    """
    write_to(filepath, lambda store: _write(model, store, include_optimizer), overwrite)


@allow_read_from_gcs
def load_model(filepath, custom_objects=None, compile=True, safe_mode=None):
    """Loads a model from an HDF5 file, written by this library, Keras 1, Keras 2 or tf_keras.

    Args:
        filepath: path of the file, binary stream, `h5py.Group` or dictionary.
        custom_objects: dictionary from names to your own layers, losses and so on.
        compile: whether to compile the model as it was and restore the optimizer's state.
        safe_mode: whether to refuse files with Python lambdas. Pass False only for files that you
            trust: a lambda can contain any code, and calling the model runs it. By default, the
            `safe_mode_scope` around the call decides; without one, only lambdas that this process
            has written itself are loaded.

    Returns:
        The model.

    Raises:
        OSError: if the file cannot be read.
        ValueError: if it contains no model, unknown names, a description from which no model can be
            made, or Python lambdas that are refused.
        TypeError: if a layer is described with unknown arguments.

    Example::

        model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
        model.compile('adam', loss='mse')
        model.save('model.h5')
        model = keras.models.load_model('model.h5')
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
        A nested dictionary of strings, numbers and arrays.
    """
    state = {}
    _write(model, H5Dict(state), include_optimizer=True)
    return state


def unpickle_model(state):
    """Restores a model from what `pickle_model` returned.

    Lambdas are accepted: loading a pickle can run any code anyway.

    Args:
        state: a dictionary.

    Returns:
        The model.
    """
    return load_model(state, compile='training_config' in state, safe_mode=False)


def _write(model, store, include_optimizer):
    sign(store)
    store['model_config'] = json.dumps(model_config(model), default=plain).encode('utf-8')
    weights, state = weights_of(model.layers), state_of(model) if include_optimizer else []
    # At once, because TensorFlow searches its whole graph for each new call.
    values = K.borrow_values(weights + state)
    write_layers(store['model_weights'], model.layers, values[:len(weights)])
    if include_optimizer:
        write_training(model, store, values[len(weights):])


def _read(store, custom_objects, compile):
    if 'model_config' not in store:
        raise ValueError('it contains no model%s.' % (
            ' but only weights. Build the model, then call `model.load_weights`'
            if 'layer_names' in store else ' (there is no `model_config`)'))
    model = model_of(read_json(store, 'model_config'), custom_objects, store)
    values = saved_values(store['model_weights'], model.layers)
    if compile:
        values += restore_training(model, store)
    K.batch_set_value(values)
    return model
