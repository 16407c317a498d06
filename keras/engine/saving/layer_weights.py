"""Weights of layers in HDF5 groups and files."""
import collections
import itertools

import numpy as np

from keras import backend as K
from keras.legacy.weights import is_from_theano
from keras.utils.h5dict import H5Dict
from keras.utils.hdf5_attributes import as_text
from keras.utils.warn import warn
from keras.version import __version__

from .cloud import allow_read_from_gcs, allow_write_to_gcs
from .conversions import KERNEL_CONVENTION, preprocess_weights_for_loading
from .stores import as_store, read_from, write_to

# Variables of a subclassed model that no layer holds; tf.keras writes them under this name.
_OWN_WEIGHTS = 'top_level_model_weights'


@allow_write_to_gcs
def save_weights(model, filepath, overwrite=True):
    """Writes the weights of a model to a file.

    Args:
        model: a `Network`.
        filepath: path of the HDF5 file, binary stream or `h5py.Group`.
        overwrite: whether to overwrite a file without asking.

    Raises:
        OSError: if the file cannot be written.
        ValueError: if the model has not been built, so that there are no weights.
    """
    _check_built(model)

    def write(store):
        save_weights_to_hdf5_group(store, model.layers)
        own = _own_weights(model)
        if own:
            write_arrays(store[_OWN_WEIGHTS], own, K.batch_get_value(own))

    write_to(filepath, write, overwrite)


def load_weights(model, filepath, by_name=False, skip_mismatch=False, reshape=False):
    """Reads the weights of a model from a file of weights or of a whole model.

    Args:
        model: a `Network`.
        filepath: path of the HDF5 file, binary stream or `h5py.Group`.
        by_name: whether layers get the weights saved under their names, other layers keeping
            theirs; by default layers with weights are taken in order, and all must match.
        skip_mismatch: whether to leave out layers whose weights differ in number or shape.
        reshape: whether to reshape weights that have the right number of elements.

    Raises:
        OSError: if the file cannot be read.
        ValueError: if it holds no weights, or weights that do not fit, or if the model has not
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
    """Returns a list of the variables that are a model's own, each with its saved value."""
    own = _own_weights(model)
    if own and _OWN_WEIGHTS not in store:
        warn('The file holds nothing for the variables %s, which are no part of a layer. '
             'They stay as they are.' % _listed([weight.name for weight in own]))
        return []
    arrays = read_arrays(store[_OWN_WEIGHTS]) if own else []
    expected, found = [K.int_shape(weight) for weight in own], [array.shape for array in arrays]
    if expected != found:
        raise ValueError('the model %s has variables of its own of shapes %s, but %s are saved.'
                         % (model.name, _listed(expected), _listed(found)))
    return list(zip(own, arrays))


def save_weights_to_hdf5_group(group, layers):
    """Writes the weights of layers to a group.

    Args:
        group: `h5py.Group`, `H5Dict` or dictionary.
        layers: list of layers.
    """
    store = as_store(group)
    _check_names(layers)
    store['layer_names'] = [layer.name.encode('utf-8') for layer in layers]
    store['backend'] = KERNEL_CONVENTION.encode('utf-8')
    store['keras_version'] = __version__.encode('utf-8')
    values = iter(K.batch_get_value([w for layer in layers for w in layer.weights]))
    for layer in layers:
        write_arrays(store[layer.name], layer.weights, [next(values) for _ in layer.weights])


def _check_names(layers):
    """Raises a ValueError if the names of layers lead to one place in a file, or to a taken one."""
    taken = dict.fromkeys(('layer_names', 'backend', 'keras_version'), 'what the file notes there')
    for layer in layers:
        place = '/'.join(part for part in layer.name.split('/') if part not in ('', '.'))
        if place in taken or '\0' in place:
            raise ValueError('The layer name %r cannot stand in a file%s. Give the layer another '
                             '`name`.' % (layer.name, '' if place not in taken else
                                          ' beside %s' % taken[place]))
        taken[place] = 'the layer %r' % layer.name


def load_weights_from_hdf5_group(f, layers, reshape=False, skip_mismatch=False):
    """Reads the weights of layers in order, leaving aside layers without weights.

    Args:
        f: `h5py.Group`, `H5Dict` or dictionary.
        layers: list of layers.
        reshape: whether to reshape weights that have the right number of elements.
        skip_mismatch: whether to leave out layers whose weights differ in number or shape.

    Raises:
        ValueError: if there are more or fewer layers with weights in the file, or weights have
            other shapes; no weight is changed then.
    """
    store = as_store(f)
    _assign(store, in_order(store, layers), reshape, skip_mismatch)


def in_order(store, layers):
    """Pairs layers with the names of those in a group, leaving aside layers without weights.

    Args:
        store: `H5Dict`.
        layers: list of layers.

    Returns:
        List of pairs.

    Raises:
        ValueError: if there are more or fewer layers with weights in the group.
    """
    layers = [layer for layer in layers if layer.weights]
    names = [name for name in _layer_names(store) if array_names(store[name])]
    if len(names) != len(layers):
        raise ValueError(
            'it has weights for %d layers (%s), but the model has %d layers with weights (%s). '
            'Build the model as it was when saved, or load only layers of the same name with '
            '`by_name=True`.' % (len(names), _listed(names), len(layers),
                                 _listed([layer.name for layer in layers])))
    return list(zip(layers, names))


