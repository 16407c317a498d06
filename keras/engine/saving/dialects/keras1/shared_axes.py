"""The axes along which activations of Keras 1 shared their weights, which files do not record."""
from ...stored_arrays import shapes_by_name

# For each class an argument that it had only in Keras 1, and the ending of a weight's name.
_LAYERS = {'PReLU': ('init', '_alphas'), 'ParametricSoftplus': ('alpha_init', '_alphas'),
           'SReLU': ('t_left_init', '_t_left')}


def model(described, store):
    """Adds `shared_axes` to the configurations of activations: axes where weights have size 1."""
    if store is None:
        return described
    shapes = []

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
                shapes[:] = shapes or [shapes_by_name(store['model_weights'])]
                config['shared_axes'] = _axes(shapes[0], '%s%s' % (config.get('name'), ending))
        return value

    return completed(described)


def _axes(shapes, name):
    shape = shapes.get(name, shapes.get(name + ':0', ()))
    return [axis for axis, length in enumerate(shape, 1) if length == 1] or None
