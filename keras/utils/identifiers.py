"""Finding activations, initializers, losses and so on by name, configuration or function."""
import inspect

from keras.utils.generic_utils import deserialize_keras_object


class Registry:
    """The named objects of one kind, for instance all activations or all losses.

    Args:
        kind: string, what the objects are, for error messages.
        example: string, one of the names, for error messages.
        known: dictionary from names to functions or classes. More may be added later.
        makers: dictionary from names to functions that make the object, called with its
            configuration as arguments.

    Example:
        >>> from keras.utils.identifiers import Registry
        >>> registry = Registry('activation function', 'relu', {'relu': K.relu})
        >>> registry.get('relu') is K.relu
        True
    """

    def __init__(self, kind, example, known=None, makers=None):
        self.kind = kind
        self.example = example
        self.known = {} if known is None else known
        self.makers = makers or {}

    def deserialize(self, identifier, custom_objects=None):
        """Finds or makes the object with a name or configuration.

        Args:
            identifier: a name or a dictionary `{'class_name': ..., 'config': ...}`.
            custom_objects: dictionary from names to your own classes and functions, or None.

        Returns:
            The object.

        Raises:
            ValueError: if the name is unknown or the configuration malformed.
        """
        name, config = identifier, {}
        if isinstance(identifier, dict):
            name, config = identifier.get('class_name'), identifier.get('config', {})
        if name in self.makers and name not in (custom_objects or {}):
            return self.makers[name](**config)
        # With the makers, because the error message suggests their names, too.
        return deserialize_keras_object(
            identifier, module_objects=dict(self.makers, **self.known),
            custom_objects=custom_objects, printable_module_name=self.kind)

    def get(self, identifier):
        """Finds or makes the object that an argument specifies.

        Args:
            identifier: a name, a dictionary `{'class_name': ..., 'config': ...}`, a class or maker
                (called without arguments), or a function or other callable (returned as it is).

        Returns:
            The object.

        Raises:
            ValueError: if the identifier is none of these, or its name unknown.
        """
        if isinstance(identifier, (str, dict)):
            return self.deserialize(identifier)
        if inspect.isclass(identifier) or any(maker is identifier
                                              for maker in self.makers.values()):
            return identifier()
        if callable(identifier):
            return identifier
        raise ValueError('Could not interpret %r as %s. Expected a name such as %r, a function, '
                         'an object of that kind, or its configuration.'
                         % (identifier, self.kind, self.example))


def named(names, is_one):
    """Returns the public names of a module that refer to objects of one kind.

    Args:
        names: dictionary, `globals()` of the module.
        is_one: function that returns whether an object is of that kind.

    Returns:
        Dictionary from names to functions or classes.
    """
    return {name: found for name, found in names.items()
            if not name.startswith('_') and is_one(found)}


def function_of(*arguments):
    """Returns a test for functions whose first arguments have these names."""
    return lambda found: (inspect.isfunction(found) and tuple(
        inspect.signature(found).parameters)[:len(arguments)] == arguments)


def class_of(base):
    """Returns a test for `base` and classes derived from it."""
    return lambda found: (inspect.isclass(found) and issubclass(found, base)
                          and not inspect.isabstract(found))
