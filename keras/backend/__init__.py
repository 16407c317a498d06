"""The tensor-op API of Keras, on the engine that the settings name.

What there is, op by op, stands in the folder `contract`. An op comes from `derived`, where it is
written once on top of other ops, or from the backend's own folder, which goes first.
"""
import importlib
import sys

from . import contract, derived
from .common import image_dim_ordering, set_image_dim_ordering
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


def _load():
    load_settings()
    engine = _engine()
    ops = {}
    for name, documented in contract.ops().items():
        op = getattr(engine, name, None) or getattr(derived, name, None)
        if op is None:
            raise ImportError('The %s backend lacks the op %s.' % (backend(), name))
        op.__doc__ = documented.__doc__
        ops[name] = op
    return ops


globals().update(_load())
print('Using %s backend.' % {'tensorflow': 'TensorFlow', 'theano': 'Theano',
                             'cntk': 'CNTK'}[backend()], file=sys.stderr)
