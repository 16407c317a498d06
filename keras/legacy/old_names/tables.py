"""The tables of all libraries, as one."""
from collections import namedtuple

from . import of_h5py, of_numpy, of_pillow, of_python, of_scipy, of_tensorflow

_LIBRARIES = of_python, of_numpy, of_scipy, of_h5py, of_pillow, of_tensorflow

Tables = namedtuple('Tables', 'names made moved gone setup')
Tables.__doc__ = """What modules had in former years. A path is a module's and a name's, with dots.

Attributes:
    names: dictionary from a module to the names it has lost: from each to the path of what it
        stands for.
    made: the same for modules that may be lost altogether, and are made for these names then.
    moved: dictionary from a module to the one that has taken its place; modules in it follow.
    gone: dictionary from a module or name that nothing stands for to what to do without it.
    setup: dictionary from a module to the path of a function to be called on it.
"""


def load_tables():
    """Returns the `Tables` of all libraries."""
    tables = Tables({}, {}, {}, {}, {})
    for library in _LIBRARIES:
        for field, table in zip(tables._fields, tables):
            table.update(getattr(library, field.upper(), {}))
    return tables
