"""Named arrays in stores: the weights of layers, in a group for each, and of optimizers."""
import collections
import itertools

import numpy as np

from keras.utils.h5dict import H5Dict
from keras.utils.hdf5_attributes import as_text


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
    _check_present('weights', names, store)
    return [_array(store, name) for name in names]


def arrays_by_name(store):
    """Reads the arrays that `write_arrays` wrote, in order, as a dictionary."""
    return collections.OrderedDict(zip(array_names(store), read_arrays(store)))


def shapes_by_name(store):
    """Returns a dictionary of the shapes of all weights in a group of layers, by their names."""
    return {name: array.shape for layer in layer_names(store)
            for name, array in arrays_by_name(store[layer]).items()}


def layer_names(store):
    """Returns the names of the layers in a group of layers, in order."""
    if 'layer_names' not in store:
        hint = (' It looks like a .weights.h5 file of Keras 3: save the model to .h5 there.'
                if {'layers', 'vars'} <= set(store) else '')
        raise ValueError('it contains no weights of a Keras model (there is no `layer_names`).'
                         + hint)
    names = _names(store, 'layer_names')
    _check_present('layers', names, store)
    return names


def _check_present(kind, names, store):
    missing = [name for name in names if name not in store]
    if missing:
        raise ValueError('the %s %s are listed but missing; the file is damaged.'
                         % (kind, first_few(missing)))


def _names(store, attribute):
    names = store[attribute]
    if np.ndim(names) != 1 or not all(isinstance(name, (bytes, str)) for name in names):
        raise ValueError('`%s` must be a list of names, but got %.100r; the file is damaged.'
                         % (attribute, names))
    return [as_text(name) for name in names]


def _array(store, name):
    value = store[name]
    array = None if isinstance(value, H5Dict) else np.asarray(value)
    if array is None or array.dtype.kind not in 'biuf':
        raise ValueError('the weight %s must be an array of numbers, but is %s; the file is '
                         'damaged.' % (name, 'a group' if array is None else 'of the type %s'
                                       % array.dtype))
    return array


def in_order(store, layers):
    """Pairs layers with the names of those in a group, ignoring layers without weights.

    Args:
        store: `H5Dict`.
        layers: list of layers.

    Returns:
        List of pairs.

    Raises:
        ValueError: if the number of layers with weights differs.
    """
    layers = [layer for layer in layers if layer.weights]
    names = [name for name in layer_names(store) if array_names(store[name])]
    if len(names) != len(layers):
        raise ValueError(
            'it has weights for %d layers (%s), but the model has %d layers with weights (%s). '
            'Build the model as it was when saved, or load only layers with the same name with '
            '`by_name=True`.' % (len(names), first_few(names), len(layers),
                                 first_few([layer.name for layer in layers])))
    return list(zip(layers, names))


def _distinct(names):
    """Returns the names, with a number appended to those that occurred before."""
    distinct = collections.OrderedDict()
    for name in names:
        candidates = itertools.chain([name], ('%s_%d' % (name, n) for n in itertools.count(1)))
        distinct[next(c for c in candidates if c not in distinct)] = None
    return list(distinct)


def first_few(items, most=5):
    """Returns a text that lists the first items."""
    items = [str(item) for item in items]
    return ', '.join(items[:most] + ['...'] * (len(items) > most)) or 'none'
