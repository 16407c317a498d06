"""Objects as configurations: names, `{'class_name': ..., 'config': ...}`, and back again."""
import inspect

from keras.utils.errors import did_you_mean
from keras.utils.introspection import has_arg
from keras.utils.limits import no_limits
from keras.utils.lost_arguments import config_of

_GLOBAL_CUSTOM_OBJECTS = {}


class CustomObjectScope:
    """Makes objects of your own known by name within a `with` block.

    On leaving the block the custom objects are again what they were before.

    Args:
        *args: dictionaries from names to classes or functions.

    Example:
        >>> with CustomObjectScope({'MyLayer': MyLayer}):
        ...     model = load_model('model.h5')
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
        A `CustomObjectScope`, to be used in a `with` statement.
    """
    return CustomObjectScope(*args)


def get_custom_objects():
    """Returns the dictionary of custom objects, which may be changed in place.

    Returns:
        Dictionary from names to classes or functions, looked up before Keras's own names.

    Example:
        >>> get_custom_objects()['MyLayer'] = MyLayer
    """
    return _GLOBAL_CUSTOM_OBJECTS


def serialize_keras_object(instance):
    """Describes an object such that `deserialize_keras_object` finds or makes it again.

    Args:
        instance: an object with `get_config`, a function or class, or None.

    Returns:
        `{'class_name': ..., 'config': ...}` for an object with `get_config`, else its name;
        None for None.

    Raises:
        ValueError: if the object has neither a configuration nor a name.
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
    """Finds or makes the object that a name or a configuration stands for.

    A name is looked up in `custom_objects`, then in the global custom objects, then in
    `module_objects`. A name of a class gives an instance made without arguments.

    Args:
        identifier: a name, a dictionary `{'class_name': ..., 'config': ...}`, or None. A
            function is returned as it is.
        module_objects: dictionary of the names that Keras itself knows for this kind of object.
        custom_objects: dictionary from names to classes or functions of the user.
        printable_module_name: the kind of object, for error messages.

    Returns:
        The object; None for None.

    Raises:
        ValueError: if the name is unknown or the configuration malformed.
        TypeError: if the identifier is none of the above.
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
        raise ValueError('Improper configuration of %s: %r. Expected a dictionary with the keys '
                         '"class_name" and "config".' % (kind, identifier))
    cls = _look_up(identifier['class_name'], module_objects, custom_objects, kind,
                   classes_only=True)
    if (module_objects or {}).get(identifier['class_name']) is cls:
        return _made(cls, identifier['config'], custom_objects or {})
    # What a class of the user's own may need besides, no file says.
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
    # What a module imports for itself (other modules, helper functions) is not on offer: a
    # name in a file must not reach further than the kind of object that is asked for.
    allowed = inspect.isclass if classes_only else callable
    known = {key: value for key, value in (module_objects or {}).items()
             if allowed(value) and not key.startswith('_')}
    if name in known:
        return known[name]
    names = list(known) + list(custom_objects or {}) + list(_GLOBAL_CUSTOM_OBJECTS)
    raise ValueError('Unknown %s: %r.%s If it is your own, make it known with '
                     '`custom_objects={%r: ...}` or `keras.utils.CustomObjectScope`.'
                     % (kind, name, did_you_mean(str(name), names, repr), name))
