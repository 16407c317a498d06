"""What users may write for an activation, initializer, loss, ...: a name, a function, ..."""
import inspect

from keras.utils.generic_utils import deserialize_keras_object


def interpret(identifier, deserialize, kind, example):
    """Finds or makes the object that a user means.

    Args:
        identifier: a name, a dictionary `{'class_name': ..., 'config': ...}`, a class (an instance
            is made, without arguments), or a function or other callable, returned as it is.
        deserialize: function that finds an object by name or dictionary.
        kind: what is looked for, for the error message.
        example: a valid name, for the error message.

    Returns:
        The object.

    Raises:
        ValueError: if the identifier is none of these, or its name unknown.
    """
    if isinstance(identifier, (str, dict)):
        return deserialize(identifier)
    if inspect.isclass(identifier):
        return identifier()
    if callable(identifier):
        return identifier
    raise ValueError('Could not interpret %r as %s. Expected a name such as %r, a function, an '
                     'object of that kind, or its configuration.' % (identifier, kind, example))


def deserialize_or_call(identifier, known, makers, custom_objects, kind):
    """Deserializes where some of the known names are functions that make the object.

    Args:
        identifier: a name or a dictionary `{'class_name': ..., 'config': ...}`.
        known: dictionary from names to classes.
        makers: dictionary from names to functions, called with the configuration as arguments.
        custom_objects: dictionary of the user's classes and functions, or None.
        kind: what is looked for, for the error message.

    Returns:
        The object.
    """
    name, config = identifier, {}
    if isinstance(identifier, dict):
        name, config = identifier.get('class_name'), identifier.get('config', {})
    if name in makers and name not in (custom_objects or {}):
        return makers[name](**config)
    # The makers are handed on for the sake of the names that the error message proposes.
    return deserialize_keras_object(identifier, module_objects=dict(makers, **known),
                                    custom_objects=custom_objects, printable_module_name=kind)
