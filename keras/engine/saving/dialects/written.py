"""Who wrote a file, as it says itself."""
import collections
import re

from keras.utils.hdf5_attributes import as_text
from keras.version import __version__

from ..stored_arrays import array_names, layer_names

# `K.conv*` slides the kernel as it is (cross-correlation) on every backend, as Keras 2 does on
# TensorFlow. So this is what a file names as its backend, whichever one wrote it.
_KERNEL_CONVENTION = 'tensorflow'


class Written(collections.namedtuple('Written', 'version backend store')):
    """Who wrote the weights of layers.

    Attributes:
        version: version of Keras; None if that is not known.
        backend: name of the backend; None if that is not known.
        store: `H5Dict` of the weights of all layers; None if there is no file.
    """

    @property
    def by_keras1(self):
        return str(self.version).startswith('1')


def sign(store):
    """Writes to a store who writes it."""
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
    """Returns the version of Keras that wrote a store; the first ones did not say it."""
    return as_text(store.get('keras_version', '1'))


def _are_from_theano(names):
    """Returns whether these are names of weights that Keras 1 gave on Theano; no file says so."""
    return (not any(':' in name for name in names)
            and any(re.search('_[WU](_[a-z])?$', name) for name in names))
