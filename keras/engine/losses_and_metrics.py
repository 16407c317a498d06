"""The losses and metrics of a model's outputs."""
from keras import backend as K
from keras import losses
from keras import metrics as metrics_module
from keras.backend.dtypes import at_least_single
from keras.utils.generic_utils import check_for_unexpected_keys, to_list
from keras.utils.warn import warn

from .base_layer import Layer
from .layer_metric import LayerMetric

_ACCURACY = {'binary': metrics_module.binary_accuracy,
             'categorical': metrics_module.categorical_accuracy,
             'sparse': metrics_module.sparse_categorical_accuracy}
_CROSSENTROPY = {'binary': metrics_module.binary_crossentropy,
                 'categorical': metrics_module.categorical_crossentropy,
                 'sparse': metrics_module.sparse_categorical_crossentropy}
_CHOSEN_BY_OUTPUT = {'accuracy': _ACCURACY, 'acc': _ACCURACY,
                     'crossentropy': _CROSSENTROPY, 'ce': _CROSSENTROPY}


class Objective:
    """The loss of one output of a model, with its targets and weights.

    Args:
        name: string, the name of the output.
        output: tensor `(batch, ...)`.
        mask: tensor or None.
        loss: name of a loss, a function or a `Loss`; None if the output is not trained.
        loss_weight: float, the weight of this loss in the total.
        weight_mode: None (a weight for each sample) or `'temporal'` (for each time step).
        target: tensor to compare with (if it is a placeholder, it takes arrays); None makes a
            placeholder.

    Attributes:
        name, output, mask, loss_weight, weight_mode: as above.
        loss: `Loss`, or None.
        target: tensor, or None if there is no loss.
        sample_weight: placeholder, or None if no targets are fed.
        is_fed: bool, whether targets are fed as arrays.
        target_shape: tuple, the shape that fed targets must have; None allows any shape.

    Raises:
        ValueError: if the loss is unknown, or `weight_mode` does not suit the output.
    """

    def __init__(self, name, output, mask, loss, loss_weight, weight_mode, target):
        self.name = name
        self.output = output
        self.mask = mask
        self.loss = as_loss(loss)
        self.loss_weight = loss_weight
        self.weight_mode = weight_mode
        self.is_fed = False
        self.target = self.target_shape = self.sample_weight = None
        self._check_weight_mode()
        if self.loss is not None:
            self.is_fed = target is None or K.is_placeholder(target)
            self.target_shape = self._expected_shape() if self.is_fed else None
            self.target = self._target_placeholder() if target is None else target
        if self.is_fed:
            self.sample_weight = K.placeholder(ndim=1 if weight_mode is None else 2,
                                               name=name + '_sample_weights')

    def _check_weight_mode(self):
        if self.weight_mode not in (None, 'temporal'):
            raise ValueError("The sample_weight_mode of output '%s' must be None or 'temporal', "
                             "but got %r." % (self.name, self.weight_mode))
        shape = K.int_shape(self.output)
        if self.weight_mode == 'temporal' and len(shape) < 3:
            raise ValueError("sample_weight_mode='temporal' weights time steps, but output '%s' "
                             "has the shape %s. It needs at least 3 axes: (batch, time, ...)."
                             % (self.name, shape))

    def _target_placeholder(self):
        dtype = K.dtype(self.output)
        if self.uses(losses.sparse_categorical_crossentropy):
            dtype = at_least_single(dtype)  # half precision cannot hold large indices
        any_shape = (None,) * len(K.int_shape(self.output))
        shape = (None,) + (self.target_shape or any_shape)[1:]
        return K.placeholder(shape=shape, dtype=dtype,
                             sparse=K.is_sparse(self.output), name=self.name + '_target')

    def _expected_shape(self):
        shape = K.int_shape(self.output)
        if self.uses(losses.sparse_categorical_crossentropy):
            return shape[:-1] + (1,)  # metrics that cannot do with it say so in `compile`
        function = getattr(self.loss, 'fn', None)
        is_own = function is not None and function is getattr(
            losses, getattr(function, '__name__', ''), None)
        return shape if is_own else None

    def uses(self, function):
        """Returns whether the loss is computed by a given function of `keras.losses`."""
        return getattr(self.loss, 'fn', None) is function

    def weights(self, with_samples=True):
        """Returns the weights of samples or time steps, a tensor, or None if all are equal.

        Args:
            with_samples: whether to include the sample weights, or only the mask.
        """
        sample_weight = self.sample_weight if with_samples else None
        if self.mask is None:
            return sample_weight
        mask = K.cast(self.mask, K.dtype(self.output))
        if sample_weight is None:
            return mask
        return _padded(sample_weight, K.ndim(mask)) * _padded(mask, K.ndim(sample_weight))

    def value(self):
        """Returns the loss of this output, a scalar tensor.

        Raises:
            ValueError: as the loss, if it does not suit the output.
            TypeError: as the loss, if it does not suit the output.
        """
        with K.name_scope(self.name + '_loss'):
            try:
                loss = self.loss(self.target, self.output, sample_weight=self.weights())
            except (TypeError, ValueError) as error:
                raise type(error)('The loss of output "%s" (shape %s) cannot be computed: %s' % (
                    self.name, K.int_shape(self.output), error)) from error
            # A loss with reduction='none' is one number for each sample.
            return loss if K.ndim(loss) == 0 else K.mean(loss)

    def check_trainable(self):
        """Raises a ValueError if the loss is the same for all outputs."""
        if self.uses(losses.categorical_crossentropy) and K.int_shape(self.output)[-1] == 1:
            raise ValueError("The loss categorical_crossentropy of output '%s' compares classes "
                             'column by column, but there is only one column, of shape %s. For '
                             "two classes use loss='binary_crossentropy' and "
                             "activation='sigmoid'." % (self.name, K.int_shape(self.output)))

    def function_for(self, name):
        """Returns the metric function for `'accuracy'` or `'crossentropy'`."""
        if (K.int_shape(self.output)[-1] == 1 or self.uses(losses.binary_crossentropy)):
            return _CHOSEN_BY_OUTPUT[name]['binary']
        if self.uses(losses.sparse_categorical_crossentropy):
            return _CHOSEN_BY_OUTPUT[name]['sparse']
        return _CHOSEN_BY_OUTPUT[name]['categorical']


