"""Functions of Keras itself, which configurations refer to by name instead of bytecode.

`Lambda(K.sum)` is described by the name `keras.backend.sum`, so it can be loaded with every engine
and every version of Python, and without trusting its author. Keras 2 wrote the bytecode, which
includes the file and the name of the function.
"""
import functools
import importlib
import inspect
import posixpath

from keras.utils.marshalled import origin_of_code

# Ops from tensors to tensors: all of some rooms of the contract, and some of others. Untrusted
# files may call them, so none changes a setting, a variable or the session.
_ROOMS = 'math', 'shape', 'nn', 'conv', 'ctc'
_OPS = ('identity', 'cast', 'zeros_like', 'ones_like', 'to_dense', 'shape', 'size', 'print_tensor',
        'stop_gradient')

# Modules whose functions files refer to by name.
_MODULES_BY_NAME = 'keras.activations', 'keras.losses', 'keras.metrics'

# Functions that Keras itself uses in `Lambda` layers.
_IN_LAYERS = ('keras.applications.inception_resnet_v2.scaled_sum',
              'keras.utils.multi_gpu_utils.get_slice')

# Names in the bytecode of Keras 2 that have changed.
_OLDER_NAMES = {'keras.applications.inception_resnet_v2.<lambda>': _IN_LAYERS[0]}


@functools.lru_cache(maxsize=None)
def own_functions():
    """Returns a dictionary from full names, such as `'keras.backend.sum'`, to functions."""
    from keras import backend as K
    from keras.backend import contract
    names = list(contract.ops(_ROOMS)) + list(_OPS)
    found = {'keras.backend.' + name: getattr(K, name) for name in names}
    for module in _MODULES_BY_NAME:
        found.update({'%s.%s' % (module, function.__name__): function for function
                      in importlib.import_module(module)._REGISTRY.known.values()
                      if inspect.isfunction(function)})
    for name in _IN_LAYERS:
        module, _, function = name.rpartition('.')
        found[name] = getattr(importlib.import_module(module), function)
    return found


def name_of_own_function(function):
    """Returns the full name of a function of Keras itself; None for other functions."""
    return next((name for name, own in own_functions().items() if own is function), None)


def name_in_bytecode(data):
    """Returns the full name of the function of Keras that bytecode belongs to.

    Args:
        data: bytes, the marshalled code of a function.

    Returns:
        String; None if it does not belong to a function of Keras.
    """
    origin = origin_of_code(data)
    if origin is None:
        return None
    path, function = origin
    name = '%s.%s' % (_module(path), function)
    name = _OLDER_NAMES.get(name, name)
    return name if name in own_functions() else None


def _module(path):
    """Returns the name of the module of Keras for a path on any system."""
    path = posixpath.splitext(path.replace('\\', '/').replace('keras_applications',
                                                              'keras/applications'))[0]
    within = path.rpartition('/keras/')[2].split('/')
    return 'keras.' + ('backend' if within[0] == 'backend' else '.'.join(within))
