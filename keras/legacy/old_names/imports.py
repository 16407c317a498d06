"""Adding old names to modules when they are imported."""
import importlib
import sys
import types
from importlib.abc import Loader
from importlib.machinery import ModuleSpec


class OldNames:
    """Finds modules as the other finders do, and adds old names to those in the tables.

    Args:
        tables: `Tables`.
    """

    def __init__(self, tables):
        self._tables = tables

        self._names = dict(tables.names, **tables.made)

    def name_loaded_modules(self):
        """Adds old names to modules that were imported earlier."""
        for name in set(self._names) | set(self._tables.setup):
            if name in sys.modules:
                self.give_names(sys.modules[name])

    def find_spec(self, name, path=None, target=None):
        is_named = name in self._names or name in self._tables.setup
        is_moved = _entry_above(self._tables.moved, name)
        is_gone = _entry_above(self._tables.gone, name)
        if not (is_named or is_moved or is_gone):
            return None
        # In a module that has moved, the other finders would import everything a second time.
        spec = None if _stands_elsewhere(name.rpartition('.')[0]) else self._found_by_others(
            name, path, target)
        if spec is not None:
            if is_named:
                spec.loader = _ThenNamed(spec.loader, self)
            return spec
        if is_moved:
            return ModuleSpec(name, _Moved(self._tables.moved[is_moved] + name[len(is_moved):]))
        if name in self._tables.made:
            return ModuleSpec(name, _ThenNamed(_Empty(), self), is_package=True)
        if is_gone:
            raise ModuleNotFoundError('There is no %s any more. %s'
                                      % (name, self._tables.gone[is_gone]), name=name)
        return None

    def _found_by_others(self, name, path, target):
        for finder in sys.meta_path:
            if finder is not self and hasattr(finder, 'find_spec'):
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    return spec
        return None

    def give_names(self, module):
        """Adds removed names to a module, and changes its settings if necessary."""
        if module.__name__ in self._tables.setup:
            find(self._tables.setup[module.__name__])(module)
            module = sys.modules[module.__name__]
        for name, path in self._names.get(module.__name__, {}).items():
            _give(module, name, path)
        if any(moved.startswith(module.__name__ + '.') for moved in self._tables.moved):
            vars(module).setdefault('__path__', [])  # only a package can have modules in it


class _ThenNamed(Loader):
    """Loads a module as another loader does, and then adds its old names."""

    def __init__(self, loader, names):
        self._loader = loader
        self._names = names

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        module.__loader__ = module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._names.give_names(module)


class Remnant(types.ModuleType):
    """A module that contains only names from the tables or from another module."""

    def __getattr__(self, name):
        path = '%s.%s' % (self.__name__, name)
        try:
            if not name.startswith('__'):
                return importlib.import_module(path)
        except ModuleNotFoundError as error:
            if error.name == path and not str(error).startswith('No module'):
                raise AttributeError(str(error)) from error
        raise AttributeError('module %r has no attribute %r' % (self.__name__, name))


class _Empty(Loader):
    """Makes an empty module."""

    def create_module(self, spec):
        return Remnant(spec.name)

    def exec_module(self, module):
        pass


class _Moved(Loader):
    """Loads the module that replaced another one."""

    def __init__(self, new_name):
        self._new_name = new_name

    def create_module(self, spec):
        return None  # as usual

    def exec_module(self, module):
        sys.modules[module.__name__] = importlib.import_module(self._new_name)


def find(path):
    """Returns the object at a path such as `'scipy.special.comb'`.

    Raises:
        ImportError: if there is no such module.
        AttributeError: if there is no such name.
    """
    module, _, name = path.rpartition('.')
    if not module:
        return importlib.import_module(name)
    try:
        return getattr(importlib.import_module(module), name)
    except ModuleNotFoundError:  # a class
        return getattr(find(module), name)


def _give(module, name, path):
    """Adds a removed name to a module, or to a class in it, if its value can be found."""
    owner, _, name = name.rpartition('.')
    try:
        owner = getattr(module, owner) if owner else module
        if name not in vars(owner):
            setattr(owner, name, find(path))
    except (ImportError, AttributeError):
        pass  # this release of a library, or this Python, has no such thing


def _stands_elsewhere(name):
    """Returns whether a module was loaded instead of another one with this name."""
    return name in sys.modules and sys.modules[name].__name__ != name


def _entry_above(table, name):
    """Returns the longest entry of a table that is `name`, or a module that `name` is in."""
    while name and name not in table:
        name = name.rpartition('.')[0]
    return name
