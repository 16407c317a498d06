"""The tables of all libraries, merged."""
from collections import namedtuple

from . import of_h5py, of_numpy, of_pillow, of_python, of_scipy, of_tensorflow

_LIBRARIES = of_python, of_numpy, of_scipy, of_h5py, of_pillow, of_tensorflow

Tables = namedtuple('Tables', 'names made moved gone setup')
Tables.__doc__ = """Names that modules had in the past. A path is that of a module and a name.

Attributes:
    names: dictionary from a module to a dictionary from its removed names to the paths of their
        replacements.
    made: the same for modules that may be missing, and are made for these names then.
    moved: dictionary from a module to its replacement; modules in it follow.
    gone: dictionary from a module or name without replacement to advice what to do instead.
    setup: dictionary from a module to the path of a function to be called on it.
"""


def load_tables():
    """Returns the `Tables` of all libraries."""
    tables = Tables({}, {}, {}, {}, {})
    for library in _LIBRARIES:
        for field, table in zip(tables._fields, tables):
            table.update(getattr(library, field.upper(), {}))
    return tables