def load_weights_from_hdf5_group_by_name(f, layers, skip_mismatch=False, reshape=False):
    """Reads the weights of those layers that have their names in the group.

    Args:
        f: `h5py.Group`, `H5Dict` or dictionary.
        layers: list of layers.
        skip_mismatch: whether to leave out layers whose weights differ in number or shape.
        reshape: whether to reshape weights that have the right number of elements.

    Raises:
        ValueError: if weights differ in number or shape; no weight is changed then.
    """
    store = as_store(f)
    names = set(_layer_names(store))
    _assign(store, [(layer, layer.name) for layer in layers if layer.name in names],
            reshape, skip_mismatch)


def write_arrays(store, variables, values):
    """Writes arrays under the names of their variables, and the names in order.

    Args:
        store: `H5Dict`.
        variables: list of variables.
        values: list of arrays, one for each.
    """
    names = _distinct([str(getattr(variable, 'name', None) or 'param_%d' % i)
                       for i, variable in enumerate(variables)])
    store['weight_names'] = [name.encode('utf-8') for name in names]
    for name, value in zip(names, values):
        store[name] = np.asarray(value)


def array_names(store):
    """Returns the names of the arrays that `write_arrays` wrote, in order."""
    return _names(store, 'weight_names')


def read_arrays(store):
    """Reads the arrays that `write_arrays` wrote, in order."""
    names = array_names(store)
    missing = [name for name in names if name not in store]
    if missing:
        raise ValueError('the weights %s are listed but not there; the file is damaged.'
                         % _listed(missing))
    return [_array(store, name) for name in names]


def origin(store):
    """Tells what wrote a group of weights.

    Args:
        store: `H5Dict`.

    Returns:
        The version of Keras, and the name of the backend or None.
    """
    if 'backend' in store or 'keras_version' in store:
        backend = store.get('backend')
        return as_text(store.get('keras_version', '1')), backend and as_text(backend)
    names = [name for layer in _layer_names(store) for name in array_names(store[layer])]
    return '1', 'theano' if is_from_theano(names) else 'tensorflow'


def arrays_by_name(store):
    """Reads the arrays that `write_arrays` wrote, in order, as a dictionary."""
    return collections.OrderedDict(zip(array_names(store), read_arrays(store)))


def shapes_by_name(store):
    """Returns a dictionary of the shapes of all weights in a group of layers, by their names."""
    return {name: array.shape for layer in _layer_names(store)
            for name, array in arrays_by_name(store[layer]).items()}


def _check_built(model):
    if not model.built:
        raise ValueError('The model %s has no weights yet. Give its first layer an `input_shape`, '
                         'or call `model.build(input_shape)`.' % model.name)


def _layer_names(store):
    if 'layer_names' not in store:
        raise ValueError('it holds no weights of a Keras model (there is no `layer_names`).')
    names = _names(store, 'layer_names')
    missing = [name for name in names if name not in store]
    if missing:
        raise ValueError('the layers %s are listed but not there; the file is damaged.'
                         % _listed(missing))
    return names


def _names(store, attribute):
    names = store[attribute]
    if np.ndim(names) != 1 or not all(isinstance(name, (bytes, str)) for name in names):
        raise ValueError('`%s` should be a list of names, but is %.100r; the file is damaged.'
                         % (attribute, names))
    return [as_text(name) for name in names]


def _array(store, name):
    value = store[name]
    array = None if isinstance(value, H5Dict) else np.asarray(value)
    if array is None or array.dtype.kind not in 'biuf':
        raise ValueError('the weight %s should be an array of numbers, but is %s; the file is '
                         'damaged.' % (name, 'a group' if array is None else 'of the type %s'
                                       % array.dtype))
    return array


def _assign(store, layers_and_names, reshape, skip_mismatch):
    version, backend = origin(store)
    pairs = []
    for layer, name in layers_and_names:
        arrays = preprocess_weights_for_loading(layer, read_arrays(store[name]), version, backend,
                                                reshape=reshape)
        mismatch = _mismatch(layer, arrays)
        if not mismatch:
            pairs.extend(zip(layer.weights, arrays))
        elif skip_mismatch:
            warn('Weights were not loaded: %s' % mismatch)
        else:
            raise ValueError(mismatch)
    K.batch_set_value(pairs)


def _mismatch(layer, arrays):
    """Says what is wrong with arrays for the weights of a layer; None if nothing is."""
    expected = [K.int_shape(weight) for weight in layer.weights]
    found = [array.shape for array in arrays]
    if expected == found:
        return None
    where = 'layer %r (%s)' % (layer.name, type(layer).__name__)
    if len(expected) != len(found):
        return ('%s has %d weights, of shapes %s, but %d are saved for it, of shapes %s.'
                % (where, len(expected), _listed(expected), len(found), _listed(found)))
    weight, wanted, got = next((weight, wanted, got) for weight, wanted, got
                               in zip(layer.weights, expected, found) if wanted != got)
    return ('%s: the weight %s has the shape %s, but the saved one has %s. Was the layer made with '
            'the same arguments, for inputs of the same shape?'
            % (where, weight.name, wanted, got))


def _distinct(names):
    """Returns the names with a number at the end of those that have come before."""
    distinct = collections.OrderedDict()
    for name in names:
        candidates = itertools.chain([name], ('%s_%d' % (name, n) for n in itertools.count(1)))
        distinct[next(c for c in candidates if c not in distinct)] = None
    return list(distinct)


def _listed(items, most=5):
    items = [str(item) for item in items]
    return ', '.join(items[:most] + ['...'] * (len(items) > most)) or 'none'
