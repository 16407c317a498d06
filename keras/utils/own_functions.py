"""Functions of Keras itself by name: what a configuration holds in place of their bytecode.

`Lambda(K.sum)` is described by the name `keras.backend.sum`, so it loads with every engine and
every version of Python, and without trust in whoever wrote it. Keras 2 wrote the bytecode, which
tells the file and the name of the function.
"""
import functools
import importlib
import inspect
import posixpath

from keras.utils.marshalled import origin_of_code

# Ops from tensors to tensors: all of some rooms of the contract, and some of others. Files of
# strangers may call them, so none changes a setting, a variable or the session.
_ROOMS = 'math', 'shape', 'nn', 'conv', 'ctc'
_OPS = ('identity', 'cast', 'zeros_like', 'ones_like', 'to_dense', 'shape', 'size', 'print_tensor',
        'stop_gradient')

# Modules that answer names in files with functions.
_MODULES_BY_NAME = 'keras.activations', 'keras.losses', 'keras.metrics'

# Functions that Keras puts into `Lambda` layers itself.
_IN_LAYERS = ('keras.applications.inception_resnet_v2.scaled_sum',
              'keras.utils.multi_gpu_utils.get_slice')

# Names in the bytecode of Keras 2, where they are others.
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
    """Returns the full name of a function of Keras itself; None if it is another one."""
    return next((name for name, own in own_functions().items() if own is function), None)


def name_in_bytecode(data):
    """Returns the full name of that function of Keras which bytecode says it is of.

    Args:
        data: bytes, the marshalled code of a function.

    Returns:
        String; None if it is of no function of Keras.
    """
    origin = origin_of_code(data)
    if origin is None:
        return None
    path, function = origin
    name = '%s.%s' % (_module(path), function)
    name = _OLDER_NAMES.get(name, name)
    return name if name in own_functions() else None


def _module(path):
    """Returns the name of the module that a path, on any system, leads to within Keras."""
    path = posixpath.splitext(path.replace('\\', '/').replace('keras_applications',
                                                              'keras/applications'))[0]
    within = path.rpartition('/keras/')[2].split('/')
    return 'keras.' + ('backend' if within[0] == 'backend' else '.'.join(within))
