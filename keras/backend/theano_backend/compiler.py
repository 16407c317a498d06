"""Finding what to compile and link Theano's C code with, and importing Theano.

Settings of the user (`THEANO_FLAGS`, `.theanorc`) take precedence; the others are found here:

- the BLAS: the machine's OpenBLAS, or the one in NumPy's or SciPy's wheel;
- the folder for compiled code: in the virtual environment, to be removed with it.
"""
import configparser
import contextlib
import ctypes.util
import functools
import glob
import os
import pickle
import sys
import sysconfig
import types
import warnings

import numpy as np

from ..config import floatx
from .precompiled import precompile_headers

_NEWEST_NUMPY = (1, 21)


def import_theano():
    """Imports Theano with the settings that this machine needs.

    Raises:
        ImportError: if NumPy is too new for Theano.
    """
    if tuple(int(part) for part in np.__version__.split('.')[:2]) > _NEWEST_NUMPY:
        raise ImportError('Theano 1.0.5 needs NumPy up to 1.21, but NumPy %s is installed. '
                          'Run `pip install "numpy<1.22"` (with Python up to 3.10).'
                          % np.__version__)
    with _flags(_found_settings()), warnings.catch_warnings():
        # Theano uses features that Python and NumPy have deprecated since.
        warnings.simplefilter('ignore')
        import theano
    for module in (theano.scalar.basic, theano.tensor.basic):
        module.np = _numpy_as_it_was()
    theano.gof.cmodule.KeyData.save_pkl = _save_keys
    # Modules are compiled by one process at a time, within a second; the others would look again
    # after 5 to 10 seconds.
    theano.gof.compilelock.lock = functools.partial(
        theano.gof.compilelock.lock, min_wait=.02, max_wait=.05, verbosity=0)
    precompile_headers(theano)
    theano.config.floatX = floatx()
    if not theano.config.cxx:
        warnings.warn('Theano has no C++ compiler to work with, and runs up to a hundred times '
                      'slower without one. Install g++ and the headers of Python (Debian and '
                      'Ubuntu: `apt install g++ python3-dev`).', RuntimeWarning, stacklevel=2)
    elif not theano.config.blas.ldflags:
        warnings.warn('Theano has no BLAS to multiply matrices with: convolutions and '
                      'K.batch_dot will crawl or fail. Install OpenBLAS (Debian and Ubuntu: `apt '
                      'install libopenblas-dev`) or name another BLAS, for instance '
                      '`THEANO_FLAGS="blas.ldflags=-lblas"`.', RuntimeWarning, stacklevel=2)


def _numpy_as_it_was():
    """Returns NumPy with the name `complex`, whose use by Theano would cause warnings."""
    numpy = types.ModuleType('numpy')
    numpy.__dict__.update(np.__dict__, complex=complex)
    return numpy


def _save_keys(key_data):
    """Writes the keys of a compiled module atomically, instead of Theano's `KeyData.save_pkl`.

    A new process reads the keys in the folder of compiled code, and deletes a module whose keys
    another process is still writing.
    """
    unfinished = '%s.%d' % (key_data.key_pkl, os.getpid())
    try:
        with open(unfinished, 'wb') as file:
            pickle.dump(key_data, file, protocol=pickle.HIGHEST_PROTOCOL)
        os.replace(unfinished, key_data.key_pkl)
    except BaseException:
        if os.path.exists(unfinished):
            os.remove(unfinished)
        raise


def _found_settings():
    """Returns a dict of the Theano flags that the user has not set."""
    given = _names_set_by_user()
    found = {}
    if 'blas.ldflags' not in given and sys.platform.startswith('linux'):
        found['blas.ldflags'] = _openblas()
    is_own = sys.prefix != sys.base_prefix and os.access(sys.prefix, os.W_OK)
    if is_own and not given & {'compiledir', 'base_compiledir'}:
        found['base_compiledir'] = os.path.join(sys.prefix, 'theano')
    if 'cxx' not in given and os.name == 'posix' and not os.path.exists(
            os.path.join(sysconfig.get_paths()['include'], 'Python.h')):
        found['cxx'] = ''
    return {name: value for name, value in found.items() if value is not None}


def _names_set_by_user():
    """Returns the set of names of the Theano flags that the user has set."""
    names = {pair.split('=')[0].strip() for pair in os.environ.get('THEANO_FLAGS', '').split(',')}
    parser = configparser.RawConfigParser()
    files = os.environ.get('THEANORC', '~/.theanorc').split(os.pathsep)
    # Theano itself complains about a file that cannot be read.
    with contextlib.suppress(configparser.Error, UnicodeDecodeError):
        parser.read([os.path.expanduser(file) for file in files])
    for section in parser.sections():
        prefix = '' if section == 'global' else section + '.'
        names.update(prefix + option for option in parser.options(section))
    return names


def _openblas():
    """Returns the linker flags for an OpenBLAS, or None if there is none."""
    library = ctypes.util.find_library('openblas')
    if library:
        return '-l:' + library
    for package in ('numpy', 'scipy'):
        # Wheels contain their libraries in a folder next to the package.
        site = os.path.dirname(os.path.dirname(np.__file__))
        for path in glob.glob(os.path.join(site, package + '.libs', 'libopenblas*.so*')):
            folder, name = os.path.split(path)
            # ILP64 builds add a suffix to function names. Theano splits flags at blanks.
            if '64_' not in name and not set(folder) & set(' \t,'):
                return '-l:{1} -Wl,-L{0} -Wl,-rpath,{0}'.format(folder, name)
    return None


@contextlib.contextmanager
def _flags(settings):
    """Returns a context in which settings are put before the user's `THEANO_FLAGS`."""
    before = os.environ.get('THEANO_FLAGS')
    flags = ['"%s=%s"' % pair for pair in sorted(settings.items())]
    os.environ['THEANO_FLAGS'] = ','.join(flags + ([before] if before else []))
    try:
        yield
    finally:
        if before is None:
            del os.environ['THEANO_FLAGS']
        else:
            os.environ['THEANO_FLAGS'] = before


import_theano()
