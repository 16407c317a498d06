"""Weights of layers in HDF5 groups and files."""
import numpy as np

from keras import backend as K
from keras.utils.warn import warn

from .cloud import allow_read_from_gcs, allow_write_to_gcs
from .dialects import as_keras_2
from .dialects.written import Written, origin, sign
from .stored_arrays import (
    first_few,
    in_order,
    layer_names,
    read_arrays,
    write_arrays,
)
from .stores import as_store, read_from, write_to

# tf.keras writes the variables of a subclassed model that are in no layer under this name.
_OWN_WEIGHTS = 'top_level_model_weights'


@allow_write_to_gcs
def save_weights(model, filepath, overwrite=True):
    """Saves the weights of a model to a file.

    Args:
        model: a `Network`.
        filepath: path of the HDF5 file, binary stream or `h5py.Group`.
        overwrite: whether to replace an existing file without asking.

    Raises:
        OSError: if the file cannot be written.
        ValueError: if the model has not been built, so it has no weights.
    """
    _check_built(model)

    def write(store):
        save_weights_to_hdf5_group(store, model.layers)
        own = _own_weights(model)
        if own:
            write_arrays(store[_OWN_WEIGHTS], own, K.borrow_values(own))

    write_to(filepath, write, overwrite)


def load_weights(model, filepath, by_name=False, skip_mismatch=False, reshape=False):
    """Loads the weights of a model from a file of weights or of a whole model.

    Args:
        model: a `Network`.
        filepath: path of the HDF5 file, binary stream or `h5py.Group`.
        by_name: whether layers get the weights saved under their names, and other layers keep
            theirs; by default, layers with weights are matched in order, and all must match.
        skip_mismatch: whether to skip layers whose weights differ in number or shape.
        reshape: whether to reshape weights that have the right number of entries.

    Raises:
        OSError: if the file cannot be read.
        ValueError: if it contains no weights, or weights that do not fit, or if the model has not
            been built.
    """
    _check_built(model)
    load = load_weights_from_hdf5_group_by_name if by_name else load_weights_from_hdf5_group

    def read(store):
        if 'layer_names' not in store and 'model_weights' in store:
            store = store['model_weights']
        own = _own_values(store, model)
        load(store, model.layers, skip_mismatch=skip_mismatch, reshape=reshape)
        K.batch_set_value(own)

    allow_read_from_gcs(read_from)(filepath, read)


def _own_weights(model):
    return model._trainable_weights + model._non_trainable_weights


def _own_values(store, model):
    """Returns pairs of a variable that belongs to the model itself and its saved value."""
    own = _own_weights(model)
    if own and _OWN_WEIGHTS not in store:
        warn('The file contains no values for the variables %s, which are not part of a layer. '
             'They keep their values.' % first_few([weight.name for weight in own]))
        return []
    arrays = read_arrays(store[_OWN_WEIGHTS]) if own else []
    expected, found = [K.int_shape(weight) for weight in own], [array.shape for array in arrays]
    if expected != found:
        raise ValueError('the model %s has variables outside its layers of shapes %s, but %s are '
                         'saved.' % (model.name, first_few(expected), first_few(found)))
    return list(zip(own, arrays))


def save_weights_to_hdf5_group(group, layers):
    """Saves the weights of layers to a group.

    Args:
        group: `h5py.Group`, `H5Dict` or dictionary.
        layers: list of layers.

    Example::

        import h5py
        from keras.engine import saving

        model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,))])
        with h5py.File('weights.h5', 'w') as file:
            saving.save_weights_to_hdf5_group(file, model.layers)
        with h5py.File('weights.h5', 'r') as file:
            saving.load_weights_from_hdf5_group(file, model.layers)
    """
    write_layers(as_store(group), layers, K.borrow_values(weights_of(layers)))


def weights_of(layers):
    """Returns the weights of layers, in the order of `write_layers`."""
    return [weight for layer in layers for weight in layer.weights]


def write_layers(store, layers, values):
    """Writes the values of the weights of layers, as `save_weights_to_hdf5_group` does.

    Args:
        store: `H5Dict`.
        layers: list of layers.
        values: list of arrays, one for each of `weights_of(layers)`.
    """
    _check_names(layers)
    store['layer_names'] = [layer.name.encode('utf-8') for layer in layers]
    sign(store)
    values = iter(values)
    for layer in layers:
        write_arrays(store[layer.name], layer.weights, [next(values) for _ in layer.weights])


