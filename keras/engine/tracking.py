"""Layers and variables that become part of a layer when they are set as its attributes."""
import functools

from keras import backend as K


def disable_tracking(func):
    """Decorates a method of a layer that sets attributes without tracking them.

    A layer or variable that is set as an attribute normally becomes part of the layer.

    Args:
        func: method, for instance `__init__`.

    Returns:
        The decorated method.

    Example::

        from keras.engine.base_layer import disable_tracking

        class Borrows(keras.layers.Layer):
            @disable_tracking
            def __init__(self, other, **kwargs):
                super().__init__(**kwargs)
                self.other = other  # its weights do not become those of this layer
    """
    @functools.wraps(func)
    def untracked(self, *args, **kwargs):
        before = getattr(self, '_disable_tracking', False)
        self.__dict__['_disable_tracking'] = True
        try:
            return func(self, *args, **kwargs)
        finally:
            self.__dict__['_disable_tracking'] = before
    return untracked


class Tracking:
    """Tracking of attributes by `Layer`.

    Layers and variables that are set as attributes become part of the layer. So do layers in lists,
    tuples and dictionaries, once the layer is called.
    """

    def __setattr__(self, name, value):
        super().__setattr__(name, value)
        if not self.__dict__.get('_disable_tracking', False):
            self._track(name, value)

    def _track(self, name, value):
        if isinstance(value, Tracking):
            value._become_part_of(self)
        elif K.is_variable(value) and not contains(self._variables_of_parts(), value):
            _append_new(self.__dict__.setdefault('_trainable_weights', []), value)
        elif isinstance(value, (list, tuple, dict)):
            self.__dict__.setdefault('_containers', {})[name] = value

    def _take_in_listed(self):
        """Adds layers in lists, tuples and dictionaries, after the direct attributes."""
        for layer in _layers_in(self.__dict__.get('_containers', {})):
            if not _holds(layer, self):
                layer._become_part_of(self)

    def _variables_of_parts(self):
        """Returns the variables that are known already, except the layer's own trainable ones."""
        return self.__dict__.get('_non_trainable_weights', []) + [
            w for layer in self.__dict__.get('_layers', []) for w in layer.weights]

    def _become_part_of(self, owner):
        _append_new(owner.__dict__.setdefault('_layers', []), self)


def _layers_in(value):
    """Yields the layers in nested lists, tuples and dictionaries."""
    if isinstance(value, Tracking):
        yield value
    elif isinstance(value, dict):
        yield from _layers_in(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for entry in value:
            yield from _layers_in(entry)


def _holds(layer, part):
    return layer is part or any(_holds(inner, part) for inner in layer._layers)


def contains(things, thing):
    return any(x is thing for x in things)


def _append_new(things, thing):
    if not contains(things, thing):
        things.append(thing)
