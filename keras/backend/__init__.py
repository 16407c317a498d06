"""The tensor-op API of Keras, on the engine that the settings name.

What there is, op by op, stands in the folder `contract`. An op comes from `derived`, where it is
written once on top of other ops, or from the backend's own folder, which goes first.
"""
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
            'cntk': 'pip install cntk==2.7'}

# The engines, and parts of TensorFlow, by the names that they had here: code for Keras 2 says
# `K.tf.nn.top_k` and `K.control_flow_ops.while_loop`.
_ENGINES = ('tf', 'theano', 'T', 'C', 'control_flow_ops', 'tensor_array_ops', 'functional_ops',
            'moving_averages')


def _engine():
    """Returns the package of the backend that the settings name."""
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
                'Keras runs on %s, which is not installed. Install it with `%s`, then install '
                'Keras again (see "Install it" in its README); or set "backend" in %s, or '
                'KERAS_BACKEND, to another engine.' % (
                    backend(), _INSTALL[backend()], settings_file())) from error
        raise


def _load(engine):
    """Returns the ops of the contract, by name, from a backend and from `derived`."""
    ops = {}
    for name, documented in contract.ops().items():
        room = contract.room_of(documented)
        op = _op_of(engine, room, name) or _op_of(derived, room, name)
        if op is None:
            raise ImportError('The %s backend lacks the op %s.' % (backend(), name))
        op.__doc__ = contract.documentation(documented)
        ops[name] = op
    return ops


def _op_of(package, room, name):
    """Returns the op that a package has in one of its rooms, or None.

    A helper of that name which a room imports from elsewhere is not the op.
    """
    op = getattr(sys.modules.get('%s.%s' % (package.__name__, room)), name, None)
    return op if getattr(op, '__module__', '').startswith(package.__name__ + '.') else None


load_settings()
_backend = _engine()
globals().update(_load(_backend))
globals().update({name: getattr(_backend, name) for name in _ENGINES if hasattr(_backend, name)})
get_variable_shape = globals()['int_shape']  # its name for variables, before Keras 2.3
# Code for Keras 2 imports the backend itself, too, as a whole or op by op.
# Some ops take the names of rooms there, such as `shape`.
for _name, _op in list(globals().items()):
    if callable(_op) and not _name.startswith('_'):
        setattr(_backend, _name, _op)
print('Using %s backend.' % {'tensorflow': 'TensorFlow', 'theano': 'Theano',
                             'cntk': 'CNTK'}[backend()], file=sys.stderr)
