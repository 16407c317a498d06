"""Who wrote a file, according to the file."""
import collections
import re

from keras.utils.hdf5_attributes import as_text
from keras.version import __version__

from ..stored_arrays import array_names, layer_names

# On every backend `K.conv*` computes a cross-correlation, as Keras 2 does on TensorFlow. So files
# name TensorFlow as their backend, whichever one wrote them.
_KERNEL_CONVENTION = 'tensorflow'


class Written(collections.namedtuple('Written', 'version backend store')):
    """Who wrote the weights of layers.

    Attributes:
        version: version of Keras, or None if unknown.
        backend: name of the backend, or None if unknown.
        store: `H5Dict` of the weights of all layers; None if there is no file.
    """

    @property
    def by_keras1(self):
        return str(self.version).startswith('1')


def sign(store):
    """Records in a store who wrote it."""
    store['backend'] = _KERNEL_CONVENTION.encode('utf-8')
    store['keras_version'] = __version__.encode('utf-8')


def origin(store):
    """Returns who wrote a group of weights.

    Args:
        store: `H5Dict` of the weights of layers.

    Returns:
        A `Written`.
    """
    if 'backend' in store or 'keras_version' in store:
        backend = store.get('backend')
        return Written(version(store), backend and as_text(backend), store)
    names = [name for layer in layer_names(store) for name in array_names(store[layer])]
    return Written('1', 'theano' if _are_from_theano(names) else 'tensorflow', store)


def version(store):
    """Returns the version of Keras that wrote a store; the first versions did not record it."""
    return as_text(store.get('keras_version', '1'))


def _are_from_theano(names):
    """Returns whether names of weights are those of Keras 1 on Theano, which no file records."""
    return (not any(':' in name for name in names)
            and any(re.search('_[WU](_[a-z])?$', name) for name in names))
