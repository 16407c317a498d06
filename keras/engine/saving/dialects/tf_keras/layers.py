"""Converting descriptions of models from tf.keras 2 to Keras 2."""
from keras import initializers
from keras.engine.registry import LAYERS
from keras.utils.generic_utils import get_custom_objects
from keras.utils.warn import warn

from .arguments import ANYTHING, known_arguments, own_class

# Names in tf.keras -> in Keras 2.
_NEW_NAMES = {'Functional': 'Model', 'BatchNormalizationV1': 'BatchNormalization',
              'BatchNormalizationV2': 'BatchNormalization',
              'SyncBatchNormalization': 'BatchNormalization', 'LSTMV1': 'LSTM', 'LSTMV2': 'LSTM',
              'UnifiedLSTM': 'LSTM', 'GRUV1': 'GRU', 'GRUV2': 'GRU', 'UnifiedGRU': 'GRU'}
_INITIALIZERS = {'GlorotUniform': 'glorot_uniform', 'GlorotNormal': 'glorot_normal',
                 'HeUniform': 'he_uniform', 'HeNormal': 'he_normal',
                 'LecunUniform': 'lecun_uniform', 'LecunNormal': 'lecun_normal',
                 'IdentityInitializer': 'Identity'}
_REGULARIZERS = {'L1': 'L1L2', 'L2': 'L1L2'}
_DISTRIBUTIONS = {'truncated_normal': 'normal', 'untruncated_normal': 'normal'}

# Layers that represent calls of TensorFlow's functions.
_OPERATIONS = ('TFOpLambda', 'TensorFlowOpLayer', 'SlicingOpLambda', 'ClassMethod',
               'InstanceMethod', 'InstanceProperty')

# Arguments of layers only in tf.keras -> the value with which they change nothing.
_LAYER_ARGUMENTS = {
    'autocast': ANYTHING, 'experimental_autocast': ANYTHING, 'dynamic': False,
    # inputs
    'ragged': False, 'optional': ANYTHING, 'type_spec': None,
    # convolutions and pooling; those with depthwise kernels list some that they do not use
    'groups': 1, 'keepdims': False, 'implementation': 1, 'kernel_initializer': ANYTHING,
    'kernel_regularizer': None, 'kernel_constraint': None,
    # recurrent layers
    'time_major': False, 'zero_output_for_mask': False, 'backward_layer': None,
    # batch normalization; its work at test time is the same in all variants
    'fused': ANYTHING, 'synchronized': ANYTHING, 'renorm': False, 'renorm_clipping': ANYTHING,
    'renorm_momentum': ANYTHING, 'virtual_batch_size': None, 'adjustment': None,
    # noise
    'seed': ANYTHING, 'noise_shape': None, 'rng_type': ANYTHING,
    # embeddings
    'sparse': False,
}
_INITIALIZER_ARGUMENTS = {'dtype': ANYTHING, 'partition_info': ANYTHING}


def model(described, store):
    """Rewrites the description of a model, except for custom classes.

    Raises:
        ValueError: if a layer has arguments, or computes something, that Keras 2 does not support.
    """
    return _rewritten(described, get_custom_objects())


def _rewritten(value, custom_objects):
    if isinstance(value, list):
        return [_rewritten(item, custom_objects) for item in value]
    if not isinstance(value, dict):
        return value
    value = {key: _rewritten(item, custom_objects) for key, item in value.items()}
    name, config = value.get('class_name'), value.get('config')
    if not isinstance(name, str) or name in custom_objects or not isinstance(config, dict):
        return value
    name, config = _renamed(name, config)
    return dict(value, class_name=name, config=config)


def _renamed(name, config):
    """Returns the name and the configuration of an object in Keras 2."""
    if name in _OPERATIONS:
        raise ValueError(
            'The layer %r (%s) represents a function of TensorFlow (%s), which a file of Keras 2 '
            'cannot contain. Build the model with a Lambda layer or your own layer instead, then '
            'use `load_weights`.'
            % (config.get('name'), name, config.get('function', config.get('symbol', 'unknown'))))
    if name in _INITIALIZERS or own_class(vars(initializers), name):
        name = _INITIALIZERS.get(name, name)
        config = known_arguments(config, vars(initializers)[name], _INITIALIZER_ARGUMENTS,
                                 'The initializer %s' % name)
        if 'distribution' in config:
            kind = config['distribution']
            config = dict(config, distribution=_DISTRIBUTIONS.get(kind, kind))
    elif name in _REGULARIZERS:
        name = _REGULARIZERS[name]
    elif own_class(LAYERS, _NEW_NAMES.get(name, name)):
        name = _NEW_NAMES.get(name, name)
        config = _layer(name, config, own_class(LAYERS, name))
    return name, config


def _layer(name, config, cls):
    """Returns the configuration of a layer, or a model, in Keras 2."""
    neutral = _LAYER_ARGUMENTS
    if hasattr(cls, 'cell_class'):  # recurrent layers had an implementation 0 before Keras 2.1
        neutral = dict(neutral, implementation=ANYTHING)
    config = known_arguments(config, _constructor(cls), neutral,
                             'The layer %r (%s)' % (config.get('name'), name))
    if 'dtype' in config:
        config['dtype'] = _dtype(config)
    if isinstance(config.get('axis'), list) and len(config['axis']) == 1:
        config['axis'] = config['axis'][0]  # of batch normalization
    for key in 'input_layers', 'output_layers':
        if key in config:
            config[key] = _places(config[key])
    return config


def _constructor(cls):
    """Returns the class whose constructor takes a layer's arguments: Dropout for spatial ones."""
    dropout = LAYERS['Dropout']
    return dropout if issubclass(cls, dropout) else cls


def _places(described):
    """Lists the inputs or outputs of a model, which may be a dictionary or a single one."""
    if isinstance(described, dict):
        return [described[name] for name in sorted(described)]
    return [described] if described and isinstance(described[0], str) else described


def _dtype(config):
    """Returns the dtype of the weights of a layer that may be described by a policy."""
    dtype = config['dtype']
    if isinstance(dtype, dict):
        dtype = dtype.get('config', {}).get('name')
    if str(dtype).startswith('mixed_'):
        warn('The layer %r has the dtype policy %s: its weights are float32, and here its '
             'computations are, too.' % (config.get('name'), dtype))
        return 'float32'
    return dtype