def make_objectives(names, outputs, masks, loss, loss_weights, weight_modes, targets):
    """Makes the objectives of a model from the arguments of `compile`.

    Args:
        names: list of the names of the outputs.
        outputs: list of tensors.
        masks: list of tensors or None.
        loss, loss_weights, weight_modes, targets: arguments of `compile`: one for all, or a list or
            dictionary.

    Returns:
        List of `Objective`, one for each output.

    Raises:
        ValueError: if a name is unknown or a list has the wrong length.
        TypeError: if `loss_weights` is a single number.
    """
    if loss_weights is not None and not isinstance(loss_weights, (list, tuple, dict)):
        raise TypeError('loss_weights must be a list or a dictionary of numbers, one for each '
                        'output (%s), but got %r.' % (', '.join(names), loss_weights))
    if K.is_tensor(targets):
        targets = [targets]
    losses_of_outputs = for_outputs('loss', loss, names)
    if isinstance(loss, dict):
        _warn_of_untrained(names, loss)
    per_output = zip(names, outputs, masks, losses_of_outputs,
                     for_outputs('loss_weights', loss_weights, names, default=1.),
                     for_outputs('sample_weight_mode', weight_modes, names),
                     for_outputs('target_tensors', targets, names))
    return [Objective(*arguments) for arguments in per_output]


def for_outputs(argument, value, names, default=None):
    """Distributes an argument over the outputs of a model.

    Args:
        argument: string, the name of the argument, for messages.
        value: a list with an entry for each output, a dictionary by output names, or one value for
            all.
        names: list of the names of the outputs.
        default: replaces a missing value.

    Returns:
        List of values, one for each output.

    Raises:
        ValueError: if a name is unknown or a list has the wrong length.
    """
    if isinstance(value, dict):
        check_for_unexpected_keys(argument, value, names)
        return [value.get(name, default) for name in names]
    if isinstance(value, (list, tuple)):
        if len(value) != len(names):
            raise ValueError('%s has %d entries, but the model has %d outputs (%s): %r.' % (
                argument, len(value), len(names), ', '.join(names), value))
        return list(value)
    return [default if value is None else value] * len(names)


def as_loss(identifier):
    """Returns the `Loss` for a name, a function or a `Loss`; None for None.

    Raises:
        ValueError: if there is no loss with that name.
    """
    if identifier is None:
        return None
    loss = losses.get(identifier)
    if isinstance(loss, losses.Loss):
        return loss
    return losses.LossFunctionWrapper(loss, name=getattr(loss, '__name__', None))


