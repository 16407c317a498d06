"""What holds for every source file."""
import ast
import os
import sys

import pytest

import keras

PACKAGE = os.path.dirname(keras.__file__)
FILES = [os.path.join(folder, name) for folder, _, names in os.walk(PACKAGE)
         for name in names if name.endswith('.py')]
SYNTAX = {'feature_version': (3, 6)} if sys.version_info >= (3, 8) else {}
ENGINES = ('tensorflow', 'theano', 'cntk')


def engines_imported(tree):
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module]
        for name in names:
            if name.split('.')[0] in ENGINES:
                yield name.split('.')[0]


@pytest.mark.parametrize('path', FILES, ids=lambda path: os.path.relpath(path, PACKAGE))
def test_syntax_is_that_of_python_3_6(path):
    with open(path, encoding='utf-8') as file:
        ast.parse(file.read(), path, **SYNTAX)


@pytest.mark.parametrize('path', FILES, ids=lambda path: os.path.relpath(path, PACKAGE))
def test_engines_are_imported_by_their_backends_alone(path):
    with open(path, encoding='utf-8') as file:
        engines = set(engines_imported(ast.parse(file.read(), path)))
    room = os.path.relpath(path, PACKAGE).replace(os.sep, '/')
    own = {engine for engine in ENGINES if room.startswith('backend/%s_backend/' % engine)}
    # These wrap an optimizer of TensorFlow and its file systems, whichever engine runs.
    if room in ('optimizers/tf_optimizer.py', 'engine/saving/cloud.py'):
        own = {'tensorflow'}
    assert engines <= own


@pytest.mark.parametrize('path', FILES, ids=lambda path: os.path.relpath(path, PACKAGE))
def test_warnings_name_the_line_of_the_user(path):
    room = os.path.relpath(path, PACKAGE).replace(os.sep, '/')
    with open(path, encoding='utf-8') as file:
        calls = [node for node in ast.walk(ast.parse(file.read(), path))
                 if isinstance(node, ast.Attribute) and node.attr == 'warn']
    assert not calls or room == 'utils/warn.py' or room.startswith('backend/')
