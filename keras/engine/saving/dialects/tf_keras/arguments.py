"""Arguments that objects of tf.keras have and those of Keras 2 do not."""
import inspect

ANYTHING = object()


def own_class(names, name):
    """Returns the class of Keras with a name in a dictionary; None if there is none.

    Names come from files, so they can refer only to classes of Keras.
    """
    found = names.get(name) if isinstance(name, str) else None
    return found if inspect.isclass(found) and found.__module__.startswith('keras.') else None


def known_arguments(config, function, neutral, owner):
    """Removes the arguments that change nothing.

    Args:
        config: dictionary of arguments.
        function: the function or class that takes them.
        neutral: dictionary from names of arguments that it may lack to the value (besides None)
            with which they change nothing, or `ANYTHING`.
        owner: string, what the arguments belong to, for the error message.

    Returns:
        A dictionary.

    Raises:
        ValueError: if such an argument has another value.
    """
    kept = {}
    own = inspect.signature(function).parameters
    for name, value in config.items():
        if name in own or name not in neutral:
            kept[name] = value
        elif value is not None and neutral[name] is not ANYTHING and value != neutral[name]:
            raise ValueError('%s was made by tf.keras with %s=%r. Keras 2 has no such argument%s.'
                             % (owner, name, value, '' if neutral[name] is None
                                else ' and always behaves as with %r' % (neutral[name],)))
    return kept
