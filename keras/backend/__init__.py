"""The tensor-op API of Keras, on the engine specified by the settings.

`from keras import backend as K` is the usual way to import it. Code written with it runs on
TensorFlow, JAX, Theano and CNTK.

Example:
    >>> x = K.placeholder(shape=(None, 3))
    >>> y = K.sum(K.square(x), axis=1)
    >>> K.function([x], [y])([np.ones((2, 3))])[0]
    array([3., 3.], dtype=float32)
"""
# The folder `contract` documents the ops. An op comes from the backend's own folder, or else from
# its `BASES`: `derived`, where ops are written once on top of other ops, and before it `recorded`,
# for engines that compute graphs that Keras records.
import importlib
import sys

from . import contract, derived
from .common import image_dim_ordering, set_image_dim_ordering, symbolic
from .config import (
    backend,
    cast_to_floatx,
    epsilon,
    floatx,
    image_data_format,
    load_settings,
    normalize_data_format,
    set_epsilon,
    set_floatx,
    set_image_data_format,
    settings_file,
)
from .naming import get_uid, reset_uids

_INSTALL = {'tensorflow': 'pip install tensorflow',
            'theano': 'pip install theano==1.0.5 "numpy<1.22"',
            'cntk': 'pip install cntk==2.7',
            'jax': 'pip install jax'}

# The engines, and parts of TensorFlow, by their names in Keras 2: programs call `K.tf.nn.top_k` and
# `K.control_flow_ops.while_loop`.
_ENGINES = ('tf', 'theano', 'T', 'C', 'control_flow_ops', 'tensor_array_ops', 'functional_ops',
            'moving_averages')


def _engine():
    """Returns the package of the backend specified by the settings."""
    name = '%s.%s_backend' % (__name__, backend())
    try:
        return importlib.import_module(name)
    except ImportError as error:
        if error.name == name:
            raise ImportError('This version of Keras has no %s backend yet. Set "backend" in '
                              '%s, or KERAS_BACKEND, to another one.' % (
                                  backend(), settings_file())) from error
        if error.name == backend():
            raise ImportError(
                'Keras is set to run on %s, which is not installed. Install it with `%s`, then '
                'install Keras again (see "Install it" in its README); or set "backend" in %s, or '
                'KERAS_BACKEND, to another engine.' % (
                    backend(), _INSTALL[backend()], settings_file())) from error
        raise


def _load(engine):
    """Returns a dict from names to the ops of the contract."""
    packages = (engine,) + getattr(engine, 'BASES', (derived,))
    ops = {}
    for name, documented in contract.ops().items():
        room = contract.room_of(documented)
        found = (_op_of(package, room, name) for package in packages)
        op = next(filter(None, found), None)
        if op is None:
            raise ImportError('The %s backend lacks the op %s.' % (backend(), name))
        op.__doc__ = contract.documentation(documented)
        ops[name] = op
    return ops


def _op_of(package, room, name):
    """Returns the op that a package has in one of its rooms, or None.

    A helper with that name that a room imports from elsewhere is not the op.
    """
    op = getattr(sys.modules.get('%s.%s' % (package.__name__, room)), name, None)
    return op if getattr(op, '__module__', '').startswith(package.__name__ + '.') else None


load_settings()
_backend = _engine()
globals().update(_load(_backend))
globals().update({name: getattr(_backend, name) for name in _ENGINES if hasattr(_backend, name)})
get_variable_shape = globals()['int_shape']  # for variables, before Keras 2.3
# Code for Keras 2 also imports from the engine's package, as a whole or op by op.
# Some ops replace rooms of the same name there, such as `shape`.
for _name, _op in list(globals().items()):
    if callable(_op) and not _name.startswith('_'):
        setattr(_backend, _name, _op)
print('Using %s backend.' % {'tensorflow': 'TensorFlow', 'theano': 'Theano',
                             'cntk': 'CNTK', 'jax': 'JAX'}[backend()], file=sys.stderr)
