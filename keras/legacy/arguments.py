"""Names and order of arguments in Keras 1."""

_VALUES = {
    'dim_ordering': {'tf': 'channels_last', 'th': 'channels_first', 'default': None},
    'consume_less': {'cpu': 1, 'mem': 1, 'gpu': 2},
}


class Keras1Arguments:
    """The arguments of a constructor or method in Keras 1.

    Args:
        *tables: dictionaries from an old name to the new name, or to a function that takes the old
            value and returns a dictionary of new arguments (None, if the value needs no
            translation). Several old names that became one argument are a tuple; then the new
            value is the tuple of the old ones, and a function takes as many values (None for
            those that were not given).
        positions: dictionary from the names of the arguments in the order of Keras 1, if that
            differs, to the types that distinguish its positional arguments from those of Keras 2.
        least: int, the minimum number of positional arguments to distinguish them.

    Example:
        >>> from keras.legacy.arguments import Keras1Arguments
        >>> Keras1Arguments({'output_dim': 'units'}).translated({'output_dim': 5, 'name': 'a'})
        ({'units': 5, 'name': 'a'}, ['output_dim'])
    """

    def __init__(self, *tables, positions=None, least=0):
        self._rules = {}
        for table in tables:
            for names, rule in table.items():
                names = names if isinstance(names, tuple) else (names,)
                self._rules.update((name, (names, rule)) for name in names)
        self._positions = positions or {}
        self._least = least

    def __contains__(self, name):
        """Returns whether an argument had this name only in Keras 1."""
        return name in self._rules

    def are_in(self, args, kwargs):
        """Returns whether a call may have arguments of Keras 1."""
        return not self._rules.keys().isdisjoint(kwargs) or self._in_old_order(args, kwargs)

    def _in_old_order(self, args, kwargs):
        if len(args) > len(self._positions):
            return False
        # In `Conv2D(32, 3, nb_col=3)`, the 3 is nb_row.
        for name in list(self._positions)[:len(args)]:
            if name in self._rules and not kwargs.keys().isdisjoint(self._rules[name][0]):
                return True
        return len(args) >= max(self._least, 1) and all(
            isinstance(value, kind) for value, kind in zip(args, self._positions.values()))

    def translated_call(self, args, kwargs):
        """Translates the arguments of a call.

        Args:
            args: tuple, the positional arguments.
            kwargs: dictionary, the others.

        Returns:
            Tuple of positional arguments, dictionary of the others, and list of the old names
            that were found.

        Raises:
            TypeError: if an argument is given twice.
        """
        if not self._in_old_order(args, kwargs):
            return (args,) + self.translated(kwargs)
        by_name = dict(zip(self._positions, args))
        for name in by_name:
            if name in kwargs:
                raise TypeError('The argument %s is given twice, by its position and by its name.'
                                % name)
        kwargs, found = self.translated(dict(by_name, **kwargs))
        return (), kwargs, found or list(by_name)

    def translated(self, arguments):
        """Translates arguments that are given by name, such as those in an old file.

        Args:
            arguments: dictionary.

        Returns:
            The dictionary with the names and values of Keras 2, and the list of the old names
            that were found.

        Raises:
            TypeError: if an argument is given both by its old and its new name.
        """
        new, found = {}, []
        for name, value in arguments.items():
            result = self._result(name, arguments) if name in self._rules else None
            if result is None:
                new[name] = value
            elif name not in found:
                new.update(result)
                found += [old for old in self._rules[name][0] if old in arguments]
        return new, found

    def _result(self, name, arguments):
        """Returns the new arguments for an old one; None if it does not change."""
        names, rule = self._rules[name]
        values = [_value(old, arguments.get(old)) for old in names]
        if callable(rule):
            return rule(*values)
        if rule in arguments:
            raise TypeError('The argument %s is given twice: also as %s, its name in Keras 1.'
                            % (rule, ' and '.join(names)))
        return {rule: values[0] if len(values) == 1 else tuple(values)}


def _value(name, value):
    return _VALUES.get(name, {}).get(value, value) if isinstance(value, str) else value
