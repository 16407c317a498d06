"""Arguments of layers: stored and checked by constructors, written by `get_config`."""
import functools
import inspect
import numbers
import operator

from keras import activations, constraints, initializers, regularizers
from keras.utils import conv_utils

_PARTS = {'activation': activations, 'constraint': constraints, 'initializer': initializers,
          'regularizer': regularizers, 'init': initializers}


def stores_arguments(cls):
    """Class decorator that stores the arguments of `__init__` as attributes.

    Each argument becomes an attribute before the body of `__init__` runs, so the body only has to
    check it. Activations, initializers, regularizers and constraints (recognized by the last word
    of the name) are stored as objects, other arguments as given. `get_config` adds these attributes
    to the configuration of the base classes, in the order of the signature. A class that writes
    anything else defines its own `get_config`.

    Subclasses also have these attributes and this part of the configuration, whatever their own
    constructors look like.

    Args:
        cls: subclass of `Layer`.

    Returns:
        The same class.

    Example::

        from keras.layers import Layer
        from keras.layers.arguments import stores_arguments

        @stores_arguments
        class Scale(Layer):
            def __init__(self, factor=2., **kwargs):
                super().__init__(**kwargs)

            def call(self, inputs):
                return inputs * self.factor

        assert Scale(3., name='scale').get_config()['factor'] == 3.
    """
    constructor = cls.__init__
    signature = inspect.signature(constructor)
    names = argument_names(cls)

    @functools.wraps(constructor)
    def __init__(self, *args, **kwargs):
        try:
            call = signature.bind(self, *args, **kwargs)
        except TypeError:
            call = None  # the call below raises Python's own message
        if call is not None:
            call.apply_defaults()
            _store(self, {name: call.arguments[name] for name in names})
        constructor(self, *args, **kwargs)

    def get_config(self):
        return add_to_config(super(cls, self).get_config(), self, *names)

    cls.__init__ = __init__
    if 'get_config' not in vars(cls):
        cls.get_config = functools.wraps(cls.get_config)(get_config)
    return cls


def _store(layer, arguments):
    for name, value in arguments.items():
        part = _PARTS.get(_last_word(name))
        setattr(layer, name, part.get(value) if part else value)


def argument_names(cls):
    """Returns the names of the arguments of a class, without `weights` (initial values)."""
    parameters = inspect.signature(cls).parameters.values()
    return [p.name for p in parameters if p.kind is not p.VAR_KEYWORD and p.name != 'weights']


def add_to_config(config, layer, *attributes):
    """Adds attributes of a layer to its configuration.

    Args:
        config: dictionary, configuration of the base classes.
        layer: the layer.
        *attributes: names of attributes. Those whose last word is activation, initializer,
            regularizer or constraint are serialized.

    Returns:
        `config`, with the attributes appended in the given order.
    """
    for attribute in attributes:
        value = getattr(layer, attribute)
        part = _PARTS.get(_last_word(attribute))
        config[attribute] = part.serialize(value) if part else value
    return config


def add_changed_to_config(config, layer, **defaults):
    """Adds those attributes of a layer to its configuration that differ from their defaults.

    For arguments that Keras 2.3 reads but never wrote: files with default values stay identical to
    those of Keras 2.3.

    Args:
        config: dictionary.
        layer: the layer.
        **defaults: default values, by attribute.

    Returns:
        `config`.
    """
    config.update((attribute, getattr(layer, attribute)) for attribute, default
                  in defaults.items() if getattr(layer, attribute) != default)
    return config


def positive_int(layer, argument, value):
    """Returns `value` as an int; raises a ValueError if it is not a positive integer."""
    number = integer(layer, argument, value, 'a positive integer')
    if number < 1:
        refuse(layer, argument, 'a positive integer', value)
    return number


def integer(layer, argument, value, expected='an integer'):
    """Returns `value` as an int; raises a ValueError if it is not an integer."""
    try:
        return operator.index(value)
    except TypeError:
        return refuse(layer, argument, expected, value)


def int_tuple(layer, argument, value, n, least=1):
    """Returns `value`, an int or a sequence of `n` ints, as a tuple of `n` ints.

    Raises:
        ValueError: if it is neither, or if an entry is smaller than `least`.
    """
    integers = conv_utils.normalize_tuple(value, n, _called(layer, argument))
    if min(integers) < least:
        refuse(layer, argument, 'at least %d' % least, value)
    return integers


def number_between(layer, argument, value, low, high=None):
    """Returns `value`; raises a ValueError if it is not a number from `low` to `high`."""
    if (not isinstance(value, numbers.Real) or not value >= low
            or (high is not None and value > high)):
        refuse(layer, argument, 'a number of at least %s' % low if high is None
               else 'a number from %s to %s' % (low, high), value)
    return value


def padding_name(layer, value, allowed=('valid', 'same')):
    """Returns a padding mode in lower case; raises a ValueError if it is not allowed."""
    name = value.lower() if isinstance(value, str) else value
    if name not in allowed:
        refuse(layer, 'padding', ' or '.join('"%s"' % known for known in allowed), value)
    return name


def set_geometry(layer, rank, kernel_size, strides, padding, dilation_rate,
                 paddings=('valid', 'same')):
    """Sets the geometry of a convolution: kernel size, strides, padding and dilation.

    Args:
        layer: the layer.
        rank: int, number of spatial axes.
        kernel_size: int or tuple of `rank` ints.
        strides: int or tuple of `rank` ints.
        padding: string.
        dilation_rate: int or tuple of `rank` ints.
        paddings: the padding modes that are allowed.

    Raises:
        ValueError: if an argument is invalid, or strides and dilation are both greater than 1.
    """
    layer.kernel_size = int_tuple(layer, 'kernel_size', kernel_size, rank)
    layer.strides = int_tuple(layer, 'strides', strides, rank)
    layer.padding = padding_name(layer, padding, paddings)
    layer.dilation_rate = int_tuple(layer, 'dilation_rate', dilation_rate, rank)
    if max(layer.strides) > 1 and max(layer.dilation_rate) > 1:
        refuse(layer, 'dilation_rate', '1 where strides are greater than 1 (%s)'
               % (layer.strides,), dilation_rate)


def refuse(layer, argument, expected, value):
    """Raises a ValueError that names the layer, the argument and what was expected."""
    raise ValueError('%s must be %s, but got %r.' % (_called(layer, argument), expected, value))


def _called(layer, argument):
    return '`%s` of layer %s (%s)' % (argument, layer.name, type(layer).__name__)


def _last_word(attribute):
    return attribute.rpartition('_')[2]
