"""Reads the source of Keras for its reference: an extension of griffe, which parses it.

Nothing is imported but the contract of the backends and one function, which have no needs. What
Python makes at run time, and a parser cannot see, is added here: the ops of `keras.backend`, the
functions of `keras.layers.merge`, and the arguments that recurrent layers share with their cells.
"""
import ast
import importlib.util
import inspect
import json
import os
import sys

import griffe

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import markup  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# What is public: the names of Keras 2.3.1, by module.
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'names.json')) as file:
    NAMES = json.load(file)  # those of Keras 2.3.1
NAMES['keras.distribute'] = [
    'Compression', 'DistributedOptimizer', 'allgather', 'allreduce', 'broadcast',
    'broadcast_global_variables', 'init', 'is_initialized', 'load_model', 'local_rank',
    'local_size', 'rank', 'shutdown', 'size']
NAMES['keras.distribute.callbacks'] = [
    'BroadcastGlobalVariablesCallback', 'LearningRateScheduleCallback',
    'LearningRateWarmupCallback', 'MetricAverageCallback']
# engine -> the packages that its ops come from, the first that has one
ENGINES = {'TensorFlow': ('tensorflow_backend', 'derived'),
           'Theano': ('theano_backend', 'derived'),
           'CNTK': ('cntk_backend', 'recorded', 'derived'),
           'JAX': ('jax_backend', 'recorded', 'derived')}


class ReferenceExtension(griffe.Extension):
    """Completes the package `keras`, and turns its docstrings into Markdown."""

    def on_package(self, *, pkg, loader, **kwargs):
        if pkg.path == 'keras' and 'ops' not in pkg.extra['reference']:
            pkg.extra['reference']['ops'] = _add_ops(pkg['backend'])
            _add_merge_functions(pkg['layers.merge'])
            _add_arguments_of_cells(pkg['layers'])
            _rewrite(pkg)
            _uncover(pkg['preprocessing.sequence'], 'skipgrams')


def contract():
    """Returns the module `keras.backend.contract`."""
    return _imported('keras_contract', 'backend', 'contract', '__init__.py')


def _imported(name, *path):
    """Imports a file of Keras by itself, without what is around it."""
    if name not in sys.modules:
        file = os.path.join(ROOT, 'keras', *path)
        spec = importlib.util.spec_from_file_location(
            name, file, submodule_search_locations=[os.path.dirname(file)])
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def _add_ops(backend):
    """Makes the ops of the contract members of `keras.backend`, and returns their names by room."""
    rooms = {}
    for name, documented in contract().ops().items():
        room = contract().room_of(documented)
        op = backend['contract'][room][name]
        text = contract().documentation(documented)
        copy = griffe.Function(name, lineno=op.lineno, endlineno=op.endlineno,
                               parameters=op.parameters)
        copy.docstring = griffe.Docstring(text, lineno=op.lineno, parent=copy)
        backend.set_member(name, copy)
        copy.extra['reference']['sources'] = [('contract', _place(op))] + _engines(
            backend, room, name)
        rooms.setdefault(room, []).append(name)
    backend.set_member('get_variable_shape', griffe.Attribute(
        'get_variable_shape', value=griffe.ExprName('int_shape', parent=backend)))
    return rooms


def _engines(backend, room, name):
    """Returns where the engines have an op, as pairs of their names and a place in the source."""
    places = {}
    for engine, packages in ENGINES.items():
        for package in packages:
            module = backend[package].members.get(room)
            op = module.members.get(name) if module else None
            if op is not None and not op.is_alias and op.is_function:
                places.setdefault(_place(op), []).append(engine)
                break
    return [('all engines' if len(engines) == len(ENGINES) else ', '.join(engines), place)
            for place, engines in places.items()]


def _add_merge_functions(module):
    """Makes functions of the attributes `add = _as_function(Add)`."""
    maker = ast.parse(module['_as_function'].source)
    text = max((node.value for node in ast.walk(maker)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)), key=len)
    for name, member in list(module.members.items()):
        value = '' if member.is_alias or not member.is_attribute else str(member.value)
        if value.startswith('_as_function('):
            layer = value[len('_as_function('):-1]
            function = griffe.Function(
                name, lineno=member.lineno, endlineno=member.endlineno,
                parameters=griffe.Parameters(
                    griffe.Parameter('inputs', kind=griffe.ParameterKind.positional_or_keyword),
                    griffe.Parameter('kwargs', kind=griffe.ParameterKind.var_keyword)))
            function.docstring = griffe.Docstring(
                inspect.cleandoc(text.replace('%s', layer)), lineno=member.lineno, parent=function)
            module.set_member(name, function)


def _add_arguments_of_cells(obj):
    """Describes in recurrent layers the arguments that they share with their cells."""
    docstrings = _imported('keras_docstrings', 'layers', 'recurrent', 'docstrings.py')
    for member in obj.members.values():
        if member.is_alias:
            continue
        if member.is_class and 'cell_class' in member.members and member.docstring:
            cell = obj.members.get(str(member['cell_class'].value))
            if cell is not None and cell.docstring:
                names = {parameter.name for parameter in member.parameters}
                member.docstring.value = docstrings.with_arguments(
                    member.docstring.value, names - {'kwargs'}, cell.docstring.value)
        elif member.is_module:
            _add_arguments_of_cells(member)


def _uncover(package, name):
    """Lets the function of a name be seen, not the module that has the same name."""
    hidden = package[name]
    for other, member in list(package.members.items()):
        if member.is_alias and member.target_path.startswith(hidden.path + '.'):
            target = hidden[member.target_path[len(hidden.path) + 1:]]
            package.set_member(other, griffe.Alias(other, target=target, parent=package))
    package.set_member(name, griffe.Alias(name, target=hidden[name], parent=package))


def _place(obj):
    path = os.path.relpath(obj.filepath, ROOT).replace(os.sep, '/')
    return '%s#L%d' % (path, obj.lineno)


def _referred(obj, name):
    """Returns what a name means in the docstring of an object: a path, or None."""
    if name in (obj.name, obj.parent and obj.parent.name):
        return None  # this is what the reader looks at
    if name.startswith('K.'):
        op = name[len('K.'):]
        public = op in NAMES['keras.backend'] or op in contract().ops()
        return 'keras.backend.' + op if public else None
    modules = [module for module in NAMES if name in NAMES[module]]
    own = [module for module in modules if (obj.path + '.').startswith(module + '.')]
    if not own and {'keras.losses', 'keras.metrics'} <= set(modules):
        return None  # two classes have this name
    found = own or modules
    return '%s.%s' % (found[0], name) if found else None


def _rewrite(obj):
    """Turns the docstrings of an object and its members into Markdown, and notes their places."""
    if obj.docstring:
        text = markup.docstring(inspect.cleandoc(obj.docstring.value))
        obj.docstring.value = markup.references(text, lambda name: _referred(obj, name))
    if not obj.is_module and not obj.is_attribute:
        obj.extra['reference'].setdefault('sources', [('source', _place(obj))])
    for member in obj.members.values():
        if not member.is_alias:
            _rewrite(member)
