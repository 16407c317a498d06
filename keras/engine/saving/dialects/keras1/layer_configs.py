"""Converting descriptions of layers and models from Keras 1 to Keras 2."""
from keras.engine.registry import LAYERS
from keras.legacy.tables import KERAS_1
from keras.utils.warn import warn

from . import merged
from .kernels import new_axis

# Constraints and regularizers were written as {'name': ..., ARGUMENTS}.
_PARTS = {'L1L2Regularizer': 'L1L2', 'WeightRegularizer': 'L1L2', 'ActivityRegularizer': 'L1L2'}

_NAMES = {'AtrousConvolution1D': 'Conv1D', 'AtrousConv1D': 'Conv1D',
          'AtrousConvolution2D': 'Conv2D', 'AtrousConv2D': 'Conv2D'}
_NORMALIZATIONS = {1: 'SampleNormalization', 2: 'BatchStatisticsNormalization'}


def layer(described):
    """Rewrites the description of a layer, or of a model without its layers."""
    if not isinstance(described.get('class_name'), str) or 'config' not in described:
        return described
    name, config = described['class_name'], described['config']
    if name == 'Sequential':
        return merged.without_branches(_with_one_ordering(_with_name(described)))
    if name == 'Model':
        return _with_one_ordering(described)
    if not isinstance(config, dict):
        return described
    if name == 'Merge':
        name, config = merged.layer_of_mode(config)
    elif name == 'TimeDistributedDense':
        name, config = 'TimeDistributed', _time_distributed(config)
    elif name == 'BatchNormalization' and config.get('mode'):
        name, config = _normalization(config)
    else:
        name = _NAMES.get(name, name)
        if name in LAYERS:
            config = _translated(LAYERS[name].__name__, config)
    return dict(described, class_name=name, config=config)


def _translated(name, config):
    """Returns the arguments of a layer with their names in Keras 2."""
    config = {key: _part(key, value, name, config) for key, value in config.items()}
    if name == 'Conv2DTranspose' and config.get('output_shape') is not None:
        config['output_padding'] = _output_padding(config)
    if name not in KERAS_1:
        return config
    if 'init' in config:
        config = _without_repeated_inputs(name, config)
    return KERAS_1[name]['__init__'].translated(config)[0]


def _part(key, value, layer, config):
    """Returns a regularizer or constraint of a layer as Keras 2 describes it."""
    if (not key.endswith(('regularizer', 'constraint')) or not isinstance(value, dict)
            or 'name' not in value):
        return value
    arguments = dict(value)
    name = arguments.pop('name')
    if name == 'EigenvalueRegularizer':
        warn('Layer %s: the EigenvalueRegularizer of its weights was removed in Keras 2, so it is '
             'left out.' % config.get('name'))
        return None
    if name == 'MaxNorm':
        arguments['max_value'] = arguments.pop('m', 2)
    if key == 'W_constraint' and 'axis' in arguments:
        axes = arguments['axis']
        arguments['axis'] = ([new_axis(axis, layer, config) for axis in axes]
                             if isinstance(axes, list) else new_axis(axes, layer, config))
    return {'class_name': _PARTS.get(name, name), 'config': arguments}


def _without_repeated_inputs(name, config):
    """Removes sizes that `batch_input_shape` includes, and integer types of inputs.

    Keras 1 also wrote the size of the input for layers after others; and the type of the input was
    never that of the weights.
    """
    config = dict(config)
    if name != 'Embedding':
        config.pop('input_dim', None)
        config.pop('input_length', None)
    if 'int' in str(config.get('input_dtype')):
        del config['input_dtype']
    return config


def _output_padding(config):
    """Returns the sizes to add to the usual shape of a transposed convolution to get its shape."""
    lengths = (config['output_shape'][2:4] if config.get('dim_ordering') == 'th'
               else config['output_shape'][1:3])
    sides = list(zip(lengths, (config['nb_row'], config['nb_col']), config['subsample']))
    if config['border_mode'] == 'same':
        added = [(length - kernel % 2) % stride for length, kernel, stride in sides]
        usual = all(length % stride == 0 for length, kernel, stride in sides)
    else:
        added = [(length - kernel) % stride for length, kernel, stride in sides]
        usual = added == [max(stride - kernel, 0) for length, kernel, stride in sides]
    return None if usual else added


def _time_distributed(config):
    """Returns the configuration of a TimeDistributed for a TimeDistributedDense."""
    outer = {key: config[key] for key in ('name', 'trainable', 'batch_input_shape', 'input_dtype')
             if key in config}
    inner = {key: value for key, value in config.items()
             if key not in ('batch_input_shape', 'input_dtype', 'input_length', 'input_dim')}
    return dict(outer, layer={'class_name': 'Dense', 'config': inner})


def _normalization(config):
    config = dict(config)
    mode = config.pop('mode')
    if mode not in _NORMALIZATIONS:
        raise ValueError('Layer %s (BatchNormalization): mode must be 0, 1 or 2, but got %r.'
                         % (config.get('name'), mode))
    return _NORMALIZATIONS[mode], _translated('BatchNormalization', config)


def _with_name(described):
    """Moves the name of a Sequential, which used to be next to a list of layers, to them."""
    if isinstance(described['config'], list) and 'name' in described:
        return dict(described, config={'name': described['name'], 'layers': described['config']})
    return described


def _with_one_ordering(described):
    """Sets the order of axes of all layers to the one that some of them have, if it is unique.

    Keras 1 did not write it for layers that pad, crop or upsample.
    """
    orderings = set(_orderings(described)) - {'default'}
    return _ordered(described, orderings.pop()) if len(orderings) == 1 else described


def _orderings(value):
    if isinstance(value, dict):
        if isinstance(value.get('dim_ordering'), str):
            yield value['dim_ordering']
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _orderings(item)


def _ordered(value, ordering):
    if isinstance(value, list):
        return [_ordered(item, ordering) for item in value]
    if not isinstance(value, dict):
        return value
    value = {key: _ordered(item, ordering) for key, item in value.items()}
    config = value.get('config')
    if isinstance(config, dict) and 'data_format' not in config:
        arguments = _arguments(value.get('class_name'))
        if arguments and 'dim_ordering' in arguments:
            config.setdefault('dim_ordering', ordering)
    return value


def _arguments(name):
    cls = LAYERS.get(name) if isinstance(name, str) else None
    return KERAS_1.get(cls.__name__, {}).get('__init__') if cls else None
