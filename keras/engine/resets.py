"""Setting the metrics of a model back, in one go."""
from keras import backend as K
from keras.metrics import Metric


class Resets:
    """Sets metrics back to their start when called.

    Metrics that give their variables the start values, as `Metric.reset_states` does, are dealt
    with in a single call of the backend; those with a `reset_states` of their own one by one.

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
