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
ENGINES = ('tensorflow', 'theano', 'cntk', 'jax')


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


def module_of(path):
    name = 'keras.' + os.path.relpath(path, PACKAGE)[:-len('.py')].replace(os.sep, '.')
    return name[:-len('.__init__')] if name.endswith('.__init__') else name


MODULES = {module_of(path): path for path in FILES}
MODULES['keras'] = MODULES.pop('keras.__init__', keras.__file__)


def imported(module):
    """Yields the modules of Keras that a module imports, also those within its functions."""
    package = module.split('.')
    if not MODULES[module].endswith('__init__.py'):
        package.pop()
    with open(MODULES[module], encoding='utf-8') as file:
        nodes = list(ast.walk(ast.parse(file.read())))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            above = package[:len(package) + 1 - node.level] if node.level else []
            base = '.'.join(above + ([node.module] if node.module else []))
            for alias in node.names:
                names = [name for name in (base + '.' + alias.name, base) if name in MODULES]
                yield from names[:1]


def is_late(module, other):
    # Ops that are written on top of others find them when they run, in whichever engine it is.
    return module.startswith('keras.backend.derived') and other == 'keras.backend'


def test_no_module_imports_itself_by_a_detour():
    imports = {module: {other for other in imported(module)
                        if other != module and not is_late(module, other)} for module in MODULES}
    while True:
        imported_by_others = set().union(*imports.values())
        leaves = {module for module, others in imports.items()
                  if not others or module not in imported_by_others}
        if not leaves:
            break
        imports = {module: others - leaves for module, others in imports.items()
                   if module not in leaves}
    assert not imports, 'circle: ' + '; '.join(
        '%s imports %s' % (module, ', '.join(sorted(others)))
        for module, others in sorted(imports.items()))
