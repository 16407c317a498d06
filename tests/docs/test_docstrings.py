"""The examples in the docstrings of keras/ run: sessions (`>>>`) as doctests, `Example::` as code.

`keras`, `K` and `np` are at hand, as is the documented object by its name; an example imports
or makes everything else. Warnings are errors.
"""
import ast
import glob
import importlib
import os
import re
import textwrap

import numpy as np
import pytest
from run_page import run_sessions

import keras
from keras import backend as K

HERE = os.path.dirname(keras.__file__)
# A line that ends with `Example::` or `Examples::`, and the indented lines below it.
CODE = re.compile(r'^( *)Examples?::\n((?:\1 +\S.*\n|\s*\n)+)', re.MULTILINE)
ENGINES = re.compile('/(theano|cntk|jax)_backend/')


def _docstrings():
    """Yields path, line, qualified name and text of every docstring that holds an example."""
    for path in sorted(glob.glob(os.path.join(HERE, '**', '*.py'), recursive=True)):
        if ENGINES.search(path.replace(os.sep, '/')):
            continue  # imported only on their engines; they have no examples of their own
        with open(path, encoding='utf-8') as file:
            tree = ast.parse(file.read())
        for name, node in [('', tree)] + list(_definitions(tree)):
            text = (ast.get_docstring(node) or '') + '\n'
            if '>>>' in text or CODE.search(text):
                line = 1 if node is tree else node.lineno
                yield os.path.relpath(path, os.path.dirname(HERE)), line, name, text


def _definitions(tree, prefix=''):
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            yield prefix + node.name, node
            yield from _definitions(node, prefix + node.name + '.')


def _names(path, name):
    """Returns the names that an example finds: those of all examples, and what it documents."""
    names = {'__name__': '__main__', 'keras': keras, 'K': K, 'np': np}
    outer = name.partition('.')[0]
    if outer and '/contract/' not in path.replace(os.sep, '/'):
        module = re.sub(r'(\.__init__)?\.py$', '', path.replace(os.sep, '.'))
        names[outer] = getattr(importlib.import_module(module), outer)
    return names


EXAMPLES = [pytest.param(*example, id='%s:%s' % (example[0], example[2]))
            for example in _docstrings()]


@pytest.mark.parametrize('path, line, name, text', EXAMPLES)
def test_example(path, line, name, text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.random.seed(0)
    for block in CODE.finditer(text):
        code = textwrap.dedent(block.group(2))
        where = '%s:%d (%s)' % (path, line, name)
        exec(compile(code, where, 'exec'), _names(path, name))
    failures = run_sessions(text, _names(path, name), '%s (%s)' % (path, name), line)
    assert not failures, failures


def test_examples_are_found():
    assert len(EXAMPLES) > 50
    assert any('contract' in example.id for example in EXAMPLES)
