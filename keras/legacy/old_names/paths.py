"""Short ways to write tables of names."""


def names_in(module, names):
    """Returns a table of names that a module has under the same ones.

    Args:
        module: string, the path of the module.
        names: string, the names with blanks in between.

    Example:
        >>> names_in('scipy.special', 'comb')
        {'comb': 'scipy.special.comb'}
    """
    return {name: '%s.%s' % (module, name) for name in names.split()}


def joined(*tables):
    """Returns one table of several."""
    return {name: path for table in tables for name, path in table.items()}
