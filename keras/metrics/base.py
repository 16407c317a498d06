"""Metrics that accumulate over batches."""
import abc
import functools

import numpy as np

from keras import backend as K
from keras import initializers
from keras.backend.dtypes import at_least_single
from keras.engine.base_layer import Layer
from keras.engine.contributions import made_of
from keras.engine.registry import METRICS
from keras.utils.generic_utils import serialize_keras_object, to_list
from keras.utils.limits import check_numbers
from keras.utils.losses_utils import match_ranks, match_weights, ratio


class Metric(Layer, metaclass=abc.ABCMeta):
    """Base class of metrics that accumulate over batches.

    A subclass creates its state in the constructor with `add_weight`, defines in `update_state` how
    a batch changes it, and in `result` the value of the metric. Calling a metric on a batch updates
    it and returns the result after that batch. `fit` resets the state before each epoch.

    Args:
        name: string; by default derived from the class, such as `'precision_1'`.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.
        **kwargs: arguments of `Layer`.

    Example::

        from keras.layers import Dense
        from keras.metrics import Metric

        class Positives(Metric):
            def __init__(self, name='positives', **kwargs):
                super().__init__(name=name, **kwargs)
                self.total = self.add_weight('total', initializer='zeros')

            def update_state(self, y_true, y_pred, sample_weight=None):
                positive = K.cast(K.greater(y_pred, 0.5), self.dtype)
                return K.update_add(self.total, K.sum(positive))

            def result(self):
                return self.total

        model = keras.Sequential([Dense(1, activation='sigmoid', input_shape=(4,))])
        model.compile('sgd', 'mse', metrics=[Positives()])
        model.fit(np.random.rand(32, 4), np.random.rand(32, 1), verbose=0)
    """

    stateful = True

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if 'update_state' in cls.__dict__:
            cls.update_state = _registering(cls.update_state)

    def __init__(self, name=None, dtype=None, **kwargs):
        super().__init__(name=name, dtype=dtype or at_least_single(K.floatx()), **kwargs)
        self._start_values = {}
        self.built = True

    def __call__(self, *args, **kwargs):
        """Updates the state with a batch and returns the result after it.

        Args:
            *args: arguments of `update_state`.
            **kwargs: keyword arguments of `update_state`.

        Returns:
            Tensor, usually a scalar: the result after this batch. Evaluating it changes the state.
        """
        with K.name_scope(self.name):
            updates = self.update_state(*args, **kwargs)
            value = K.after_updates(updates, self.result)
        value._metric_obj = self
        value._metric_updates = updates
        return value

    def add_weight(self, name, shape=(), initializer=None, dtype=None):
        """Creates a variable of the state.

        Args:
            name: string.
            shape: tuple of ints.
            initializer: name of an initializer, or a function of a shape; zeros by default.
            dtype: string; the metric's `dtype` by default.

        Returns:
            A variable, which `reset_states` resets to its initial value.
        """
        check_numbers(self.name, name, shape)
        start = initializers.get(initializer or 'zeros')(shape, dtype=dtype or self.dtype)
        weight = super().add_weight(name=name, shape=shape, dtype=dtype, trainable=False,
                                    initializer=lambda *args, **kwargs: start)
        self._start_values[id(weight)] = start
        return weight

    def reset_states(self):
        """Resets all variables of the state to their initial values."""
        K.batch_set_value([(weight, K.eval(value)) for weight, value in self.start_values()])

    def start_values(self):
        """Returns a list of the variables of the state with their initial values.

        Variables that were not created by `add_weight` start from zeros.

        Returns:
            List of pairs `(variable, value)`.
        """
        return [(weight, self._start_values[id(weight)] if id(weight) in self._start_values
                 else np.zeros(K.int_shape(weight), K.dtype(weight))) for weight in self.weights]

    @abc.abstractmethod
    def update_state(self, *args, **kwargs):
        """Defines how a batch changes the state.

        Args:
            *args: tensors, usually `y_true`, `y_pred` and `sample_weight`.
            **kwargs: the same as keywords.

        Returns:
            The changes: the result of `K.update` or a similar op, or a list of them. None means all
            changes created during the call.
        """

    @abc.abstractmethod
    def result(self):
        """Returns the tensor of the metric's value, computed from the state."""

    def get_config(self):
        return {'name': self.name, 'dtype': self.dtype}

    def _become_part_of(self, owner):
        # The state of a metric does not belong to the weights of the layer that reports it.
        metrics = owner.__dict__.setdefault('_metrics', [])
        if all(metric is not self for metric in metrics):
            metrics.append(self)


