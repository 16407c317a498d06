"""Warnings about configurations that lack arguments of an object.

A custom class that adds an argument, but does not override `get_config`, is saved and copied
without it, and silently if the argument has a default.
"""
import inspect
import weakref

from keras.utils.warn import warn

_warned = weakref.WeakSet()


def config_of(instance):
    """Returns `instance.get_config()`, and warns, once for each class, of arguments that it lacks.

    Args:
        instance: a layer, initializer, regularizer, loss or similar.

    Returns:
        A dictionary.
    """
    config = instance.get_config()
    cls = type(instance)
    if cls not in _warned and _leaves_configuration_to_keras(cls):
        lost = _lost_arguments(instance, config)
        if lost:
            _warned.add(cls)
            warn('%s takes the argument%s %s, but its configuration does not contain %s, so a copy '
                 'or a loaded model lacks it. Give the class a method '
                 '`get_config` that returns `dict(super().get_config(), %s=self.%s)`.'
                 % (cls.__name__, 's' * (len(lost) > 1), ', '.join(map(repr, lost)),
                    'them' if len(lost) > 1 else 'it', lost[0], lost[0]))
    return config


def _leaves_configuration_to_keras(cls):
    return not _is_own(cls.__init__) and _is_own(cls.get_config) and (
        not hasattr(cls, 'from_config') or _is_own(cls.from_config))


def _is_own(function):
    return str(getattr(function, '__module__', None)).split('.')[0] == __name__.split('.')[0]


def _lost_arguments(instance, config):
    """Lists the names of arguments that a configuration lacks, except those with defaults."""
    turned_into_others = getattr(instance, '_base_arguments', ())
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    parameters = list(inspect.signature(type(instance).__init__).parameters.values())[1:]
    return [parameter.name for parameter in parameters
            if parameter.kind in named and parameter.name not in config
            and parameter.name not in turned_into_others
            and not _is_default(instance, parameter)]


def _is_default(instance, parameter):
    value, default = getattr(instance, parameter.name, parameter.empty), parameter.default
    if value is parameter.empty:
        return False
    return value is default or (type(value) is type(default)
                                and isinstance(value, (bool, int, float, str))
                                and value == default)
