"""Losses, updates and metrics that a layer adds to a model."""
import inspect

from keras.utils.generic_utils import to_list

from .calls import TensorKey, key_of_call
from .registry import METRICS


class Contributions:
    """Methods and properties of `Layer` for losses, updates and metrics.

    A loss or an update depends on certain inputs (activity regularization, moving averages of a
    batch) or on none (weight regularization). What a layer adds during a call depends on the inputs
    of that call. A layer also reports the losses, updates and metrics of the layers that it
    contains and of those that it calls in its own `call`.
    """

    def add_loss(self, losses, inputs=None):
        """Adds terms to the loss of every model that the layer is part of.

        Args:
            losses: scalar tensor or number, or a list of them.
            inputs: the tensor, or list of tensors, that the losses depend on. Inside `call`, None
                means the inputs of the call; elsewhere, that they depend on no inputs.

        Example::

            layer = keras.layers.Dense(2, input_shape=(3,))
            model = keras.Sequential([layer])
            layer.add_loss(0.1 * K.sum(K.square(layer.kernel)))
        """
        losses = [] if losses is None else to_list(losses)
        self._losses += losses
        self._file(self._per_input_losses, losses, inputs)

    def add_update(self, updates, inputs=None):
        """Adds changes of variables that are carried out in each training step.

        They are not carried out while the layer is not trainable, unless it is stateful.

        Args:
            updates: update, as `K.update` and related ops return it, or a list of them; or a
                function without arguments that makes them when they are first needed.
            inputs: the tensor, or list of tensors, that the updates depend on. Inside `call`, None
                means the inputs of the call; elsewhere, that they depend on no inputs.

        Example::

            class Counter(keras.layers.Layer):
                def build(self, input_shape):
                    self.calls = self.add_weight('calls', (), initializer='zeros', trainable=False)
                    super().build(input_shape)

                def call(self, inputs):
                    self.add_update(K.update_add(self.calls, 1.))
                    return inputs
        """
        if inspect.isfunction(updates):
            updates = _Deferred(updates)
        updates = [] if updates is None else to_list(updates)
        self._updates += updates
        self._file(self._per_input_updates, updates, inputs)

    def add_metric(self, value, name=None):
        """Adds a value that models report together with their losses.

        Args:
            value: tensor, which is averaged over the batches of an epoch; or the result of calling
                a `keras.metrics.Metric`, which is reported as it is.
            name: string, the name in logs.

        Raises:
            ValueError: if the layer has two metrics of this name.

        Example::

            class Activity(keras.layers.Layer):
                def call(self, inputs):
                    self.add_metric(K.mean(K.abs(inputs)), name='activity')
                    return inputs
        """
        metric = getattr(value, '_metric_obj', None)
        named = [m for m in self._metrics if m.name == name]
        if len(named) > 1 and (metric is None or any(m is metric for m in named)):
            raise ValueError('Layer %s has %d metrics with the name "%s", whose results could not '
                             'be distinguished. Give them different names.'
                             % (self.name, len(named), name))
        if metric is None:
            metric = named[0] if named else METRICS.known['Mean'](name=name)
            value = metric(value)
        if all(m is not metric for m in self._metrics):
            self._metrics.append(metric)
        self._file(self._per_input_metrics, [value], None)

    def get_losses_for(self, inputs=None):
        """Returns the losses that depend on given inputs.

        Args:
            inputs: tensor or list of tensors; None for the losses that depend on no inputs.

        Returns:
            List of scalar tensors.
        """
        return unique(self._filed(self._per_input_losses, inputs) + [
            x for layer, inner in self._calls_inside(inputs) for x in layer.get_losses_for(inner)])

    def get_updates_for(self, inputs=None):
        """Returns the updates that depend on given inputs.

        Those of layers that are neither trainable nor stateful are left out.

        Args:
            inputs: tensor or list of tensors; None for the updates that depend on no inputs.

        Returns:
            List of updates.
        """
        if self._updates_rest():
            return []
        return unique(made_of(self._filed(self._per_input_updates, inputs)) + [
            x for layer, inner in self._calls_inside(inputs) for x in layer.get_updates_for(inner)])

    @property
    def losses(self):
        """List of all loss terms of the layer and the layers it contains."""
        return unique(self._losses + [x for layer in self._layers for x in layer.losses])

    @property
    def updates(self):
        """List of the updates of the layer and the layers it contains, where these are active."""
        if self._updates_rest():
            return []
        return unique(made_of(self._updates) + [x for layer in self._layers
                                                for x in layer.updates])

    @property
    def metrics(self):
        """List of the `Metric` objects of the layer and the layers it contains."""
        return unique(self._metrics + [x for layer in self._layers for x in layer.metrics])

    def _updates_rest(self):
        return not self.trainable and not self.stateful

    def _file(self, store, things, inputs):
        keys = {key_of_call(self)} if inputs is None else {TensorKey(inputs), key_of_call(self)}
        if len(keys) > 1:
            keys.discard(None)
        for key in keys:
            store.setdefault(key, []).extend(things)

    def _filed(self, store, inputs):
        return store.get(None if inputs is None else TensorKey(inputs), [])

    def _calls_inside(self, inputs):
        """Returns pairs of an inner layer and its inputs, for the call of this layer on `inputs`.

        If there are none, it returns the layers that this one contains, each with `inputs`: losses
        may have been added to them directly, as to the cells of recurrent layers.
        """
        calls = [] if inputs is None else self._inner_calls.get(TensorKey(inputs))
        return calls or [(layer, inputs) for layer in self._layers]

    def _metric_tensors_for(self, inputs):
        """Returns the results of metrics that depend on `inputs`, each with its `_metric_obj`."""
        return unique(self._filed(self._per_input_metrics, inputs) + [
            x for layer, inner in self._calls_inside(inputs)
            for x in layer._metric_tensors_for(inner)])

    def _state_updates_for(self, inputs):
        """Returns the updates of states, which are carried out in predictions, too."""
        return self.get_updates_for(inputs) if self.stateful else []


class _Deferred:
    """Updates that a function makes, once, when they are first needed."""

    def __init__(self, make):
        self._make = make
        self._made = None

    def made(self):
        if self._made is None:
            self._made = to_list(self._make())
        return self._made


def made_of(updates):
    """Returns the list of updates, with deferred ones made."""
    return [x for update in updates
            for x in (update.made() if isinstance(update, _Deferred) else [update])]


def unique(things):
    """Returns the list with each object once; numbers may occur repeatedly."""
    seen = set()
    kept = []
    for thing in things:
        if isinstance(thing, (int, float)) or id(thing) not in seen:
            seen.add(id(thing))
            kept.append(thing)
    return kept
