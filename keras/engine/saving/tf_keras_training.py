"""How tf.keras 2 says that a model was compiled, put as Keras 2 does; and optimizers' states."""
import numpy as np

from keras import backend as K
from keras import losses, metrics, optimizers
from keras.utils.generic_utils import get_custom_objects
from keras.utils.warn import warn

from .descriptions import each_described
from .tf_keras import ANYTHING, known_arguments, own_class

_LOSS_ARGUMENTS = {'axis': -1, 'fn': ANYTHING, 'ignore_class': None}
_METRIC_ARGUMENTS = {'fn': ANYTHING, 'multi_label': False, 'num_labels': None,
                     'label_weights': None, 'from_logits': False, 'ignore_class': None}
_OPTIMIZER_ARGUMENTS = {
    'name': ANYTHING, 'jit_compile': ANYTHING, 'is_legacy_optimizer': ANYTHING,
    'weight_decay': None, 'use_ema': False, 'ema_momentum': ANYTHING,
    'ema_overwrite_frequency': ANYTHING, 'momentum': 0, 'centered': False,
    # Where Adagrad starts: it goes on from the saved state.
    'initial_accumulator_value': ANYTHING,
}

# Names of functions in tf.keras -> in Keras 2.
_FUNCTIONS = {'kl_divergence': 'kullback_leibler_divergence', 'log_cosh': 'logcosh',
              'huber': 'huber_loss'}

# The names that the arrays of an optimizer have had, in the order in which Keras 2.3 keeps them.
_SLOTS = {
    'SGD': [('m', 'momentum')],
    'RMSprop': [('velocity', 'rms')],
    'Adagrad': [('accumulator',)],
    'Adadelta': [('accumulated_grad', 'accum_grad'), ('accumulated_delta_var', 'accum_var')],
    'Adam': [('m',), ('v',), ('vhat',)],
    'Adamax': [('m',), ('u', 'v')],
    'Nadam': [('m',), ('v',)],
}


def training_as_keras_2(config, output_names):
    """Rewrites how a model was compiled. What Keras 2 wrote stays as it is.

    Args:
        config: dictionary with `optimizer_config`, `loss`, `metrics`, ...
        output_names: list of the names of the model's outputs.

    Returns:
        A dictionary.

    Raises:
        ValueError: if something was asked for that Keras 2 does not know.
    """
    optimizer = config['optimizer_config']
    if 'name' not in optimizer['config']:
        return config
    changed = {'optimizer_config': _optimizer(optimizer),
               'loss': each_described(config['loss'], _loss, _function)}
    for key in 'metrics', 'weighted_metrics':
        described = each_described(config.get(key), _metric, _function)
        if isinstance(described, list) and all(isinstance(item, list) for item in described):
            described = [[_of_output(metric, name) for metric in row if metric is not None]
                         for row, name in zip(described, output_names)]
        changed[key] = described
    return dict(config, **changed)


def _function(name):
    return name if name in get_custom_objects() else _FUNCTIONS.get(name, name)


def _loss(described):
    name = described['class_name']
    cls = own_class(losses, name)
    if cls is None:
        return described
    config = known_arguments(described['config'], cls, _LOSS_ARGUMENTS, 'The loss %s' % name)
    if config.get('reduction') == 'auto':
        config['reduction'] = 'sum_over_batch_size'
    return {'class_name': name, 'config': config}


def _metric(described):
    name = described['class_name']
    cls = own_class(metrics, name)
    if cls is None:
        return described
    config = known_arguments(described['config'], cls, _METRIC_ARGUMENTS, 'The metric %s' % name)
    if 'fn' in config:
        config['fn'] = _function(config['fn'])
    if isinstance(config.get('dtype'), dict):
        config['dtype'] = 'float32'
    return {'class_name': name, 'config': config}


def _of_output(metric, output_name):
    """Takes the name of the output, which is put before the name of a metric again, off it."""
    name = isinstance(metric, dict) and metric['config'].get('name')
    prefix = output_name + '_'
    if not name or not name.startswith(prefix):
        return metric
    return dict(metric, config=dict(metric['config'], name=name[len(prefix):]))


def _optimizer(described):
    # Those of TensorFlow 2.11 and later are registered in a package `Custom`.
    name = described['class_name'].split('Custom>')[-1]
    cls = own_class(optimizers, name)
    if cls is None:
        return described
    config = known_arguments(described['config'], cls, _OPTIMIZER_ARGUMENTS,
                             'The optimizer %s' % name)
    _adjust_clipping(config)
    if isinstance(config['learning_rate'], dict):
        config.update(_constant_rate(config['learning_rate']))
    if name == 'Nadam':
        # In TensorFlow 2.11 and later its momentum grows at once.
        config['schedule_decay'] = config.pop('decay', 1.)
    return {'class_name': name, 'config': config}


def _adjust_clipping(config):
    together = config.pop('global_clipnorm', None)
    if config.get('clipnorm') is not None:
        warn('The optimizer clips the norm of each gradient (clipnorm=%g). Here it clips '
             'the norm of all gradients together.' % config['clipnorm'])
    if together is not None:
        config['clipnorm'] = together
    for argument in 'clipnorm', 'clipvalue':
        if config.get(argument, 0) is None:
            del config[argument]


def _constant_rate(schedule):
    """Expresses a schedule of the learning rate by `decay`."""
    name, settings = schedule.get('class_name'), schedule.get('config', {})
    if name != 'InverseTimeDecay' or settings.get('staircase'):
        raise ValueError('its learning rate follows the schedule %s, of which Keras 2 has only '
                         'InverseTimeDecay. Use the callback LearningRateScheduler.' % name)
    return {'learning_rate': settings['initial_learning_rate'],
            'decay': settings['decay_rate'] / settings['decay_steps']}


def state_as_keras_2(optimizer, params, names, arrays):
    """Puts the arrays of an optimizer in the order in which Keras 2.3 keeps them.

    Args:
        optimizer: the optimizer they are for.
        params: list of the variables that it trains.
        names: list of the names of the arrays in the file.
        arrays: list of arrays.

    Returns:
        List of arrays; `arrays` itself if Keras 2 wrote them.
    """
    places = [index for index, name in enumerate(names)
              if name.split('/')[-1] in ('iter:0', 'iteration:0')]
    slots = _SLOTS.get(type(optimizer).__name__)
    if not places or slots is None or arrays[places[0]].shape:
        return arrays
    iterations = arrays[places[0]]
    # `Adam/m/dense/kernel:0`; before TensorFlow 2.11, `Adam/dense/kernel/m:0`.
    part = 1 if 'iteration:0' in names else -1
    kinds = [name.split(':')[0].split('/')[part] if '/' in name else None for name in names]
    state = [iterations]
    if isinstance(optimizer, optimizers.Nadam):
        state.append(optimizer.schedule_after(int(iterations)))
    for slot in slots:
        found = [array for kind, array in zip(kinds, arrays) if kind in slot]
        state += found or [np.zeros(K.int_shape(param)) for param in params]
    if isinstance(optimizer, optimizers.Adam) and not optimizer.amsgrad:
        state[1 + 2 * len(params):] = [np.zeros(1) for param in params]
    return state