def total_loss(objectives, values, extra):
    """Computes the total loss of a model.

    Args:
        objectives: list of the objectives that have a loss.
        values: list of their losses, scalar tensors.
        extra: list of tensors or numbers: regularization, and losses added by `add_loss`.

    Returns:
        Scalar tensor.

    Raises:
        ValueError: if there are no losses.
    """
    terms = [value if objective.loss_weight == 1 else objective.loss_weight * value
             for objective, value in zip(objectives, values)]
    terms += [K.mean(term) if K.is_tensor(term) else term for term in extra]
    if not any(K.is_tensor(term) for term in terms):
        raise ValueError('The model has no loss to train with. Pass one to compile: '
                         "model.compile(optimizer, loss='mse'); or let a layer add one "
                         'with add_loss.')
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def connect_metrics(objectives, metrics, weighted_metrics, taken):
    """Makes the metrics of all outputs and connects them to targets and outputs.

    Args:
        objectives: list of `Objective`.
        metrics: argument of `compile`; these metrics use masks, but no sample weights.
        weighted_metrics: argument of `compile`; these use sample weights, too.
        taken: list of names that are already taken.

    Returns:
        List of `(name, Metric)`, in the order in which models report them, and the list of
        their results.

    Raises:
        ValueError: if a name is unknown, a list has the wrong length, or a metric does not suit its
            output.
        TypeError: if `metrics` is neither a list nor a dictionary.
    """
    names = [objective.name for objective in objectives]
    plain = _metrics_for_outputs('metrics', metrics, names)
    weighted = _metrics_for_outputs('weighted_metrics', weighted_metrics, names)
    named, results = [], []
    for objective, *wanted in zip(objectives, plain, weighted):
        if objective.loss is None:
            continue
        for identifiers, with_samples in zip(wanted, (False, True)):
            weights = objective.weights(with_samples)
            for name, metric in _unequal(_as_metric(objective, x) for x in identifiers):
                name = name if len(objectives) == 1 else '%s_%s' % (objective.name, name)
                name = new_name(name, taken + [known for known, _ in named])
                if type(metric) is metrics_module.MeanMetricWrapper:  # not the user's own object
                    metric.name = name
                named.append((name, metric))
                results.append(_result(objective, name, metric, weights))
    return named, results


def _metrics_for_outputs(argument, metrics, names):
    if metrics is None:
        return [[] for _ in names]
    if isinstance(metrics, dict):
        return [[] if x is None else to_list(x, allow_tuple=True)
                for x in for_outputs(argument, metrics, names)]
    if not isinstance(metrics, (list, tuple)):
        raise TypeError('%s must be a list or a dictionary of metrics, but got %r. For a single '
                        'metric, write %s=[%r].' % (argument, metrics, argument, metrics))
    if any(isinstance(x, (list, tuple)) for x in metrics):
        return [to_list(x, allow_tuple=True) for x in for_outputs(argument, metrics, names)]
    if len(names) == 1:
        return [list(metrics)]
    return [metrics_module.clone_metrics(list(metrics)) for _ in names]


def _as_metric(objective, identifier):
    """Returns the name and the `Metric` for an entry of `metrics`."""
    if isinstance(identifier, str) and identifier in _CHOSEN_BY_OUTPUT:
        found = objective.function_for(identifier)
    else:
        found = metrics_module.get(identifier)
    if isinstance(found, Layer) and not isinstance(found, metrics_module.Metric):
        found = LayerMetric(found)
    if isinstance(found, metrics_module.Metric):
        return found.name, found
    name = identifier if isinstance(identifier, str) else getattr(
        found, '__name__', type(found).__name__)
    return name, metrics_module.MeanMetricWrapper(found, name=name)


def _result(objective, name, metric, weights):
    try:
        if weights is None:
            return metric(objective.target, objective.output)
        return metric(objective.target, objective.output, sample_weight=weights)
    except (TypeError, ValueError) as error:
        raise type(error)('The metric %s of output "%s" (shape %s) cannot be computed: %s' % (
            name, objective.name, K.int_shape(objective.output), error)) from error


def _unequal(named):
    """Skips functions that occur a second time with the same name."""
    seen = set()
    for name, metric in named:
        is_made_here = type(metric) is metrics_module.MeanMetricWrapper
        key = name, metric._fn if is_made_here else metric
        if key not in seen:
            seen.add(key)
            yield name, metric


def new_name(name, known):
    """Returns a name, with a number appended if it is known already: `'mae'`, `'mae_1'`."""
    if name not in known:
        return name
    count = 1
    while '%s_%d' % (name, count) in known:
        count += 1
    return '%s_%d' % (name, count)


def _padded(tensor, rank):
    for _ in range(rank - K.ndim(tensor)):
        tensor = K.expand_dims(tensor)
    return tensor


def _warn_of_untrained(names, loss):
    missing = [name for name in names if name not in loss]
    if missing:
        warn('No loss was given for the outputs %s, so they are not trained and take '
             'no targets. If this is intended, set them to None in the loss dictionary.'
             % ', '.join(missing))
