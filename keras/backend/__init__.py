"""The tensor-op API of Keras, on the engine that the settings name.

What there is, op by op, stands in the folder `contract`. An op comes from `derived`, where it is
written once on top of other ops, or from the backend's own folder, which goes first.
"""
import importlib
import sys

from . import contract, derived
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
)
from .naming import get_uid, reset_uids


def _load():
    load_settings()
    engine = importlib.import_module('.%s_backend' % backend(), __name__)
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