def _registering(update_state):
    """Makes a method return its updates as a list, and the metric keep track of them."""
    @functools.wraps(update_state)
    def registering(self, *args, **kwargs):
        known = len(self._updates)
        with K.recorded_updates() as made:
            returned = update_state(self, *args, **kwargs)
        if returned is None:
            updates = made_of(self._updates[known:]) + [
                update for update in made if all(update is not u for u in self._updates)]
        else:
            updates = to_list(returned, allow_tuple=True)
        self.add_update([u for u in updates if all(u is not v for v in self._updates)])
        return updates
    return registering


class Reduce(Metric):
    """Sum or mean of values, weighted by sample weights.

    If all weights are 0, the mean is 0.

    Args:
        reduction: string, the result: `'sum'` is `sum(values * weights)`, `'sum_over_batch_size'`
            divides it by the number of values, `'weighted_mean'` by the sum of the weights.
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Raises:
        ValueError: for any other reduction.

    Example:
        >>> metric = keras.metrics.Reduce('sum_over_batch_size', name='mean')
        >>> float(K.eval(metric([1, 3], sample_weight=[1, 0])))
        0.5
    """

    def __init__(self, reduction, name, dtype=None):
        super().__init__(name=name, dtype=dtype)
        if reduction not in ('sum', 'sum_over_batch_size', 'weighted_mean'):
            raise ValueError("The reduction of a metric must be 'sum', 'sum_over_batch_size' or "
                             "'weighted_mean', but got %r." % (reduction,))
        self.reduction = reduction
        self.total = self.add_weight('total', initializer='zeros')
        if reduction != 'sum':
            self.count = self.add_weight('count', initializer='zeros')

    def update_state(self, values, sample_weight=None):
        """Adds values to the state.

        Args:
            values: tensor or number.
            sample_weight: number, or tensor of weights for the first axes of `values`; None weights
                all equally.
        """
        values = K.cast(values, self.dtype)
        weights = None
        if sample_weight is not None:
            weights = match_weights(sample_weight, values)
            values = values * weights
        updates = [K.update_add(self.total, K.sum(values))]
        if self.reduction != 'sum':
            if weights is None or self.reduction == 'sum_over_batch_size':
                count = K.cast(K.size(values), self.dtype)
            elif K.int_shape(weights) == K.int_shape(values):
                count = K.sum(weights)
            else:
                count = K.sum(weights * K.ones_like(values))
            updates.append(K.update_add(self.count, count))
        return updates

    def result(self):
        if self.reduction == 'sum':
            return self.total
        return ratio(self.total, self.count)


class Sum(Reduce):
    """Sum of all values, each multiplied by its weight: `sum(values * weights)`.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Example:
        >>> metric = keras.metrics.Sum()
        >>> float(K.eval(metric([1, 3, 5, 7])))
        16.0
    """

    def __init__(self, name='sum', dtype=None):
        super().__init__('sum', name, dtype=dtype)


class Mean(Reduce):
    """Weighted mean of all values: `sum(values * weights) / sum(weights)`.

    Args:
        name: string, name of the metric; it is also its key in the logs.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.

    Example:
        >>> metric = keras.metrics.Mean()
        >>> float(K.eval(metric([1, 3, 5, 7], sample_weight=[1, 1, 0, 0])))
        2.0
    """

    def __init__(self, name='mean', dtype=None):
        super().__init__('weighted_mean', name, dtype=dtype)


class MeanMetricWrapper(Mean):
    """Weighted mean of a function's values over all samples.

    Args:
        fn: function of `y_true` and `y_pred` that returns a value for each sample.
        name: string, name of the metric.
        dtype: string, dtype of the state; by default `K.floatx()`, at least `'float32'`.
        **kwargs: further arguments of `fn`.

    Example:
        >>> from keras.metrics import MeanMetricWrapper
        >>> metric = MeanMetricWrapper(keras.losses.huber_loss, name='huber', delta=2.)
        >>> float(K.eval(metric([[0.]], [[3.]])))
        4.0
    """

    def __init__(self, fn, name=None, dtype=None, **kwargs):
        super().__init__(name=name, dtype=dtype)
        self._fn = fn
        self._arguments = kwargs

    def update_state(self, y_true, y_pred, sample_weight=None):
        """Adds the values of a batch.

        Args:
            y_true: tensor of targets.
            y_pred: tensor of predictions.
            sample_weight: number, or tensor of weights for the first axes of the function's values;
                None weights all equally.
        """
        y_true, y_pred = match_ranks(K.cast(y_true, self.dtype), K.cast(y_pred, self.dtype))
        values = self._fn(y_true, y_pred, **self._arguments)
        return super().update_state(values, sample_weight=sample_weight)

    def get_config(self):
        config = dict(super().get_config(), **self._arguments)
        if type(self) is MeanMetricWrapper:
            config['fn'] = serialize_keras_object(self._fn)
        return config

    @classmethod
    def from_config(cls, config):
        if isinstance(config.get('fn'), str):
            config = dict(config, fn=METRICS.get(config['fn']))
        return cls(**config)