def _check_names(layers):
    """Raises a ValueError if layers have the same path in a file, or one that is taken."""
    taken = dict.fromkeys(('layer_names', 'backend', 'keras_version'), 'an attribute of that name')
    for layer in layers:
        place = '/'.join(part for part in layer.name.split('/') if part not in ('', '.'))
        if place in taken or '\0' in place:
            raise ValueError('The layer name %r cannot be used in a file%s. Give the layer another '
                             '`name`.' % (layer.name, '' if place not in taken else
                                          ' that also contains %s' % taken[place]))
        taken[place] = 'the layer %r' % layer.name


def load_weights_from_hdf5_group(f, layers, reshape=False, skip_mismatch=False):
    """Loads the weights of layers in order, ignoring layers without weights.

    Args:
        f: `h5py.Group`, `H5Dict` or dictionary.
        layers: list of layers.
        reshape: whether to reshape weights that have the right number of entries.
        skip_mismatch: whether to skip layers whose weights differ in number or shape.

    Raises:
        ValueError: if the number of layers with weights, or the shape of a weight, differs. No
            weights are changed then.
    """
    K.batch_set_value(saved_values(as_store(f), layers, reshape, skip_mismatch))


def saved_values(store, layers, reshape=False, skip_mismatch=False):
    """Reads the weights of layers in order, as `load_weights_from_hdf5_group` sets them.

    Returns:
        List of pairs of a variable and an array.
    """
    return _values(store, in_order(store, layers), reshape, skip_mismatch)


def load_weights_from_hdf5_group_by_name(f, layers, skip_mismatch=False, reshape=False):
    """Loads the weights of the layers whose names are in the group.

    Args:
        f: `h5py.Group`, `H5Dict` or dictionary.
        layers: list of layers.
        skip_mismatch: whether to skip layers whose weights differ in number or shape.
        reshape: whether to reshape weights that have the right number of entries.

    Raises:
        ValueError: if weights differ in number or shape. No weights are changed then.
    """
    store = as_store(f)
    names = set(layer_names(store))
    K.batch_set_value(_values(
        store, [(layer, layer.name) for layer in layers if layer.name in names],
        reshape, skip_mismatch))


def preprocess_weights_for_loading(layer, weights, original_keras_version=None,
                                   original_backend=None, reshape=False):
    """Converts the weights of a layer from the conventions of the file they were read from.

    Args:
        layer: the layer they are for.
        weights: list of arrays, as in the file.
        original_keras_version: version of Keras that wrote the file. Keras 1 used other layouts of
            convolution kernels, and separate weights for each gate of recurrent layers.
        original_backend: name of the backend that wrote the file. On Theano, Keras flipped the
            kernels of convolutions, so they are rotated by 180 degrees.
        reshape: whether to reshape arrays that have the right number of entries.

    Returns:
        List of arrays.

    Raises:
        ValueError: if weights of a GRU are for a GRU with another formula (`reset_after`).
    """
    return _fitted(layer, weights, Written(original_keras_version, original_backend, None),
                   reshape)


def _fitted(layer, arrays, written, reshape):
    arrays = as_keras_2('weights', arrays, layer, layer.weights, written)
    if not reshape:
        return arrays
    shapes = [K.int_shape(variable) for variable in layer.weights]
    return [array.reshape(shape) if array.size == np.prod(shape) else array
            for array, shape in zip(arrays, shapes)] + arrays[len(shapes):]


def _check_built(model):
    if not model.built:
        raise ValueError('The model %s has no weights yet. Give its first layer an `input_shape`, '
                         'or call `model.build(input_shape)`.' % model.name)


def _values(store, layers_and_names, reshape, skip_mismatch):
    written = origin(store)
    pairs = []
    for layer, name in layers_and_names:
        arrays = _fitted(layer, read_arrays(store[name]), written, reshape)
        mismatch = _mismatch(layer, arrays)
        if not mismatch:
            pairs.extend(zip(layer.weights, arrays))
        elif skip_mismatch:
            warn('Weights were not loaded: %s' % mismatch)
        else:
            raise ValueError(mismatch)
    return pairs


def _mismatch(layer, arrays):
    """Describes what is wrong with arrays for the weights of a layer; None if nothing is."""
    expected = [K.int_shape(weight) for weight in layer.weights]
    found = [array.shape for array in arrays]
    if expected == found:
        return None
    where = 'layer %r (%s)' % (layer.name, type(layer).__name__)
    if len(expected) != len(found):
        return ('%s has %d weights, of shapes %s, but %d are saved for it, of shapes %s.'
                % (where, len(expected), first_few(expected), len(found), first_few(found)))
    weight, wanted, got = next((weight, wanted, got) for weight, wanted, got
                               in zip(layer.weights, expected, found) if wanted != got)
    return ('%s: the weight %s has the shape %s, but the saved one has %s. Was the layer made with '
            'the same arguments, for inputs of the same shape?'
            % (where, weight.name, wanted, got))
