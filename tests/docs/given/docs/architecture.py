import os
import sys

import keras

_TESTS = os.path.join(os.path.dirname(os.path.dirname(keras.__file__)), 'tests')
sys.path += [os.path.join(_TESTS, 'layers'), os.path.join(_TESTS, 'backend')]
