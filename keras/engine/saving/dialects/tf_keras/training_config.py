"""Converting the training configuration from tf.keras 2 to Keras 2."""
from keras import losses, metrics, optimizers
from keras.utils.generic_utils import get_custom_objects
from keras.utils.warn import warn

from ...descriptions import each_described
from .arguments import ANYTHING, known_arguments, own_class

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


def training(config, model):
    """Rewrites how a model was compiled.

    Raises:
        ValueError: if it contains something that Keras 2 does not support.
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
                         for row, name in zip(described, model.output_names)]
        changed[key] = described
    return dict(config, **changed)


def _function(name):
    return name if name in get_custom_objects() else _FUNCTIONS.get(name, name)


def _loss(described):
    name = described['class_name']
    cls = own_class(vars(losses), name)
    if cls is None:
        return described
    config = known_arguments(described['config'], cls, _LOSS_ARGUMENTS, 'The loss %s' % name)
    if config.get('reduction') == 'auto':
        config['reduction'] = 'sum_over_batch_size'
    return {'class_name': name, 'config': config}


def _metric(described):
    name = described['class_name']
    cls = own_class(vars(metrics), name)
    if cls is None:
        return described
    config = known_arguments(described['config'], cls, _METRIC_ARGUMENTS, 'The metric %s' % name)
    if 'fn' in config:
        config['fn'] = _function(config['fn'])
    if isinstance(config.get('dtype'), dict):
        config['dtype'] = 'float32'
    return {'class_name': name, 'config': config}


def _of_output(metric, output_name):
    """Removes the output's name from a metric's name, because `compile` adds it again."""
    name = isinstance(metric, dict) and metric['config'].get('name')
    prefix = output_name + '_'
    if not name or not name.startswith(prefix):
        return metric
    return dict(metric, config=dict(metric['config'], name=name[len(prefix):]))


def _optimizer(described):
    # Those of TensorFlow 2.11 and later are registered in a package `Custom`.
    name = described['class_name'].split('Custom>')[-1]
    cls = own_class(vars(optimizers), name)
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
