"""Running example scripts."""
import os
import re
import subprocess
import sys

import keras

ROOT = os.path.dirname(os.path.dirname(keras.__file__))


def run(script, *arguments, **variables):
    """Returns what an example prints; fails with its output if it does not succeed."""
    # These take long enough for Theano's compiler to be worth its while.
    variables['THEANO_FLAGS'] = os.environ['THEANO_FLAGS'] + ',mode=Mode'
    result = subprocess.run(
        [sys.executable, os.path.join(ROOT, 'examples', script)] + list(arguments),
        env=dict(os.environ, PYTHONPATH=ROOT, **variables), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, universal_newlines=True)
    assert result.returncode == 0, result.stdout
    return result.stdout


def number_after(text, printed):
    """Returns the number that an example printed after `text` and a colon."""
    return float(re.search(re.escape(text) + r': ([\d.]+)', printed).group(1))
