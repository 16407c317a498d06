"""The axes along which activations of Keras 1 shared their weights, which no file tells."""

# For each class an argument that it had in Keras 1 alone, and the ending of a weight's name.
_LAYERS = {'PReLU': ('init', '_alphas'), 'ParametricSoftplus': ('alpha_init', '_alphas'),
           'SReLU': ('t_left_init', '_t_left')}


def with_shared_axes(described, shapes):
    """Adds `shared_axes` to the configurations of activations that Keras 1 wrote.

    Args:
        described: dictionary `{'class_name': ..., 'config': ...}` of a model.
        shapes: function that returns a dictionary of the shapes of all weights by name. Along
            shared axes they have the length 1.

    Returns:
        Such a dictionary.
    """
    found = []

    def completed(value):
        if isinstance(value, list):
            return [completed(item) for item in value]
        if not isinstance(value, dict):
            return value
        value = {key: completed(item) for key, item in value.items()}
        name, config = value.get('class_name'), value.get('config')
        if isinstance(name, str) and name in _LAYERS and isinstance(config, dict):
            old_argument, ending = _LAYERS[name]
            if old_argument in config and 'shared_axes' not in config:
                found[:] = found or [shapes()]
                config['shared_axes'] = _axes(found[0], '%s%s' % (config.get('name'), ending))
        return value

    return completed(described)


def _axes(shapes, name):
    shape = shapes.get(name, shapes.get(name + ':0', ()))
    return [axis for axis, length in enumerate(shape, 1) if length == 1] or None
