"""The code of README and of the pages in docs/ runs as it stands there, each page as one program.

A page whose head says `engines: tensorflow` is run on that engine only. What a page takes for
granted, such as data of the reader's, is made by `given/PAGE.py`, which runs first.
"""
import glob
import os
import re
import subprocess
import sys

import pytest
from run_page import BLOCK, read

import keras
from keras import backend as K

ROOT = os.path.dirname(os.path.dirname(keras.__file__))
HERE = os.path.dirname(os.path.abspath(__file__))
GIVEN = os.path.join(HERE, 'given')
_ENGINES = re.compile(r'\A---\n.*?^engines: ([\w ]+)$.*?^---$', re.MULTILINE | re.DOTALL)


def _pages():
    """Returns the pages, by their paths in the repository, with code for the engine that runs."""
    paths = glob.glob(os.path.join(ROOT, 'docs', '**', '*.md'), recursive=True)
    paths += glob.glob(os.path.join(ROOT, 'README*.md'))
    texts = {os.path.relpath(path, ROOT): read(path) for path in paths}
    return sorted(page for page, text in texts.items()
                  if BLOCK.search(text) and K.backend() in _engines(text))


def _engines(text):
    found = _ENGINES.match(text)
    return found.group(1).split() if found else ['tensorflow', 'theano', 'cntk', 'jax']


@pytest.mark.parametrize('page', _pages())
def test_code_runs(page, tmp_path):
    given = os.path.join(GIVEN, os.path.splitext(page)[0] + '.py')
    command = [sys.executable, os.path.join(HERE, 'run_page.py'), os.path.join(ROOT, page)]
    result = subprocess.run(
        command + [given] * os.path.exists(given), cwd=str(tmp_path),
        env=dict(os.environ, PYTHONPATH=ROOT, KERAS_HOME=str(tmp_path)), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, universal_newlines=True)
    assert result.returncode == 0, result.stdout


def test_given_data_belong_to_pages():
    given = [os.path.relpath(path, GIVEN)
             for path in glob.glob(os.path.join(GIVEN, '**', '*.py'), recursive=True)]
    assert all(os.path.exists(os.path.join(ROOT, os.path.splitext(path)[0] + '.md'))
               for path in given)
