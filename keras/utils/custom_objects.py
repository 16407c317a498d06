"""Objects as configurations (names or `{'class_name': ..., 'config': ...}`), and back again."""
import inspect

from keras.utils.errors import did_you_mean
from keras.utils.introspection import has_arg
from keras.utils.limits import no_limits
from keras.utils.lost_arguments import config_of

_GLOBAL_CUSTOM_OBJECTS = {}


class CustomObjectScope:
    """Registers your own classes and functions by name, within a `with` block.

    When the block is left, the registered objects are what they were before.

    Args:
        *args: dictionaries from names to classes or functions.

    Example:
        >>> class Twice(keras.layers.Layer):
        ...     def call(self, inputs):
        ...         return 2 * inputs
        >>> with keras.utils.CustomObjectScope({'Twice': Twice}):
        ...     layer = keras.layers.deserialize({'class_name': 'Twice', 'config': {}})
        >>> isinstance(layer, Twice)
        True
    """

    def __init__(self, *args):
        self.custom_objects = args
        self.backup = None

    def __enter__(self):
        self.backup = _GLOBAL_CUSTOM_OBJECTS.copy()
        for objects in self.custom_objects:
            _GLOBAL_CUSTOM_OBJECTS.update(objects)
        return self

    def __exit__(self, *args, **kwargs):
        _GLOBAL_CUSTOM_OBJECTS.clear()
        _GLOBAL_CUSTOM_OBJECTS.update(self.backup)


def custom_object_scope(*args):
    """Returns a `CustomObjectScope` for the given dictionaries.

    Args:
        *args: dictionaries from names to classes or functions.

    Returns:
        A `CustomObjectScope`, for a `with` statement.

    Example:
        >>> def double(x):
        ...     return 2 * x
        >>> with keras.utils.custom_object_scope({'double': double}):
        ...     layer = keras.layers.Dense(2, activation='double')
    """
    return CustomObjectScope(*args)


def get_custom_objects():
    """Returns the dictionary of registered objects, which you can change in place.

    Returns:
        Dictionary from names to classes or functions. These take precedence over the names of
        Keras.

    Example:
        >>> def double(x):
        ...     return 2 * x
        >>> keras.utils.get_custom_objects()['double'] = double
        >>> layer = keras.layers.Dense(2, activation='double')
        >>> del keras.utils.get_custom_objects()['double']
    """
    return _GLOBAL_CUSTOM_OBJECTS


def serialize_keras_object(instance):
    """Describes an object for `deserialize_keras_object`.

    Args:
        instance: an object with `get_config`, a function or class, or None.

    Returns:
        `{'class_name': ..., 'config': ...}` for an object with `get_config`; None for None;
        otherwise the name of the object.

    Raises:
        ValueError: if the object has neither a configuration nor a name.

    Example:
        >>> keras.utils.serialize_keras_object(keras.activations.relu)
        'relu'
    """
    if instance is None:
        return None
    if hasattr(instance, 'get_config') and not inspect.isclass(instance):
        return {'class_name': type(instance).__name__, 'config': config_of(instance)}
    if hasattr(instance, '__name__'):
        return instance.__name__
    raise ValueError(
        'Cannot serialize %r: an object of class %s must have a `get_config` method that '
        'returns its arguments as a dictionary.' % (instance, type(instance).__name__))


def deserialize_keras_object(identifier, module_objects=None, custom_objects=None,
                             printable_module_name='object'):
    """Finds or makes the object described by a name or a configuration.

    A name is looked up in `custom_objects`, then in the registered objects (see
    `get_custom_objects`), then in `module_objects`. The name of a class gives an instance made
    without arguments.

    Args:
        identifier: a name, a dictionary `{'class_name': ..., 'config': ...}`, or None. A
            function is returned as it is.
        module_objects: dictionary from names to the objects of this kind in Keras.
        custom_objects: dictionary from names to your own classes and functions.
        printable_module_name: the kind of object, for error messages.

    Returns:
        The object; None for None.

    Raises:
        ValueError: if the name is unknown or the configuration malformed.
        TypeError: if the identifier is none of the above.

    Example:
        >>> config = {'class_name': 'Dense', 'config': {'units': 2}}
        >>> layer = keras.utils.deserialize_keras_object(config, vars(keras.layers))
        >>> layer.units
        2
    """
    if identifier is None or inspect.isfunction(identifier):
        return identifier
    if isinstance(identifier, dict):
        return _from_config(identifier, module_objects, custom_objects, printable_module_name)
    if isinstance(identifier, str):
        found = _look_up(identifier, module_objects, custom_objects, printable_module_name)
        return found() if inspect.isclass(found) else found
    raise TypeError('Could not interpret %r as %s: expected a name, a dictionary with '
                    '"class_name" and "config", or an object of that kind.'
                    % (identifier, printable_module_name))


def _from_config(identifier, module_objects, custom_objects, kind):
    if 'class_name' not in identifier or 'config' not in identifier:
        raise ValueError('Malformed configuration of %s: %r. Expected a dictionary with the keys '
                         '"class_name" and "config".' % (kind, identifier))
    cls = _look_up(identifier['class_name'], module_objects, custom_objects, kind,
                   classes_only=True)
    if (module_objects or {}).get(identifier['class_name']) is cls:
        return _made(cls, identifier['config'], custom_objects or {})
    # The effort that a custom class may take does not follow from the file.
    with no_limits():
        return _made(cls, identifier['config'], custom_objects or {})


def _made(cls, config, custom_objects):
    if not hasattr(cls, 'from_config'):
        with CustomObjectScope(custom_objects):
            return cls(**config)
    if has_arg(cls.from_config, 'custom_objects'):
        return cls.from_config(config, custom_objects=dict(_GLOBAL_CUSTOM_OBJECTS,
                                                           **custom_objects))
    with CustomObjectScope(custom_objects):
        return cls.from_config(config)


def _look_up(name, module_objects, custom_objects, kind, classes_only=False):
    for objects in (custom_objects or {}, _GLOBAL_CUSTOM_OBJECTS):
        if name in objects:
            return objects[name]
    # What a module imports for its own use (other modules, helper functions) is excluded: a name
    # in a file must not reach beyond the kind of object that is requested.
    allowed = inspect.isclass if classes_only else callable
    known = {key: value for key, value in (module_objects or {}).items()
             if allowed(value) and not key.startswith('_')}
    if name in known:
        return known[name]
    names = list(known) + list(custom_objects or {}) + list(_GLOBAL_CUSTOM_OBJECTS)
    raise ValueError('Unknown %s: %r.%s If it is your own, pass it in '
                     '`custom_objects={%r: ...}` or use `keras.utils.CustomObjectScope`.'
                     % (kind, name, did_you_mean(str(name), names, repr), name))
