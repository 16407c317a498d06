"""Running example scripts."""
import os
import re
import subprocess
import sys
import tempfile

import keras

ROOT = os.path.dirname(os.path.dirname(keras.__file__))
SEEDED = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'seeded.py')
# Theano's functions run often enough here for compiled code, but not for much work on it.
THEANO_FLAGS = os.environ['THEANO_FLAGS'] + ',mode=Mode,optimizer=fast_compile'


def run(script, *arguments, **variables):
    """Returns what an example prints; fails with its output if it does not succeed.

    The example has no network and no data of earlier runs, unless a variable `KERAS_HOME` says
    where to find some: without, its data are those that it makes itself. Its random numbers are
    the same each time.
    """
    closed = 'http://127.0.0.1:9'
    variables.update(THEANO_FLAGS=THEANO_FLAGS, http_proxy=closed, https_proxy=closed,
                     PYTHONHASHSEED='0')
    with tempfile.TemporaryDirectory() as home:
        variables.setdefault('KERAS_HOME', home)
        result = subprocess.run(
            [sys.executable, SEEDED, os.path.join(ROOT, 'examples', script)] + list(arguments),
            cwd=home,
            env=dict(os.environ, PYTHONPATH=ROOT, **variables), stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, universal_newlines=True)
    assert result.returncode == 0, result.stdout
    return result.stdout


def number_after(text, printed):
    """Returns the number that an example printed after `text` and a colon."""
    return float(re.search(re.escape(text) + r': ([\d.]+)', printed).group(1))


def losses_in(printed):
    """Returns the training losses that an example printed, epoch by epoch."""
    return [float(loss) for loss in re.findall(r'- loss: ([\d.]+)', printed)]


def is_drawn(picture, printed):
    """Tells whether a plot is there, or an example said that it cannot draw plots."""
    return picture.exists() or 'matplotlib is not installed' in printed
