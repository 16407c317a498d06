"""Modules are compiled with the headers that were compiled once."""
import glob
import os
import subprocess
import sys

import pytest
import theano

pytestmark = pytest.mark.skipif(not theano.config.cxx, reason='there is no compiler')

PROGRAM = '''
import numpy as np
from keras import backend as K
x = K.placeholder((None, 2))
print(K.function([x], [K.sum(K.exp(x) * 2)])([np.zeros((3, 2))]))
'''


def compiled(folder, flags):
    """Returns what PROGRAM prints when its code is compiled in a folder, with flags for g++."""
    flags = 'mode=FAST_RUN,base_compiledir=%s,gcc.cxxflags=%s' % (folder, flags)
    return subprocess.run(
        [sys.executable, '-c', PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        universal_newlines=True, env=dict(os.environ, THEANO_FLAGS=flags)).stdout


def test_headers_are_compiled_once_and_used(tmp_path):
    # With this flag, g++ refuses headers that were compiled for other settings.
    assert '[12.0]' in compiled(tmp_path, '-Werror=invalid-pch')
    assert len(glob.glob(str(tmp_path / '*' / 'headers_*' / 'headers.h.gch'))) == 1
    assert 'invalid-pch' in compiled(tmp_path, '-Werror=invalid-pch -ffast-math')


def test_other_settings_do_without_them(tmp_path):
    compiled(tmp_path, '-O1')
    assert '[12.0]' in compiled(tmp_path, '-ffast-math')
