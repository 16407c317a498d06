"""Models of Keras 1 with a `Merge` layer, which Keras 2 replaced by several layers."""
from keras.utils.warn import warn

_MODES = {'sum': 'Add', 'mul': 'Multiply', 'ave': 'Average', 'max': 'Maximum',
          'concat': 'Concatenate', 'dot': 'Dot', 'cos': 'Cosine'}


def layer_of_mode(config):
    """Returns the layer that is equivalent to a `Merge` layer.

    Args:
        config: dictionary, the configuration of the Merge layer.

    Returns:
        Name of the class and configuration. A custom function becomes a Lambda layer.

    Raises:
        ValueError: if there is no such mode.
    """
    mode, name = config.get('mode', 'sum'), config.get('name')
    if config.get('mode_type', 'raw') != 'raw':
        return 'Lambda', _function(config)
    if not isinstance(mode, str) or mode not in _MODES:
        raise ValueError('Layer %s (Merge): mode must be one of %s, but got %r.'
                         % (name, ', '.join(_MODES), mode))
    new = {'name': name}
    if mode == 'concat':
        new['axis'] = config.get('concat_axis', -1)
    if mode in ('dot', 'cos'):
        new['axes'] = _axes(config.get('dot_axes', -1))
    return _MODES[mode], new


def _function(config):
    if config.get('output_mask') is not None:
        warn('Layer %s (Merge) is loaded without its mask, which is a function.'
             % config.get('name'))
    new = {'name': config.get('name'), 'function': config['mode'],
           'function_type': config['mode_type']}
    new.update((key, config[key]) for key in ('output_shape', 'output_shape_type', 'arguments')
               if key in config)
    return new


def _axes(axes):
    """Returns an int, or a list of two ints, each of which may be in a list."""
    if not isinstance(axes, list):
        return axes
    return [axis[0] if isinstance(axis, list) and len(axis) == 1 else axis for axis in axes]


def without_branches(described):
    """Rewrites a `Sequential` model that starts with models joined by a `Merge` layer.

    Args:
        described: dictionary `{'class_name': 'Sequential', 'config': ...}`.

    Returns:
        The description of a `Model` of the same layers; `described` itself if nothing is merged.
    """
    config = described['config']
    layers = config['layers'] if isinstance(config, dict) and 'layers' in config else config
    if not isinstance(layers, list) or _branches(layers) is None:
        return described
    graph = _Graph()
    output = graph.add_row(layers)
    new = {'layers': graph.layers, 'input_layers': graph.inputs, 'output_layers': [output]}
    if isinstance(config, dict):
        new['name'] = config.get('name')
    return dict(described, class_name='Model', config=new)


def _branches(layers):
    first = layers[0] if layers else None
    is_merge = isinstance(first, dict) and first.get('class_name') == 'Merge'
    return first['config'].get('layers') if is_merge else None


class _Graph:
    """The layers of a model with their connections, as in a configuration.

    Attributes:
        layers: list of descriptions.
        inputs: list of positions, such as the methods return.
    """

    def __init__(self):
        self.layers = []
        self.inputs = []
        self._branches = []

    def add_row(self, layers):
        """Adds layers that each take the output of the layer before.

        Args:
            layers: list of descriptions; the first one may be a Merge layer.

        Returns:
            The position of the last output: name of the layer, index of the call, of the output.
        """
        branches = _branches(layers)
        if branches is None:
            sources = [self._add_input(layers[0])]
        else:
            sources = [self._add_branch(branch) for branch in branches]
        for layer in layers:
            sources = [self._add(layer, sources)]
        return sources[0]

    def _add_branch(self, branch):
        """Adds the layers of a model, unless they were added before."""
        for earlier, output in self._branches:
            if earlier == branch:
                return output
        config = branch['config']
        if branch['class_name'] == 'Sequential':
            output = self.add_row(config['layers'] if isinstance(config, dict) else config)
        elif branch['class_name'] == 'Model':
            self.layers.extend(config['layers'])
            self.inputs.extend(config['input_layers'])
            output = config['output_layers'][0]
        else:
            output = self.add_row([branch])
        self._branches.append((branch, output))
        return output

    def _add_input(self, first):
        """Adds an input for a layer that has an input shape, as the first one does."""
        shape, dtype = _input_of(first)
        name = self._name(first) + '_input'
        self.inputs.append([name, 0, 0])
        return self._listed('InputLayer', name, {
            'name': name, 'batch_input_shape': shape, 'dtype': dtype, 'sparse': False}, [])

    def _add(self, layer, sources):
        config = layer['config']
        if layer['class_name'] == 'Sequential':
            config = {'name': self._name(layer),
                      'layers': config['layers'] if isinstance(config, dict) else config}
        return self._listed(layer['class_name'], self._name(layer), config, [sources])

    def _listed(self, class_name, name, config, calls):
        self.layers.append({'class_name': class_name, 'name': name, 'config': config,
                            'inbound_nodes': calls})
        # The first call of a model is that which made it.
        return [name, int(class_name in ('Sequential', 'Model')), 0]

    def _name(self, layer):
        config = layer['config']
        if isinstance(config, dict) and config.get('name'):
            return config['name']
        return 'sequential_in_%d' % len(self.layers)


def _input_of(layer):
    """Returns the shape of the input of a layer, batch axis and all, and its type."""
    config = layer['config']
    if layer['class_name'] == 'Sequential':
        return _input_of((config['layers'] if isinstance(config, dict) else config)[0])
    if layer['class_name'] == 'Model':
        inputs = [place[0] for place in config['input_layers']]
        return _input_of(next(data for data in config['layers'] if data['name'] == inputs[0]))
    return config['batch_input_shape'], config.get('dtype') or config.get('input_dtype')
