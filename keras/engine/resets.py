"""Resetting the metrics of a model in a single call."""
from keras import backend as K
from keras.metrics import Metric


class Resets:
    """Resets metrics when called.

    Metrics that reset variables to their initial values, as `Metric.reset_states` does, are reset
    in a single call of the backend; those that override `reset_states`, one by one.

    Args:
        metrics: list of `Metric`.
    """

    def __init__(self, metrics):
        self._special = [m for m in metrics if type(m).reset_states is not Metric.reset_states]
        self._starts = [start for metric in metrics if metric not in self._special
                        for start in metric.start_values()]
        self._restart = None

    def __call__(self):
        for metric in self._special:
            metric.reset_states()
        if self._starts:
            if self._restart is None:
                with K.building_on([variable for variable, _ in self._starts]):
                    self._restart = K.function([], [], updates=[
                        K.update(variable, value) for variable, value in self._starts])
            self._restart([])
