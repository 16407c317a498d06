"""Helpers to write tables of names."""


def names_in(module, names):
    """Returns a table from names to the same names in a module.

    Args:
        module: string, the path of the module.
        names: string, the names, separated by blanks.

    Example:
        >>> from keras.legacy.old_names.paths import names_in
        >>> names_in('scipy.special', 'comb')
        {'comb': 'scipy.special.comb'}
    """
    return {name: '%s.%s' % (module, name) for name in names.split()}


def joined(*tables):
    """Merges several tables."""
    return {name: path for table in tables for name, path in table.items()}
