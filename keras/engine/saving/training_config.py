"""How a model was compiled, and the state of its optimizer."""
import json

import numpy as np

from keras import backend as K
from keras import losses, metrics, optimizers
from keras.utils.limits import check_effort, no_limits
from keras.utils.lost_arguments import config_of
from keras.utils.warn import warn

from .descriptions import each_described, plain, read_json
from .dialects import as_keras_2
from .dialects.written import origin
from .stored_arrays import array_names, read_arrays, write_arrays


def state_of(model):
    """Returns the variables of a model's optimizer, none if it has no optimizer or another kind."""
    optimizer = getattr(model, 'optimizer', None)
    if optimizer is None or isinstance(optimizer, optimizers.TFOptimizer):
        return []
    return optimizer.weights


def write_training(model, store, values):
    """Saves how a model was compiled and its optimizer's state, if it was compiled.

    Args:
        model: a `Model`.
        store: `H5Dict` of the whole model.
        values: list of arrays, one for each of `state_of(model)`.
    """
    optimizer = getattr(model, 'optimizer', None)
    if optimizer is None:
        return
    if isinstance(optimizer, optimizers.TFOptimizer):
        warn('TensorFlow optimizers cannot be saved: compile the model again after '
             'loading it, or use an optimizer of `keras.optimizers`.')
        return
    config = {
        'optimizer_config': {'class_name': type(optimizer).__name__,
                             'config': config_of(optimizer)},
        'loss': model.loss,
        'metrics': model._compile_metrics,
        'weighted_metrics': model._compile_weighted_metrics,
        'sample_weight_mode': model.sample_weight_mode,
        'loss_weights': model.loss_weights,
    }
    store['training_config'] = json.dumps(
        {name: _described(name, value) for name, value in config.items()}).encode('utf-8')
    if values:
        write_arrays(store['optimizer_weights'], optimizer.weights, values)


def _described(name, value):
    try:
        return json.loads(json.dumps(value, default=plain))
    except TypeError as error:
        raise TypeError('%r of compile cannot be saved: %s Save the model with '
                        'include_optimizer=False, and compile it again after loading it.'
                        % (name, error)) from error


def restore_training(model, store):
    """Compiles a model as it was when saved; the optimizer's state is restored later.

    This happens when training starts or the state is accessed: restoring is slow, and prediction
    never needs it.

    Args:
        model: a `Model`.
        store: `H5Dict` of the whole model.

    Returns:
        List of pairs of a variable and an array, for those that callbacks may read at once.

    Raises:
        ValueError: if the optimizer, loss or a metric is unknown.
    """
    if 'training_config' not in store:
        warn('The file contains no training configuration, so the model was not compiled. Call '
             '`model.compile` before training or evaluating it.')
        return []
    _compile(model, read_json(store, 'training_config'))
    if 'optimizer_weights' not in store:
        return []
    try:
        return _leave_state(model, store)
    except ValueError as error:
        _warn_of_state(error)
        return []


def _leave_state(model, store):
    """Gives the optimizer a function that restores its state when its weights are needed."""
    optimizer, params = model.optimizer, model._collected_trainable_weights
    saved = store['optimizer_weights']
    state = as_keras_2('state', read_arrays(saved), model, array_names(saved),
                       origin(store['model_weights']))

    def take_up():
        if model.optimizer is not optimizer:
            return
        model._make_train_function()  # which makes the optimizer's weights
        try:
            optimizer.set_weights(state)
        except ValueError as error:
            _warn_of_state(error)

    optimizer._state_to_take_up = take_up
    if hasattr(optimizer, 'iterations') and _begins_with_iterations(state, params):
        return [(optimizer.iterations, state[0])]
    return []


def _begins_with_iterations(state, params):
    """Returns whether the first array is the number of iterations; older files lack it."""
    return bool(state) and np.ndim(state[0]) == 0 and all(K.ndim(x) for x in params[:1])


def _warn_of_state(error):
    warn('The state of the optimizer in the file does not fit and was not loaded, so training '
         'starts with a new one: %s' % error)


def _compile(model, config):
    try:
        config = as_keras_2('training', config, model)
        arguments = {
            'optimizer': optimizers.deserialize(config['optimizer_config']),
            'loss': each_described(config['loss'], losses.deserialize),
            'metrics': each_described(config.get('metrics'), metrics.deserialize),
            'weighted_metrics': each_described(config.get('weighted_metrics'),
                                               metrics.deserialize),
            'loss_weights': config.get('loss_weights'),
            'sample_weight_mode': config.get('sample_weight_mode')}
        check_effort('what it was compiled with', 2 * len(model.outputs) * _parts(arguments))
        # Custom losses may contain models that are not in the file.
        with no_limits():
            model.compile(**arguments)
    except (ValueError, TypeError) as error:
        raise ValueError('the model cannot be compiled as it was: %s To compile it yourself, pass '
                         '`compile=False`.' % error) from error


def _parts(value):
    """Returns the number of losses, metrics and so on in nested lists and dictionaries."""
    if isinstance(value, dict):
        value = list(value.values())
    return sum(map(_parts, value)) if isinstance(value, list) else 1
