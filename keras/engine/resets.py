"""Setting the metrics of a model back, in one go."""
from keras import backend as K
from keras.metrics import Metric


class Resets:
    """Sets metrics back to their start when called.

    Metrics that only zero their variables, as `Metric.reset_states` does, are dealt with in a
    single call of the backend; those with a `reset_states` of their own one by one.

    Args:
        metrics: list of `Metric`.
    """

    def __init__(self, metrics):
        self._special = [m for m in metrics if type(m).reset_states is not Metric.reset_states]
        self._variables = [variable for metric in metrics if metric not in self._special
                           for variable in metric.weights]
        self._zero = None

    def __call__(self):
        for metric in self._special:
            metric.reset_states()
        if self._variables:
            if self._zero is None:
                self._zero = K.function([], [], updates=[
                    K.update(variable, K.zeros_like(variable)) for variable in self._variables])
            self._zero([])
