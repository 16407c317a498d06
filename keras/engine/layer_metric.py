"""Metrics as written before Keras 2.3: layers that are called on targets and outputs."""
from keras.metrics import Metric
from keras.utils.generic_utils import has_arg

from .contributions import made_of


class LayerMetric(Metric):
    """Reports the value that a layer returns for `(y_true, y_pred)`.

    The layer keeps its state in variables that it changes with `add_update`, and has a method
    `reset_states`, which is called at the beginning of each epoch.

    Args:
        layer: a `Layer` whose `__call__` takes targets and outputs.
    """

    def __init__(self, layer):
        super().__init__(name=layer.name)
        self._layer = layer

    def __call__(self, y_true, y_pred, sample_weight=None):
        known = len(self._layer._updates)
        if sample_weight is not None and has_arg(self._layer.__call__, 'sample_weight'):
            value = self._layer(y_true, y_pred, sample_weight=sample_weight)
        else:
            value = self._layer(y_true, y_pred)
        value._metric_obj = self
        value._metric_updates = made_of(self._layer._updates[known:])
        return value

    def reset_states(self):
        if hasattr(self._layer, 'reset_states'):
            self._layer.reset_states()

    def update_state(self, y_true, y_pred):
        return self(y_true, y_pred)._metric_updates

    def result(self):
        raise NotImplementedError('%s returns its result only when it is called.' % self.name)
